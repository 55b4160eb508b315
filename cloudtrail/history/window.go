package history

import (
	"bytes"
	"io"
)

// minWindow is what a window holds at first, and what a read asks for.
const minWindow = 64 << 10

// window is the part of a stream that is in memory: what was read and not yet dropped. It grows only while its user
// drops nothing, so the user bounds it.
type window struct {
	in     io.Reader
	buf    []byte
	lo, hi int   // buf[lo:hi] is in the window
	offset int64 // of the window's first byte in the stream
	line   int   // of the window's first byte, from 1
	err    error // why no more can be read, io.EOF included
}

// reset starts on another stream with the buffer that is there.
func (w *window) reset(in io.Reader) { *w = window{in: in, buf: w.buf, line: 1} }

// windowOf is a window on content that is in memory already.
func windowOf(content []byte) window {
	return window{buf: content, hi: len(content), line: 1, err: io.EOF}
}

// data returns the bytes in the window. They stay valid until drop or more.
func (w *window) data() []byte { return w.buf[w.lo:w.hi] }

// drop takes the first n bytes out of the window.
func (w *window) drop(n int) {
	w.line += bytes.Count(w.buf[w.lo:w.lo+n], []byte{'\n'})
	w.skip(n)
}

// skip is drop for what has no lines.
func (w *window) skip(n int) {
	w.offset += int64(n)
	w.lo += n
}

// more reads at least one byte into the window, or returns false at the end of the stream or at an error.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	w.makeRoom()
	for range 100 { // as bufio does with a reader that gives nothing and no error
		n, err := w.in.Read(w.buf[w.hi:])
		w.hi += n
		w.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.err = io.ErrNoProgress
	return false
}

func (w *window) makeRoom() {
	if w.hi < len(w.buf) {
		return
	}
	kept := w.data()
	if len(kept) == len(w.buf) {
		w.buf = make([]byte, max(2*len(w.buf), minWindow))
	}
	w.hi = copy(w.buf, kept)
	w.lo = 0
}

// has reads until at least n bytes are in the window, and returns false when there are fewer.
func (w *window) has(n int) bool {
	for w.hi-w.lo < n {
		if !w.more() {
			return false
		}
	}
	return true
}
