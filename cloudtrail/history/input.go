package history

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"sync/atomic"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/internal/gzipped"
	"trailnotify/cloudtrail/internal/rawjson"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Input is a list of files to read records from. Only Progress may be called by several goroutines.
type Input struct {
	files   []file
	stdin   io.Reader
	faults  []*cloudtrail.Fault // what could not be listed
	skipped int
	bytes   int64 // of all files, -1 when unknown

	done atomic.Int64 // files
	read atomic.Int64 // bytes
}

// Progress says how far reading is.
type Progress struct {
	FilesDone, Files int
	BytesRead, Bytes int64 // as on disk, so compressed where the files are; Bytes is -1 when unknown, as for standard input
	Skipped          int   // files of directories that are not read because of their names
}

// Progress returns how far reading is. It may be called at any time from any goroutine.
func (in *Input) Progress() Progress {
	return Progress{
		FilesDone: int(in.done.Load()), Files: len(in.files),
		BytesRead: in.read.Load(), Bytes: in.bytes,
		Skipped: in.skipped,
	}
}

// Open lists the files that paths name, in the order in which they will be read, and opens none of them yet. A path is a
// file, a directory, or "-" for stdin. It fails, naming each of them, when a path doesn't exist or none is given; what
// can't be listed further down becomes a fault of Records.
func Open(paths []string, stdin io.Reader) (*Input, error) {
	if len(paths) == 0 {
		return nil, errors.New("opening input: no paths")
	}
	l := listing{seen: map[string]bool{}}
	var errs []error
	for i, path := range paths {
		switch {
		case path != Stdin:
			errs = append(errs, l.add(path))
		case stdin == nil:
			errs = append(errs, errors.New("opening input: there is no standard input"))
		case l.stdin:
			errs = append(errs, fmt.Errorf("opening input: path %d: standard input can be read only once", i+1))
		default:
			l.stdin = true
			l.files = append(l.files, file{path: Stdin, size: -1})
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	l.sort()
	return &Input{files: l.files, stdin: stdin, faults: l.faults, skipped: l.skipped, bytes: l.bytes()}, nil
}

// Records reads the records of all files, one after the other, in memory that does not depend on their size or number.
// Each step gives either a record, whose JSON belongs to the consumer, or a *Fault, after which reading goes on. The
// files are read once: a second call gives what the first one left.
func (in *Input) Records() iter.Seq2[cloudtrail.Record, error] {
	return func(yield func(cloudtrail.Record, error) bool) {
		for len(in.faults) > 0 {
			f := in.faults[0]
			in.faults = in.faults[1:]
			if !yield(cloudtrail.Record{}, f) {
				return
			}
		}
		r := fileReader{in: in, emit: yield, limit: maxValue}
		for n := in.done.Load(); n < int64(len(in.files)); n++ {
			goOn := r.read(in.files[n])
			in.done.Add(1)
			if !goOn {
				return
			}
		}
	}
}

// fileReader reads file after file with the same buffers.
type fileReader struct {
	in    *Input
	emit  func(cloudtrail.Record, error) bool
	limit int // as in stream
	buf   []byte
	raw   *bufio.Reader
	gz    *gzipped.Reader
}

// read reads the records of f and returns false when the consumer has enough.
func (r *fileReader) read(f file) bool {
	if f.path == Stdin {
		return r.records("stdin", r.in.stdin, true)
	}
	opened, err := os.Open(f.path)
	if err != nil {
		return r.emit(cloudtrail.Record{}, fileFault(f.path, "opening", err))
	}
	defer opened.Close()
	return r.records(f.path, opened, f.mayBeEmpty())
}

func (r *fileReader) records(name string, from io.Reader, mayBeEmpty bool) bool {
	content, err := r.open(from)
	switch {
	case err == io.EOF && mayBeEmpty:
		return true
	case err == io.EOF:
		return r.emit(cloudtrail.Record{}, &cloudtrail.Fault{Place: cloudtrail.Place{File: name}, Err: rawjson.ErrEmpty})
	case err != nil:
		return r.emit(cloudtrail.Record{}, fileFault(name, "reading", err))
	}
	count := 0
	s := stream{emit: r.emit, limit: r.limit, file: name, count: &count}
	s.w.buf = r.buf
	s.w.reset(content)
	s.run()
	r.buf = s.w.buf
	return !s.stop
}

// open returns the content of a file, decompressed when it is gzip. It returns io.EOF for an empty one.
func (r *fileReader) open(from io.Reader) (io.Reader, error) {
	if r.raw == nil {
		r.raw = bufio.NewReaderSize(nil, minWindow)
	}
	r.raw.Reset(&counting{from, &r.in.read})
	magic, err := r.raw.Peek(2)
	if len(magic) == 0 {
		return nil, err
	}
	if !gzipped.Is(magic) {
		return r.raw, nil
	}
	if r.gz == nil {
		r.gz = gzipped.NewReader()
	}
	return r.gz, r.gz.Reset(r.raw)
}

// counting counts the bytes read from in.
type counting struct {
	in io.Reader
	n  *atomic.Int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// fileFault is a fault of the file as a whole. The path, which os puts into its errors, is said once.
func fileFault(path, doing string, err error) *cloudtrail.Fault {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &cloudtrail.Fault{Place: cloudtrail.Place{File: path}, Err: fmt.Errorf("%s: %w", doing, err)}
}
