// Package budget limits the work that a small file can cause.
package budget

import (
	"fmt"
	"io"
	"sync/atomic"
)

// What one file may expand to: a fixed part, and so many times its size or, for
// what is nested, so many times its text. CloudTrail compresses to a tenth, a
// hundredth where all records are alike, and what wraps it is looked at a few
// times.
const (
	openedFree, openedTimes = 1 << 30, 200
	nestedFree, nestedTimes = 64 << 20, 10
)

// lookCost is what each thing counts that is looked at, in addition to its
// bytes, because a look at a few bytes takes as long as one at so many.
const lookCost = 64

// A Budget is what one file may expand to.
type Budget struct {
	Raw    atomic.Int64 // bytes on disk that were read
	opened atomic.Int64 // bytes that decompressing the file gave
	Nested int64        // bytes that were looked at inside others, each time they were
	Spent  error        // by what is nested, nil if it wasn't
	Said   bool         // it was reported
}

// Open notes n bytes of decompressed file. Unlike Nest it may be called by
// another goroutine than the one that reads.
func (b *Budget) Open(n int) error {
	if opened := b.opened.Add(int64(n)); opened > openedFree+openedTimes*b.Raw.Load() {
		return fmt.Errorf("it decompresses to more than %d MiB and %d times its size, so the rest is not read", openedFree>>20, openedTimes)
	}
	return nil
}

// Nest notes n bytes of content that stood inside other content.
func (b *Budget) Nest(n int) error {
	b.Nested += int64(n)
	if b.Spent == nil && b.Nested > nestedFree+nestedTimes*b.text() {
		b.Spent = fmt.Errorf("what is nested in it adds up to more than %d MiB and %d times its text, so the rest is not read", nestedFree>>20, nestedTimes)
	}
	return b.Spent
}

// text is how much the file holds when decompressed, no more of it than a file
// of this size has that was not made to take long.
func (b *Budget) text() int64 {
	raw := b.Raw.Load()
	return max(raw, min(b.opened.Load(), openedTimes*raw))
}

// Look notes that something of n bytes is looked at, perhaps not for the first
// time.
func (b *Budget) Look(n int) error { return b.Nest(n + lookCost) }

// opening is the decompressed content of a file, within the budget.
type opening struct {
	in io.Reader
	b  *Budget
}

func (o *opening) Read(p []byte) (int, error) {
	n, err := o.in.Read(p)
	if spent := o.b.Open(n); spent != nil {
		return n, spent
	}
	return n, err
}

// unwrapping is decompressed content of something inside the file, within the
// budget.
type unwrapping struct {
	in io.Reader
	b  *Budget
}

func (u *unwrapping) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	if spent := u.b.Nest(n); spent != nil {
		return n, spent
	}
	return n, err
}

// Opening returns a reader of the decompressed content of a file.
func (b *Budget) Opening(in io.Reader) io.Reader { return &opening{in, b} }

// Unwrapping returns a reader of decompressed content of something in the file.
func (b *Budget) Unwrapping(in io.Reader) io.Reader { return &unwrapping{in, b} }
