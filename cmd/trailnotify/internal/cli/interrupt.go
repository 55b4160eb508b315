package cli

import (
	"context"
	"io"
	"sync"
)

// Interruptible returns an input whose reading ends when ctx does: otherwise
// the first Ctrl-C would have no effect while the command waits for standard
// input. Nothing is read before the first Read.
func Interruptible(ctx context.Context, from io.Reader) io.Reader {
	return &interruptible{ctx: ctx, from: from}
}

type interruptible struct {
	ctx   context.Context
	from  io.Reader
	begin sync.Once
	pipe  *io.PipeReader
}

func (r *interruptible) Read(p []byte) (int, error) {
	r.begin.Do(func() {
		var w *io.PipeWriter
		r.pipe, w = io.Pipe()
		context.AfterFunc(r.ctx, func() { w.CloseWithError(ErrInterrupted) })
		go func() {
			_, err := io.Copy(w, r.from)
			w.CloseWithError(err) // nil is the end of the input
		}()
	})
	return r.pipe.Read(p)
}
