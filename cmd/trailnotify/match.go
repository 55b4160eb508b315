package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
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
	pattern   string
	byPattern bool
	format    string
	lines     bool
	count     bool
}

func newMatch(p process) *cobra.Command {
	var flags matchFlags
	cmd := &cobra.Command{
		Use:   "match [flags] PATH...",
		Short: "Print the records that a filter pattern or any of a set of rules matches",
		Long: `Match is grep with filter patterns: it prints the records that match, one a line.
With --format json it prints where each one stands and which rules count it. A
record that an exception takes out of a rule does not match that rule.

With --lines every line of the input is one message, whatever it holds: so
patterns of terms and delimited patterns can be tried on any log.

Exit codes: 0 something matched; 1 nothing did; 2 something could not be read,
or the command line can't be used.`,
		Example: `  trailnotify match --pattern '{ $.errorCode = "AccessDenied*" }' AWSLogs/
  trailnotify match --rule-set security-hub --format json history.jsonl
  trailnotify match --lines --pattern '[ip, ..., status = 4*, bytes]' access.log`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			flags.byPattern = cmd.Flags().Changed("pattern") // the empty pattern is one: it matches everything
			return match(cmd.Context(), flags, paths, p)
		},
	}
	flags.rules.add(cmd)
	cmd.Flags().StringVar(&flags.pattern, "pattern", "", "filter `pattern` to match in place of rules")
	cmd.Flags().StringVar(&flags.format, "format", "text", "what is printed of a match: text for the record, json for its place")
	cmd.Flags().BoolVar(&flags.lines, "lines", false, "take every line of the input as one message")
	cmd.Flags().BoolVar(&flags.count, "count", false, "print only how many match")
	for _, rules := range []string{"rules", "rule-set"} {
		cmd.MarkFlagsMutuallyExclusive("pattern", rules)
	}
	completeValues(cmd, "format", "text", "json")
	return cmd
}

// match is one run of the command.
func match(ctx context.Context, flags matchFlags, paths []string, p process) error {
	if flags.format != "text" && flags.format != "json" {
		return fmt.Errorf("--format %s: want text or json", flags.format)
	}
	matcher, err := flags.matcher(p)
	if err != nil {
		return err
	}
	records, err := flags.open(paths, p.stdin)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(p.stdout)
	defer out.Flush()
	m := matching{flags: flags, matcher: matcher, out: out, faults: faultList{w: p.stderr}}
	for record, err := range records {
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if err != nil {
			m.faults.add(err)
			continue
		}
		m.record(record)
	}
	return m.end()
}

// A matcher returns the names of the rules that count a message, and whether it
// matches at all.
type matcher func(message []byte) (rules []string, ok bool)

func (f *matchFlags) matcher(p process) (matcher, error) {
	if f.byPattern {
		compiled, err := pattern.Compile(f.pattern)
		if err != nil {
			return nil, err
		}
		return func(message []byte) ([]string, bool) { return []string{}, compiled.Match(message) }, nil
	}
	set, err := f.rules.load(p)
	if err != nil {
		return nil, err
	}
	var found []rules.Match
	return func(message []byte) ([]string, bool) {
		names := []string{}
		found = set.Match(message, found[:0])
		for _, f := range found {
			if f.Exception == "" {
				names = append(names, f.Rule.Name)
			}
		}
		return names, len(names) > 0
	}, nil
}

func (f *matchFlags) open(paths []string, stdin io.Reader) (recordSeq, error) {
	if f.lines {
		return messages(paths, stdin)
	}
	input, err := history.Open(paths, stdin)
	if err != nil {
		return nil, err
	}
	return input.Records(), nil
}

// matching is a run of match that has begun.
type matching struct {
	flags   matchFlags
	matcher matcher
	out     *bufio.Writer
	faults  faultList
	matched int
}

func (m *matching) record(r cloudtrail.Record) {
	names, ok := m.matcher(r.JSON)
	if !ok {
		return
	}
	m.matched++
	switch {
	case m.flags.count:
	case m.flags.format == "json":
		m.place(r, names)
	default:
		m.out.Write(oneLine(r.JSON, m.flags.lines))
		m.out.WriteByte('\n')
	}
}

// place prints where a record stands and which rules count it.
func (m *matching) place(r cloudtrail.Record, names []string) {
	found := struct {
		File    string   `json:"file"`
		Line    int      `json:"line"`
		EventID string   `json:"event_id"`
		Rules   []string `json:"rules"`
	}{r.Place.File, r.Place.N, "", names}
	if !m.flags.lines {
		found.EventID = r.EventID()
	}
	encoder := json.NewEncoder(m.out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(found) // strings and numbers encode, and end reports a failed write
}

// oneLine brings a record that is spread over lines into one. A raw message is
// a line already.
func oneLine(record []byte, raw bool) []byte {
	if raw || !bytes.ContainsAny(record, "\r\n") {
		return record
	}
	var line bytes.Buffer
	if err := json.Compact(&line, record); err != nil {
		return bytes.Join(bytes.Fields(record), []byte(" "))
	}
	return line.Bytes()
}

func (m *matching) end() error {
	if m.flags.count {
		fmt.Fprintln(m.out, m.matched)
	}
	m.faults.end()
	if err := m.out.Flush(); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	switch {
	case m.faults.n > 0:
		return exit(exitIncomplete)
	case m.matched == 0:
		return exit(exitNoMatch)
	default:
		return nil
	}
}
