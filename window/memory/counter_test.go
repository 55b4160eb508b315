package memory_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

const day = 24 * time.Hour

// feed counts matches in batches of 50.
func feed(t *testing.T, l *memory.Counter, said *recorder, matches ...window.Match) {
	t.Helper()
	for len(matches) > 0 {
		n := min(50, len(matches))
		if _, err := l.Count(t.Context(), matches[:n], said.publish); err != nil {
			t.Fatal(err)
		}
		matches = matches[n:]
	}
}

// steady are n matches, so many seconds apart.
func steady(r *window.Rule, from, n, seconds int) []window.Match {
	var at []int
	for i := range n {
		at = append(at, (from+i)*seconds)
	}
	return matchesOf(r, "", from, at...)
}

func TestCounter_TotalsAreExact(t *testing.T) {
	r := &window.Rule{Name: "plain", Threshold: 2, Period: 5 * time.Minute, Quiet: time.Hour}
	d := &window.Rule{Name: "distinct", Threshold: 2, Period: 5 * time.Minute, Distinct: "$.eventName", By: []string{"$.user"}}
	l, said := memory.NewCounter(day), &recorder{}
	batch := steady(r, 0, 5000, 0) // far above the capacity of a window
	for i := range 300 {
		m := matchesOf(r, "", 10_000+i, 1)[0]
		m.Exception = "probe"
		batch = append(batch, m)
	}
	for i := range 40 {
		m := matchesOf(d, fmt.Sprint(i%2), i, i%2)[0]
		m.Identity = window.Identity{byte(i % 4)}
		batch = append(batch, m, m)
	}
	for range 2 {
		feed(t, l, said, batch...)
	}
	totals := l.Totals()
	if len(totals) != 2 || totals[0].Rule != "distinct" || totals[0].Matches != 4 {
		t.Fatalf("%+v", totals)
	}
	if p := totals[1]; p.Matches != 5000 || !maps.Equal(p.Excepted, map[string]int{"probe": 300}) || p.TooLate != 0 {
		t.Fatalf("%+v", p)
	}
	totals[1].Excepted["probe"] = 0
	if l.Totals()[1].Excepted["probe"] != 300 {
		t.Error("totals that were handed out can be changed")
	}
}

func TestCounter_TooLate(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: 5 * time.Minute}
	l, said := memory.NewCounter(day), &recorder{}
	feed(t, l, said, steady(r, 0, 1000, 600)...) // a week, one match in ten minutes
	if len(said.alerts) != 0 {
		t.Fatalf("alerts %+v", said.alerts)
	}
	feed(t, l, said, matchesOf(r, "", 5000, 600, 601)...)
	feed(t, l, said, matchesOf(r, "", 6000, 1000*600-3600, 1000*600-3590)...)
	if len(said.alerts) != 1 {
		t.Errorf("%d alerts, want one for the window that is open", len(said.alerts))
	}
	if total := l.Totals()[0]; total.Matches != 1002 || total.TooLate != 2 {
		t.Errorf("%+v", total)
	}
}

// TestCounter_WrongCentury has single records that no clock should follow.
func TestCounter_WrongCentury(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1000, Period: 5 * time.Minute}
	l, said := memory.NewCounter(day), &recorder{}
	future := matchesOf(r, "", 1_000_000, 70*365*86400)
	for i := range 100 {
		feed(t, l, said, steady(r, 100*i, 100, 60)...)
		feed(t, l, said, future...)
		future[0].Identity[0]++
	}
	if total := l.Totals()[0]; total.Matches != 10_100 || total.TooLate != 0 {
		t.Errorf("%+v", total)
	}
}

// TestCounter_SameAlerts compares with a counter that forgets nothing.
func TestCounter_SameAlerts(t *testing.T) {
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 17))
		rules := []*window.Rule{
			{Name: "a", Threshold: 3, Period: 5 * time.Minute, Quiet: time.Hour},
			{Name: "b", Threshold: 2, Period: time.Hour, Quiet: 7 * day, By: []string{"$.user"}},
			{Name: "c", Threshold: 2, Period: time.Minute, By: []string{"$.user"}, Storm: 1, Quiet: 3 * time.Minute},
			{Name: "d", Threshold: 4, Period: day, Ceiling: 5, By: []string{"$.user"}},
		}
		here, have := memory.NewCounter(day), &recorder{}
		counter, want := window.NewCounter(memory.NewTable(), window.Options{
			Now: func() time.Time { return start }, Bounds: window.Bounds{Parallel: 1},
		}), &recorder{}
		at := 0
		for i := range 2000 {
			at += r.IntN(900)
			late := r.IntN(6 * 3600)
			rule := rules[r.IntN(len(rules))]
			group := ""
			if rule.By != nil {
				group = fmt.Sprint(r.IntN(3))
			}
			batch := matchesOf(rule, group, 10*i, at, at-late, at+30)
			feed(t, here, have, batch...)
			if _, err := counter.Count(t.Context(), batch, want.publish); err != nil {
				t.Fatal(err)
			}
		}
		if len(have.alerts) != len(want.alerts) || len(have.alerts) < 200 {
			t.Fatalf("seed %d: %d alerts, want %d", seed, len(have.alerts), len(want.alerts))
		}
		for i, c := range have.alerts {
			w := want.alerts[i]
			if c.Rule != w.Rule || c.Group != w.Group || !c.Start.Equal(w.Start) || c.Count != w.Count ||
				c.SinceLast != w.SinceLast || c.SinceLastKnown != w.SinceLastKnown {
				t.Fatalf("seed %d: alert %d:\nhave %+v\nwant %+v", seed, i, c, w)
			}
		}
		for _, total := range here.Totals() {
			if total.TooLate > 0 {
				t.Errorf("seed %d: %+v", seed, total)
			}
		}
	}
}

// TestCounter_ConstantMemory counts some months of matches with ever new
// groups.
func TestCounter_ConstantMemory(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: 5 * time.Minute, Quiet: time.Hour, By: []string{"$.user"}, Ceiling: 10, Storm: 5}
	l := memory.NewCounter(day)
	said := &recorder{}
	heap := func() uint64 {
		runtime.GC()
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	var early uint64
	const months = 5
	for month := range months {
		for i := range 30 * 24 * 2 {
			at := (month*30*24*2 + i) * 1800
			feed(t, l, said, matchesOf(r, fmt.Sprint(at/3), at, at, at+1, at+2, at+3)...)
		}
		said.alerts = nil
		if month == 3 {
			early = heap()
		}
	}
	if late := heap(); late > early*3/2 {
		t.Errorf("%d bytes after 4 months, %d after %d", early, late, months)
	}
}

// TestCounter_AfterAnError counts a batch again whose alert was refused.
func TestCounter_AfterAnError(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: 5 * time.Minute}
	l, said := memory.NewCounter(day), &recorder{}
	batch := matchesOf(r, "", 1, 0, 1)
	refuse := func(context.Context, window.Crossing) error { return io.ErrUnexpectedEOF }
	if _, err := l.Count(t.Context(), batch, refuse); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("error %v", err)
	}
	feed(t, l, said, batch...)
	if total := l.Totals()[0]; len(said.alerts) != 1 || total.Matches != 2 {
		t.Errorf("%d alerts, %+v", len(said.alerts), total)
	}
}
