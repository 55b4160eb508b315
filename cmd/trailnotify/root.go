package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// Exit codes. Every command has 0 for success and exitUsage for a command line
// or configuration that can't be used; what 1 means, each command says.
const exitUsage = 2

// An exit ends the command with a code after everything worth saying has been
// said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run runs the command line args and returns its exit code.
func run(ctx context.Context, args []string, p process) int {
	root := newRoot(p)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	default:
		fmt.Fprintln(p.stderr, "trailnotify:", err)
		return exitUsage
	}
}

// version is that of a release, which is set when it is built.
var version = "development"

func newRoot(p process) *cobra.Command {
	root := &cobra.Command{
		Use:   "trailnotify",
		Short: "Alerts on CloudTrail records that say who did what",
		Long: `trailnotify holds CloudTrail records against rules, counts the matches exactly
and raises an alert when a threshold is reached. The same detector runs as a
Lambda function behind a CloudWatch Logs subscription filter.`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.AddCommand(newReplay(p), newMatch(p), newConvert(p), newCheck(p), newExplain(p), newPreview(p), newRules(p))
	return root
}
