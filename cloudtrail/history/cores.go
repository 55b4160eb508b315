package history

import "sync/atomic"

// cores are those that have no file to read: whoever reads a large one may use
// them.
type cores struct{ free atomic.Int64 }

// take takes up to n of them and returns how many it got. On a nil *cores there
// are none.
func (c *cores) take(n int) int {
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

// give gives n of them back.
func (c *cores) give(n int) {
	if c != nil {
		c.free.Add(int64(n))
	}
}
