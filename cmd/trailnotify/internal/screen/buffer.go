package screen

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// Buffer collects what is written to another writer, and passes it on when it
// is full, or soon: whoever looks at the output of an input that is still
// growing waits no longer than a moment. It is safe for concurrent use. Errors
// are those of the other writer; after one, every call returns it.
type Buffer struct {
	mu    sync.Mutex
	w     *bufio.Writer
	timer *time.Timer // runs while something waits
}

// soon is how long output waits for more.
const soon = 100 * time.Millisecond

// NewBuffer returns an empty Buffer before w.
func NewBuffer(w io.Writer) *Buffer { return &Buffer{w: bufio.NewWriter(w)} }

// Write implements io.Writer.
func (b *Buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.timer == nil {
		b.timer = time.AfterFunc(soon, func() { _ = b.Flush() })
	}
	return b.w.Write(p)
}

// Flush passes on what waits.
func (b *Buffer) Flush() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
	return b.w.Flush()
}
