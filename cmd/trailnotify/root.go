package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/check"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/convert"
	"trailnotify/cmd/trailnotify/internal/explain"
	"trailnotify/cmd/trailnotify/internal/list"
	"trailnotify/cmd/trailnotify/internal/match"
	"trailnotify/cmd/trailnotify/internal/mutes"
	"trailnotify/cmd/trailnotify/internal/preview"
	"trailnotify/cmd/trailnotify/internal/replay"
)

// run runs the command line args and returns its exit code.
func run(ctx context.Context, args []string, p cli.Process) int {
	if p.Stdin != nil {
		p.Stdin = cli.Interruptible(ctx, p.Stdin)
	}
	root := newRoot(p)
	refuseUnknownTopics(root)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var code cli.Exit
	switch {
	case err == nil:
		return 0
	case errors.Is(err, cli.ErrInterrupted), ctx.Err() != nil && !errors.As(err, &code):
		p.Note("%v", cli.ErrInterrupted)
		return cli.ExitInterrupted
	case errors.As(err, &code):
		return int(code)
	default:
		p.Note("%v", err)
		return cli.ExitUsage
	}
}

const long = `trailnotify matches CloudTrail records against rules, counts the matches exactly
and raises an alert when a threshold is reached. The same detector runs as a
Lambda function behind a CloudWatch Logs subscription filter.

The commands read the settings of the function that concern them from the
environment (RULE_SET, RULES_DIR, HOME_REGIONS, ROOT_USAGE_ALERT_THRESHOLD,
...). A flag takes precedence over its variable.`

func newRoot(p cli.Process) *cobra.Command {
	root := &cobra.Command{
		Use:           "trailnotify",
		Short:         "Alerts on CloudTrail records that say who did what",
		Long:          long,
		Version:       p.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	root.PersistentPreRunE = cli.NoEmptyFlags
	root.SetVersionTemplate("{{.Name}} version {{.Version}}\n")
	root.SetFlagErrorFunc(cli.FlagError)
	fitHelp(root)
	root.AddCommand(replay.Command(p), match.Command(p), convert.Command(p), check.Command(p), explain.Command(p),
		preview.Command(p), list.Command(p), mutes.Mute(p), mutes.List(p), mutes.End(p), newVersion(p))
	for _, cmd := range root.Commands() {
		cli.NoStrayFiles(cmd)
	}
	return root
}
