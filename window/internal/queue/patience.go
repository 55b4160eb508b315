package queue

import (
	"sync"
	"time"
)

// Patience is lost where several things of a kind have been under way, or have
// failed, for a while and none has succeeded. So an outage ends a call soon,
// however much there is to be done. A single key never takes the patience with
// all others.
type Patience struct {
	mu       sync.Mutex
	underWay int
	failed   int       // since the last success
	since    time.Time // when any are underWay or failed: the begin of it, or the last success
}

// Lost reports whether at least n have failed or are under way, and for so
// long.
func (p *Patience) Lost(now time.Time, n int, limit time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed+p.underWay >= n && now.Sub(p.since) >= limit
}

// Begins notes that something begins.
func (p *Patience) Begins(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed+p.underWay == 0 {
		p.since = now
	}
	p.underWay++
}

// Outcome is how something ended.
type Outcome int

// Waited is neither success nor failure: others are at work.
const (
	Succeeded Outcome = iota
	Failed
	Waited
)

// Ends notes how something ended.
func (p *Patience) Ends(now time.Time, o Outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.underWay--
	switch o {
	case Succeeded:
		p.failed, p.since = 0, now
	case Failed:
		p.failed++
	}
}
