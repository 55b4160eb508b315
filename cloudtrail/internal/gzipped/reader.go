// Package gzipped reads gzip of any number of members.
package gzipped

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// ErrTrailing reports that what follows the last gzip member is not gzip.
var ErrTrailing = errors.New("bytes that are no gzip follow the compressed data")

// Reader reads gzip of any number of members. It takes them one by one, because
// only so can bytes that follow the last member be told from a member that is
// broken.
type Reader struct {
	in     source // stream or memory
	gz     gzip.Reader
	stream *bufio.Reader
	memory bytes.Reader
}

// source is what both have. The decompressor reads from either without a copy.
type source interface {
	io.Reader
	io.ByteReader
}

// ResetBytes begins with data that is in memory.
func (r *Reader) ResetBytes(data []byte) error {
	r.memory.Reset(data)
	r.in = &r.memory
	return r.open()
}

// Reset begins with a stream.
func (r *Reader) Reset(in io.Reader) error {
	r.stream.Reset(in)
	r.in = r.stream
	return r.open()
}

func (r *Reader) open() error {
	err := r.gz.Reset(r.in)
	r.gz.Multistream(false)
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Read gives the content of all members, one after the other. Zeros after the
// last one, with which tapes and blocks are filled up, are skipped; anything
// else there ends the content with ErrTrailing.
func (r *Reader) Read(p []byte) (int, error) {
	for {
		n, err := r.gz.Read(p)
		if n > 0 || err == nil {
			return n, nil
		}
		if err != io.EOF {
			return 0, err
		}
		if err := r.next(); err != nil {
			return 0, err
		}
	}
}

// next goes on to the next member. It returns io.EOF where there is none.
func (r *Reader) next() error {
	if r.atMember() {
		return r.open()
	}
	for {
		switch c, err := r.in.ReadByte(); {
		case err != nil:
			return err
		case c != 0:
			return ErrTrailing
		}
	}
}

// atMember reports whether a member comes next.
func (r *Reader) atMember() bool {
	if r.in == r.stream {
		magic, _ := r.stream.Peek(2)
		return Is(magic)
	}
	var magic [2]byte
	n, _ := r.memory.ReadAt(magic[:], r.memory.Size()-int64(r.memory.Len()))
	return Is(magic[:n])
}

// Unread is how much of the data given to ResetBytes has not been read yet.
func (r *Reader) Unread() int { return r.memory.Len() }

// Is reports whether b begins like gzip.
func Is(b []byte) bool { return len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b }

var readers = sync.Pool{New: func() any { return &Reader{stream: bufio.NewReaderSize(nil, 64<<10)} }}

// NewReader returns a reader that is ready for Reset.
func NewReader() *Reader { return readers.Get().(*Reader) }

// Release gives the reader back for another NewReader. It is not used any more
// then.
func (r *Reader) Release() {
	r.stream.Reset(nil)
	r.memory.Reset(nil)
	readers.Put(r)
}
