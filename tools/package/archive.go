package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A file is one entry of an archive.
type file struct {
	name       string // slash-separated
	executable bool
	data       []byte
}

func (f file) mode() fs.FileMode {
	if f.executable {
		return 0o755
	}
	return 0o644
}

// epoch is the time of every entry, the earliest that zip knows.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// archive packs files, sorted by name: the same files give the same bytes. A
// name that occurs twice is an error, because readers differ in which they take.
func archive(files []file) ([]byte, error) {
	files = slices.SortedFunc(slices.Values(files), func(a, b file) int { return cmp.Compare(a.name, b.name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i, f := range files {
		if i > 0 && files[i-1].name == f.name {
			return nil, fmt.Errorf("packing %s: it is there twice", f.name)
		}
		if err := f.pack(w); err != nil {
			return nil, fmt.Errorf("packing %s: %w", f.name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	return out.Bytes(), nil
}

// pack writes the file to an archive.
func (f file) pack(w *zip.Writer) error {
	header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: epoch}
	header.SetMode(f.mode())
	entry, err := w.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = entry.Write(f.data)
	return err
}

// write writes files below a directory.
func write(dir string, files ...file) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.data, f.mode()); err != nil {
			return err
		}
	}
	return nil
}
