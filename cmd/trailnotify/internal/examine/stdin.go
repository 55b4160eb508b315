package examine

import (
	"bytes"
	"io/fs"
	"time"
)

// stdinFile is a directory with one file, whose text came from standard input.
type stdinFile struct {
	name string
	text []byte
}

// Open implements [fs.FS].
func (f stdinFile) Open(name string) (fs.File, error) {
	if name != f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &opened{f, bytes.NewReader(f.text)}, nil
}

// Stat implements [fs.StatFS].
func (f stdinFile) Stat(name string) (fs.FileInfo, error) {
	if name == "." {
		return stdinInfo{f, fs.ModeDir}, nil
	}
	return stdinInfo{f, 0}, nil
}

// ReadDir implements [fs.ReadDirFS].
func (f stdinFile) ReadDir(string) ([]fs.DirEntry, error) {
	return []fs.DirEntry{fs.FileInfoToDirEntry(stdinInfo{f, 0})}, nil
}

type opened struct {
	file stdinFile
	*bytes.Reader
}

func (o *opened) Stat() (fs.FileInfo, error) { return stdinInfo{o.file, 0}, nil }
func (*opened) Close() error                 { return nil }

type stdinInfo struct {
	file stdinFile
	mode fs.FileMode
}

func (i stdinInfo) Name() string      { return i.file.name }
func (i stdinInfo) Size() int64       { return int64(len(i.file.text)) }
func (i stdinInfo) Mode() fs.FileMode { return i.mode }
func (stdinInfo) ModTime() time.Time  { return time.Time{} }
func (i stdinInfo) IsDir() bool       { return i.mode.IsDir() }
func (stdinInfo) Sys() any            { return nil }
