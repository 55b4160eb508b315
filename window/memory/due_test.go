package memory_test

import (
	"context"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

// Whoever knows what time it is closes each alert when it is due: one that is
// due later, in the same input, is left open.
func TestCounter_ClosesAtATime(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1, Period: 5 * time.Minute, Quiet: 30 * time.Minute}
	var said recorder
	l := memory.NewCounter(24 * time.Hour)
	if due, ok := l.NextDue(time.Time{}); ok {
		t.Errorf("without an alert, %v is due", due)
	}
	for _, at := range []time.Duration{0, 10 * time.Minute, 48 * time.Hour, 48*time.Hour + 10*time.Minute} {
		m := window.Match{Rule: r, Time: start.Add(at), Identity: window.IdentityOf(at.String())}
		if _, err := l.Count(context.Background(), []window.Match{m}, said.publish); err != nil {
			t.Fatal(err)
		}
	}
	if len(said.alerts) != 2 {
		t.Fatalf("%d alerts, want 2", len(said.alerts))
	}
	first, _ := l.NextDue(time.Time{})
	if second, ok := l.NextDue(first); !ok || second.Sub(first) != 48*time.Hour {
		t.Errorf("after %v, %v is due", first, second)
	}
	var closed []window.Closing
	what := window.Closer{Rules: []*window.Rule{r}, Publish: func(_ context.Context, all []window.Closing) error {
		closed = append(closed, all...)
		return nil
	}}
	for i, alerted := range said.alerts {
		due, ok := l.NextDue(time.Time{})
		if want := alerted.Start.Add(30*time.Minute + 2*5*time.Minute + 15*time.Minute); !ok || !due.Equal(want) {
			t.Fatalf("alert %d: %v is due (%v), want %v", i, due, ok, want)
		}
		for _, at := range []time.Time{due.Add(-time.Second), due} {
			if _, err := l.CloseAt(context.Background(), at, what); err != nil {
				t.Fatal(err)
			}
			if want := i + int(at.Sub(due)/time.Second) + 1; len(closed) != want {
				t.Fatalf("at %v %d alerts are closed, want %d", at, len(closed), want)
			}
		}
		if c := closed[i]; !c.Start.Equal(alerted.Start) || c.More() != 1 {
			t.Errorf("alert %d: closed by %+v", i, c)
		}
	}
	if due, ok := l.NextDue(time.Time{}); ok {
		t.Errorf("all is closed, and %v is due", due)
	}
}

// The clock of the input is that of its matches, whatever was closed.
func TestCounter_NowIsTheTimeOfTheInput(t *testing.T) {
	l := memory.NewCounter(24 * time.Hour)
	feed(t, l, &recorder{}, steady(&window.Rule{Name: "R", Threshold: 5000, Period: time.Hour}, 0, 200, 60)...)
	now := l.Now()
	if now.Before(start.Add(time.Hour)) || now.After(start.Add(200*time.Minute)) {
		t.Errorf("found %v", now)
	}
	if _, err := l.CloseAt(context.Background(), now.Add(time.Hour), window.Closer{}); err != nil {
		t.Fatal(err)
	}
	if !l.Now().Equal(now) {
		t.Errorf("closing alerts has moved the clock to %v", l.Now())
	}
}
