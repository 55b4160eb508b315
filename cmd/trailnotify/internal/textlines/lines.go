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
)

// Records is what is read, or a fault to report before reading goes on.
type Records = iter.Seq2[cloudtrail.Record, error]

// maxMessage is the longest line that is taken for a message: above the longest
// log event of CloudWatch Logs.
const maxMessage = 4 << 20

// Read reads every line of the files as a message of its own, gzipped or
// not, until ctx is done. Its records hold any text, not only JSON.
func Read(ctx context.Context, paths []string, stdin io.Reader) (Records, error) {
	var missing []error
	for _, path := range paths {
		if path == history.Stdin {
			continue
		}
		if info, err := os.Stat(path); err != nil {
			missing = append(missing, err)
		} else if info.IsDir() {
			missing = append(missing, fmt.Errorf("%s is a directory: --lines reads files", path))
		}
	}
	if len(missing) > 0 {
		return nil, errors.Join(missing...)
	}
	return func(yield func(cloudtrail.Record, error) bool) {
		for _, path := range paths {
			if !linesOf(ctx, path, stdin, yield) {
				return
			}
		}
	}, nil
}

// linesOf yields the lines of one file. It returns false when nothing more is
// wanted.
func linesOf(ctx context.Context, path string, stdin io.Reader, yield func(cloudtrail.Record, error) bool) bool {
	place := cloudtrail.Place{File: path}
	in := stdin
	if path == history.Stdin {
		place.File = "stdin"
	} else {
		file, err := os.Open(path)
		if err != nil {
			return yield(cloudtrail.Record{}, &cloudtrail.Fault{Place: place, Err: err})
		}
		defer file.Close()
		in = file
	}
	plain, err := unzipped(in)
	if err != nil {
		return yield(cloudtrail.Record{}, &cloudtrail.Fault{Place: place, Err: err})
	}
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, maxMessage)
	for ctx.Err() == nil && lines.Scan() {
		place.N++
		if !yield(cloudtrail.Record{JSON: bytes.Clone(lines.Bytes()), Place: place}, nil) {
			return false
		}
	}
	if err := lines.Err(); err != nil {
		place.N++
		return yield(cloudtrail.Record{}, &cloudtrail.Fault{Place: place, Err: fmt.Errorf("the rest of the file is not read: %w", err)})
	}
	return true
}

// unzipped opens gzip, which its first bytes tell.
func unzipped(in io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(in)
	if magic, _ := buffered.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return buffered, nil
	}
	return gzip.NewReader(buffered)
}
