package windowtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"trailnotify/window"
)

// bench is a counter on a table with a clock that does not move, what was
// counted on it and what it alerted.
type bench struct {
	*testing.T
	table   window.Table
	counter *window.Counter

	mu      sync.Mutex
	now     time.Time
	refuse  error  // what the publisher returns
	during  func() // called while an alert is published
	matches []window.Match
	alerts  []window.Crossing
}

func newBench(t *testing.T, table window.Table) *bench {
	b := &bench{T: t, table: table, now: now}
	b.restart()
	return b
}

// restart replaces the counter by one that remembers nothing.
func (b *bench) restart() {
	b.counter = window.NewCounter(b.table, window.Options{
		Now:   b.clock,
		Sleep: func(_ context.Context, d time.Duration) error { b.advance(d); return nil },
		WithDeadline: func(ctx context.Context, _ time.Time) (context.Context, context.CancelFunc) {
			return context.WithCancel(ctx)
		},
	})
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) advance(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *bench) publish(_ context.Context, c window.Crossing) error {
	if b.during != nil {
		b.during()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse != nil {
		return b.refuse
	}
	b.alerts = append(b.alerts, c)
	return nil
}

// invocation is a context with a deadline 30 s after the clock of the bench.
type invocation struct {
	context.Context
	deadline time.Time
}

func (i invocation) Deadline() (time.Time, bool) { return i.deadline, true }

func (b *bench) try(matches ...window.Match) error {
	b.matches = append(b.matches, matches...)
	_, err := b.counter.Count(invocation{b.Context(), b.clock().Add(30 * time.Second)}, matches, b.publish)
	return err
}

// count counts a batch, checks the promise, and returns the new alerts in the
// order of their keys.
func (b *bench) count(matches ...window.Match) []window.Crossing {
	b.Helper()
	before := len(b.alerts)
	if err := b.try(matches...); err != nil {
		b.Fatal(err)
	}
	b.check()
	alerts := slices.Clone(b.alerts[before:])
	slices.SortStableFunc(alerts, func(x, y window.Crossing) int {
		return cmpStrings(x.Rule.Key(x.Group), y.Rule.Key(y.Group))
	})
	return alerts
}

func cmpStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (b *bench) check() {
	b.Helper()
	for _, err := range Check(b.Context(), b.table, b.matches, b.alerts, nil) {
		b.Error(err)
	}
	if b.Failed() {
		b.FailNow()
	}
}

// none counts a batch that must not alert.
func (b *bench) none(matches ...window.Match) {
	b.Helper()
	if alerts := b.count(matches...); len(alerts) > 0 {
		b.Fatalf("unexpected alerts: %+v", alerts)
	}
}

// one counts a batch that must alert once.
func (b *bench) one(matches ...window.Match) window.Crossing {
	b.Helper()
	alerts := b.count(matches...)
	if len(alerts) != 1 {
		b.Fatalf("%d alerts, want one: %+v", len(alerts), alerts)
	}
	return alerts[0]
}

// covers checks which windows an alert covers and its count.
func (b *bench) covers(c window.Crossing, start, end time.Duration, count int) {
	b.Helper()
	if !c.Start.Equal(now.Add(start)) || !c.End.Equal(now.Add(end)) || c.Count != count {
		b.Fatalf("alert for %v to %v with %d, want %v to %v with %d",
			c.Start.Sub(now), c.End.Sub(now), c.Count, start, end, count)
	}
}

var errRefused = errors.New("refused")

// source makes matches, each with a new identity.
type source struct {
	rule *window.Rule
	n    int
}

// match is a new match some time after the hour.
func (s *source) match(after time.Duration) window.Match {
	s.n++
	id := window.IdentityOf(fmt.Sprint(s.n))
	return window.Match{
		Rule: s.rule, Time: now.Add(after), Identity: id,
		Summary: fmt.Appendf(nil, "match %d", s.n),
	}
}

// in is a new match of a group.
func (s *source) in(group string, after time.Duration) window.Match {
	m := s.match(after)
	m.Group = window.Group{Kind: window.GroupValue, Value: group}
	return m
}

// value is a match of a value of a rule with Distinct.
func (s *source) value(v string, after time.Duration) window.Match {
	m := s.match(after)
	m.Identity = window.IdentityOf(v)
	m.Summary = []byte("value " + v)
	return m
}

// excepted is a new record that an exception took out.
func (s *source) excepted(name string, after time.Duration) window.Match {
	m := s.match(after)
	m.Exception = name
	return m
}
