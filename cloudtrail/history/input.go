package history

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"sync/atomic"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/listing"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Options say how an [Input] is read. The zero value reads every record of
// every file, on all cores.
type Options struct {
	Stdin  io.Reader // what the path "-" stands for; nil: nothing
	Follow bool      // follow symbolic links that lead out of a directory

	// Records before Since, or at Until or after it, are left out. So are
	// delivery files whose name says that they were delivered before Since,
	// without opening them. The zero time means no limit.
	Since, Until time.Time
	// Timed makes a record without a time a fault.
	Timed bool
	// Matcher says which records are wanted; nil: all.
	Matcher Matcher

	// Context ends the reading early: records that were read until then are
	// still handed on, the rest of each file becomes a fault. nil: never.
	Context context.Context

	Workers int // files read at the same time; 0: as many as there are cores
}

// Input is a list of files to read records from. Only Progress and Stop may be
// called while Records runs, by any goroutine.
type Input struct {
	options Options
	list    *listing.Listing
	stdin   bool // standard input is in the list
	tally   Tally

	done atomic.Int64 // files
	read atomic.Int64 // bytes

	stopped atomic.Bool
	order   atomic.Pointer[order] // of the call of Records that runs
}

// Progress says how far reading is.
type Progress struct {
	FilesDone, Files int
	BytesRead, Bytes int64 // as on disk, so compressed where the files are; Bytes is -1 when unknown, as for standard input
}

// Tally says what became of everything that was read.
type Tally struct {
	Records int // read and within the time asked for, wanted or not
	Outside int // left out by Since and Until
	Untimed int // faults: records without a time
	Older   int // delivery files that were not opened because of Since
	// Skipped is how many files of directories were not opened, by what they
	// are.
	Skipped map[string]int
}

func (t *Tally) add(other Tally) {
	t.Records += other.Records
	t.Outside += other.Outside
	t.Untimed += other.Untimed
}

// Progress returns how far reading is. It may be called at any time from any
// goroutine.
func (in *Input) Progress() Progress {
	return Progress{
		FilesDone: int(in.done.Load()), Files: len(in.list.Files),
		BytesRead: in.read.Load(), Bytes: in.list.Bytes(),
	}
}

// Tally returns what became of what was read so far. It must not be called
// while a step of Records is made.
func (in *Input) Tally() Tally {
	t := in.tally
	t.Older, t.Skipped = in.list.Older, in.list.Skipped
	return t
}

// Open lists the files that paths name, in the order in which they will be
// read, and opens none of them yet. A path is a file, a directory, or "-" for
// standard input. It fails, naming each of them, when a path doesn't exist or
// none is given; what can't be listed further down becomes a fault of Records.
func Open(paths []string, o Options) (*Input, error) {
	if len(paths) == 0 {
		return nil, errors.New("opening input: no paths")
	}
	if o.Matcher == nil {
		o.Matcher = everything
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	in := &Input{options: o, list: listing.New(o.Follow, o.Since)}
	var errs []error
	for i, path := range paths {
		switch {
		case path != Stdin:
			errs = append(errs, in.list.Add(path))
		case o.Stdin == nil:
			errs = append(errs, errors.New("opening input: there is no standard input"))
		case in.stdin:
			errs = append(errs, fmt.Errorf("opening input: path %d: standard input can be read only once", i+1))
		default:
			in.stdin = true
			in.list.Files = append(in.list.Files, listing.File{Path: Stdin, Size: -1})
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	in.list.Sort()
	return in, nil
}

// Stop ends Records soon, even while it waits for input that never comes. What
// was being read is given up.
func (in *Input) Stop() {
	in.stopped.Store(true)
	if r := in.order.Load(); r != nil {
		r.Stop()
	}
}

// Records reads the records of all files, one after the other, in memory that
// does not depend on their size or number. Each step gives a record, whose JSON
// belongs to the consumer, or a *cloudtrail.Fault or a *[Foreign], after which
// reading goes on. The order is that of the files and of what is in them,
// however many of them are read at a time. The files are read once: a second
// call gives what the first one left.
func (in *Input) Records() iter.Seq2[cloudtrail.Record, error] {
	return func(yield func(cloudtrail.Record, error) bool) {
		for len(in.list.Faults) > 0 {
			f := in.list.Faults[0]
			in.list.Faults = in.list.Faults[1:]
			if !yield(cloudtrail.Record{}, f) {
				return
			}
		}
		in.inOrder(yield)
	}
}
