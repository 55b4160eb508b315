package window

import (
	"context"
	"fmt"

	"trailnotify/window/internal/facts"
)

// unsureError reports that an alert may have been accepted or not. The lease on
// its key is left to end by itself: what is tried again at once might be
// accepted each time, and each would be a copy.
type unsureError struct {
	key string
	err error
}

func (e *unsureError) Error() string { return e.err.Error() }
func (e *unsureError) Unwrap() error { return e.err }

// send publishes a crossing that counts as the alert of windows, under lease l.
// From then on the process knows that it was accepted.
func (c *call) send(ctx context.Context, l *lease, x Crossing, windows []int64) error {
	ctx, cancel := c.publishing(ctx)
	defer cancel()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("publishing: no time left: %w", err)
	}
	if err := c.publish(ctx, x); err != nil {
		err = fmt.Errorf("publishing: %w", err)
		if !notSent(err) {
			return &unsureError{l.key, err}
		}
		return err
	}
	c.accepted.Add(l.key, facts.Unrecorded{Token: l.token, Windows: windows})
	return nil
}

// publishing derives the context of one publish. It ends early enough before
// the deadline for the alert to be recorded.
func (c *call) publishing(ctx context.Context) (context.Context, context.CancelFunc) {
	b := c.options.Bounds
	end := c.options.Now().Add(b.RequestLimit)
	if latest := c.deadline.Add(-2 * b.RequestMargin); !c.deadline.IsZero() && latest.Before(end) {
		end = latest
	}
	return c.options.WithDeadline(ctx, end)
}
