package history

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"trailnotify/cloudtrail"
)

// file is a file to read.
type file struct {
	path string
	size int64  // -1 when unknown
	time string // in its S3 name, as "20230710T1145", or ""
}

// listing collects the files to read.
type listing struct {
	files   []file
	faults  []*cloudtrail.Fault
	skipped int
	stdin   bool
	seen    map[string]bool // directories, by path without symbolic links
}

// add lists the file or directory that was named. It fails when there is no such thing.
func (l *listing) add(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("opening input: %w", err)
	}
	if !info.IsDir() {
		l.file(path, info)
		return nil
	}
	before := len(l.files)
	l.directory(path)
	if len(l.files) == before {
		l.fault(path, "listing", errors.New("no *.json, *.jsonl or *.log file, compressed or not, to read"))
	}
	return nil
}

func (l *listing) file(path string, info fs.FileInfo) {
	f := file{path: path, size: -1, time: deliveryTime(filepath.Base(path))}
	if info.Mode().IsRegular() {
		f.size = info.Size()
	}
	l.files = append(l.files, f)
}

// directory lists a tree. Symbolic links are followed, each directory is listed once.
func (l *listing) directory(path string) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		if real, err = filepath.Abs(real); err == nil {
			if l.seen[real] {
				return
			}
			l.seen[real] = true
		}
	}
	entries, err := os.ReadDir(path) // sorted by name; what could be read also comes with an error
	if err != nil {
		l.fault(path, "listing", err)
	}
	for _, e := range entries {
		l.entry(filepath.Join(path, e.Name()))
	}
}

// entry lists what stands in a directory.
func (l *listing) entry(path string) {
	info, err := os.Stat(path)
	name := filepath.Base(path)
	switch {
	case strings.Contains(name, "CloudTrail-Digest"):
	case err == nil && info.IsDir():
		l.directory(path)
	case !readByName(name) || err == nil && !info.Mode().IsRegular():
		l.skipped++
	case err != nil:
		l.fault(path, "opening", err)
	default:
		l.file(path, info)
	}
}

func (l *listing) fault(path, doing string, err error) {
	l.faults = append(l.faults, fileFault(path, doing, err))
}

// readByName reports whether a file in a directory is one to read.
func readByName(name string) bool {
	switch filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")) {
	case ".json", ".jsonl", ".log":
		return true
	}
	return false
}

// mayBeEmpty reports whether an empty file is a sound one: a list of lines is, JSON and gzip are not.
func (f file) mayBeEmpty() bool {
	ext := strings.ToLower(filepath.Ext(f.path))
	return f.size < 0 || ext != ".json" && ext != ".gz"
}

// sort puts the files that CloudTrail delivered first, by the time in their names, whatever account and region they are
// of, and leaves the order of the others.
func (l *listing) sort() {
	slices.SortStableFunc(l.files, func(a, b file) int {
		switch {
		case a.time == "" && b.time == "":
			return 0
		case a.time == "":
			return 1
		case b.time == "":
			return -1
		}
		return cmp.Compare(a.time, b.time)
	})
}

// bytes adds up the sizes, -1 when one is unknown.
func (l *listing) bytes() int64 {
	var sum int64
	for _, f := range l.files {
		if f.size < 0 {
			return -1
		}
		sum += f.size
	}
	return sum
}

// deliveryTime finds the time in a name as CloudTrail gives its files,
// 111122223333_CloudTrail_us-east-1_20230710T1145Z_7xgocspSowgK0Gto.json.gz, and "" in others.
func deliveryTime(name string) string {
	const form = "00000000T0000"
	_, rest, found := strings.Cut(name, "_CloudTrail")
	for ; found && len(rest) >= len(form); rest = rest[1:] {
		if hasForm(rest, form) {
			return rest[:len(form)]
		}
	}
	return ""
}

// hasForm reports whether s begins like form, whose zeros stand for digits.
func hasForm(s, form string) bool {
	for i := range len(form) {
		if c := s[i]; form[i] == '0' && (c < '0' || c > '9') || form[i] != '0' && c != form[i] {
			return false
		}
	}
	return true
}
