package buffer

import "sync/atomic"

// Cores are those that have no file to read: whoever reads a large one may use
// them.
type Cores struct{ free atomic.Int64 }

// Take takes up to n of them and returns how many it got. On a nil *Cores there
// are none.
func (c *Cores) Take(n int) int {
	for c != nil {
		free := c.free.Load()
		got := min(int64(n), free)
		if got <= 0 {
			return 0
		}
		if c.free.CompareAndSwap(free, free-got) {
			return int(got)
		}
	}
	return 0
}

// Free is how many there are at the moment.
func (c *Cores) Free() int {
	if c == nil {
		return 0
	}
	return int(c.free.Load())
}

// Give gives n of them back.
func (c *Cores) Give(n int) {
	if c != nil {
		c.free.Add(int64(n))
	}
}
