package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/examine"
	"trailnotify/cmd/trailnotify/internal/findings"
)

// exitWarnings is the exit code of check --strict when there are only warnings.
const exitWarnings = 1

type checkFlags struct {
	ruleSet  string
	patterns []string
	sample   []string
	format   string
	strict   bool
}

func newCheck(p process) *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [flags] PATTERN|FILE...",
		Short: "Find errors and surprises in patterns and rule files",
		Long: `Check reads filter patterns, rule files and directories of them, and points at
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
line can't be used.`,
		Example: `  trailnotify check '{ $.errorCode = "AccessDenied*" }'
  trailnotify check --strict rules/
  trailnotify check --format sarif rules/ > check.sarif
  trailnotify check --sample history.jsonl \
    '{ $.userIdentity.invokedBy != "*.amazonaws.com" }'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args)+len(flags.patterns) == 0 {
				return errors.New("nothing to check: want patterns, rule files or directories of them")
			}
			return local(append(args, flags.sample...))
		},
		RunE: func(cmd *cobra.Command, args []string) error { return check(cmd.Context(), flags, args, p) },
	}
	flags.add(cmd)
	return cmd
}

func (f *checkFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.patterns, "pattern", nil, "`pattern` to check, whatever it looks like (repeatable)")
	cmd.Flags().StringVar(&f.ruleSet, "rule-set", "", "built-in rule `set` whose rules exceptions files extend (default RULE_SET, else default)")
	cmd.Flags().StringArrayVar(&f.sample, "sample", nil, "records to try warnings on: `path` of a file or directory (repeatable)")
	cmd.Flags().StringVar(&f.format, "format", findings.Text, "text, json for one object per pattern, sarif or github")
	cmd.Flags().BoolVar(&f.strict, "strict", false, "exit with 1 when there are warnings")
	markFile(cmd, "sample")
	completeValues(cmd, "format", findings.Formats()...)
	completeValues(cmd, "rule-set", settings.RuleSets()...)
}

// check is one run of the command.
func check(ctx context.Context, flags checkFlags, args []string, p process) error {
	if err := flagOneOf("format", flags.format, findings.Formats()...); err != nil {
		return err
	}
	s, err := settings.Read(p.environ)
	if err != nil {
		return err
	}
	x := examine.Examiner{Base: orElse(flags.ruleSet, orElse(s.RuleSet, "default")), Stdin: p.stdin, Note: p.note}
	if err := flagOneOf("rule-set", x.Base, settings.RuleSets()...); err != nil {
		return err
	}
	report := findings.Report{Version: versionText(buildInfo())}
	for _, text := range flags.patterns {
		report.Findings = append(report.Findings, examine.Pattern(text, text))
	}
	for _, arg := range args {
		report.Findings = append(report.Findings, x.Argument(arg)...)
	}
	if err := flags.try(ctx, report.Findings, p); err != nil {
		return err
	}
	if err := report.Write(p.stdout, flags.format); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if report.Errors() > 0 {
		return exit(exitUsage)
	}
	if err := x.Environment(p.environ, s.RulesDir); err != nil {
		return err
	}
	if report.Warnings() > 0 && flags.strict {
		return exit(exitWarnings)
	}
	return nil
}

// try tries the warnings on the records of the sample.
func (f *checkFlags) try(ctx context.Context, found []*findings.Finding, p process) error {
	if len(f.sample) == 0 {
		return nil
	}
	input, err := history.Open(f.sample, history.Options{Stdin: p.stdin})
	if err != nil {
		return err
	}
	faults := faultList{w: p.stderr}
	for record, err := range input.Records() {
		switch {
		case ctx.Err() != nil:
			return errInterrupted
		case err != nil:
			faults.add(err)
			continue
		}
		for _, f := range found {
			for i := range f.Warnings {
				try(&f.Warnings[i], record)
			}
		}
	}
	faults.end()
	return nil
}

// maxPlaces are the records named for one warning.
const maxPlaces = 3

func try(w *findings.Warning, r cloudtrail.Record) {
	if !w.Matters(r.JSON) {
		return
	}
	w.Records++
	if len(w.Places) < maxPlaces {
		w.Places = append(w.Places, r.Place.String())
	}
}
