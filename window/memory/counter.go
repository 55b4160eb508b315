// Package memory is the table of package window in this process, and counts
// input without end on it.
package memory

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// Counter counts input without end in this process, in constant memory: what
// lies far enough behind the newest matches is closed, and freed. Besides the
// alerts, which are those that a [window.Counter] on a table would send, it
// keeps exact totals.
//
// Its clock is the event time of the input, so [window.Crossing.Late] tells how
// far a crossing lies behind the matches that were counted before. The clock
// follows the median of the last 101 matches: single records dated in the far
// future close nothing. It is safe for concurrent use; calls of Count wait for
// each other.
type Counter struct {
	mu      sync.Mutex
	memory  Table
	counter *window.Counter
	open    int64 // seconds
	clock   eventClock
	freed   int64 // the time up to which totals are freed
	kept    int   // size of the memory when it was freed last

	rules  map[*window.Rule]string // prefix of the keys
	terms  map[string]set.Terms    // by prefix
	totals map[string]*total
}

// Total is what was counted for one rule.
type Total struct {
	Rule string
	// Matches is the number of different records counted; for a rule with
	// Distinct the number of different values, in each window and group anew.
	Matches  int
	Excepted map[string]int // the same of what each exception took out
	TooLate  int            // matches and excepted records whose window was closed
}

// total is a Total with what it counted of each open window.
type total struct {
	Total
	seen map[int64]map[window.Identity]struct{}
}

// NewCounter returns a Counter that keeps windows open until they lie further
// than open behind the newest matches.
func NewCounter(open time.Duration) *Counter {
	l := &Counter{
		open:   int64(open / time.Second),
		rules:  map[*window.Rule]string{},
		terms:  map[string]set.Terms{},
		totals: map[string]*total{},
	}
	l.counter = window.NewCounter(&l.memory, window.Options{
		Now:    func() time.Time { return time.Unix(l.clock.now, 0).UTC() },
		Sleep:  func(ctx context.Context, _ time.Duration) error { return ctx.Err() }, // there is nobody to wait for
		Bounds: window.Bounds{Parallel: 1},
	})
	return l
}

// Count counts matches as [window.Counter.Count] does. Those whose window is
// closed are only added to the totals as too late. After an error the same
// batch may be counted again.
func (l *Counter) Count(ctx context.Context, matches []window.Match, publish window.Publish) (window.Result, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	timely := make([]window.Match, 0, len(matches))
	for _, m := range matches {
		if err := l.know(m.Rule); err != nil {
			return window.Result{}, fmt.Errorf("counting: %w", err)
		}
		if !m.Countable() {
			continue
		}
		l.clock.see(uint32(m.Time.Unix()))
		if l.total(m) {
			timely = append(timely, m)
		}
	}
	l.clock.tick()
	r, err := l.counter.Count(ctx, timely, publish)
	if err != nil {
		l.memory.endLeases()
		return r, err
	}
	l.free()
	return r, nil
}

func (l *Counter) know(r *window.Rule) error {
	if _, ok := l.rules[r]; ok {
		return nil
	}
	if err := r.Validate(); err != nil {
		return err
	}
	prefix := r.Prefix()
	l.rules[r] = prefix
	l.terms[prefix] = r.Terms(r.Threshold)
	if l.totals[prefix] == nil {
		l.totals[prefix] = &total{Total{Rule: r.Name, Excepted: map[string]int{}}, map[int64]map[window.Identity]struct{}{}}
	}
	return nil
}

// total adds a match to the totals; it returns false if its window is closed.
func (l *Counter) total(m window.Match) bool {
	t := l.totals[l.rules[m.Rule]]
	terms := l.terms[l.rules[m.Rule]]
	start := terms.StartOf(m.Time.Unix())
	if start+terms.Period <= l.closed() {
		t.TooLate++
		return false
	}
	if t.seen[start] == nil {
		t.seen[start] = map[window.Identity]struct{}{}
	}
	id := countedAs(m)
	if _, ok := t.seen[start][id]; ok {
		return true
	}
	t.seen[start][id] = struct{}{}
	if m.Exception != "" {
		t.Excepted[m.Exception]++
	} else {
		t.Matches++
	}
	return true
}

// countedAs is the identity under which a match counts once in its window. A
// record has one group and one exception at most; a value may have many.
func countedAs(m window.Match) window.Identity {
	if m.Rule.Distinct == "" {
		return m.Identity
	}
	return window.IdentityOf(m.Group.Key() + m.Exception + "\x00" + string(m.Identity[:]))
}

// closed is the time up to which windows are closed.
func (l *Counter) closed() int64 { return l.clock.now - l.open }

// minFreed is what must have come to the memory before it is searched for
// closed windows, besides half of what was kept the last time. So searching
// costs each match the same however long the input is.
const minFreed = 50_000

// free frees what is closed, now and then: each time a twentieth of the open
// time has gone by, and the memory when it has grown.
func (l *Counter) free() {
	closed := l.closed()
	if closed <= 0 || closed-l.freed < l.open/20 {
		return
	}
	l.freed = closed
	for prefix, t := range l.totals {
		period := l.terms[prefix].Period
		maps.DeleteFunc(t.seen, func(start int64, _ map[window.Identity]struct{}) bool { return start+period <= closed })
	}
	if l.memory.currentSize() < l.kept+l.kept/2+minFreed {
		return
	}
	l.kept = l.memory.free(closed, func(key string) set.Terms {
		return l.terms[key[:strings.LastIndexByte(key, '#')+1]]
	})
}

// Totals returns what was counted so far, in the order of the rules' names.
// Rules without a match are not among them.
func (l *Counter) Totals() []Total {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Total
	for _, t := range l.totals {
		x := t.Total
		x.Excepted = maps.Clone(x.Excepted)
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b Total) int { return strings.Compare(a.Rule, b.Rule) })
	return all
}
