package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"trailnotify/cmd/internal/settings"
)

// Exit codes. Every command has 0 for success, exitUsage for a command line or
// configuration that can't be used, and exitInterrupted for Ctrl-C; what 1
// means, each command says.
const (
	exitUsage       = 2
	exitInterrupted = 130 // as shells have it: 128 and the number of the signal
)

// An exit ends the command with a code after everything worth saying has been
// said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run runs the command line args and returns its exit code.
func run(ctx context.Context, args []string, p process) int {
	if p.stdin != nil {
		p.stdin = &interruptible{ctx: ctx, from: p.stdin}
	}
	root := newRoot(p)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted), ctx.Err() != nil && !errors.As(err, &code):
		p.note("%v", errInterrupted)
		return exitInterrupted
	case errors.As(err, &code):
		return int(code)
	default:
		p.note("%v", err)
		return exitUsage
	}
}

func newRoot(p process) *cobra.Command {
	root := &cobra.Command{
		Use:   "trailnotify",
		Short: "Alerts on CloudTrail records that say who did what",
		Long: `trailnotify matches CloudTrail records against rules, counts the matches exactly
and raises an alert when a threshold is reached. The same detector runs as a
Lambda function behind a CloudWatch Logs subscription filter.

The commands read the settings of the function that concern them from the
environment (RULE_SET, RULES_DIR, HOME_REGIONS, ROOT_USAGE_ALERT_THRESHOLD,
...). A flag takes precedence over its variable.`,
		Version:       versionText(buildInfo()),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetVersionTemplate("{{.Name}} version {{.Version}}\n")
	root.SetFlagErrorFunc(suggestFlag)
	fitHelp(root)
	replay := newReplay(p)
	replay.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("invoke") {
			return nil // loading the rules reads the settings
		}
		_, err := settings.Read(p.environ)
		return err
	}
	root.AddCommand(replay, newMatch(p), newConvert(p), newCheck(p), newExplain(p), newPreview(p), newRules(p), newVersion(p))
	for _, cmd := range root.Commands() {
		noStrayFiles(cmd)
	}
	return root
}
