// Command usage runs a line in bash, with its output thrown away, and prints
// what that took as JSON: processor and wall time in nanoseconds, and the most
// memory that one of its processes had, in bytes.
//
// Linux lets a process begin with the peak of memory that its parent had, so
// only a small program can measure another. That is why this is not a part of
// the benchmarks, which hold a history in memory.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "usage:", err)
		os.Exit(1)
	}
}

// cost is what a line took.
type cost struct{ Processor, Wall, Memory int64 }

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("want one argument, the line to run")
	}
	cmd := exec.Command("bash", "-o", "pipefail", "-c", args[0])
	cmd.Stderr = os.Stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	took := cost{Wall: int64(time.Since(began)), Processor: int64(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime())}
	if rusage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		took.Memory = rusage.Maxrss << 10
	}
	return json.NewEncoder(out).Encode(took)
}
