package timeline

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"time"

	"trailnotify/cloudtrail"
)

// encoder writes entries. Numbers are variants of LEB128, texts come with their
// length.
type encoder struct {
	w       *bufio.Writer
	buf     []byte
	written int64
}

// entries writes entries up to the first error.
func (e *encoder) entries(t *Timeline, all iter.Seq2[*entry, error]) error {
	for entry, err := range all {
		if err != nil {
			return err
		}
		if err := e.entry(t, entry); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) entry(t *Timeline, x *entry) error {
	b := binary.AppendVarint(e.buf[:0], x.at)
	b = appendText(b, x.key)
	b = appendText(b, x.record.JSON)
	b = binary.AppendVarint(b, nanos(x.record.Logged))
	b = binary.AppendVarint(b, nanos(x.record.Arrived))
	b = binary.AppendUvarint(b, uint64(t.fileNumber(x.record.Place.File)))
	b = binary.AppendUvarint(b, uint64(x.record.Place.N))
	e.buf = b
	e.written += int64(len(b))
	_, err := e.w.Write(b)
	return err
}

func appendText[T string | []byte](b []byte, text T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// nanos is a time in nanoseconds since 1970, and 0 for the zero time.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// instant is the time that nanos made a number of.
func instant(nanos int64) time.Time {
	if nanos == 0 {
		return time.Time{}
	}
	return time.Unix(0, nanos).UTC()
}

// fileNumber gives names of files numbers: few names come again and again.
func (t *Timeline) fileNumber(name string) int {
	n, ok := t.number[name]
	if !ok {
		n = len(t.places)
		t.number[name] = n
		t.places = append(t.places, name)
	}
	return n
}

// decoder reads what an encoder has written.
type decoder struct{ r *bufio.Reader }

// entry returns the next entry, and io.EOF behind the last one.
func (d *decoder) entry(t *Timeline) (*entry, error) {
	at, err := binary.ReadVarint(d.r)
	if err != nil {
		return nil, err
	}
	f := fields{r: d.r}
	key, json := f.text(), f.text()
	logged, arrived, file, n := f.signed(), f.signed(), f.unsigned(), f.unsigned()
	switch {
	case f.err == io.EOF:
		return nil, io.ErrUnexpectedEOF
	case f.err != nil:
		return nil, f.err
	case file >= uint64(len(t.places)):
		return nil, fmt.Errorf("file number %d of %d", file, len(t.places))
	}
	return &entry{at, string(key), cloudtrail.Record{
		JSON: json, Logged: instant(logged), Arrived: instant(arrived),
		Place: cloudtrail.Place{File: t.places[file], N: int(n)},
	}}, nil
}

// fields reads fields up to the first error.
type fields struct {
	r   *bufio.Reader
	err error
}

func (f *fields) unsigned() (n uint64) {
	if f.err == nil {
		n, f.err = binary.ReadUvarint(f.r)
	}
	return n
}

func (f *fields) signed() (n int64) {
	if f.err == nil {
		n, f.err = binary.ReadVarint(f.r)
	}
	return n
}

// maxText is longer than any record is.
const maxText = 64 << 20

func (f *fields) text() []byte {
	n := f.unsigned()
	if f.err == nil && n > maxText {
		f.err = fmt.Errorf("a text of %d bytes", n)
	}
	if f.err != nil {
		return nil
	}
	b := make([]byte, n)
	_, f.err = io.ReadFull(f.r, b)
	return b
}
