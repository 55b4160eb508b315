package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/pattern"
)

// exitWarnings is the exit code of check --strict when there are only warnings.
const exitWarnings = 1

type checkFlags struct {
	sample []string
	format string
	strict bool
}

func newCheck(p process) *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [flags] PATTERN|FILE...",
		Short: "Find errors in patterns and rule files, and what is legal but surprising",
		Long: `Check reads filter patterns, rule files and directories of them, and points at
every error and at whatever is legal but may surprise: a != on a field that may
be missing, alternatives that match everything, a condition that can never hold,
a field that CloudTrail records do not have. The records in a rule file are held
against its rule, those in an exceptions file against the rule that it extends:
the one among the files, or else the one of the built-in set default. A file that
is no rule file is read as one pattern.

With --sample PATH it names the records for which a != matters.

Exit codes: 0 no errors; 1 warnings, with --strict; 2 errors, or the command line
can't be used.`,
		Example: `  trailnotify check '{ $.errorCode = "AccessDenied*" }'
  trailnotify check --strict rules/
  trailnotify check --sample history.jsonl '{ $.userIdentity.invokedBy != "*.amazonaws.com" }'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return check(flags, args, p) },
	}
	cmd.Flags().StringArrayVar(&flags.sample, "sample", nil, "records to hold warnings against: `path` of a file or directory (repeatable)")
	cmd.Flags().StringVar(&flags.format, "format", "text", "text, or json for one object per pattern")
	cmd.Flags().BoolVar(&flags.strict, "strict", false, "exit with 1 when there are warnings")
	completeValues(cmd, "format", "text", "json")
	return cmd
}

// A finding is what check says of one pattern or rule file.
type finding struct {
	Subject  string    `json:"subject"` // the pattern, or the rule and where it stands
	Pattern  string    `json:"pattern,omitempty"`
	Errors   []string  `json:"errors"`
	Warnings []warning `json:"warnings"`
}

type warning struct {
	pattern.Warning
	Records int      `json:"records,omitempty"` // of the sample, for which it matters
	Places  []string `json:"places,omitempty"`  // the first of them
}

// maxPlaces are the records named for one warning.
const maxPlaces = 3

// check is one run of the command.
func check(flags checkFlags, args []string, p process) error {
	if flags.format != "text" && flags.format != "json" {
		return fmt.Errorf("--format %s: want text or json", flags.format)
	}
	var findings []*finding
	for _, arg := range args {
		findings = append(findings, examine(arg)...)
	}
	if err := flags.hold(findings, p); err != nil {
		return err
	}
	errs, warnings := 0, 0
	for _, f := range findings {
		errs += len(f.Errors)
		warnings += len(f.Warnings)
		f.print(p.stdout, flags.format)
	}
	switch {
	case errs > 0:
		return exit(exitUsage)
	case warnings > 0 && flags.strict:
		return exit(exitWarnings)
	default:
		return nil
	}
}

// examine reads one argument: the name of something that exists, or a pattern.
func examine(arg string) []*finding {
	info, err := os.Stat(arg)
	switch {
	case err != nil && looksLikePath(arg):
		return []*finding{{Subject: arg, Errors: []string{cause(err).Error()}}}
	case err != nil:
		return []*finding{examinePattern(arg, arg)}
	case info.IsDir() || isRuleFile(arg):
		return examineRules(arg)
	}
	text, err := os.ReadFile(arg)
	if err != nil {
		return []*finding{{Subject: arg, Errors: []string{err.Error()}}}
	}
	return []*finding{examinePattern(arg, strings.TrimRight(string(text), "\r\n"))}
}

// looksLikePath tells a file that does not exist from a pattern: a rule file's
// ending and none of the characters that patterns of that length have.
func looksLikePath(arg string) bool {
	return isRuleFile(arg) && !strings.ContainsAny(arg, "{}[]=\"% ")
}

func examinePattern(subject, src string) *finding {
	f := &finding{Subject: subject, Pattern: src}
	compiled, err := pattern.Compile(src)
	if err != nil {
		f.Errors = []string{err.Error()}
		return f
	}
	f.warn(compiled)
	return f
}

func (f *finding) warn(compiled *pattern.Pattern) {
	for _, w := range compiled.Warnings(pattern.WarningOptions{CloudTrail: true}) {
		f.Warnings = append(f.Warnings, warning{Warning: w})
	}
}

// hold holds the warnings against the records of the sample.
func (f *checkFlags) hold(findings []*finding, p process) error {
	if len(f.sample) == 0 {
		return nil
	}
	input, err := history.Open(f.sample, p.stdin)
	if err != nil {
		return err
	}
	faults := faultList{w: p.stderr}
	for record, err := range input.Records() {
		if err != nil {
			faults.add(err)
			continue
		}
		for _, found := range findings {
			for i := range found.Warnings {
				found.Warnings[i].hold(record)
			}
		}
	}
	faults.end()
	return nil
}

func (w *warning) hold(r cloudtrail.Record) {
	if !w.Matters(r.JSON) {
		return
	}
	w.Records++
	if len(w.Places) < maxPlaces {
		w.Places = append(w.Places, r.Place.String())
	}
}

// print says what was found, and "ok" where that is nothing.
func (f *finding) print(w io.Writer, format string) {
	if format == "json" {
		object := *f
		object.Errors = append([]string{}, f.Errors...)
		object.Warnings = append([]warning{}, f.Warnings...)
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(object) // strings and numbers always encode
		return
	}
	verdict := ""
	if len(f.Errors)+len(f.Warnings) == 0 {
		verdict = ": ok"
	}
	fmt.Fprintln(w, alert.Plain(f.Subject)+verdict)
	for _, text := range f.Errors {
		fmt.Fprintf(w, "  error: %s\n", strings.ReplaceAll(text, "\n", "\n  "))
	}
	for _, found := range f.Warnings {
		fmt.Fprintf(w, "  %d:%d: warning: %s\n", found.Line, found.Column, clip(alert.Plain(found.Source), maxSource))
		fmt.Fprintf(w, "      %s\n", found.Message)
		if found.Records > 0 {
			fmt.Fprintf(w, "      it matters for %s of the sample: %s\n", plural(found.Records, "record"), strings.Join(found.Places, ", "))
		}
	}
}

// maxSource is how much of the pattern a warning repeats; its column says the
// rest.
const maxSource = 100

// cause is an error of a file system without the path.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
