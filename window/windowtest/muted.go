package windowtest

import (
	"slices"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// withheld has an alert withheld, and wants it recorded as such, and spending.
func (b *bench) withheld(s source, why error, fate set.Fate) {
	b.Helper()
	b.refuse = why
	first, second := s.match(minute), s.match(2*minute)
	if err := b.try(first, second); err != nil {
		b.Fatal(err)
	}
	b.restart() // a process that remembers nothing
	b.refuse = nil
	if err := b.try(first, second, s.match(6*minute), s.match(7*minute)); err != nil || len(b.alerts) > 0 {
		b.Fatalf("%d alerts, error %v; want what came to be spent", len(b.alerts), err)
	}
	r := must[set.Register](b.T)(b.table.Register(b.Context(), s.rule.Key(window.Group{})))
	if len(r.Alerted) != 1 || r.Fate(r.Alerted[0]) != fate {
		b.Fatalf("register %+v, want one alert of fate %v", r, fate)
	}
}

// testMutedAlert mutes an alert. What came is told when the mute is over: all
// of it, since nobody was told of any.
func testMutedAlert(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 10 * minute}}
	b.withheld(s, window.ErrMuted, set.Muted)
	muted := true
	what := window.Closer{Rules: []*window.Rule{s.rule}, Muted: func(r *window.Rule, g window.Group) bool {
		return muted && r == s.rule && g == window.Group{}
	}}
	for range 2 {
		sent, closed, err := b.closeAt(time.Hour, what)
		if err != nil || len(sent) > 0 || closed != (window.Closed{Due: 1, Muted: 1}) {
			b.Fatalf("while it is muted: %v %+v %v", sent, closed, err)
		}
	}
	muted = false
	sent, closed, err := b.closeAt(time.Hour, what)
	if err != nil || len(sent) != 1 || closed != (window.Closed{Due: 1, Closed: 1, Messages: 1}) {
		b.Fatalf("when it is over: %v %+v %v", sent, closed, err)
	}
	if x := sent[0][0]; x.Fate != window.Muted || x.Told != 0 || x.Total != 4 || x.More() != 4 {
		b.Errorf("%+v", x)
	}
}

// testDryRun has the alert of a rule that runs dry closed without a message.
func testDryRun(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 10 * minute}}
	b.withheld(s, window.ErrDryRun, set.DryRun)
	b.refuse = window.ErrDryRun
	sent, closed, err := b.closeAt(time.Hour, window.Closer{Rules: []*window.Rule{s.rule}})
	if err != nil || len(sent) > 0 || closed != (window.Closed{Due: 1, Closed: 1, Withheld: 1}) {
		b.Fatalf("%v %+v %v", sent, closed, err)
	}
	due(b.T, b.table, now.Add(24*time.Hour).Unix(), set.Reminder{})
}

// testFate marks alerts that were not sent, and forgets some of them.
func testFate(t *testing.T, tab window.Table) {
	for fate, windows := range map[set.Fate][]int64{set.Sent: {60}, set.Muted: {120, 180}, set.DryRun: {240}} {
		m := window.Mark{Windows: windows, Fate: fate, Expires: now.Add(time.Hour)}
		if ok, err := tab.Mark(t.Context(), key, m); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	published(t, tab, 60, 120, 180, 240)
	fates(t, tab, set.Sent, set.Muted, set.Muted, set.DryRun)
	r, ok, err := tab.Claim(t.Context(), key, window.Claim{
		Token: "a", Now: now, Until: now.Add(time.Second), Prune: []int64{60, 120, 240}, Expires: now.Add(time.Hour),
	})
	if err != nil || !ok || !slices.Equal(r.Muted, []int64{180}) || len(r.DryRun) != 0 {
		t.Errorf("after pruning: %+v, %v, %v", r, ok, err)
	}
	fates(t, tab, set.Muted)
}

// fates wants what became of the alerts, in the order of their windows.
func fates(t *testing.T, tab window.Table, want ...set.Fate) {
	t.Helper()
	r := must[set.Register](t)(tab.Register(t.Context(), key))
	var have []set.Fate
	for _, w := range slices.Sorted(slices.Values(r.Alerted)) {
		have = append(have, r.Fate(w))
	}
	if !slices.Equal(have, want) {
		t.Errorf("fates %v of %+v, want %v", have, r, want)
	}
}
