package world

import (
	"context"
	"time"

	"trailnotify/simulate/check"
	"trailnotify/window"
)

// A clockContext is a context on the clock of a world: it ends at a moment of
// virtual time. The product gets one with each invocation and derives its own.
type clockContext struct {
	*invocation
	end      int64            // ms
	crossing *window.Crossing // that is being published
	sent     *check.Sent      // what the checker knows of it
	closing  *closing         // that is being published
}

type clockKey struct{}

// Deadline is told by the clock of the process.
func (c *clockContext) Deadline() (time.Time, bool) { return c.local(c.end), true }

// Err reports whether the deadline has passed, or the process is dead.
func (c *clockContext) Err() error {
	switch {
	case c.Dead:
		return context.Canceled
	case c.world.now >= c.end:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

var closed = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// Done returns a closed channel when the context has ended. One that it
// returned before is not closed then: waiting is done by Sleep.
func (c *clockContext) Done() <-chan struct{} {
	if c.Err() != nil {
		return closed
	}
	return nil
}

// Value finds the context again under those that were derived from it.
func (c *clockContext) Value(k any) any {
	if k == (clockKey{}) {
		return c
	}
	return nil
}

func clockOf(ctx context.Context) *clockContext { return ctx.Value(clockKey{}).(*clockContext) }

// withDeadline is [window.Options.WithDeadline].
func withDeadline(ctx context.Context, d time.Time) (context.Context, context.CancelFunc) {
	c := *clockOf(ctx)
	c.end = min(c.end, c.shared(d))
	return &c, func() {}
}
