// Command sample writes the sample traffic: go run ./traffic/cmd/sample DIR.
//
// It replaces sample, sample.expected.json and payloads in DIR and touches nothing else there.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"trailnotify/tools/traffic"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: sample DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "sample: writing the sample:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	for _, old := range []string{"sample", "payloads"} {
		if err := os.RemoveAll(filepath.Join(dir, old)); err != nil {
			return err
		}
	}
	if err := traffic.WriteSample(dir); err != nil {
		return err
	}
	fmt.Print(traffic.Story())
	return nil
}
