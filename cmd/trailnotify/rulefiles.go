package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"trailnotify/rules"
)

func isRuleFile(path string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(path)))
}

// loadRules loads a directory of rule files, or one file as a directory that
// holds only that file.
func loadRules(path string) (*rules.Set, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return rules.Load(regularFiles{os.DirFS(path)}, path)
	}
	dir, file := filepath.Split(filepath.Clean(path))
	if dir == "" {
		dir = "."
	}
	return rules.Load(oneFile{regularFiles{os.DirFS(dir)}, file}, filepath.Clean(dir))
}

// regularFiles is a directory that opens regular files only: a named pipe would
// keep its reader waiting, and a device may never end.
type regularFiles struct{ fs.FS }

// Open implements [fs.FS].
func (r regularFiles) Open(name string) (fs.File, error) {
	info, err := fs.Stat(r.FS, name)
	if err == nil {
		err = regular(info.Mode())
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: cause(err)}
	}
	return r.FS.Open(name)
}

// oneFile is a directory of which only one file shows.
type oneFile struct {
	regularFiles
	name string
}

// ReadDir implements [fs.ReadDirFS].
func (o oneFile) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, dir)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() != o.name }), err
}

// regular reports what is neither a regular file nor a directory.
func regular(mode fs.FileMode) error {
	switch kind := mode.Type(); {
	case kind == 0 || kind == fs.ModeDir:
		return nil
	case kind&fs.ModeNamedPipe != 0:
		return errors.New("is a named pipe, want a regular file (\"-\" is standard input)")
	case kind&fs.ModeDevice != 0:
		return errors.New("is a device, want a regular file")
	default:
		return errors.New("is no regular file")
	}
}

// readFile reads a file whole. It refuses what is no regular file, and what is
// longer than any rule file may be.
func readFile(path string) ([]byte, error) {
	dir, file := filepath.Split(filepath.Clean(path))
	if dir == "" {
		dir = "."
	}
	f, err := regularFiles{os.DirFS(dir)}.Open(file)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	return readAll(f)
}

// readAll reads as much as a rule file may hold, and refuses more.
func readAll(from io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(from, rules.MaxFileSize+1))
	if err != nil {
		return nil, cause(err)
	}
	if len(text) > rules.MaxFileSize {
		return nil, fmt.Errorf("is longer than the %d KiB that a rule file may have", rules.MaxFileSize>>10)
	}
	return text, nil
}

// cause is an error of a file system without the path.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
