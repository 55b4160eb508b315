package traffic

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"time"
)

// Sink writes records in one format. Close completes what was written; both are needed.
type Sink interface {
	Write(Record) error
	Close() error
}

// Files says how files are written.
type Files struct {
	Dir   string
	Level int           // of gzip, 1 to 9; 0 writes plain files
	Every time.Duration // S3 delivery files: how long one goes on
}

// file is a file being written, compressed or plain. Compressed files carry no name and no time, so that equal content is equal bytes.
type file struct {
	*bufio.Writer
	zip *gzip.Writer
	raw *os.File
}

// create makes a file and the directories that it needs; its name gets ".gz" when it is compressed.
func (f Files) create(name string) (*file, error) {
	path := filepath.Join(f.Dir, filepath.FromSlash(name))
	if f.Level > 0 {
		path += ".gz"
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	raw, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return newFile(raw, f.Level)
}

// newFile writes to raw, compressed if the level is above 0.
func newFile(raw *os.File, level int) (*file, error) {
	if level <= 0 {
		return &file{Writer: bufio.NewWriterSize(raw, 64<<10), raw: raw}, nil
	}
	zip, err := gzip.NewWriterLevel(raw, level)
	if err != nil {
		return nil, err
	}
	return &file{Writer: bufio.NewWriterSize(zip, 64<<10), zip: zip, raw: raw}, nil
}

func (f *file) Close() error {
	err := f.Flush()
	if f.zip != nil {
		if e := f.zip.Close(); err == nil {
			err = e
		}
	}
	if e := f.raw.Close(); err == nil {
		err = e
	}
	return err
}
