package window_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

func TestContended(t *testing.T) {
	lease := &window.LeaseError{Key: "k"}
	for _, c := range []struct {
		name string
		err  error
		want bool
	}{
		{"none", nil, false},
		{"another", errFault, false},
		{"one", lease, true},
		{"wrapped", fmt.Errorf("counting: %w", lease), true},
		{"joined", fmt.Errorf("counting: %w", errors.Join(lease, fmt.Errorf("k: %w", lease))), true},
		{"with another", errors.Join(lease, errFault), false},
		{"with another, deeper", errors.Join(lease, fmt.Errorf("x: %w", errors.Join(lease, errFault))), false},
		{"wrapped with another", fmt.Errorf("%w: %w", lease, errFault), false},
	} {
		if have := window.Contended(c.err); have != c.want {
			t.Errorf("%s: %v, want %v", c.name, have, c.want)
		}
	}
}

// TestCount_Contended has many groups that wait and a single one that fails,
// the last in order: the error must show it.
func TestCount_Contended(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute, By: []string{"$.user"}}
	last := &window.Rule{Name: "S", Threshold: 1, Period: time.Minute}
	table := memory.NewTable()
	var batch []window.Match
	for i := range 20 {
		m := matchesOf(r, fmt.Sprint(i), i, 0)[0]
		hold(t, table, r.Key(m.Group))
		batch = append(batch, m)
	}
	world := &world{now: start}
	count := func(matches []window.Match, publish window.Publish) error {
		counter := window.NewCounter(table, window.Options{
			Now:          func() time.Time { return world.now },
			Sleep:        func(_ context.Context, d time.Duration) error { world.now = world.now.Add(d); return nil },
			WithDeadline: func(ctx context.Context, _ time.Time) (context.Context, context.CancelFunc) { return ctx, func() {} },
			Bounds:       window.Bounds{Parallel: 1},
		})
		_, err := counter.Count(deadline{t.Context(), start.Add(20 * time.Second)}, matches, publish)
		return err
	}
	if err := count(batch, nil); !window.Contended(err) {
		t.Errorf("contended: false, error %v", err)
	}
	refuse := func(context.Context, window.Crossing) error { return errFault }
	err := count(append(batch, matchesOf(last, "", 1, 0)...), refuse)
	if window.Contended(err) || !errors.Is(err, errFault) {
		t.Errorf("contended: true, error %v", err)
	}
}

// hold claims the lease on a key for somebody else.
func hold(t *testing.T, table window.Table, key string) {
	t.Helper()
	_, ok, err := table.Claim(t.Context(), key, window.Claim{
		Token: "other", Now: start, Until: start.Add(time.Hour), Expires: start.Add(time.Hour),
	})
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
}

func TestCount_Spent(t *testing.T) {
	plain := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, Quiet: time.Minute}
	grouped := &window.Rule{Name: "G", Threshold: 2, Period: time.Minute, By: []string{"$.user"}, Ceiling: 3}
	table, said := memory.NewTable(), &recorder{}
	counter := coldCounter(table)
	count := func(name string, want map[*window.Rule]int, matches ...window.Match) {
		t.Helper()
		r, err := counter.Count(t.Context(), matches, said.publish)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(r.Spent, want) {
			t.Errorf("%s: spent %v, want %v", name, r.Spent, want)
		}
	}
	count("nothing alerted", nil, matchesOf(plain, "", 1, 0)...)
	count("the alert itself", nil, matchesOf(plain, "", 2, 1, 2)...)
	excepted := matchesOf(plain, "", 20, 5)
	excepted[0].Exception = "probe"
	twice := matchesOf(plain, "", 10, 50, 70, 71)
	twice = append(twice, twice...)
	count("in the window and its quiet time", map[*window.Rule]int{plain: 3}, append(twice, excepted...)...)
	count("behind them", nil, matchesOf(plain, "", 30, 130)...)
	counter = coldCounter(table)
	count("by another process", map[*window.Rule]int{plain: 2}, matchesOf(plain, "", 40, 7, 8)...)

	count("group and ceiling", nil, matchesOf(grouped, "a", 1, 0, 1, 2)...)
	count("group and ceiling, again", map[*window.Rule]int{grouped: 1}, matchesOf(grouped, "a", 5, 3)...)
	if len(said.alerts) != 3 {
		t.Errorf("%d alerts, want 3", len(said.alerts))
	}
}
