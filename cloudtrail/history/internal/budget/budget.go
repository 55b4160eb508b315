// Package budget limits the work that a small file can cause.
package budget

import (
	"fmt"
	"io"
	"sync/atomic"
)

// What one file may expand to: a fixed part, and so many times its size. Both
// are far above what CloudTrail gives, which compresses to a tenth or a
// thirtieth.
const (
	openedFree, openedTimes = 1 << 30, 200
	nestedFree, nestedTimes = 64 << 20, 100
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
	return b.check(b.opened.Add(int64(n)), openedFree, openedTimes, "it decompresses")
}

// Nest notes n bytes of content that stood inside other content.
func (b *Budget) Nest(n int) error {
	b.Nested += int64(n)
	if b.Spent == nil {
		b.Spent = b.check(b.Nested, nestedFree, nestedTimes, "what is nested in it adds up")
	}
	return b.Spent
}

// Look notes that something of n bytes is looked at, perhaps not for the first
// time.
func (b *Budget) Look(n int) error { return b.Nest(n + lookCost) }

func (b *Budget) check(used, free, times int64, what string) error {
	if used <= free+times*b.Raw.Load() {
		return nil
	}
	return fmt.Errorf("%s to more than %d MiB and %d times the size of the file, so the rest is not read", what, free>>20, times)
}

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
