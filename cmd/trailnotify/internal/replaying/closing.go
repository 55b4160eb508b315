package replaying

import (
	"context"
	"fmt"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/window"
	"trailnotify/window/memory"
)

// tickTime is how often the function is asked for closing messages.
const tickTime = 5 * time.Minute

// A counter is the counts of a replay, on which alerts are closed at the time
// of a tick.
type counter struct {
	*memory.Counter
	tick time.Time
}

func (c *counter) now() time.Time { return c.tick }

// Close closes what is due at the time of the tick.
func (c *counter) Close(ctx context.Context, what window.Closer) (window.Closed, error) {
	return c.CloseAt(ctx, c.tick, what)
}

// ticks make the ticks of the time that a replay goes through, but for those
// that would find nothing due.
type ticks struct {
	counter *counter
	close   func(ctx context.Context) (window.Closed, error)
	flush   func() error // shows what a tick has published
	stuck   time.Time    // what was due until then is not closed by a tick
}

// until makes the ticks up to a time.
func (t *ticks) until(ctx context.Context, end time.Time) error {
	return t.while(ctx, func(tick time.Time) bool { return !tick.After(end) })
}

// all makes the ticks until nothing is left to close.
func (t *ticks) all(ctx context.Context) error {
	return t.while(ctx, func(time.Time) bool { return true })
}

func (t *ticks) while(ctx context.Context, wanted func(tick time.Time) bool) error {
	for {
		due, ok := t.counter.NextDue(t.stuck)
		tick := due.Add(tickTime - 1).Truncate(tickTime)
		if tick.Before(t.counter.tick) { // the alert of a late record
			tick = t.counter.tick
		}
		if !ok || !wanted(tick) {
			return nil
		}
		t.counter.tick = tick
		closed, err := t.close(ctx)
		if err != nil {
			return fmt.Errorf("closing alerts: %w", err)
		}
		if closed.Closed+closed.Quiet == 0 { // an interrupted batch leaves alerts that were not sent
			t.stuck = tick
		}
		if err := t.flush(); err != nil {
			return err
		}
	}
}

// begins is the time of the first record of a batch in order of time. ok is
// false if none of them has a time.
func begins(b cloudtrail.Batch) (first time.Time, ok bool) {
	for _, r := range b.Records {
		if at, _, ok := r.Counted(); ok {
			return at, true
		}
	}
	return time.Time{}, false
}
