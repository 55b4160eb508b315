package history

import (
	"context"
	"os"
	"time"
)

// openFile opens a file that may be a pipe: opening one waits until somebody
// writes to it, and so does reading. Both end when ctx does. A goroutine that
// waits for a pipe to open goes on waiting, as nothing can wake it.
func openFile(ctx context.Context, path string) (*os.File, error) {
	type result struct {
		file *os.File
		err  error
	}
	opened := make(chan result, 1)
	go func() {
		file, err := os.Open(path)
		opened <- result{file, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-opened:
		if r.err == nil {
			context.AfterFunc(ctx, func() { _ = r.file.SetReadDeadline(time.Unix(1, 0)) })
		}
		return r.file, r.err
	}
}
