// Command trailnotify replays CloudTrail history through the detector that the
// Lambda function runs, on a laptop and in memory. "trailnotify help" lists what
// else it does.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	reportFullDisk()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], process{os.Stdin, os.Stdout, os.Stderr, os.Environ()})
	stop()
	os.Exit(code)
}

// process is what the command is given by the system that starts it.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	environ        []string // "NAME=value"
}

// getenv returns the value of an environment variable, "" when it is not set.
func (p process) getenv(name string) string {
	for _, entry := range p.environ {
		if len(entry) > len(name) && entry[len(name)] == '=' && entry[:len(name)] == name {
			return entry[len(name)+1:]
		}
	}
	return ""
}
