package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/pattern"
	why "trailnotify/pattern/explain"
	"trailnotify/rules"
)

type explainFlags struct {
	rules  ruleFlags
	format string
}

func newExplain(p process) *cobra.Command {
	var flags explainFlags
	cmd := &cobra.Command{
		Use:   "explain [flags] PATTERN|RULE RECORD",
		Short: "Say why a record matches a pattern or a rule, or why not",
		Long: `Explain evaluates a pattern, or a rule with its exceptions, step by step: each
condition, the value that it saw, whether it held, and what would have to change.

RECORD is a record as text, a file whose first record is taken, FILE:N for its
Nth record, or "-" for standard input. What is neither is taken for the message
of a log event.

Exit codes: 0 the record matches; 1 it does not; 2 the command line can't be
used.`,
		Example: `  trailnotify explain '{ $.eventName = "Stop*" }' '{"eventName":"StopLogging"}'
  trailnotify explain UnauthorizedAPICalls history.jsonl:17`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return explain(flags, args[0], args[1], p) },
	}
	flags.rules.add(cmd)
	cmd.Flags().StringVar(&flags.format, "format", "text", "text, or json for the tree of conditions")
	completeValues(cmd, "format", "text", "json")
	return cmd
}

// An explanation is what explain says of one record.
type explanation struct {
	Rule    string              `json:"rule,omitempty"`
	Pattern *why.Explanation    `json:"pattern"`
	Except  []exceptExplanation `json:"except,omitempty"`
	Matches bool                `json:"matches"` // and no exception takes it out
}

type exceptExplanation struct {
	Name    string           `json:"name"`
	Pattern *why.Explanation `json:"pattern"`
}

// explain is one run of the command.
func explain(flags explainFlags, subject, record string, p process) error {
	if flags.format != "text" && flags.format != "json" {
		return fmt.Errorf("--format %s: want text or json", flags.format)
	}
	message, err := readMessage(record, p.stdin)
	if err != nil {
		return err
	}
	x, err := flags.explain(subject, message, p)
	if err != nil {
		return err
	}
	if flags.format == "json" {
		encoder := json.NewEncoder(p.stdout)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(x); err != nil {
			return fmt.Errorf("printing: %w", err)
		}
	} else {
		x.print(p.stdout)
	}
	if !x.Matches {
		return exit(exitNoMatch)
	}
	return nil
}

// explain explains a rule, when there is one of that name, or a pattern.
func (f *explainFlags) explain(subject string, message []byte, p process) (*explanation, error) {
	set, err := f.rules.load(p)
	if err != nil {
		return nil, err
	}
	if rule, ok := set.Lookup(subject); ok {
		return explainRule(rule, message)
	}
	compiled, err := pattern.Compile(subject)
	if err != nil {
		return nil, err
	}
	x := why.Message(compiled.Syntax(), message)
	return &explanation{Pattern: x, Matches: x.Holds}, nil
}

func explainRule(rule *rules.Rule, message []byte) (*explanation, error) {
	if rule.Pattern == nil {
		return nil, fmt.Errorf("rule %s needs to know your home regions: give --home-region", rule.Name)
	}
	x := &explanation{Rule: rule.Name, Pattern: why.Message(rule.Pattern.Syntax(), message)}
	x.Matches = x.Pattern.Holds
	if !x.Matches {
		return x, nil
	}
	for _, e := range rule.Except {
		part := exceptExplanation{e.Name, why.Message(e.Pattern.Syntax(), message)}
		x.Except = append(x.Except, part)
		x.Matches = x.Matches && !part.Pattern.Holds
	}
	return x, nil
}

// print shows the pattern and, of the exceptions, those that take the record
// out. The others are in the JSON.
func (x *explanation) print(w io.Writer) {
	fmt.Fprintln(w, strings.TrimRight(x.Pattern.String(), "\n"))
	excepted := false
	for _, e := range x.Except {
		if e.Pattern.Holds {
			excepted = true
			fmt.Fprintf(w, "\nexcepted as %q:\n%s\n", alert.Plain(e.Name), strings.TrimRight(e.Pattern.String(), "\n"))
		}
	}
	switch {
	case x.Rule == "":
	case x.Matches:
		fmt.Fprintf(w, "\nThe record counts for %s; none of its %s takes it out.\n", x.Rule, plural(len(x.Except), "exception"))
	case excepted:
		fmt.Fprintf(w, "\nThe record does not count for %s: it is excepted.\n", x.Rule)
	default:
		fmt.Fprintf(w, "\nThe record does not count for %s.\n", x.Rule)
	}
}

// readMessage finds the message that RECORD means.
func readMessage(record string, stdin io.Reader) ([]byte, error) {
	if strings.HasPrefix(strings.TrimSpace(record), "{") {
		return []byte(record), nil
	}
	path, n := record, 1
	if _, err := os.Stat(path); err != nil && path != history.Stdin {
		file, number, ok := cutLast(record, ":")
		parsed, err := strconv.Atoi(number)
		if _, missing := os.Stat(file); !ok || err != nil || parsed < 1 || missing != nil {
			return []byte(record), nil
		}
		path, n = file, parsed
	}
	input, err := history.Open([]string{path}, stdin)
	if err != nil {
		return nil, err
	}
	last := 0
	for r, err := range input.Records() {
		if fault, ok := err.(*cloudtrail.Fault); ok {
			if fault.Place.N == n {
				return nil, fault
			}
			continue
		}
		if r.Place.N == n {
			return r.JSON, nil
		}
		last = r.Place.N
	}
	return nil, fmt.Errorf("%s has no record %d, the last one is %d", path, n, last)
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
