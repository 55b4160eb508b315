package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"trailnotify/bench/records"
)

// history is what is measured, in three forms.
type history struct {
	dir  string
	size int64 // of one form, in bytes of JSON
}

func (h *history) tree() string  { return filepath.Join(h.dir, "AWSLogs") }
func (h *history) plain() string { return filepath.Join(h.dir, "history.jsonl") }
func (h *history) zipped() string {
	return filepath.Join(h.dir, "history.jsonl.gz")
}

// perFile is how many records a delivery file has: a few minutes of a busy
// account.
const perFile = 2000

// generate writes the history, unless it is there already.
func (h *history) generate(progress io.Writer) error {
	if _, err := os.Stat(h.zipped()); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	all, err := records.Generated(200_000)
	if err != nil {
		return err
	}
	fmt.Fprintf(progress, "history: generating %d MB in %s\n", h.size>>20, h.dir)
	if err := h.deliver(all); err != nil {
		return err
	}
	write := func(w io.Writer) error { return h.lines(w, all) }
	if err := toFile(h.plain(), write); err != nil {
		return err
	}
	return toFile(h.zipped(), func(w io.Writer) error { return compressed(w, write) })
}

// lines writes records one a line until there are enough.
func (h *history) lines(w io.Writer, all [][]byte) error {
	for n := int64(0); n < h.size; {
		for _, r := range all {
			if _, err := fmt.Fprintf(w, "%s\n", r); err != nil {
				return err
			}
			if n += int64(len(r)) + 1; n >= h.size {
				break
			}
		}
	}
	return nil
}

// deliver writes the tree of delivery files.
func (h *history) deliver(all [][]byte) error {
	at := time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	for n, file := int64(0), 0; n < h.size; file++ {
		from := file * perFile % (len(all) - perFile)
		at = at.Add(5 * time.Minute)
		path := filepath.Join(h.tree(), "111122223333/CloudTrail/ap-northeast-1", at.Format("2006/01/02"),
			fmt.Sprintf("111122223333_CloudTrail_ap-northeast-1_%s_%d.json.gz", at.Format("20060102T1504Z"), file))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		err := toFile(path, func(w io.Writer) error {
			return compressed(w, func(w io.Writer) error { return delivery(w, all[from:from+perFile], &n) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// delivery writes one delivery file and adds its size to n.
func delivery(w io.Writer, all [][]byte, n *int64) error {
	separator := `{"Records":[`
	for _, r := range all {
		if _, err := fmt.Fprintf(w, "%s%s", separator, r); err != nil {
			return err
		}
		*n += int64(len(r)) + 1
		separator = ","
	}
	_, err := io.WriteString(w, "]}")
	return err
}

func compressed(w io.Writer, write func(io.Writer) error) error {
	zip := gzip.NewWriter(w)
	if err := write(zip); err != nil {
		return err
	}
	return zip.Close()
}

// toFile writes a file, or leaves none.
func toFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path+".part"))
	}
	return os.Rename(path+".part", path)
}
