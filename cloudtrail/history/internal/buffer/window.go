// Package buffer holds the part of a stream that is looked at, and reads ahead
// on cores that have nothing else to do.
package buffer

import (
	"bytes"
	"io"
)

// Min is what a window holds at first, and what a read asks for. The window
// of a file holds more.
const (
	Min      = 64 << 10
	fileSize = 256 << 10
)

// Window is the part of a stream that is in memory: what was read and not yet
// dropped. It grows only while its user drops nothing, so the user bounds it.
type Window struct {
	in     io.Reader
	buf    []byte
	lo, hi int    // buf[lo:hi] is in the window
	Offset int64  // of the window's first byte in the stream
	Line   int    // of the window's first byte, from 1
	Err    error  // why no more can be read, io.EOF included
	Idle   func() // called before each read, which may have to wait; nil: nothing
	first  int    // size of the first buffer, at least Min
}

// Reset starts on another stream with the buffer that is there.
func (w *Window) Reset(in io.Reader) { *w = Window{in: in, buf: w.buf, Line: 1, first: fileSize} }

// Of is a window on content that is in memory already.
func Of(content []byte) Window {
	return Window{buf: content, hi: len(content), Line: 1, Err: io.EOF}
}

// Data returns the bytes in the window. They stay valid until Drop or More.
func (w *Window) Data() []byte { return w.buf[w.lo:w.hi] }

// Drop takes the first n bytes out of the window.
func (w *Window) Drop(n int) {
	w.Line += bytes.Count(w.buf[w.lo:w.lo+n], []byte{'\n'})
	w.Skip(n)
}

// Skip is Drop for what has no lines.
func (w *Window) Skip(n int) {
	w.Offset += int64(n)
	w.lo += n
}

// More reads at least one byte into the window, or returns false at the end of
// the stream or at an error.
func (w *Window) More() bool {
	if w.Err != nil {
		return false
	}
	if w.Idle != nil {
		w.Idle()
	}
	w.makeRoom()
	for range 100 { // as bufio does with a reader that gives nothing and no error
		n, err := w.in.Read(w.buf[w.hi:])
		w.hi += n
		w.Err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.Err = io.ErrNoProgress
	return false
}

func (w *Window) makeRoom() {
	if w.hi < len(w.buf) {
		return
	}
	kept := w.Data()
	if len(kept) == len(w.buf) {
		w.buf = make([]byte, max(2*len(w.buf), Min, w.first))
	}
	w.hi = copy(w.buf, kept)
	w.lo = 0
}

// Has reads until at least n bytes are in the window, and returns false when
// there are fewer.
func (w *Window) Has(n int) bool {
	for w.hi-w.lo < n {
		if !w.More() {
			return false
		}
	}
	return true
}

// New returns a window on a stream that may be small.
func New(in io.Reader) Window { return Window{in: in, Line: 1} }

// Size is how large the buffer is.
func (w *Window) Size() int { return len(w.buf) }

// Read takes what is in the window out of it, and what is behind.
func (w *Window) Read(p []byte) (int, error) {
	if !w.Has(1) {
		return 0, w.Err
	}
	n := copy(p, w.Data())
	w.Skip(n)
	return n, nil
}
