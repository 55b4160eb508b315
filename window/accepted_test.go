package window_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

// unmarked is a table that records nothing while it is broken.
type unmarked struct {
	*faulty
	broken bool

	mu    sync.Mutex
	tries []time.Duration // since the last try
	last  time.Time
}

func newUnmarked(base window.Table, key string) *unmarked {
	u := &unmarked{broken: true}
	u.faulty = &faulty{base, func(_ context.Context, request, k string) error {
		if request != "Mark" || !u.broken || !strings.HasPrefix(k, key) {
			return nil
		}
		u.mu.Lock()
		defer u.mu.Unlock()
		if !u.last.IsZero() {
			u.tries = append(u.tries, time.Since(u.last))
		}
		u.last = time.Now()
		return errFault
	}}
	return u
}

// TestCount_AcceptedIsRemembered has an alert accepted and not recorded: the
// same process sends no second one, though it may remember next to nothing, and
// records it when it can.
func TestCount_AcceptedIsRemembered(t *testing.T) {
	rule := &window.Rule{Name: "A", Threshold: 1, Period: time.Minute, By: []string{"$.user"}, Storm: 1}
	for name, c := range map[string]struct {
		key   string
		group string
	}{
		"a group's alert": {rule.Key(window.Group{Kind: window.GroupValue, Value: "first"}), "first"},
		"a storm's alert": {rule.Key(window.Group{Kind: window.GroupStorm}), "second"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base, said := memory.NewTable(), newSent()
				table := newUnmarked(base, c.key)
				counter := window.NewCounter(table, window.Options{Bounds: window.Bounds{Remember: 1}})
				count := func(value string, id int) error {
					_, err := counter.Count(t.Context(), matchesOf(rule, value, id, 0), said.publish)
					return err
				}
				if err := count("first", 1); (err != nil) != (c.group == "first") {
					t.Fatalf("error %v", err)
				}
				for range 3 {
					if err := count(c.group, 2); err == nil || !strings.Contains(err.Error(), "recording the alert") {
						t.Fatalf("error %v: it must not be acknowledged before it is recorded", err)
					}
				}
				for i := range 50 { // to be remembered, too
					if _, err := counter.Count(t.Context(), crowd("Z", 1+i%3), newSent().publish); err != nil {
						t.Fatal(err)
					}
				}
				table.broken = false
				if err := count(c.group, 2); err != nil {
					t.Fatal(err)
				}
				pub, _ := base.Published(t.Context(), c.key)
				if !slices.Equal(pub, []int64{start.Unix()}) || !free(t, base, c.key) {
					t.Errorf("recorded %v, the lease is free: %v", pub, free(t, base, c.key))
				}
				if n := len(said.after["A"]) + len(said.after["A/storm"]); n != map[string]int{"first": 1, "second": 2}[c.group] {
					t.Errorf("alerts %v", said.after)
				}
			})
		})
	}
}

// TestCount_RecordsForOthers records what was accepted with the next batch,
// whatever is in it, so that no other process sends it again.
func TestCount_RecordsForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base, said, batch := memory.NewTable(), newSent(), crowd("A", 1)
		table := newUnmarked(base, "A")
		counter := window.NewCounter(table, window.Options{})
		count := func(matches ...window.Match) error {
			_, err := counter.Count(t.Context(), matches, said.publish)
			return err
		}
		if count(batch...) == nil {
			t.Fatal("no error")
		}
		if err := count(crowd("Z", 1)...); err != nil {
			t.Fatalf("error %v: what is of no concern to the batch must not hold it up", err)
		}
		table.broken = false
		if err := count(crowd("Y", 1)...); err != nil {
			t.Fatal(err)
		}
		counter = window.NewCounter(base, window.Options{})
		if err := count(batch...); err != nil {
			t.Fatal(err)
		}
		if len(said.after["A"]) != 1 {
			t.Errorf("alerted %v, want once", said.after["A"])
		}
	})
}

// TestCount_MarkPauses holds how long a mark is tried: four times with growing
// pauses, no longer than a request may take.
func TestCount_MarkPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table := newUnmarked(memory.NewTable(), "A")
		counter := window.NewCounter(table, window.Options{Bounds: window.Bounds{WaitLimit: time.Nanosecond}})
		if _, err := counter.Count(t.Context(), crowd("A", 1), newSent().publish); err == nil {
			t.Fatal("no error")
		}
		want := []time.Duration{200 * time.Millisecond, 400 * time.Millisecond, 800 * time.Millisecond}
		if !slices.Equal(table.tries, want) {
			t.Errorf("pauses %v, want %v", table.tries, want)
		}
	})
}
