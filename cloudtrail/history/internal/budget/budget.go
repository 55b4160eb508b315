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
	openedFree, openedTimes   = 1 << 30, 200
	wrappedFree, wrappedTimes = 64 << 20, 64
)

// A Budget is what one file may expand to.
type Budget struct {
	Raw     atomic.Int64 // bytes on disk that were read
	opened  atomic.Int64 // bytes that decompressing the file gave
	wrapped int64        // bytes of content that was taken out of other content
	Spent   error        // by content, nil if it wasn't
	Said    bool         // it was reported
}

// Open notes n bytes of decompressed file. Unlike Wrap it may be called by
// another goroutine than the one that reads.
func (b *Budget) Open(n int) error {
	return b.check(b.opened.Add(int64(n)), openedFree, openedTimes, "decompresses")
}

// Wrap notes n bytes of content that stood inside other content.
func (b *Budget) Wrap(n int) error {
	b.wrapped += int64(n)
	if b.Spent == nil {
		b.Spent = b.check(b.wrapped, wrappedFree, wrappedTimes, "unpacks")
	}
	return b.Spent
}

func (b *Budget) check(used, free, times int64, does string) error {
	if used <= free+times*b.Raw.Load() {
		return nil
	}
	return fmt.Errorf("%s to more than %d MiB and %d times its size, so the rest is not read", does, free>>20, times)
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
	if spent := u.b.Wrap(n); spent != nil {
		return n, spent
	}
	return n, err
}

// Opening returns a reader of the decompressed content of a file.
func (b *Budget) Opening(in io.Reader) io.Reader { return &opening{in, b} }

// Unwrapping returns a reader of decompressed content of something in the file.
func (b *Budget) Unwrapping(in io.Reader) io.Reader { return &unwrapping{in, b} }
