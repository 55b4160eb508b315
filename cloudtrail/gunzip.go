package cloudtrail

import (
	"errors"
	"io"
	"slices"

	"trailnotify/cloudtrail/internal/gzipped"
)

// usualRatio is how many times larger records are than their compressed form, at
// most. The part of a new buffer that is not needed is never touched and takes no
// memory, whereas a buffer that turns out too small takes it twice.
const usualRatio = 16

// firstBuffer is how much of a payload is opened before its size is known. What
// CloudWatch Logs sends stays below.
const firstBuffer = 16 << 20

// gunzip decompresses data into buf if that is large enough, else into a new
// buffer, and returns ErrTooLarge if there are more than limit bytes. Bytes after
// the gzip data are ignored. What the data says about its own size is not
// believed: a payload larger than firstBuffer is measured first, then
// decompressed again into a buffer of its size. So a bomb costs time, but no more
// memory than firstBuffer.
func gunzip(buf, data []byte, limit int) ([]byte, error) {
	r := gzipped.NewReader()
	defer r.Release()

	if err := r.ResetBytes(data); err != nil {
		return nil, err
	}
	if want := min(usualRatio*len(data), firstBuffer, limit); cap(buf) < want {
		buf = make([]byte, 0, want)
	}
	opened, err := readUpTo(r, buf[:0], min(firstBuffer, limit), func(n int) int {
		return n * len(data) / max(1, len(data)-r.Unread())
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
	if err := r.ResetBytes(data); err != nil {
		return nil, err
	}
	opened = slices.Grow(opened[:0], total)[:total]
	_, err = io.ReadFull(r, opened)
	return opened, err
}

// readUpTo reads into buf until the end or until it has limit bytes. When buf
// is full after n bytes, it becomes as large as guess(n) says, with a tenth to
// spare, but at least a quarter larger.
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

// size counts what r still holds, and returns ErrTooLarge when that is more
// than limit.
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
	if err == io.EOF || errors.Is(err, gzipped.ErrTrailing) {
		return nil
	}
	return err
}
