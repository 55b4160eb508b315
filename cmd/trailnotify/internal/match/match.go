// Package match is the command that prints the records that a pattern or a rule
// matches.
package match

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/matches"
	"trailnotify/cmd/trailnotify/internal/reading"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/cmd/trailnotify/internal/textlines"
	"trailnotify/pattern"
	"trailnotify/rules"
)

// Exit codes of match, those of grep.
const (
	exitNoMatch    = 1
	exitIncomplete = 2 // something could not be read, whether or not anything matched
)

type flags struct {
	rules     ruleset.Flags
	rule      []string
	pattern   string
	byPattern bool
	format    string
	lines     bool
	count     bool
	by        string
}

const long = `Match is grep with filter patterns: it prints the records that match, one a
line, as they were logged. A record that an exception takes out of a rule does
not match that rule. --rule limits it to rules by name.

With --format json it prints the place of each record, as explain takes it, and
the rules that count it; with --format ndjson the whole records, each of them
one line of JSON, for programs such as jq. On a terminal, whatever could control
the terminal is escaped.

With --count it prints how many records match, and with --by PART a table of
its values, most frequent first. PART is what a rule file has after by: a
selector, a name such as actor, or a list of these in brackets.

With --lines every line of the input is one message, whatever it holds. Use
it to try patterns of terms and delimited patterns on any log.

Exit codes: 0 something matched; 1 nothing did; 2 something could not be read,
or the command line can't be used; 130 interrupted.`

const example = `  trailnotify match --pattern '{ $.errorCode = "AccessDenied*" }' AWSLogs/
  trailnotify match --rule UnauthorizedAPICalls \
    --count --by '$.userIdentity.arn' AWSLogs/
  trailnotify match --rule-set security-hub --format json history.jsonl
  trailnotify match --lines --pattern '[ip, ..., status = 4*, bytes]' access.log`

// Command returns the command.
func Command(p cli.Process) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:     "match [flags] PATH...",
		Short:   "Print the records that a pattern or a rule matches",
		Long:    long,
		Example: example,
		Args:    cli.HistoryPaths,
		PreRunE: f.choose,
		RunE:    func(cmd *cobra.Command, paths []string) error { return f.run(cmd.Context(), paths, p) },
	}
	f.add(cmd, p)
	return cmd
}

func (f *flags) add(cmd *cobra.Command, p cli.Process) {
	f.rules.Add(cmd)
	cmd.Flags().StringArrayVar(&f.rule, "rule", nil, "match only the rule of this `name` (repeatable)")
	cmd.Flags().StringVar(&f.pattern, "pattern", "", "filter `pattern` to match instead of rules")
	f.format = "text"
	cli.Choice(cmd, &f.format, "format", "what is printed of a match: text or ndjson for the record, json for its place", matches.Formats()...)
	cmd.Flags().BoolVar(&f.lines, "lines", false, "take every line of the input as one message")
	cmd.Flags().BoolVar(&f.count, "count", false, "print only how many match")
	cmd.Flags().StringVar(&f.by, "by", "", "with --count: count the values of this `part`: a selector, a name such as actor, or a list of these in brackets")
	cli.CompleteFlag(cmd, "rule", f.rules.Complete(p))
}

// choose finds out whether a pattern or rules are matched.
func (f *flags) choose(cmd *cobra.Command, _ []string) error {
	f.byPattern = cmd.Flags().Changed("pattern") // the empty pattern is one: it matches everything
	for _, flag := range []string{"rules", "rule-set", "rule"} {
		if f.byPattern && cmd.Flags().Changed(flag) {
			return fmt.Errorf("--pattern is matched instead of rules: leave out --%s", flag)
		}
	}
	return nil
}

// run is one run of the command.
func (f *flags) run(ctx context.Context, paths []string, p cli.Process) error {
	matcher, wanted, err := f.matcher(p)
	if err != nil {
		return err
	}
	out := screen.NewBuffer(p.Stdout)
	show, err := matches.New(out, matches.Options{
		Format: f.format, Lines: f.lines, Count: f.count, By: f.by, Width: p.Terminal(p.Stdout).Width,
	})
	if err != nil {
		return err
	}
	records, err := f.open(ctx, wanted, paths, p.Stdin)
	if err != nil {
		return err
	}
	m := matching{matcher: matcher, show: show, faults: reading.Faults{To: p.Stderr}}
	interrupted := m.all(ctx, records)
	if err := errors.Join(show.End(), out.Flush()); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return errors.Join(interrupted, m.outcome())
}

// A matcher returns the names of the rules that count a message, and whether it
// matches at all.
type matcher func(message []byte) (rules []string, ok bool)

// matcher returns it, and what tells its reader which records it may match.
func (f *flags) matcher(p cli.Process) (matcher, history.Matcher, error) {
	if !f.byPattern {
		set, err := f.rules.Load(p)
		if err != nil {
			return nil, nil, err
		}
		matcher, err := matchRules(set, f.rule)
		return matcher, reading.ByRules(set), err
	}
	if _, err := f.rules.LoadQuietly(p); err != nil {
		return nil, nil, err // wrong settings are never passed over
	}
	compiled, err := pattern.Compile(f.pattern)
	if err != nil {
		return nil, nil, err
	}
	return func(message []byte) ([]string, bool) { return []string{}, compiled.Match(message) }, reading.ByPattern(compiled), nil
}

// matchRules matches the rules of these names, or all of the set.
func matchRules(set *rules.Set, only []string) (matcher, error) {
	for _, name := range only {
		rule, err := ruleset.Lookup(set, name)
		switch {
		case err != nil:
			return nil, err
		case !rule.Enabled:
			return nil, ruleset.Off(rule)
		}
	}
	var found []rules.Match
	return func(message []byte) ([]string, bool) {
		names := []string{}
		found = set.Match(message, found[:0])
		for _, f := range found {
			if f.Exception == "" && (len(only) == 0 || slices.Contains(only, f.Rule.Name)) {
				names = append(names, f.Rule.Name)
			}
		}
		return names, len(names) > 0
	}, nil
}

func (f *flags) open(ctx context.Context, wanted history.Matcher, paths []string, stdin io.Reader) (textlines.Records, error) {
	if f.lines {
		return textlines.Read(ctx, paths, stdin)
	}
	input, err := history.Open(paths, history.Options{Stdin: stdin, Matcher: wanted, Context: ctx})
	if err != nil {
		return nil, err
	}
	return input.Records(), nil
}
