package history

import (
	"cmp"
	"errors"
	"io"
	"math"
	"os"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/inplace"
	"trailnotify/cloudtrail/history/internal/listing"
	"trailnotify/cloudtrail/internal/rawjson"
)

// fileReader reads file after file with the same buffers.
type fileReader struct {
	in     *Input
	limit  int // as in stream
	cores  *buffer.Cores
	slow   bool // examine nothing in place: for tests, which compare
	piece  int  // of a large file; 0: pieceSize
	layers [maxLevel + 1]layer
}

// read reads a file and hands on what is in it. It calls idle when it may have
// to wait for more.
func (r *fileReader) read(f listing.File, emit func(cloudtrail.Record, error) bool, idle func()) Tally {
	if r.in.ended() != nil {
		return Tally{}
	}
	o := r.in.options
	out := &output{file: f.Path, emit: emit, idle: idle, inTree: f.Found, keep: filter{
		Filter: inplace.Filter{Since: o.Since, Until: o.Until, Timed: o.Timed}, matcher: o.Matcher,
	}}
	if f.Path == Stdin {
		out.file = "stdin"
		r.content(out, o.Stdin, nil, true)
	} else {
		r.open(f, out)
	}
	out.end()
	return out.tally
}

func (r *fileReader) open(f listing.File, out *output) {
	open := os.Open
	if f.Size < 0 && r.in.options.Context != nil {
		open = func(path string) (*os.File, error) { return openFile(r.in.options.Context, path) }
	}
	opened, err := open(f.Path)
	if err != nil {
		out.give(cloudtrail.Record{}, listing.Fault(f.Path, "opening", err))
		return
	}
	defer opened.Close()
	if f.Size < 0 {
		r.content(out, opened, nil, f.MayBeEmpty())
		return
	}
	info, err := opened.Stat()
	if err != nil {
		out.give(cloudtrail.Record{}, listing.Fault(f.Path, "opening", err))
		return
	}
	whole := r.whole(out, opened, info.Size())
	r.content(out, whole.window, whole, f.MayBeEmpty())
}

func (r *fileReader) whole(out *output, file io.ReaderAt, size int64) *wholeFile {
	return &wholeFile{
		countingAt: countingAt{&counting{in: r.in, out: out}, file}, size: size, piece: cmp.Or(r.piece, pieceSize),
		window: io.NewSectionReader(file, 0, math.MaxInt64), // it may grow
	}
}

// content reads what is in a file. whole is the file where it can be read at
// any place, nil where it can't.
func (r *fileReader) content(out *output, from io.Reader, whole *wholeFile, mayBeEmpty bool) {
	w := r.window(0, &counting{from, r.in, out})
	if !w.Has(1) {
		switch {
		case w.Err != io.EOF:
			out.give(cloudtrail.Record{}, listing.Fault(out.file, "reading", w.Err))
		case !mayBeEmpty:
			out.give(cloudtrail.Record{}, listing.Fault(out.file, "", rawjson.ErrEmpty))
		}
		return
	}
	r.unwrap(out, 0, "", whole)
}

var errStopped = errors.New("stopped")

// counting counts the bytes read from in, until that is stopped.
type counting struct {
	from io.Reader
	in   *Input
	out  *output
}

func (c *counting) Read(p []byte) (int, error) {
	if err := c.in.ended(); err != nil {
		return 0, err
	}
	n, err := c.from.Read(p)
	c.count(n)
	return n, err
}

func (c *counting) count(n int) {
	c.in.read.Add(int64(n))
	c.out.budget.Raw.Add(int64(n))
}

// countingAt is counting for a file that is read at any place.
type countingAt struct {
	*counting
	from io.ReaderAt
}

func (c countingAt) ReadAt(p []byte, at int64) (int, error) {
	if err := c.in.ended(); err != nil {
		return 0, err
	}
	n, err := c.from.ReadAt(p, at)
	c.count(n)
	return n, err
}

// ended reports whether the reading has to end early.
func (in *Input) ended() error {
	switch {
	case in.stopped.Load():
		return errStopped
	case in.options.Context == nil:
		return nil
	default:
		return in.options.Context.Err()
	}
}
