package reading

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// maxFaults are printed one by one; a damaged archive has thousands.
const maxFaults = 50

// Faults prints the first faults as they come and the number of the rest,
// and counts what is not CloudTrail.
type Faults struct {
	To    io.Writer
	Aside func(print func()) // keeps the bar out of the way; nil: there is none

	n      int            // faults
	empty  int            // files that were named and hold no record
	kinds  map[string]int // files of directories that hold none, by what they hold
	beside int            // what is not a record in files that hold some
}

// Sift hands on what was read and adds the errors. Of those that come after
// Ctrl-C nobody knows whether they are there only because reading ended early,
// so they are passed over.
func (f *Faults) Sift(ctx context.Context, all iter.Seq2[cloudtrail.Record, error]) iter.Seq[cloudtrail.Record] {
	return func(yield func(cloudtrail.Record) bool) {
		for record, err := range all {
			switch {
			case err != nil && ctx.Err() == nil:
				f.Add(err)
			case err == nil && !yield(record):
				return
			}
		}
	}
}

// Add notes an error of reading.
func (f *Faults) Add(err error) {
	var foreign *history.Foreign
	switch {
	case !errors.As(err, &foreign):
		f.fault(err)
	case foreign.Lossy:
		f.fault(err)
	case foreign.Records > 0:
		f.beside += foreign.N
		f.print("read past", err)
	case foreign.Found:
		if f.kinds == nil {
			f.kinds = map[string]int{}
		}
		f.kinds[foreign.Form]++
	default:
		f.empty++
		f.print("no records in", err)
	}
}

func (f *Faults) fault(err error) {
	f.n++
	if f.n <= maxFaults {
		f.print("skipped", err)
	}
}

func (f *Faults) print(verb string, err error) {
	line := "trailnotify: " + verb + " " + screen.Escape(err.Error())
	if f.Aside == nil {
		f.Aside = func(print func()) { print() }
	}
	f.Aside(func() { fmt.Fprintln(f.To, line) })
}

// End says how many more there were than were printed.
func (f *Faults) End() {
	if f.n > maxFaults {
		fmt.Fprintf(f.To, "trailnotify: skipped %d more\n", f.n-maxFaults)
	}
}

// Failed reports whether something that was asked for could not be read.
func (f *Faults) Failed() bool { return f.n > 0 || f.empty > 0 }

// empties is how many files of directories were read that hold no record.
func (f *Faults) empties() int {
	n := 0
	for _, files := range f.kinds {
		n += files
	}
	return n
}

// others says what was left out that is not CloudTrail. skipped are files that
// were not even opened.
func (f *Faults) others(skipped map[string]int) string {
	kinds := map[string]int{}
	maps.Copy(kinds, skipped)
	for kind, n := range f.kinds {
		kinds[cmp.Or(kind, "not CloudTrail")] += n
	}
	files := 0
	var each []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		files += kinds[kind]
		each = append(each, fmt.Sprintf("%s ×%d", kind, kinds[kind]))
	}
	text := ""
	if f.beside > 0 {
		text = fmt.Sprintf(", %d not CloudTrail", f.beside)
	}
	if files > 0 {
		text += fmt.Sprintf(", %s left out (%s)", screen.Plural(files, "file"), strings.Join(each, ", "))
	}
	return text
}
