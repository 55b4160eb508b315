package window_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/set"
)

const day = 24 * time.Hour

// lives is a table that notes for how long items are kept.
type lives struct {
	window.Table
	now     time.Time
	windows map[string]time.Duration // by key
	claim   time.Duration
	mark    time.Duration
}

func (l *lives) Add(ctx context.Context, key string, at set.Place, w window.Write) (set.Contents, bool, error) {
	l.windows[key] = w.Expires.Sub(l.now)
	return l.Table.Add(ctx, key, at, w)
}

func (l *lives) Claim(ctx context.Context, key string, c window.Claim) (set.Register, bool, error) {
	l.claim = c.Expires.Sub(l.now)
	return l.Table.Claim(ctx, key, c)
}

func (l *lives) Mark(ctx context.Context, key string, m window.Mark) (bool, error) {
	l.mark = m.Expires.Sub(l.now)
	return l.Table.Mark(ctx, key, m)
}

// TestCount_Lives checks that windows, those of storms too, are kept for 35
// days after the last write, longer than anything is delivered again, and
// registers for 60.
func TestCount_Lives(t *testing.T) {
	table := &lives{Table: memory.NewTable(), now: start, windows: map[string]time.Duration{}}
	r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute, By: []string{"$.user"}, Storm: 1}
	said := &recorder{}
	if _, err := coldCounter(table).Count(t.Context(), matchesOf(r, "a", 1, -3600), said.publish); err != nil {
		t.Fatal(err)
	}
	if len(table.windows) != 2 {
		t.Errorf("windows of %d keys written, want the group's and the storm's", len(table.windows))
	}
	for key, life := range table.windows {
		if life != 35*day {
			t.Errorf("window of %s is kept for %v", key, life)
		}
	}
	if table.claim != 60*day || table.mark != 60*day {
		t.Errorf("the register is kept for %v and %v", table.claim, table.mark)
	}
}

// TestCount_SinceForgotten has a second alert so long after the first that the
// windows between may be gone.
func TestCount_SinceForgotten(t *testing.T) {
	for days, want := range map[int]bool{34: false, 36: true} {
		r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, Quiet: time.Hour}
		table, said, now := memory.NewTable(), &recorder{}, start
		counter := window.NewCounter(table, window.Options{Now: func() time.Time { return now }})
		for _, at := range []int{0, days * 86400} {
			now = start.Add(time.Duration(at) * time.Second)
			if _, err := counter.Count(t.Context(), matchesOf(r, "", at, at, at+1), said.publish); err != nil {
				t.Fatal(err)
			}
		}
		if len(said.alerts) != 2 {
			t.Fatalf("%d alerts, want 2", len(said.alerts))
		}
		if c := said.alerts[1]; !c.SinceLastKnown || c.SinceLast != 2 || c.SinceLastAtLeast != want {
			t.Errorf("after %d days: %d since the last alert, known: %v, at least: %v", days, c.SinceLast, c.SinceLastKnown, c.SinceLastAtLeast)
		}
	}
}

// TestCount_StormCountsOn has the storm's alert fail until many more groups
// want to alert: it then says how many.
func TestCount_StormCountsOn(t *testing.T) {
	for _, groups := range []int{30, 150} { // exact up to the larger of 100 and 5 times Storm
		r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute, By: []string{"$.user"}, Storm: 2}
		said, counter := &recorder{}, coldCounter(memory.NewTable())
		refused := true
		publish := func(ctx context.Context, c window.Crossing) error {
			if c.Storm != nil && refused {
				return refusal{}
			}
			return said.publish(ctx, c)
		}
		var batch []window.Match
		for i := range groups {
			batch = append(batch, matchesOf(r, fmt.Sprint(i), i, i%60)...)
		}
		if _, err := counter.Count(t.Context(), batch, publish); !errors.Is(err, refusal{}) {
			t.Fatalf("error %v", err)
		}
		refused = false
		if _, err := counter.Count(t.Context(), batch, publish); err != nil {
			t.Fatal(err)
		}
		storm := said.alerts[len(said.alerts)-1].Storm
		if want := min(groups, 100); len(said.alerts) != 3 || storm == nil || storm.Groups != want || len(storm.Names) != want-2 {
			t.Errorf("of %d groups: %d alerts, storm %+v; want 3, and %d groups", groups, len(said.alerts), storm, want)
		}
	}
}

// TestCount_FullRegister has more alerted windows than a register should hold,
// all of them of use to what is being settled: none is alerted twice.
func TestCount_FullRegister(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute, Quiet: 2 * time.Minute}
	base, said := memory.NewTable(), &recorder{}
	counter := window.NewCounter(base, window.Options{
		Now: func() time.Time { return start }, Bounds: window.Bounds{Parallel: 1, MaxPublished: 2, Remember: 1, RememberPerKey: 1},
	})
	publish := func(ctx context.Context, c window.Crossing) error {
		if len(said.alerts) == 100 {
			t.Fatal("alerts without end")
		}
		return said.publish(ctx, c)
	}
	var seconds []int
	for i := range 10 {
		seconds = append(seconds, 180*i)
	}
	for range 2 {
		if _, err := counter.Count(t.Context(), matchesOf(r, "", 1, seconds...), publish); err != nil {
			t.Fatal(err)
		}
	}
	if len(said.alerts) != 10 || copies(said.alerts) > 0 {
		t.Errorf("%d alerts, %d copies; want 10 and none", len(said.alerts), copies(said.alerts))
	}
	if _, err := counter.Count(t.Context(), matchesOf(r, "", 100, 36000), publish); err != nil {
		t.Fatal(err)
	}
	if pub, _ := base.Published(t.Context(), r.Key(window.Group{})); len(pub) != 3 {
		t.Errorf("%d windows left in the register, want two and the new one", len(pub))
	}
}

// TestCount_FullRegisterOfKnownWindows has a batch whose lower windows are
// known to be spent, so that only its highest one is settled. The register must
// remember the lower ones all the same: the batch may come again, to a process
// that knows nothing.
func TestCount_FullRegisterOfKnownWindows(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute, Quiet: 2 * time.Minute}
	base, said := memory.NewTable(), &recorder{}
	counter := func() *window.Counter {
		return window.NewCounter(base, window.Options{
			Now: func() time.Time { return start }, Bounds: window.Bounds{Parallel: 1, MaxPublished: 2},
		})
	}
	knows, batch := counter(), matchesOf(r, "", 1, 0, 180, 360, 36000)
	for _, step := range []struct {
		counter *window.Counter
		matches []window.Match
	}{{knows, batch[:3]}, {knows, batch}, {counter(), batch}} {
		if _, err := step.counter.Count(t.Context(), step.matches, said.publish); err != nil {
			t.Fatal(err)
		}
	}
	if len(said.alerts) != 4 || copies(said.alerts) > 0 {
		t.Errorf("%d alerts, %d copies; want 4 and none", len(said.alerts), copies(said.alerts))
	}
}

// TestCount_LateWhenPublished has a slow read between the decision and the
// publish: how late an alert is follows from the moment at which it is sent.
func TestCount_LateWhenPublished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute}
		slow := &faulty{memory.NewTable(), func(_ context.Context, request, _ string) error {
			if request == "Items" { // of what came since the last alert
				time.Sleep(1700 * time.Millisecond)
			}
			return nil
		}}
		counter, said := window.NewCounter(slow, window.Options{}), &recorder{}
		publish := func(ctx context.Context, c window.Crossing) error {
			if late := time.Since(c.End); c.Late != late {
				t.Errorf("late by %v, want %v", c.Late, late)
			}
			return said.publish(ctx, c)
		}
		for i, ago := range []time.Duration{time.Hour, 30 * time.Minute} {
			m := matchesOf(r, "", i, 0)
			m[0].Time = time.Now().Add(-ago)
			if _, err := counter.Count(t.Context(), m, publish); err != nil {
				t.Fatal(err)
			}
		}
		if len(said.alerts) != 2 || said.alerts[1].Late < time.Minute {
			t.Errorf("alerts %+v", said.alerts)
		}
	})
}
