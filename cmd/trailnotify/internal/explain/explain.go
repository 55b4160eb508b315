// Package explain is the command that says why a record matches a pattern or a
// rule, or why not.
package explain

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/cmd/trailnotify/internal/screen"
)

type flags struct {
	rules  ruleset.Flags
	format string
}

// exitNoMatch is the exit code for a record that does not match.
const exitNoMatch = 1

const long = `Explain evaluates a pattern, or a rule with its exceptions, step by step: each
condition, the value that it saw, whether it held, and what would have to
change.

What is explained is the name of a rule or its setting (RootUsage, root_usage),
a file with a pattern or a rule, or else a pattern. A single word is always a
name: write a pattern of one term in quotes within the quotes of the shell:
'"ERROR"'.

RECORD is a record as text, a file whose first record is taken, FILE:N for its
Nth record as match prints it, or "-" for standard input. What is none of these
is the message of a log event.

Exit codes: 0 the record matches; 1 it does not; 2 the command line can't be
used.`

const example = `  trailnotify explain '{ $.eventName = "Stop*" }' '{"eventName":"StopLogging"}'
  trailnotify explain UnauthorizedAPICalls history.jsonl:17`

// Command returns the command.
func Command(p cli.Process) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:     "explain [flags] PATTERN|RULE|FILE RECORD",
		Short:   "Say why a record matches a pattern or a rule, or why not",
		Long:    long,
		Example: example,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("explain takes a pattern, rule or file, and a record; found %s", screen.Plural(len(args), "argument"))
			}
			return cli.Local(args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], args[1], p) },
	}
	f.add(cmd, p)
	return cmd
}

func (f *flags) add(cmd *cobra.Command, p cli.Process) {
	f.rules.Add(cmd)
	f.format = "text"
	cli.Choice(cmd, &f.format, "format", "text, or json for the tree of conditions", "text", "json")
	rule := f.rules.Complete(p)
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return rule(cmd, args, word)
		}
		return nil, cobra.ShellCompDirectiveDefault // a file with records
	}
}

// run is one run of the command.
func (f *flags) run(ctx context.Context, subject, record string, p cli.Process) error {
	what, err := f.subject(subject, p)
	if err != nil {
		return err
	}
	message, err := readMessage(ctx, record, p.Stdin)
	if err != nil {
		return err
	}
	x := what.explain(message)
	if err := f.print(p.Stdout, x); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if !x.Matches {
		return cli.Exit(exitNoMatch)
	}
	return nil
}

// print prints an explanation in the format that was asked for.
func (f *flags) print(w io.Writer, x *explanation) error {
	if f.format == "json" {
		return screen.PrintJSON(w, x)
	}
	return x.print(w)
}
