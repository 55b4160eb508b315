package windowtest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

func reminder(due int64, start int64, token string) set.Reminder {
	return set.Reminder{
		Due: due, Key: key, Start: start, Kind: uint8(window.GroupValue), Value: "é#\x00" + token,
		Capacity: 1000, Token: token, Put: now.Unix(),
	}
}

func remind(t *testing.T, tab window.Table, all ...set.Reminder) {
	t.Helper()
	for _, r := range all {
		if err := tab.Remind(t.Context(), r, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

// due wants the reminders that are due at a time, behind one.
func due(t *testing.T, tab window.Table, at int64, after set.Reminder, want ...set.Reminder) {
	t.Helper()
	have, more, err := tab.Reminders(t.Context(), time.Unix(at, 0), after)
	if err != nil || more {
		t.Fatal(more, err)
	}
	if !slices.Equal(have, want) {
		t.Fatalf("due at %d: %+v\nwant %+v", at, have, want)
	}
}

// take wants the lease on a reminder, or not.
func take(t *testing.T, tab window.Table, r set.Reminder, token string, at time.Time, want bool) set.Reminder {
	t.Helper()
	stored, ok, err := tab.TakeReminder(t.Context(), r, set.Lease{Token: token, Now: at, Until: at.Add(35 * time.Second)})
	if err != nil || ok != want {
		t.Fatalf("taken by %s: %v, want %v; error %v", token, ok, want, err)
	}
	return stored
}

func testReminders(t *testing.T, tab window.Table) {
	first, second, third := reminder(1000, 60, "a"), reminder(1000+1, 60, "a"), reminder(2000, 120, "a")
	due(t, tab, 5000, set.Reminder{})
	remind(t, tab, third, first, second)
	due(t, tab, 999, set.Reminder{})
	due(t, tab, 1000, set.Reminder{}, first)
	due(t, tab, 2000, set.Reminder{}, first, second, third)
	due(t, tab, 2000, first, second, third)
	due(t, tab, 2000, third)
	due(t, tab, 1000, third)
	again := reminder(1001, 60, "b")
	again.Put++
	remind(t, tab, again)
	due(t, tab, 1500, set.Reminder{}, first, again)
}

func testReminderLease(t *testing.T, tab window.Table) {
	r := reminder(1000, 60, "a")
	if stored := take(t, tab, r, "x", now, false); stored != (set.Reminder{}) {
		t.Fatalf("took %+v, which is not there", stored)
	}
	due(t, tab, 1000, set.Reminder{})
	remind(t, tab, r)
	if stored := take(t, tab, r, "x", now, true); stored != r {
		t.Fatalf("took %+v", stored)
	}
	take(t, tab, r, "x", now, true)
	if stored := take(t, tab, r, "y", now.Add(35*time.Second), false); stored != r {
		t.Fatalf("another holds %+v", stored)
	}
	again := reminder(1000, 60, "b")
	remind(t, tab, again) // the lease stays
	take(t, tab, r, "y", now, false)
	if stored := take(t, tab, r, "y", now.Add(36*time.Second), true); stored != again {
		t.Fatalf("took %+v", stored)
	}
}

func testDropReminder(t *testing.T, tab window.Table) {
	drop := func(r set.Reminder, token string) {
		t.Helper()
		if err := tab.DropReminder(t.Context(), r, token); err != nil {
			t.Fatal(err)
		}
	}
	r, other := reminder(1000, 60, "b"), reminder(1000, 120, "b")
	drop(r, "")
	drop(r, "b")
	remind(t, tab, r, other)
	drop(r, "a")
	if have, _, err := tab.Reminders(t.Context(), time.Unix(1000, 0), set.Reminder{}); err != nil || len(have) != 2 {
		t.Fatal(have, err)
	}
	drop(r, "b")
	due(t, tab, 1000, set.Reminder{}, other)
	drop(other, "")
	due(t, tab, 1000, set.Reminder{})
}

func testOpen(t *testing.T, tab window.Table) {
	r := openAlerts{t, tab}
	r.close(60)
	r.want(nil)
	first, second := set.Open{Told: 3, Covered: 120, Quiet: 300}, set.Open{Told: 1, Covered: 600, Quiet: 600}
	r.mark(window.Mark{Windows: []int64{60, 120}, Open: &first})
	r.mark(window.Mark{Windows: []int64{600}, Open: &second})
	r.mark(window.Mark{Windows: []int64{900}})
	r.want(map[int64]set.Open{60: first, 600: second}, 60, 120, 600, 900)
	claimed, ok, err := tab.Claim(t.Context(), key, window.Claim{Token: "a", Now: now, Until: now, Expires: now})
	if err != nil || !ok || claimed.Open[60] != first {
		t.Fatal(claimed, ok, err)
	}
	r.close(60)
	r.close(120)
	r.want(map[int64]set.Open{600: second}, 60, 120, 600, 900)
	r.mark(window.Mark{Windows: []int64{60}, Open: &first, Stale: []int64{600, 660}})
	r.want(map[int64]set.Open{60: first}, 60, 120, 600, 900)
}

// openAlerts are what a register says of alerts that are not closed.
type openAlerts struct {
	*testing.T
	table window.Table
}

func (r openAlerts) want(open map[int64]set.Open, alerted ...int64) {
	r.Helper()
	got, err := r.table.Register(r.Context(), key)
	if err != nil {
		r.Fatal(err)
	}
	sorted(r.T, got.Alerted, alerted)
	if len(got.Open) != len(open) {
		r.Fatalf("open %v, want %v", got.Open, open)
	}
	for start, o := range open {
		if got.Open[start] != o {
			r.Fatalf("open %v, want %v", got.Open, open)
		}
	}
}

func (r openAlerts) mark(m window.Mark) {
	r.Helper()
	m.Expires = now.Add(time.Hour)
	if ok, err := r.table.Mark(r.Context(), key, m); !ok || err != nil {
		r.Fatal(ok, err)
	}
}

func (r openAlerts) close(start int64) {
	r.Helper()
	if err := r.table.CloseAlert(r.Context(), key, start); err != nil {
		r.Fatal(err)
	}
}

// closeAt has alerts closed some time after the hour.
func (b *bench) closeAt(after time.Duration, what window.Closer) ([][]window.Closing, window.Closed, error) {
	b.Helper()
	b.mu.Lock()
	b.now = now.Add(after)
	b.mu.Unlock()
	var sent [][]window.Closing
	what.Publish = func(_ context.Context, all []window.Closing) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.refuse != nil {
			return b.refuse
		}
		sent = append(sent, slices.Clone(all))
		return nil
	}
	closed, err := b.counter.Close(invocation{b.Context(), b.clock().Add(30 * time.Second)}, what)
	return sent, closed, err
}

// closes wants so many messages of one alert each, and returns their contents.
func (b *bench) closes(after time.Duration, r *window.Rule, messages int) []window.Closing {
	b.Helper()
	sent, closed, err := b.closeAt(after, window.Closer{Rules: []*window.Rule{r}})
	if err != nil || len(sent) != messages || closed.Messages != messages || closed.Closed != messages {
		b.Fatalf("%d messages, %+v, error %v; want %d", len(sent), closed, err, messages)
	}
	var all []window.Closing
	for _, m := range sent {
		if len(m) != 1 {
			b.Fatalf("one message for %d alerts", len(m))
		}
		all = append(all, m[0])
	}
	slices.SortFunc(all, func(x, y window.Closing) int { return x.Start.Compare(y.Start) })
	return all
}

// wait is how long after its window an alert is looked at, but for its quiet
// time.
func wait(r *window.Rule) time.Duration { return 2*r.Period + 15*minute }

func testClosing(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 10 * minute}}
	c := b.one(s.match(minute), s.match(2*minute), s.match(3*minute))
	if c.Told != 3 {
		b.Fatalf("%d told", c.Told)
	}
	last := s.match(14 * minute)
	b.none(s.match(4*minute), s.match(7*minute), last, s.match(16*minute))
	at := 10*minute + wait(s.rule)
	if sent, closed, err := b.closeAt(at-time.Second, window.Closer{Rules: []*window.Rule{s.rule}}); len(sent) > 0 || closed.Due > 0 || err != nil {
		b.Fatalf("too early: %v %+v %v", sent, closed, err)
	}
	x := b.closes(at, s.rule, 1)[0]
	if x.Rule != s.rule || x.Told != 3 || x.Total != 6 || x.AtLeast || !x.Start.Equal(now) || !x.End.Equal(now.Add(15*minute)) ||
		!x.First.Equal(now.Add(minute)) || !x.Last.Equal(last.Time) || len(x.Summaries) != 3 || x.Numbers.Calls[0].N != 6 { // one summary of a kind is enough after the alert
		b.Fatalf("%+v", x)
	}
	b.closes(at+time.Hour, s.rule, 0)
	due(b.T, b.table, now.Add(24*time.Hour).Unix(), set.Reminder{})
}

func testNothingMore(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute}}
	b.one(s.match(4*minute), s.match(6*minute)) // over two windows
	sent, closed, err := b.closeAt(wait(s.rule), window.Closer{Rules: []*window.Rule{s.rule}})
	if err != nil || len(sent) > 0 || closed != (window.Closed{Due: 1, Quiet: 1}) {
		b.Fatalf("%v %+v %v", sent, closed, err)
	}
	always := source{rule: &window.Rule{Name: "A", Threshold: 1, Period: 5 * minute, Closing: window.ClosingAlways}}
	b.one(always.match(minute))
	if x := b.closes(wait(s.rule), always.rule, 1)[0]; x.More() != 0 || x.Total != 1 {
		b.Fatalf("%+v", x)
	}
	off := source{rule: &window.Rule{Name: "O", Threshold: 1, Period: 5 * minute, Closing: window.ClosingOff}}
	b.one(off.match(minute))
	due(b.T, b.table, now.Add(24*time.Hour).Unix(), set.Reminder{})
}

// testClosingCut has a second alert in what would be told of the first one.
func testClosingCut(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 10 * minute}}
	b.one(s.match(20*minute), s.match(21*minute))
	b.advance(time.Hour)
	b.one(s.match(10*minute), s.match(11*minute)) // it is late
	b.none(s.match(12*minute), s.match(22*minute))
	all := b.closes(2*time.Hour, s.rule, 2)
	for i, want := range []time.Duration{20 * minute, 35 * minute} {
		if x := all[i]; x.Total != 3 || x.Told != 2 || !x.End.Equal(now.Add(want)) {
			b.Errorf("%+v, want up to %v", x, want)
		}
	}
}

func testJointClosing(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute, By: []string{"$.user"}}}
	other := source{rule: &window.Rule{Name: "S", Threshold: 1, Period: 5 * minute, By: []string{"$.user"}}, n: 1000}
	for i, group := range []string{"a", "b", "c", "d"} {
		b.one(s.in(group, minute))
		b.none(s.in(group, minute))
		if i < 3 {
			b.one(other.in(group, minute))
			b.none(other.in(group, minute))
		}
	}
	rules := []*window.Rule{s.rule, other.rule}
	sent, closed, err := b.closeAt(wait(s.rule), window.Closer{Rules: rules})
	var sizes []int
	for _, m := range sent {
		sizes = append(sizes, len(m))
	}
	if slices.Sort(sizes); err != nil || !slices.Equal(sizes, []int{1, 1, 1, 4}) || closed != (window.Closed{Due: 7, Closed: 7, Messages: 4}) {
		b.Fatalf("messages for %v alerts, %+v, error %v", sizes, closed, err)
	}
	for _, group := range []string{"a", "b", "c", "d"} {
		b.one(s.in(group, 6*minute))
	}
	sent, closed, err = b.closeAt(time.Hour, window.Closer{Rules: rules, Apart: func(r *window.Rule) bool { return r == s.rule }})
	if err != nil || len(sent) != 4 || closed.Closed != 4 {
		b.Fatalf("apart: %v %+v %v", sent, closed, err)
	}
}

func testStormClosing(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute, Storm: 2, By: []string{"$.user"}}}
	var batch []window.Match
	for i := range 20 {
		batch = append(batch, s.in(string(rune('a'+i)), minute))
	}
	b.count(batch...)
	storms := slices.DeleteFunc(slices.Clone(b.alerts), func(c window.Crossing) bool { return c.Storm == nil })
	if len(storms) != 1 {
		b.Fatalf("%d storm alerts", len(storms))
	}
	b.none(s.in("x", minute), s.in("w", 2*minute))
	b.restart()
	b.none(s.in("y", minute), s.in("x", 2*minute))
	x := b.closes(wait(s.rule), s.rule, 1)[0]
	if x.Group.Kind != window.GroupStorm || x.Told != storms[0].Storm.Groups || x.Total != 23 || x.AtLeast || len(x.Names) != 21 || len(x.Summaries) == 0 {
		b.Fatalf("%+v, told %d", x, storms[0].Storm.Groups)
	}
}

func testFullClosing(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 5 * minute}}
	b.one(s.match(0), s.match(0))
	var matches []window.Match
	for range 1200 {
		matches = append(matches, s.match(6*minute))
	}
	b.none(matches...)
	if x := b.closes(time.Hour, s.rule, 1)[0]; x.Total < 1002 || !x.AtLeast || len(x.Summaries) == 0 || len(x.Summaries) > 20 {
		b.Fatalf("%d in all, at least: %v, %d summaries", x.Total, x.AtLeast, len(x.Summaries))
	}
}

// testClosingRefused has the message refused, and the reminder held by another.
func testClosingRefused(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute}}
	b.one(s.match(0))
	b.none(s.match(minute))
	what := window.Closer{Rules: []*window.Rule{s.rule}}
	b.refuse = errRefused
	at := wait(s.rule) + minute
	_, closed, err := b.closeAt(at, what)
	if !errors.Is(err, errRefused) || closed != (window.Closed{Due: 1, Left: 1, Oldest: minute}) {
		b.Fatalf("%+v, error %v", closed, err)
	}
	b.refuse = nil
	if sent, closed, err := b.closeAt(at+30*time.Second, what); err != nil || len(sent) > 0 || closed.Contended != 1 {
		b.Fatalf("the lease of the call before: %v %+v %v", sent, closed, err)
	}
	b.closes(at+minute, s.rule, 1)
	if _, closed, err := b.closeAt(at+time.Hour, what); closed != (window.Closed{}) || err != nil {
		b.Fatalf("%+v %v", closed, err)
	}
}

// testUnsentClosing has an alert that is never sent, and a rule that is gone:
// after a day nothing is left of either.
func testUnsentClosing(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute}}
	gone := source{rule: &window.Rule{Name: "G", Threshold: 1, Period: 5 * minute}, n: 100}
	b.one(gone.match(0))
	b.refuse = errRefused
	if err := b.try(s.match(0)); !errors.Is(err, errRefused) {
		b.Fatal(err)
	}
	b.refuse = nil
	what := window.Closer{Rules: []*window.Rule{s.rule}}
	if _, closed, err := b.closeAt(23*time.Hour, what); err != nil || closed != (window.Closed{Due: 2, Waiting: 2}) {
		b.Fatalf("%+v %v", closed, err)
	}
	if sent, closed, err := b.closeAt(25*time.Hour, what); err != nil || len(sent) > 0 || closed != (window.Closed{Due: 2, Forgotten: 1}) {
		b.Fatalf("%+v %v", closed, err)
	}
	due(b.T, b.table, now.Add(48*time.Hour).Unix(), set.Reminder{})
}
