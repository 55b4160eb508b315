package window

import (
	"context"
	"fmt"
	"time"
)

const (
	// Alerted windows this much older than now, and than what is being
	// settled, are forgotten: the windows themselves are gone by then.
	publishedLife = 60 * 24 * time.Hour
)

// lease is the right to publish for one key.
type lease struct {
	key, token string
	published  published // when it was claimed
}

// claim takes the lease on key, waiting while another invocation holds it. It
// returns no lease when the alerted windows it learns of, which it returns too,
// leave nothing to settle. The token is new each time: two goroutines of one
// process may want the same storm's register.
func (c *call) claim(
	ctx context.Context, key string, prune []int64, settled func(published) bool,
) (*lease, published, error) {
	token := c.options.Token()
	for {
		now := c.options.Now()
		windows, ok, err := c.table.Claim(ctx, key, Claim{
			Token: token, Now: now, Until: c.leaseEnd(now), Prune: prune, Expires: now.Add(registerLife),
		})
		if err != nil {
			return nil, nil, fmt.Errorf("claiming the lease: %w", err)
		}
		pub := c.facts.learn(key, windows)
		if ok {
			return &lease{key, token, pub}, pub, nil
		}
		if settled(pub) {
			return nil, pub, nil
		}
		if !c.deadline.IsZero() && c.options.Now().Add(c.options.Bounds.Poll).After(c.deadline.Add(-c.options.Bounds.WaitMargin)) {
			return nil, nil, &LeaseError{key}
		}
		if err := c.options.Sleep(ctx, c.options.Bounds.Poll); err != nil {
			return nil, nil, fmt.Errorf("waiting for the lease: %w", err)
		}
	}
}

func (c *call) release(ctx context.Context, l *lease) error {
	if err := c.table.Release(ctx, l.key, l.token); err != nil {
		return fmt.Errorf("releasing the lease: %w", err)
	}
	return nil
}

// mark records that windows were alerted and gives the lease up. It tries more
// than once: between an accepted alert and its mark a failure means a second
// copy. Where the lease was lost meanwhile the windows are recorded all the
// same, for that they were alerted is a fact.
func (c *call) mark(ctx context.Context, l *lease, windows []int64) (published, error) {
	m := Mark{Windows: windows, Token: l.token}
	for try := 1; ; try++ {
		m.Expires = c.options.Now().Add(registerLife)
		ok, err := c.table.Mark(ctx, l.key, m)
		if err == nil && !ok {
			m.Token = ""
			ok, err = c.table.Mark(ctx, l.key, m)
		}
		if err == nil && ok {
			return c.facts.learn(l.key, windows).with(l.published...).with(windows...), nil
		}
		if try == c.options.Bounds.MarkTries || c.options.Sleep(ctx, c.options.Bounds.Poll) != nil {
			return nil, fmt.Errorf("recording the alert: %w", err)
		}
	}
}

// prunable are the alerted windows that can be forgotten while lowest is the
// lowest window being settled. Forgetting one can never lose an alert.
func (c *call) prunable(pub published, lowest int64) []int64 {
	oldest := min(c.options.Now().Unix(), lowest) - int64(publishedLife/time.Second)
	n := max(0, len(pub)-c.options.Bounds.MaxPublished)
	for n < len(pub) && pub[n] < oldest {
		n++
	}
	return pub[:n]
}
