// Package mutes has the commands that mute alerts of a deployed function, list
// what is muted, and end it.
package mutes

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/mute"
)

const longMute = `Mute keeps the messages of a rule, of one group of it, or of all rules from
being sent for a while. Matches are counted meanwhile, and a message says what
came when the mute is over and the quiet time of its alerts has ended.

The function publishes the beginning and the end of each mute, with the reason
and the name that it is given. It takes mutes only from those who may invoke its
alias "control". An alert that is being published at that moment may still go
out.

A group is named by its ID, 8 hexadecimal digits, which alerts have.

Exit codes: 0 the mute is in force; 2 it is not.`

const exampleMute = `  trailnotify mute --function Trail-Notify-Detector --rule RootUsage \
    --critical --for 2h --reason "break-glass drill"
  trailnotify mute --function Trail-Notify-Detector --rule VPCChanges \
    --group 5f3a09c1 --for 4h --reason "rollout of the new network"`

// target is the function that the commands ask.
type target struct {
	function string
	client   invoker // nil: that of the environment
}

func (t *target) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&t.function, "function", "", "deployed `function` (name or ARN) to ask")
	_ = cmd.MarkFlagRequired("function")
}

// Mute returns the command that mutes.
func Mute(p cli.Process) *cobra.Command {
	var to target
	var r mute.Request
	cmd := &cobra.Command{
		Use: "mute [flags]", Short: "Mute alerts of a deployed function for a while",
		Long: longMute, Example: exampleMute, Args: cli.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			r.By = cmp.Or(r.By, p.Getenv("USER"))
			return begin(cmd.Context(), to, r, p)
		},
	}
	to.add(cmd)
	cmd.Flags().StringVar(&r.Rule, "rule", "", "`name` of the rule to mute")
	cmd.Flags().BoolVar(&r.All, "all", false, "mute all rules")
	cmd.Flags().StringVar(&r.Group, "group", "", "`ID` of the group of the rule to mute (default all groups)")
	cmd.Flags().StringVar(&r.For, "for", "", "how `long`, from 1m to 168h")
	cmd.Flags().StringVar(&r.Reason, "reason", "", "`why`, for those who miss the alerts")
	cmd.Flags().StringVar(&r.By, "by", "", "`name` of who mutes (default USER)")
	cmd.Flags().BoolVar(&r.Critical, "critical", false, "mute critical rules, too")
	return cmd
}

func begin(ctx context.Context, to target, r mute.Request, p cli.Process) error {
	switch {
	case r.Rule == "" && !r.All:
		return errors.New("nothing to mute: give --rule or --all")
	case r.By == "":
		return errors.New("nobody would know who mutes: give --by")
	}
	var m mute.Mute
	if err := to.ask(ctx, "mute", r, &m); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.Stdout, "muted: %s (%s)\n", screen.Escape(m.Line()), screen.Escape(m.ID))
	return err
}

// List returns the command that lists what is muted.
func List(p cli.Process) *cobra.Command {
	var to target
	cmd := &cobra.Command{
		Use: "mutes [flags]", Short: "List what is muted in a deployed function",
		Long: `Mutes lists the mutes that are in force, the one that ends first at the top.

Exit codes: 0 they are listed; 2 the function can't be asked.`,
		Example: "  trailnotify mutes --function Trail-Notify-Detector", Args: cli.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return list(cmd.Context(), to, p) },
	}
	to.add(cmd)
	return cmd
}

func list(ctx context.Context, to target, p cli.Process) error {
	var all []mute.Mute
	if err := to.ask(ctx, "mutes", struct{}{}, &all); err != nil {
		return err
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(p.Stdout, "Nothing is muted.")
		return err
	}
	for _, m := range all {
		if _, err := fmt.Fprintf(p.Stdout, "%s  %s\n", screen.Escape(m.ID), screen.Escape(m.Line())); err != nil {
			return err
		}
	}
	return nil
}

// End returns the command that ends a mute.
func End(p cli.Process) *cobra.Command {
	var to target
	cmd := &cobra.Command{
		Use: "unmute [flags] ID", Short: "End a mute in a deployed function",
		Long: `Unmute ends the mute of an ID, which mute printed and mutes lists.

Exit codes: 0 it has ended; 2 there is no such mute, or the function can't be
asked.`,
		Example: "  trailnotify unmute --function Trail-Notify-Detector 5f3a09c1", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return end(cmd.Context(), to, args[0], p) },
	}
	to.add(cmd)
	return cmd
}

func end(ctx context.Context, to target, id string, p cli.Process) error {
	var m mute.Mute
	if err := to.ask(ctx, "unmute", id, &m); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.Stdout, "no longer muted: %s (%s)\n", screen.Escape(m.What()), screen.Escape(m.ID))
	return err
}
