// Command history measures how fast trailnotify reads history, side by side with
// what people would otherwise put into the same pipe: zcat | wc -l, and zcat | jq.
//
// It generates a tree of delivery files as CloudTrail writes it to S3, a file of
// JSON lines and the same in gzip, runs each command on them a few times in turns
// and prints the best of each: processor time, which other programs on the
// machine hardly change, wall time and memory.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"text/tabwriter"
)

// options are the command line.
type options struct {
	dir    string
	size   int64
	rounds int
	jq     bool
	repo   string
}

func main() {
	o := options{}
	flag.StringVar(&o.dir, "dir", "", "directory for the history, which is kept and used again (default: a temporary one)")
	flag.Int64Var(&o.size, "mb", 1024, "size of the history before compression, in MB")
	flag.IntVar(&o.rounds, "rounds", 3, "times that each command runs")
	flag.BoolVar(&o.jq, "jq", true, "measure jq as well, which takes long")
	flag.StringVar(&o.repo, "repo", "..", "directory of the repository")
	flag.Parse()
	if err := run(o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "history:", err)
		os.Exit(1)
	}
}

// run generates the history, measures and prints.
func run(o options, out, progress io.Writer) error {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "trailnotify-bench-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.dir = dir
	}
	h := history{dir: o.dir, size: o.size << 20}
	if err := h.generate(progress); err != nil {
		return fmt.Errorf("generating: %w", err)
	}
	binary, err := build(o.dir, o.repo, "trailnotify", "cmd")
	if err != nil {
		return err
	}
	usage, err := build(o.dir, filepath.Join(o.repo, "bench"), "usage", ".")
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "HISTORY\tCOMMAND\tPROCESSOR s\tWALL s\tMEMORY MB\tPROCESSOR TO FIRST\tWALL TO FIRST")
	for _, s := range h.subjects(binary, o.jq) {
		if err := s.measure(usage, o.rounds, progress); err != nil {
			return err
		}
		s.print(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	version, err := exec.Command("zcat", "--version").Output()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "\nzcat: %.40s\n", version[:min(len(version), 16)])
	return err
}

// build builds a command of a module and returns its path.
func build(to, module, name, under string) (binary string, err error) {
	binary, err = filepath.Abs(filepath.Join(to, name))
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", binary, "./"+filepath.Join(under, name))
	build.Dir = module
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", name, err, text)
	}
	return binary, nil
}
