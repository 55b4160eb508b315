// Command structure prints how large the packages, files and functions of a Go
// tree are. It counts product code only: no tests, no testdata.
//
//	go run ./structure [DIR]
//
// The table lists the packages by lines, most first, with the number of files.
// The last lines give the 90th percentile of the lines of files and functions,
// and every function that is longer than 40 lines.
package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

func main() {
	dir := "."
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := run(dir, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "structure:", err)
		os.Exit(1)
	}
}

// longFunction is the number of lines above which a function is listed.
const longFunction = 40

func run(dir string, w io.Writer) error {
	t, err := measure(dir)
	if err != nil {
		return err
	}
	if len(t.files) == 0 {
		return fmt.Errorf("%s: no Go files", dir)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PACKAGE\tFILES\tLINES")
	for _, p := range t.packages() {
		fmt.Fprintf(table, "%s\t%d\t%d\n", p.dir, p.files, p.lines)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\np90 of %d files: %d lines\n", len(t.files), p90(t.files))
	fmt.Fprintf(w, "p90 of %d functions: %d lines\n", len(t.functions), p90(t.functions))
	for _, f := range t.functions {
		if f.lines > longFunction {
			fmt.Fprintf(w, "%s: %d lines\n", f.name, f.lines)
		}
	}
	return nil
}
