// Package check is the command that finds errors and surprises in patterns and
// rule files.
package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/examine"
	"trailnotify/cmd/trailnotify/internal/findings"
)

// exitWarnings is the exit code of check --strict when there are only warnings.
const exitWarnings = 1

type flags struct {
	ruleSet  string
	patterns []string
	sample   []string
	format   string
	strict   bool
}

const long = `Check reads filter patterns, rule files and directories of them, and points at
every error and at whatever is legal but may surprise: a != on a field that may
be missing, alternatives that match everything, a condition that can never hold,
a field that CloudTrail records do not have. Each rule is proved by the records
in its file. The records in an exceptions file prove the rule that it extends:
the one among the files, or else the one of the built-in set.

An argument that names a file or directory is read as that, anything else is a
pattern, and "-" is standard input. Any other file is one pattern. What
--pattern gives is a pattern even if a file has that name.

With --sample PATH it names the records for which a != matters. --format sarif
is for code scanners, --format github shows what was found next to the lines of
a pull request.

To have an editor check a rule file while you write it, begin the file with this
line. The schema is rules/rule.schema.json in the repository.

  # yaml-language-server: $schema=rule.schema.json

Exit codes: 0 no errors; 1 warnings, with --strict; 2 errors, or the command
line can't be used.`

const example = `  trailnotify check '{ $.errorCode = "AccessDenied*" }'
  trailnotify check --strict rules/
  trailnotify check --format sarif rules/ > check.sarif
  trailnotify check --sample history.jsonl \
    '{ $.userIdentity.invokedBy != "*.amazonaws.com" }'`

// Command returns the command.
func Command(p cli.Process) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:     "check [flags] PATTERN|FILE...",
		Short:   "Find errors and surprises in patterns and rule files",
		Long:    long,
		Example: example,
		Args:    f.something,
		RunE:    func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args, p) },
	}
	f.add(cmd)
	return cmd
}

func (f *flags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.patterns, "pattern", nil, "`pattern` to check, whatever it looks like (repeatable)")
	cli.Choice(cmd, &f.ruleSet, "rule-set", "built-in rule `set` whose rules exceptions files extend (default RULE_SET, else default)", settings.RuleSets()...)
	cmd.Flags().StringArrayVar(&f.sample, "sample", nil, "records to try warnings on: `path` of a file or directory (repeatable)")
	f.format = findings.Text
	cli.Choice(cmd, &f.format, "format", "text, json for one object per pattern, sarif or github", findings.Formats()...)
	cmd.Flags().BoolVar(&f.strict, "strict", false, "exit with 1 when there are warnings")
	cli.MarkFile(cmd, "sample")
}

// something reports that there is nothing to check, or that it is in S3.
func (f *flags) something(_ *cobra.Command, args []string) error {
	if len(args)+len(f.patterns) == 0 {
		return errors.New("nothing to check: want patterns, rule files or directories of them")
	}
	return cli.Local(append(args, f.sample...))
}

// run is one run of the command.
func (f *flags) run(ctx context.Context, args []string, p cli.Process) error {
	s, err := settings.Read(p.Environ)
	if err != nil {
		return err
	}
	x := examine.Examiner{Base: cmp.Or(f.ruleSet, s.RuleSet, "default"), Stdin: p.Stdin, Now: time.Now(), Note: p.Note}
	report := findings.Report{Version: p.Version, Findings: f.examine(&x, args)}
	if err := f.try(ctx, report.Findings, p); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return cli.ErrInterrupted // not everything was looked at
	}
	if err := report.Write(p.Stdout, f.format); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if report.Errors() > 0 {
		return cli.Exit(cli.ExitUsage)
	}
	if err := x.Environment(p.Environ, s.RulesDir); err != nil || !f.strict || report.Warnings() == 0 {
		return err
	}
	return cli.Exit(exitWarnings)
}

// examine looks at everything that is to be checked.
func (f *flags) examine(x *examine.Examiner, args []string) []*findings.Finding {
	var found []*findings.Finding
	for _, text := range f.patterns {
		found = append(found, examine.Pattern(text, text))
	}
	for _, arg := range args {
		found = append(found, x.Argument(arg)...)
	}
	return found
}
