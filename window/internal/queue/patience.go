package queue

import (
	"sync"
	"time"
)

// Patience is lost where things of several keys have been under way, or have
// failed, for a while and none has succeeded. So an outage ends a call soon,
// however much there is to be done. A single key never takes the patience with
// all others, however much of it fails, but that with itself.
type Patience struct {
	mu       sync.Mutex
	underWay map[string]int // things of a key
	failed   map[string]int // of these, since the last success
	since    time.Time      // when there are any: the begin of the first, or the last success
}

// Lost reports whether things of at least n keys, or n things of the given one,
// have failed or are under way, and for so long.
func (p *Patience) Lost(now time.Time, key string, n int, limit time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.keys(), p.failed[key]+p.underWay[key]) >= n && now.Sub(p.since) >= limit
}

func (p *Patience) keys() int {
	n := len(p.underWay)
	for key := range p.failed {
		if p.underWay[key] == 0 {
			n++
		}
	}
	return n
}

// Begins notes that something of a key begins.
func (p *Patience) Begins(now time.Time, key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keys() == 0 {
		p.since = now
	}
	if p.underWay == nil {
		p.underWay, p.failed = map[string]int{}, map[string]int{}
	}
	p.underWay[key]++
}

// Outcome is how something ended.
type Outcome int

// Waited is neither success nor failure: others are at work.
const (
	Succeeded Outcome = iota
	Failed
	Waited
)

// Ends notes how something of a key ended that began.
func (p *Patience) Ends(now time.Time, key string, o Outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.underWay[key]--; p.underWay[key] == 0 {
		delete(p.underWay, key)
	}
	switch o {
	case Succeeded:
		p.since = now
		clear(p.failed)
	case Failed:
		p.failed[key]++
	}
}
