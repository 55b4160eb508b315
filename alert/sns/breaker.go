package sns

import (
	"sync"
	"time"
)

const (
	// A topic is paused after this many failures in a row, with no success for
	// so long. Both are needed: a hiccup of a moment fails many alerts at once,
	// and one alert fails twice.
	breakerFailures = 5
	breakerTime     = time.Second
	// breakerPause is how long nothing is sent to it then, but for one attempt
	// each time it is over.
	breakerPause = time.Second
)

// A breaker keeps a topic that does not answer from occupying everybody who
// publishes: an alert for another topic would wait behind all those that are
// bound to fail. One success closes it.
type breaker struct {
	mu       sync.Mutex
	failures int       // in a row
	since    time.Time // when the first of them began
	until    time.Time // when the next attempt may begin
}

// allows reports whether an attempt may begin.
func (b *breaker) allows(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Before(b.until) {
		return false
	}
	if !b.until.IsZero() { // the one attempt of this pause
		b.until = now.Add(breakerPause)
	}
	return true
}

// ended notes how an attempt ended.
func (b *breaker) ended(began, now time.Time, alive bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if alive {
		b.failures, b.until = 0, time.Time{}
		return
	}
	if b.failures == 0 || began.Before(b.since) {
		b.since = began
	}
	b.failures++
	if b.failures >= breakerFailures && now.Sub(b.since) >= breakerTime {
		b.until = now.Add(breakerPause)
	}
}
