package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// process is what the command is given by the system that starts it.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	environ        []string // "NAME=value"
	workers        int      // that read history at a time; 0: as many as there are cores
}

// getenv returns the value of an environment variable, "" when it is not set.
func (p process) getenv(name string) string { return settings.Lookup(p.environ, name) }

// note tells people something on standard error. Whatever it quotes is escaped.
// A single line fits the terminal; of several lines some have carets below
// others, so they stay as they are.
func (p process) note(format string, args ...any) {
	text := "trailnotify: " + screen.EscapeText(fmt.Sprintf(format, args...))
	if !strings.Contains(text, "\n") {
		text = screen.Wrap(text, terminalOf(p.stderr, p).width)
	}
	fmt.Fprintln(p.stderr, text)
}

// interruptible is an input of which reading ends when ctx does: otherwise the
// first Ctrl-C would have no effect while the command waits for standard input.
// Nothing is read before the first Read.
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
		context.AfterFunc(r.ctx, func() { w.CloseWithError(errInterrupted) })
		go func() {
			_, err := io.Copy(w, r.from)
			w.CloseWithError(err) // nil is the end of the input
		}()
	})
	return r.pipe.Read(p)
}
