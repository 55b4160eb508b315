package replaying

import (
	"context"
	"errors"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

var ten = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// counted are counts with an alert at each of these times, of a rule that is
// quiet for half an hour.
func counted(t *testing.T, r *window.Rule, times ...time.Time) *counter {
	t.Helper()
	c := &counter{Counter: memory.NewCounter(CloseAfter)}
	for _, at := range times {
		m := window.Match{Rule: r, Time: at, Identity: window.IdentityOf(at.String())}
		if _, err := c.Count(context.Background(), []window.Match{m}, func(context.Context, window.Crossing) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func quiet() *window.Rule {
	return &window.Rule{Name: "R", Threshold: 1, Period: 5 * time.Minute, Quiet: 30 * time.Minute, Closing: window.ClosingAlways}
}

func TestTicks_AreThoseThatFindSomething(t *testing.T) {
	r := quiet()
	c := counted(t, r, ten, ten.Add(time.Hour+time.Minute), ten.Add(24*time.Hour))
	var at []time.Time
	what := window.Closer{Rules: []*window.Rule{r}, Publish: func(_ context.Context, all []window.Closing) error {
		for range all {
			at = append(at, c.now())
		}
		return nil
	}}
	tick := &ticks{counter: c, flush: func() error { return nil }, close: func(ctx context.Context) (window.Closed, error) { return c.Close(ctx, what) }}
	for _, step := range []struct {
		do   func() error
		want []time.Time
	}{
		{func() error { return tick.until(context.Background(), ten.Add(54*time.Minute)) }, nil},
		{func() error { return tick.until(context.Background(), ten.Add(59*time.Minute)) }, []time.Time{ten.Add(55 * time.Minute)}},
		{func() error { return tick.all(context.Background()) }, []time.Time{
			ten.Add(55 * time.Minute), ten.Add(time.Hour + 55*time.Minute), ten.Add(24*time.Hour + 55*time.Minute),
		}},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if len(at) != len(step.want) {
			t.Fatalf("closed at %v, want %v", at, step.want)
		}
		for i := range at {
			if !at[i].Equal(step.want[i]) {
				t.Errorf("closed at %v, want %v", at, step.want)
			}
		}
	}
}

// An alert that is not closed must not be looked at for ever.
func TestTicks_EndWhereNothingCanBeClosed(t *testing.T) {
	c := counted(t, quiet(), ten, ten.Add(24*time.Hour))
	looks := 0
	tick := &ticks{counter: c, flush: func() error { return nil }, close: func(context.Context) (window.Closed, error) {
		looks++
		return window.Closed{Due: 1, Waiting: 1}, nil
	}}
	if err := tick.all(context.Background()); err != nil || looks != 2 {
		t.Errorf("looked %d times: %v", looks, err)
	}
}

func TestTicks_SayWhatFails(t *testing.T) {
	no := errors.New("no")
	for name, tick := range map[string]*ticks{
		"closing":  {close: func(context.Context) (window.Closed, error) { return window.Closed{}, no }},
		"printing": {close: func(context.Context) (window.Closed, error) { return window.Closed{Due: 1}, nil }, flush: func() error { return no }},
	} {
		tick.counter = counted(t, quiet(), ten)
		if err := tick.all(context.Background()); !errors.Is(err, no) {
			t.Errorf("%s: found %v", name, err)
		}
	}
}
