package window

import (
	"errors"
	"sync"
	"time"
)

// kinds are the patience with counting and with settling, of a rule or of a
// whole call.
type kinds struct{ counting, settling patience }

// patience is lost where several things of a kind have been under way, or have
// failed, for a while and none has succeeded. So an outage ends a call soon,
// however much there is to be done. A single key never takes the patience with
// all others.
type patience struct {
	mu       sync.Mutex
	underWay int
	failed   int       // since the last success
	since    time.Time // when any are underWay or failed: the begin of it, or the last success
}

// several is how many must fail before others are not tried any more.
const several = 2

// lost reports whether at least n have failed or are under way, and for so
// long.
func (p *patience) lost(now time.Time, n int, limit time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed+p.underWay >= n && now.Sub(p.since) >= limit
}

func (p *patience) begins(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed+p.underWay == 0 {
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
		p.failed, p.since = 0, now
	case !Contended(err):
		p.failed++
	}
}

var errNotTried = errors.New("not tried: nothing else has succeeded for too long")

// count does something for the windows of a lane, unless the patience is lost.
func (c *call) count(l *lane, do func() error) error {
	return c.attempt(&l.counting, &c.kinds.counting, do)
}

// publishDue does something about what is due in a lane, likewise.
func (c *call) publishDue(l *lane, do func() error) error {
	return c.attempt(&l.settling, &c.kinds.settling, do)
}

func (c *call) attempt(lane, all *patience, do func() error) error {
	b, now := c.options.Bounds, c.options.Now()
	if lane.lost(now, several, b.WaitLimit) || all.lost(now, several, 2*b.RequestLimit) {
		return errNotTried
	}
	lane.begins(now)
	all.begins(now)
	err := do()
	now = c.options.Now()
	lane.ends(now, err)
	all.ends(now, err)
	return err
}

// failing reports whether nothing has succeeded for so long in a lane that what
// failed need not be tried again now.
func (c *call) failing(l *lane) bool {
	now, limit := c.options.Now(), c.options.Bounds.WaitLimit
	return l.counting.lost(now, 1, limit) || l.settling.lost(now, 1, limit)
}
