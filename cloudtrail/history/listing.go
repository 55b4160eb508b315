package history

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"trailnotify/cloudtrail"
)

// file is a file to read.
type file struct {
	path  string
	size  int64  // -1 when unknown
	time  string // in its S3 name, as "20230710T1145", or ""
	found bool   // in a directory
}

// listing collects the files to read.
type listing struct {
	files   []file
	faults  []*cloudtrail.Fault // what could not be listed
	skipped map[string]int      // files that are not read, by what they are
	older   int
	stdin   bool
	follow  bool
	since   time.Time
	seen    map[string]bool // directories, by path without symbolic links
}

func newListing(o Options) listing {
	return listing{skipped: map[string]int{}, seen: map[string]bool{}, follow: o.Follow, since: o.Since}
}

// add lists the file or directory that was named. It fails when there is no such thing.
func (l *listing) add(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("opening input: %w", err)
	}
	if !info.IsDir() {
		l.file(path, info, false)
		return nil
	}
	root, err := realPath(path)
	if err != nil {
		return fmt.Errorf("opening input: %w", err)
	}
	l.directory(path, root)
	return nil
}

// realPath is the absolute path without symbolic links.
func realPath(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(real)
}

// file lists a file, unless its name says that it was delivered before the
// records that are asked for.
func (l *listing) file(path string, info fs.FileInfo, found bool) {
	f := file{path: path, size: -1, time: deliveryTime(filepath.Base(path)), found: found}
	if info.Mode().IsRegular() {
		f.size = info.Size()
	}
	if f.deliveredBefore(l.since) {
		l.older++
		return
	}
	l.files = append(l.files, f)
}

// deliverySlack is how much later than the time in its name a file may have been
// delivered: the name has no seconds, and clocks differ.
const deliverySlack = 5 * time.Minute

// deliveredBefore reports whether all records of the file are older than t. A
// file holds what was recorded before its delivery, however long before.
func (f file) deliveredBefore(t time.Time) bool {
	at, err := time.Parse("20060102T1504", f.time)
	return err == nil && !t.IsZero() && at.Add(deliverySlack).Before(t)
}

// directory lists a tree, each directory once. root is the real path of the
// directory that was named.
func (l *listing) directory(path, root string) {
	if real, err := realPath(path); err == nil {
		if l.seen[real] {
			return
		}
		l.seen[real] = true
	}
	entries, err := os.ReadDir(path) // sorted by name; what could be read also comes with an error
	if err != nil {
		l.fault(path, "listing", err)
	}
	for _, e := range entries {
		l.entry(filepath.Join(path, e.Name()), e, root)
	}
}

// entry lists what stands in a directory.
func (l *listing) entry(path string, e fs.DirEntry, root string) {
	info, err := os.Stat(path)
	switch {
	case e.Type()&fs.ModeSymlink != 0 && err == nil && !l.follow && leadsOut(path, root):
		l.skipped["links that lead out of the directory (--follow reads them)"]++
	case err == nil && info.IsDir():
		l.directory(path, root)
	case isDigestName(e.Name()):
		l.skipped[digestForm]++
	case err != nil:
		l.fault(path, "opening", err)
	case !info.Mode().IsRegular():
		l.skipped["neither files nor directories"]++
	default:
		l.file(path, info, true)
	}
}

// isDigestName reports whether CloudTrail gives such a name to a digest.
func isDigestName(name string) bool {
	return strings.Contains(filepath.Base(name), "_CloudTrail-Digest_")
}

// leadsOut reports whether a symbolic link leads to something outside root.
func leadsOut(path, root string) bool {
	real, err := realPath(path)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(root, real)
	return err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (l *listing) fault(path, doing string, err error) {
	l.faults = append(l.faults, fileFault(path, doing, err))
}

// readByName reports whether the name of a file says that it holds JSON. In a
// directory, one that turns out to hold something else is a fault.
func readByName(name string) bool {
	switch filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")) {
	case ".json", ".jsonl", ".ndjson", ".log":
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
