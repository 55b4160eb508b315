package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/matches"
	"trailnotify/cmd/trailnotify/internal/textlines"
	"trailnotify/pattern"
	"trailnotify/rules"
)

// Exit codes of match, those of grep.
const (
	exitNoMatch    = 1
	exitIncomplete = 2 // something could not be read, whether or not anything matched
)

type matchFlags struct {
	rules     ruleFlags
	rule      []string
	pattern   string
	byPattern bool
	format    string
	lines     bool
	count     bool
	by        string
}

func newMatch(p process) *cobra.Command {
	var flags matchFlags
	cmd := &cobra.Command{
		Use:   "match [flags] PATH...",
		Short: "Print the records that a pattern or a rule matches",
		Long: `Match is grep with filter patterns: it prints the records that match, one a
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
or the command line can't be used; 130 interrupted.`,
		Example: `  trailnotify match --pattern '{ $.errorCode = "AccessDenied*" }' AWSLogs/
  trailnotify match --rule UnauthorizedAPICalls \
    --count --by '$.userIdentity.arn' AWSLogs/
  trailnotify match --rule-set security-hub --format json history.jsonl
  trailnotify match --lines --pattern '[ip, ..., status = 4*, bytes]' access.log`,
		Args: historyPaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			flags.byPattern = cmd.Flags().Changed("pattern") // the empty pattern is one: it matches everything
			return match(cmd.Context(), flags, paths, p)
		},
	}
	flags.add(cmd, p)
	return cmd
}

func (f *matchFlags) add(cmd *cobra.Command, p process) {
	f.rules.add(cmd)
	cmd.Flags().StringArrayVar(&f.rule, "rule", nil, "match only the rule of this `name` (repeatable)")
	cmd.Flags().StringVar(&f.pattern, "pattern", "", "filter `pattern` to match instead of rules")
	cmd.Flags().StringVar(&f.format, "format", "text", "what is printed of a match: text or ndjson for the record, json for its place")
	cmd.Flags().BoolVar(&f.lines, "lines", false, "take every line of the input as one message")
	cmd.Flags().BoolVar(&f.count, "count", false, "print only how many match")
	cmd.Flags().StringVar(&f.by, "by", "", "with --count: count the values of this `part`: a selector, a name such as actor, or a list of these in brackets")
	for _, rules := range []string{"rules", "rule-set", "rule"} {
		cmd.MarkFlagsMutuallyExclusive("pattern", rules)
	}
	completeFlag(cmd, "rule", completeRules(&f.rules, p))
	completeValues(cmd, "format", matches.Formats()...)
}

// match is one run of the command.
func match(ctx context.Context, flags matchFlags, paths []string, p process) error {
	if err := flagOneOf("format", flags.format, matches.Formats()...); err != nil {
		return err
	}
	matcher, wanted, err := flags.matcher(p)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(p.stdout)
	show, err := matches.New(out, matches.Options{
		Format: flags.format, Lines: flags.lines, Count: flags.count, By: flags.by, Width: terminalOf(p.stdout, p).width,
	})
	if err != nil {
		return err
	}
	records, err := flags.open(ctx, wanted, paths, p.stdin)
	if err != nil {
		return err
	}
	m := matching{matcher: matcher, show: show, faults: faultList{w: p.stderr}}
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
func (f *matchFlags) matcher(p process) (matcher, history.Matcher, error) {
	if !f.byPattern {
		set, err := f.rules.load(p)
		if err != nil {
			return nil, nil, err
		}
		matcher, err := matchRules(set, f.rule)
		return matcher, newAnyRule(set), err
	}
	if _, err := f.rules.loadQuietly(p); err != nil {
		return nil, nil, err // wrong settings are never passed over
	}
	compiled, err := pattern.Compile(f.pattern)
	if err != nil {
		return nil, nil, err
	}
	return func(message []byte) ([]string, bool) { return []string{}, compiled.Match(message) }, newOnePattern(compiled), nil
}

// matchRules matches the rules of these names, or all of the set.
func matchRules(set *rules.Set, only []string) (matcher, error) {
	wanted := map[string]bool{}
	for _, name := range only {
		rule, err := lookup(set, name)
		switch {
		case err != nil:
			return nil, err
		case !rule.Enabled:
			return nil, off(rule)
		}
		wanted[name] = true
	}
	var found []rules.Match
	return func(message []byte) ([]string, bool) {
		names := []string{}
		found = set.Match(message, found[:0])
		for _, f := range found {
			if f.Exception == "" && (len(wanted) == 0 || wanted[f.Rule.Name]) {
				names = append(names, f.Rule.Name)
			}
		}
		return names, len(names) > 0
	}, nil
}

// lookup finds a rule, or says which one may be meant.
func lookup(set *rules.Set, name string) (*rules.Rule, error) {
	if rule, ok := set.Lookup(name); ok {
		return rule, nil
	}
	return nil, fmt.Errorf("no rule is named %q%s", name, didYouMean(name, ruleNames(set)))
}

func ruleNames(set *rules.Set) []string {
	var names []string
	for _, rule := range set.Rules() {
		names = append(names, rule.Name)
	}
	return names
}

// off says why a rule that was asked for by its name can't match.
func off(rule *rules.Rule) error {
	if rule.Pattern == nil {
		return fmt.Errorf("the rule %s needs to know your home regions: give --home-region or HOME_REGIONS", rule.Name)
	}
	return fmt.Errorf("the rule %s is switched off (%s)", rule.Name, rule.Origin["enabled"])
}

func (f *matchFlags) open(ctx context.Context, wanted history.Matcher, paths []string, stdin io.Reader) (textlines.Records, error) {
	if f.lines {
		return textlines.Read(ctx, paths, stdin)
	}
	input, err := history.Open(paths, history.Options{Stdin: stdin, Matcher: wanted, Context: ctx})
	if err != nil {
		return nil, err
	}
	return input.Records(), nil
}
