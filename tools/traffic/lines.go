package traffic

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
)

// NewLines writes one record a line.
func NewLines(w io.Writer) Sink {
	return &lines{w: bufio.NewWriterSize(w, 64<<10)}
}

// NewZippedLines is NewLines through gzip.
func NewZippedLines(w io.Writer, level int) (Sink, error) {
	zip, err := gzip.NewWriterLevel(w, level)
	if err != nil {
		return nil, err
	}
	return &lines{w: bufio.NewWriterSize(zip, 64<<10), zip: zip}, nil
}

// NewLineFiles writes one record a line, into one file for each day: cloudtrail-YYYY-MM-DD.jsonl.
func NewLineFiles(files Files) Sink {
	return &lineFiles{files: files}
}

type lines struct {
	w   *bufio.Writer
	zip *gzip.Writer // nil for plain text
}

func (l *lines) Write(r Record) error {
	l.w.Write(r.JSON)
	return l.w.WriteByte('\n')
}

func (l *lines) Close() error {
	err := l.w.Flush()
	if l.zip != nil {
		err = errors.Join(err, l.zip.Close())
	}
	return err
}

type lineFiles struct {
	files Files
	day   string
	open  *file
}

func (l *lineFiles) Write(r Record) error {
	if day := r.Time.Format("2006-01-02"); day > l.day {
		if err := l.Close(); err != nil {
			return err
		}
		f, err := l.files.create("cloudtrail-" + day + ".jsonl")
		if err != nil {
			return err
		}
		l.day, l.open = day, f
	}
	_, err := l.open.Write(r.JSON)
	return errors.Join(err, l.open.WriteByte('\n'))
}

func (l *lineFiles) Close() error {
	if l.open == nil {
		return nil
	}
	return l.open.Close()
}
