package memory

import "slices"

// quorum is the number of matches that tell the time together.
const quorum = 101

// eventClock tells how far the event times of endless input have come: to the
// median of the last matches, and never back. A few records from a wrong
// century do not move it; it lags by some fifty matches.
type eventClock struct {
	last [quorum]uint32
	n    int // matches seen
	now  int64
}

func (c *eventClock) see(t uint32) {
	c.last[c.n%quorum] = t
	c.n++
}

// tick moves the clock to what was seen. It stands at 0 until quorum matches
// were.
func (c *eventClock) tick() {
	if c.n < quorum {
		return
	}
	sorted := c.last
	slices.Sort(sorted[:])
	c.now = max(c.now, int64(sorted[quorum/2]))
}
