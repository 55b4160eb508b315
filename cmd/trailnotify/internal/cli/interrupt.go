package cli

import (
	"context"
	"io"
	"os"
	"sync"
)

// Interruptible returns an input whose reading ends when ctx does: otherwise
// the first Ctrl-C would have no effect while the command waits for standard
// input. Nothing is read before the first Read.
func Interruptible(ctx context.Context, from io.Reader) io.Reader {
	return &interruptible{ctx: ctx, copy: func(to io.Writer) error {
		_, err := io.Copy(to, from)
		return err
	}}
}

// InterruptibleFile is Interruptible for a file that the first Read opens. For
// a named pipe that, too, may wait for ever.
func InterruptibleFile(ctx context.Context, path string) io.Reader {
	return &interruptible{ctx: ctx, copy: func(to io.Writer) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.Copy(to, file)
		return err
	}}
}

type interruptible struct {
	ctx   context.Context
	copy  func(to io.Writer) error // copies the whole input
	begin sync.Once
	pipe  *io.PipeReader
}

func (r *interruptible) Read(p []byte) (int, error) {
	r.begin.Do(func() {
		var w *io.PipeWriter
		r.pipe, w = io.Pipe()
		context.AfterFunc(r.ctx, func() { w.CloseWithError(ErrInterrupted) })
		go func() { w.CloseWithError(r.copy(w)) }() // nil is the end of the input
	})
	return r.pipe.Read(p)
}
