package history

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

// budget limits the work that a small file can cause.
type budget struct {
	raw     atomic.Int64 // bytes on disk that were read
	opened  atomic.Int64 // bytes that decompressing the file gave
	wrapped int64        // bytes of content that was taken out of other content
	spent   error        // by content, nil if it wasn't
	said    bool         // it was reported
}

// open notes n bytes of decompressed file. Unlike wrap it may be called by
// another goroutine than the one that reads.
func (b *budget) open(n int) error {
	return b.check(b.opened.Add(int64(n)), openedFree, openedTimes, "decompresses")
}

// wrap notes n bytes of content that stood inside other content.
func (b *budget) wrap(n int) error {
	b.wrapped += int64(n)
	if b.spent == nil {
		b.spent = b.check(b.wrapped, wrappedFree, wrappedTimes, "unpacks")
	}
	return b.spent
}

func (b *budget) check(used, free, times int64, does string) error {
	if used <= free+times*b.raw.Load() {
		return nil
	}
	return fmt.Errorf("%s to more than %d MiB and %d times its size, so the rest is not read", does, free>>20, times)
}

// opening is the decompressed content of a file, within the budget.
type opening struct {
	in io.Reader
	b  *budget
}

func (o *opening) Read(p []byte) (int, error) {
	n, err := o.in.Read(p)
	if spent := o.b.open(n); spent != nil {
		return n, spent
	}
	return n, err
}

// unwrapping is decompressed content of something inside the file, within the
// budget.
type unwrapping struct {
	in io.Reader
	b  *budget
}

func (u *unwrapping) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	if spent := u.b.wrap(n); spent != nil {
		return n, spent
	}
	return n, err
}
