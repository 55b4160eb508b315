package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/internal/rawjson"
)

// fileReader reads file after file with the same buffers.
type fileReader struct {
	in     *Input
	limit  int // as in stream
	layers [maxLevel + 1]layer
}

// read reads a file and hands on what is in it.
func (r *fileReader) read(f file, emit func(cloudtrail.Record, error) bool) Tally {
	if r.in.ended() != nil {
		return Tally{}
	}
	o := r.in.options
	out := &output{file: f.path, emit: emit, inTree: f.found, keep: filter{
		since: o.Since, until: o.Until, timed: o.Timed, matcher: o.Matcher,
	}}
	if f.path == Stdin {
		out.file = "stdin"
		r.content(out, o.Stdin, nil, true)
	} else {
		r.open(f, out)
	}
	out.end()
	return out.tally
}

func (r *fileReader) open(f file, out *output) {
	opened, err := os.Open(f.path)
	if err != nil {
		out.give(cloudtrail.Record{}, fileFault(f.path, "opening", err))
		return
	}
	defer opened.Close()
	var whole *os.File
	if f.size >= 0 {
		whole = opened
	}
	r.content(out, opened, whole, f.mayBeEmpty())
}

// content reads what is in a file. whole is the file where it can be read at any
// place, nil where it can't.
func (r *fileReader) content(out *output, from io.Reader, whole *os.File, mayBeEmpty bool) {
	w := r.window(0, &counting{from, r.in, out})
	if !w.has(1) {
		switch {
		case w.err != io.EOF:
			out.give(cloudtrail.Record{}, fileFault(out.file, "reading", w.err))
		case !mayBeEmpty:
			out.give(cloudtrail.Record{}, fileFault(out.file, "", rawjson.ErrEmpty))
		}
		return
	}
	r.unwrap(out, 0, "", whole)
}

// counting counts the bytes read from in.
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
	c.in.read.Add(int64(n))
	c.out.budget.raw += int64(n)
	return n, err
}

// ended reports whether the reading has to end early.
func (in *Input) ended() error {
	if in.options.Context == nil {
		return nil
	}
	return in.options.Context.Err()
}

// fileFault is a fault of the file as a whole. The path, which os puts into its
// errors, is said once.
func fileFault(path, doing string, err error) *cloudtrail.Fault {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	if doing != "" {
		err = fmt.Errorf("%s: %w", doing, err)
	}
	return &cloudtrail.Fault{Place: cloudtrail.Place{File: path}, Err: err}
}
