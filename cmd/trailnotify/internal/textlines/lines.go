// Package textlines reads each line of files as a message of its own, so that
// patterns can be tried on any log.
package textlines

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/cli"
)

// Records is what is read, or a fault to report before reading goes on.
type Records = iter.Seq2[cloudtrail.Record, error]

// maxMessage is the longest line that is taken for a message: above the longest
// log event of CloudWatch Logs.
const maxMessage = 4 << 20

// Read reads every line of the files as a message of its own, gzipped or
// not, until ctx is done. Its records hold any text, not only JSON.
func Read(ctx context.Context, paths []string, stdin io.Reader) (Records, error) {
	if err := readable(paths); err != nil {
		return nil, err
	}
	return func(yield func(cloudtrail.Record, error) bool) {
		for _, path := range paths {
			f := file{ctx: ctx, path: path, place: cloudtrail.Place{File: path}}
			if path == history.Stdin {
				f.stdin, f.place.File = stdin, "stdin"
			}
			if !f.lines(yield) {
				return
			}
		}
	}, nil
}

// readable reports paths that are missing, or no files.
func readable(paths []string) error {
	var faults []error
	for _, path := range paths {
		if path == history.Stdin {
			continue
		}
		info, err := os.Stat(path)
		if err == nil && info.IsDir() {
			err = fmt.Errorf("%s is a directory: --lines reads files", path)
		}
		faults = append(faults, err) // nil is none
	}
	return errors.Join(faults...)
}

// file is what is read line by line.
type file struct {
	ctx   context.Context
	path  string
	stdin io.Reader // nil: the path is opened
	place cloudtrail.Place
}

// lines yields the lines of the file. It returns false when nothing more is
// wanted.
func (f *file) lines(yield func(cloudtrail.Record, error) bool) bool {
	in, err := f.open()
	if err != nil {
		return yield(cloudtrail.Record{}, &cloudtrail.Fault{Place: f.place, Err: err})
	}
	defer in.Close()
	plain, err := unzipped(in)
	if err != nil {
		return yield(cloudtrail.Record{}, &cloudtrail.Fault{Place: f.place, Err: err})
	}
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, maxMessage)
	for f.ctx.Err() == nil && lines.Scan() {
		f.place.N++
		if !yield(cloudtrail.Record{JSON: bytes.Clone(lines.Bytes()), Place: f.place}, nil) {
			return false
		}
	}
	if err := lines.Err(); err != nil {
		f.place.N++
		return yield(cloudtrail.Record{}, &cloudtrail.Fault{Place: f.place, Err: fmt.Errorf("the rest of the file is not read: %w", err)})
	}
	return true
}

// open opens the file. A pipe is waited for until Ctrl-C.
func (f *file) open() (io.ReadCloser, error) {
	if f.stdin != nil {
		return io.NopCloser(f.stdin), nil
	}
	if info, err := os.Stat(f.path); err == nil && !info.Mode().IsRegular() {
		return io.NopCloser(cli.InterruptibleFile(f.ctx, f.path)), nil
	}
	return os.Open(f.path)
}

// unzipped opens gzip, which its first bytes tell.
func unzipped(in io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(in)
	if magic, _ := buffered.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return buffered, nil
	}
	return gzip.NewReader(buffered)
}
