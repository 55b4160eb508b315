package window

import (
	"errors"
	"sync"
	"time"
)

// patience is lost where something has been under way, or has failed, for a
// while and nothing of its kind succeeded. So an outage ends a call soon,
// however much there is to be done.
type patience struct {
	mu       sync.Mutex
	underWay int
	failing  bool      // the last of the kind to succeed or fail has failed
	since    time.Time // when underWay or failing: the begin of it, or the last success
}

func (p *patience) lost(now time.Time, limit time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return (p.failing || p.underWay > 0) && now.Sub(p.since) >= limit
}

func (p *patience) begins(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.failing && p.underWay == 0 {
		p.since = now
	}
	p.underWay++
}

// ends notes how something ended. Waiting for a lease is neither success nor
// failure.
func (p *patience) ends(now time.Time, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.underWay--
	switch {
	case err == nil:
		p.failing, p.since = false, now
	case !Contended(err):
		p.failing = true
	}
}

// lost reports whether nothing of a kind has succeeded for too long.
func (c *call) lost(p *patience) bool {
	return p.lost(c.options.Now(), c.options.Bounds.WaitLimit)
}

var errNotTried = errors.New("not tried: nothing else of the rule succeeded for too long")

// attempt does something, unless nothing of the kind has succeeded for too
// long.
func (c *call) attempt(p *patience, do func() error) error {
	if c.lost(p) {
		return errNotTried
	}
	p.begins(c.options.Now())
	err := do()
	p.ends(c.options.Now(), err)
	return err
}
