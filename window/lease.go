package window

import (
	"context"
	"errors"
	"fmt"
	"time"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
)

// Alerted windows this much older than now, and than what is being settled, are
// forgotten: the windows themselves are gone by then.
const publishedLife = 60 * 24 * time.Hour

// Alerts that nobody has closed so long after their quiet time are not closed
// any more: the schedule that does it must be off. So many of them are
// forgotten at a time.
const (
	openLife = 7 * 24 * time.Hour
	maxStale = 100
)

// lease is the right to publish for one key.
type lease struct {
	key, token string
	published  set.Published // when it was claimed
	stale      []int64       // open alerts that are not closed any more
}

// claim takes the lease on the key of s while lowest is the lowest window that
// the batch can make due. It returns no lease if another invocation holds it,
// and in any case the alerted windows that it learns of. The token is new each
// time: two goroutines of one process may want the same storm's register.
func (c *call) claim(ctx context.Context, s *subject, pub set.Published, lowest int64) (*lease, set.Published, error) {
	now := c.options.Now()
	l := &lease{key: s.key, token: c.options.Token()}
	register, ok, err := c.table.Claim(ctx, s.key, Claim{
		Token: l.token, Now: now, Until: c.leaseEnd(now),
		Prune: c.prunable(s, pub, lowest), Expires: now.Add(RegisterLife),
	})
	if err != nil {
		c.giveUp(ctx, l, nil) // it may be ours all the same
		return nil, nil, fmt.Errorf("claiming the lease: %w", err)
	}
	l.published = c.facts.Alerted(s.key, register.Alerted)
	l.stale = register.Stale(now.Add(-openLife).Unix(), c.options.Bounds.MaxOpen, maxStale)
	if !ok {
		return nil, l.published, nil
	}
	return l, l.published, nil
}

// giveUp gives a lease up, unless err says that an alert may have been accepted
// under it. Where that fails the lease ends by itself.
func (c *call) giveUp(ctx context.Context, l *lease, err error) {
	var unsure *unsureError
	if errors.As(err, &unsure) && unsure.key == l.key {
		return
	}
	ctx, cancel := c.options.within(ctx, c.options.Bounds.WaitLimit)
	defer cancel()
	_ = c.table.Release(ctx, l.key, l.token)
}

// mark records what was alerted and gives the lease up. It tries more than
// once, but no longer than one request may take: what is not recorded then is
// remembered, and recorded later. Where the lease was lost meanwhile the
// windows are recorded all the same, for that they were alerted is a fact.
func (c *call) mark(ctx context.Context, l *lease, said facts.Unrecorded) (set.Published, error) {
	m := Mark{Windows: said.Windows, Fate: said.Fate, Open: said.Open, Stale: set.Drop(l.stale, said.Windows[:1]), Token: l.token}
	err := c.retry(ctx, func(ctx context.Context) error {
		m.Expires = c.options.Now().Add(RegisterLife)
		ok, err := c.table.Mark(ctx, l.key, m)
		if err == nil && !ok {
			m.Token = ""
			_, err = c.table.Mark(ctx, l.key, m)
		}
		return err
	})
	if err != nil {
		if len(c.accepted.Of(l.key)) == 0 { // the alert was a storm's
			c.giveUp(ctx, l, nil)
		}
		return nil, fmt.Errorf("recording the alert: %w", err)
	}
	c.accepted.Recorded(l.key, l.token)
	return c.facts.Alerted(l.key, said.Windows).With(l.published...).With(said.Windows...), nil
}

// retry does something more than once, with growing pauses, until it succeeds,
// but no longer than one request may take.
func (c *call) retry(ctx context.Context, do func(context.Context) error) error {
	b := c.options.Bounds
	ctx, cancel := c.options.within(ctx, b.RequestLimit)
	defer cancel()
	pause := b.Poll
	for try := 1; ; try++ {
		err := do(ctx)
		if err == nil || try == b.MarkTries || c.options.Sleep(ctx, pause) != nil {
			return err
		}
		pause *= 2
	}
}

// record records what was accepted for a key before and could not be recorded
// then.
func (c *call) record(ctx context.Context, key string) error {
	for _, u := range c.accepted.Of(key) {
		if _, err := c.mark(ctx, &lease{key: key, token: u.Token}, u); err != nil {
			return err
		}
	}
	return nil
}

// prunable are the alerted windows that can be forgotten while lowest is the
// lowest window that the batch can make due: those that are too old, and of
// those that can't spend it as many as there are too many. Forgetting one can
// never lose an alert.
func (c *call) prunable(s *subject, pub set.Published, lowest int64) []int64 {
	old := min(c.options.Now().Unix(), lowest) - int64(publishedLife/time.Second)
	needless := lowest - s.Reach - s.Period
	surplus := len(pub) - c.options.Bounds.MaxPublished
	n := 0
	for n < len(pub) && (pub[n] < old || n < surplus && pub[n] < needless) {
		n++
	}
	return pub[:n]
}
