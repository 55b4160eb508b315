package window

import (
	"context"
	"fmt"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
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

// send publishes a crossing that counts as the alert of windows, under lease l,
// and returns what is to be recorded. From then on the process knows that it
// was accepted, or is not to be sent.
func (c *call) send(ctx context.Context, s *subject, l *lease, x Crossing, windows []int64) (facts.Unrecorded, error) {
	said := facts.Unrecorded{Token: l.token, Windows: windows}
	if s.rule.Closing != ClosingOff {
		last := windows[len(windows)-1]
		said.Open = &set.Open{Told: x.Told, Covered: last, Quiet: last + s.Reach}
		if err := c.remind(ctx, s, l, windows[0]); err != nil {
			return said, err
		}
	}
	ctx, cancel := c.publishing(ctx)
	defer cancel()
	if err := ctx.Err(); err != nil {
		return said, fmt.Errorf("publishing: no time left: %w", err)
	}
	x.Late = max(0, c.options.Now().Sub(x.End))
	fate, err := fateOf(c.publish(ctx, x))
	if err != nil {
		err = fmt.Errorf("publishing: %w", err)
		if !notSent(err) {
			return said, &unsureError{l.key, err}
		}
		return said, err
	}
	said.Fate = fate
	if fate == set.Muted && said.Open != nil {
		said.Open.Told = 0 // nobody was told of any
	}
	c.accepted.Add(l.key, said)
	return said, nil
}

// remind has somebody look at the alert of a window when its quiet time has
// ended. That it may never be sent makes no difference: whoever looks finds
// nothing recorded then.
func (c *call) remind(ctx context.Context, s *subject, l *lease, start int64) error {
	r := s.reminder(start)
	now := c.options.Now()
	r.Token, r.Put = l.token, now.Unix()
	end := now
	if due := at(r.Due); due.After(end) {
		end = due
	}
	if err := c.table.Remind(ctx, r, end.Add(WindowLife)); err != nil {
		return fmt.Errorf("writing the reminder: %w", err)
	}
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
