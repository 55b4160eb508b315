package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/cloudtrail/history/timeline"
	"trailnotify/pattern"
	"trailnotify/rules"
)

// memoryFlag says how much may be kept in memory.
type memoryFlag int64

const defaultMemory memoryFlag = 256 << 20

func (m *memoryFlag) add(cmd *cobra.Command) {
	*m = defaultMemory
	cmd.Flags().Var(m, "memory", "keep records up to this `size` in memory until they are in order, more on disk")
}

// Type implements pflag.Value.
func (m *memoryFlag) Type() string { return "size" }

func (m *memoryFlag) String() string {
	for i, unit := range []string{"GB", "MB", "KB"} {
		if size := memoryFlag(1) << (30 - 10*i); *m >= size && *m%size == 0 {
			return fmt.Sprintf("%d%s", *m/size, unit)
		}
	}
	return strconv.FormatInt(int64(*m), 10)
}

// Set reads a size such as 64MB.
func (m *memoryFlag) Set(s string) error {
	number, shift := strings.ToUpper(s), 0
	for i, unit := range []string{"K", "M", "G"} {
		for _, ending := range []string{unit + "IB", unit + "B", unit} {
			if rest, ok := strings.CutSuffix(number, ending); ok && shift == 0 {
				number, shift = rest, 10*(i+1)
			}
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n <= 0 || n > 1<<50>>shift {
		return errors.New("want a size such as 64MB or 2GB")
	}
	*m = memoryFlag(n << shift)
	return nil
}

// inOrder reads the whole input and hands on the records that are wanted in
// order of event time. Where Ctrl-C ends the reading, it hands on what was read
// until then.
func (in *reading) inOrder(ctx context.Context, memory memoryFlag, do func(cloudtrail.Record) error) (err error) {
	line := timeline.New(int64(memory), "")
	defer func() { err = errors.Join(err, line.Close()) }()
	stopped := in.each(ctx, line.Add)
	if stopped != nil && !errors.Is(stopped, errInterrupted) {
		return stopped
	}
	for record, err := range line.Records() {
		switch {
		case ctx.Err() != nil && stopped == nil:
			return in.stop()
		case err != nil:
			return err
		}
		if err := do(record); err != nil {
			return err
		}
	}
	return stopped
}

// onePattern wants the records that a pattern matches.
type onePattern struct {
	pattern *pattern.Pattern
	plain   *pattern.Plain
}

func newOnePattern(p *pattern.Pattern) onePattern {
	return onePattern{p, pattern.NewPlain([]*pattern.Pattern{p}, history.Keys()...)}
}

// Match implements history.Matcher.
func (o onePattern) Match(record []byte) bool { return o.pattern.Match(record) }

// Scan implements history.Matcher.
func (o onePattern) Scan(text []byte) history.Scan { return patternScan{o.plain.Scan(text)} }

type patternScan struct{ *pattern.PlainScan }

// Any implements history.Scan.
func (s patternScan) Any(at int) (wanted bool, end int) {
	var buf [1]int
	found, end := s.Match(at, buf[:0])
	return len(found) > 0, end
}

// anyRule wants the records that a rule of the set matches, excepted or not.
type anyRule struct {
	set    *rules.Set
	reader *rules.Reader
}

func newAnyRule(set *rules.Set) anyRule { return anyRule{set, set.Reader(history.Keys()...)} }

// Scan implements history.Matcher.
func (a anyRule) Scan(text []byte) history.Scan { return a.reader.Scan(text) }

// Match implements history.Matcher.
func (a anyRule) Match(record []byte) bool {
	var buf [8]rules.Match
	return len(a.set.Match(record, buf[:0])) > 0
}
