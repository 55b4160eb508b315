// Package listing finds the files to read: those that are named, and those of
// directories.
package listing

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"trailnotify/cloudtrail"
)

// File is a file to read.
type File struct {
	Path  string
	Size  int64  // -1 when unknown
	Found bool   // in a directory
	time  string // in its S3 name, as "20230710T1145", or ""
}

// Digest is what a digest of CloudTrail is called.
const Digest = "a digest of delivered files"

// Listing collects the files to read.
type Listing struct {
	Files   []File
	Faults  []*cloudtrail.Fault // what could not be listed
	Skipped map[string]int      // files that are not read, by what they are
	Older   int                 // files that were delivered before Since

	follow bool
	since  time.Time
	seen   map[string]bool // directories, by path without symbolic links
}

// New returns an empty listing. It follows symbolic links that lead out of a
// directory if follow is set, and passes over files that were delivered before
// since.
func New(follow bool, since time.Time) *Listing {
	return &Listing{Skipped: map[string]int{}, seen: map[string]bool{}, follow: follow, since: since}
}

// Add lists the file or directory that was named. It fails when there is no such thing.
func (l *Listing) Add(path string) error {
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
func (l *Listing) file(path string, info fs.FileInfo, found bool) {
	f := File{Path: path, Size: -1, Found: found, time: deliveryTime(filepath.Base(path))}
	if info.Mode().IsRegular() {
		f.Size = info.Size()
	}
	if f.deliveredBefore(l.since) {
		l.Older++
		return
	}
	l.Files = append(l.Files, f)
}

// deliverySlack is how much later than the time in its name a file may have been
// delivered: the name has no seconds, and clocks differ.
const deliverySlack = 5 * time.Minute

// deliveredBefore reports whether all records of the file are older than t. A
// file holds what was recorded before its delivery, however long before.
func (f File) deliveredBefore(t time.Time) bool {
	at, err := time.Parse("20060102T1504", f.time)
	return err == nil && !t.IsZero() && at.Add(deliverySlack).Before(t)
}

// directory lists a tree, each directory once. root is the real path of the
// directory that was named.
func (l *Listing) directory(path, root string) {
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
func (l *Listing) entry(path string, e fs.DirEntry, root string) {
	info, err := os.Stat(path)
	switch {
	case e.Type()&fs.ModeSymlink != 0 && err == nil && !l.follow && leadsOut(path, root):
		l.Skipped["links that lead out of the directory (--follow reads them)"]++
	case err == nil && info.IsDir():
		l.directory(path, root)
	case IsDigest(e.Name()):
		l.Skipped[Digest]++
	case err != nil:
		l.fault(path, "opening", err)
	case !info.Mode().IsRegular():
		l.Skipped["neither files nor directories"]++
	default:
		l.file(path, info, true)
	}
}

// IsDigest reports whether CloudTrail gives such a name to a digest.
func IsDigest(name string) bool {
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

func (l *Listing) fault(path, doing string, err error) {
	l.Faults = append(l.Faults, Fault(path, doing, err))
}

// NamesJSON reports whether the name of a file says that it holds JSON. In a
// directory, one that turns out to hold something else is a fault.
func NamesJSON(name string) bool {
	switch filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")) {
	case ".json", ".jsonl", ".ndjson", ".log":
		return true
	}
	return false
}

// MayBeEmpty reports whether an empty file is a sound one: a list of lines is, JSON and gzip are not.
func (f File) MayBeEmpty() bool {
	ext := strings.ToLower(filepath.Ext(f.Path))
	return f.Size < 0 || ext != ".json" && ext != ".gz"
}

// Sort puts the files that CloudTrail delivered first, by the time in their names, whatever account and region they are
// of, and leaves the order of the others.
func (l *Listing) Sort() {
	slices.SortStableFunc(l.Files, func(a, b File) int {
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

// Bytes adds up the sizes, -1 when one is unknown.
func (l *Listing) Bytes() int64 {
	var sum int64
	for _, f := range l.Files {
		if f.Size < 0 {
			return -1
		}
		sum += f.Size
	}
	return sum
}

// Fault is a fault of the file as a whole. The path, which os puts into its errors, is said once.
func Fault(path, doing string, err error) *cloudtrail.Fault {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	if doing != "" {
		err = fmt.Errorf("%s: %w", doing, err)
	}
	return &cloudtrail.Fault{Place: cloudtrail.Place{File: path}, Err: err}
}
