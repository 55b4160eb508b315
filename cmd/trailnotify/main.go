// Command trailnotify replays CloudTrail history through the detector that the
// Lambda function runs, on a laptop and in memory. "trailnotify help" lists
// what else it does.
package main

import (
	"context"
	"os"
	"os/signal"

	"trailnotify/cmd/trailnotify/internal/cli"
)

func main() {
	reportFullDisk()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	// The first Ctrl-C lets the command say how far it got. After it the system
	// handles signals again, so a second one ends the process at once. SIGTERM
	// always does.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], cli.Process{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Version: versionText(buildInfo()),
	}))
}
