package cloudtrail

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// errTrailing tells that what follows the last gzip member is no gzip.
var errTrailing = errors.New("bytes that are no gzip follow the compressed data")

// gzipReader reads gzip of any number of members. It takes them one by one, because only so can bytes that follow the
// last member be told from a member that is broken.
type gzipReader struct {
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

// resetBytes begins with data that is in memory.
func (r *gzipReader) resetBytes(data []byte) error {
	r.memory.Reset(data)
	r.in = &r.memory
	return r.open()
}

// reset begins with a stream.
func (r *gzipReader) reset(in io.Reader) error {
	r.stream.Reset(in)
	r.in = r.stream
	return r.open()
}

func (r *gzipReader) open() error {
	err := r.gz.Reset(r.in)
	r.gz.Multistream(false)
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Read gives the content of all members, one after the other. Zeros after the last one, with which tapes and blocks are
// filled up, are skipped; anything else there ends the content with errTrailing.
func (r *gzipReader) Read(p []byte) (int, error) {
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
func (r *gzipReader) next() error {
	if r.atMember() {
		return r.open()
	}
	for {
		switch c, err := r.in.ReadByte(); {
		case err != nil:
			return err
		case c != 0:
			return errTrailing
		}
	}
}

// atMember reports whether a member comes next.
func (r *gzipReader) atMember() bool {
	if r.in == r.stream {
		magic, _ := r.stream.Peek(2)
		return isGzip(magic)
	}
	var magic [2]byte
	n, _ := r.memory.ReadAt(magic[:], r.memory.Size()-int64(r.memory.Len()))
	return isGzip(magic[:n])
}

func isGzip(b []byte) bool { return len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b }

var gzipReaders = sync.Pool{New: func() any { return &gzipReader{stream: bufio.NewReaderSize(nil, 4<<10)} }}

// release gives a reader back to gzipReaders, without what it read from.
func (r *gzipReader) release() {
	r.stream.Reset(nil)
	r.memory.Reset(nil)
	gzipReaders.Put(r)
}

// usualRatio is how much longer records are than when compressed, at most: what is not needed of a new buffer is not
// touched and takes no memory, whereas a buffer that turns out too small takes it twice.
const usualRatio = 16

// firstBuffer is how much of a payload is opened before its size is known. What CloudWatch Logs sends stays below.
const firstBuffer = 16 << 20

// gunzip opens data into buf if that is large enough, else into a new buffer, and returns ErrTooLarge where that gives
// more than limit bytes. Bytes after the gzip data are ignored. What the data says about its own size is not believed: a
// payload beyond firstBuffer is measured first, then opened again into a buffer of its size. So a bomb costs time, but no
// more memory than firstBuffer.
func gunzip(buf, data []byte, limit int) ([]byte, error) {
	r := gzipReaders.Get().(*gzipReader)
	defer r.release()

	if err := r.resetBytes(data); err != nil {
		return nil, err
	}
	if want := min(usualRatio*len(data), firstBuffer, limit); cap(buf) < want {
		buf = make([]byte, 0, want)
	}
	opened, err := readUpTo(r, buf[:0], min(firstBuffer, limit), func(n int) int {
		return n * len(data) / max(1, len(data)-r.memory.Len())
	})
	if err != nil || len(opened) < min(firstBuffer, limit) {
		return opened, err
	}
	rest, err := size(r, limit-len(opened))
	if err != nil {
		return nil, err
	}
	if rest == 0 {
		return opened, nil
	}
	total := len(opened) + rest
	if err := r.resetBytes(data); err != nil {
		return nil, err
	}
	opened = slices.Grow(opened[:0], total)[:total]
	_, err = io.ReadFull(r, opened)
	return opened, err
}

// readUpTo reads into buf until the end or until it has limit bytes. When buf is full after n bytes, it becomes as large as
// guess(n) says, with a tenth to spare, but at least a quarter larger.
func readUpTo(r io.Reader, buf []byte, limit int, guess func(n int) int) ([]byte, error) {
	for len(buf) < limit {
		if n := len(buf); n == cap(buf) {
			grown := make([]byte, n, min(max(guess(n)*11/10, n*5/4, 512), limit))
			copy(grown, buf)
			buf = grown
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), limit)])
		buf = buf[:len(buf)+n]
		if err != nil {
			return buf, ignoreEnd(err)
		}
	}
	return buf, nil
}

// size counts what r still holds, and returns ErrTooLarge when that is more than limit.
func size(r io.Reader, limit int) (int, error) {
	n, err := io.Copy(io.Discard, io.LimitReader(r, int64(limit)+1))
	if err := ignoreEnd(err); err != nil {
		return 0, err
	}
	if n > int64(limit) {
		return 0, ErrTooLarge
	}
	return int(n), nil
}

// ignoreEnd returns nil for the two ways in which sound gzip data ends.
func ignoreEnd(err error) error {
	if err == io.EOF || errors.Is(err, errTrailing) {
		return nil
	}
	return err
}
