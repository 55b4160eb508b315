package examine

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"trailnotify/rules"
)

// LoadRules loads a directory of rule files, or one file as a directory that
// holds only that file.
func LoadRules(path string) (*rules.Set, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return rules.Load(os.DirFS(path), path)
	}
	dir, file := splitPath(path)
	return rules.Load(oneFile{os.DirFS(dir), file}, dir)
}

// oneFile is a directory of which only one file shows.
type oneFile struct {
	fs.FS
	name string
}

// Stat implements [fs.StatFS]: asking a file that is open would be too late for a
// named pipe.
func (o oneFile) Stat(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, name) }

// ReadDir implements [fs.ReadDirFS].
func (o oneFile) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, dir)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() != o.name }), err
}

// ReadFile reads a file whole, within the limits of a rule file.
func ReadFile(path string) ([]byte, error) {
	dir, file := splitPath(path)
	text, err := rules.ReadFile(os.DirFS(dir), file)
	if err != nil {
		return nil, Cause(err)
	}
	return short(text)
}

// readAll is ReadFile for standard input.
func readAll(from io.Reader) ([]byte, error) {
	if from == nil {
		return nil, errors.New("there is no standard input")
	}
	text, err := io.ReadAll(io.LimitReader(from, rules.MaxFileSize+1))
	if err != nil {
		return nil, Cause(err)
	}
	return short(text)
}

// short refuses what is longer than a rule file may be.
func short(text []byte) ([]byte, error) {
	if len(text) > rules.MaxFileSize {
		return nil, fmt.Errorf("is longer than the %d KiB that a rule file may have", rules.MaxFileSize>>10)
	}
	return text, nil
}

func splitPath(path string) (dir, file string) {
	dir, file = filepath.Split(filepath.Clean(path))
	return filepath.Clean(dir), file // the directory of a mere name is "."
}

// Cause is an error of a file system without the path.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
