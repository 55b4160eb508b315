// Package timeline puts records in order of event time, however they come in and
// however many there are: what does not fit in memory goes to disk in sorted runs,
// which are merged.
package timeline

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"trailnotify/cloudtrail"
)

// A Timeline takes records in any order and gives them in order of event time.
// Records of the same time come in an order of their own, which their content
// decides and nothing else; the same record, byte for byte, is given once.
//
// It is used by one goroutine. Close has to be called, whatever has happened.
type Timeline struct {
	limit  int64
	dir    string
	held   []entry // not on disk yet, in no order
	size   int64   // of held
	runs   runs
	places []string       // names of files, by number
	number map[string]int // the reverse
}

// entry is a record with what it is sorted by.
type entry struct {
	at     int64 // nanoseconds since 1970
	key    string
	record cloudtrail.Record
}

// entryCost is what an entry takes beside its texts.
const entryCost = 200

// New returns an empty Timeline that keeps at most limit bytes in memory, and the
// rest in a file in dir. An empty dir is the one for temporary files.
func New(limit int64, dir string) *Timeline {
	return &Timeline{limit: limit, dir: dir, number: map[string]int{}}
}

// Add takes a record, whose JSON it keeps. Its place is at the time that it counts
// at, see [cloudtrail.Record.Counted]. A record without a time has no place in a
// timeline: it is an error. Any other error is one of the disk.
func (t *Timeline) Add(r cloudtrail.Record) error {
	at, _, ok := r.Counted()
	if !ok {
		return fmt.Errorf("%v: a record without a time", r.Place)
	}
	e := entry{at.UnixNano(), r.Key(), r}
	t.held = append(t.held, e)
	t.size += e.size()
	if t.size <= t.limit {
		return nil
	}
	return t.spill()
}

func (e *entry) size() int64 { return int64(len(e.key) + len(e.record.JSON) + entryCost) }

// compare orders entries by time, then by what tells them apart.
func compare(a, b *entry) int {
	return cmp.Or(
		cmp.Compare(a.at, b.at), strings.Compare(a.key, b.key), bytes.Compare(a.record.JSON, b.record.JSON),
		a.record.Logged.Compare(b.record.Logged))
}

// same reports whether two entries are one record.
func same(a, b *entry) bool {
	return a.at == b.at && a.key == b.key && bytes.Equal(a.record.JSON, b.record.JSON)
}

func (t *Timeline) sort() {
	slices.SortFunc(t.held, func(a, b entry) int { return compare(&a, &b) })
}

// spill writes what is in memory to disk.
func (t *Timeline) spill() error {
	if len(t.held) == 0 {
		return nil
	}
	t.sort()
	err := t.runs.write(t, func(yield func(*entry, error) bool) {
		for i := range t.held {
			if !yield(&t.held[i], nil) {
				return
			}
		}
	})
	if err != nil {
		return fmt.Errorf("keeping matches in %s: %w (--memory keeps more in memory, TMPDIR names another directory)", t.runs.where(t), err)
	}
	clear(t.held)
	t.held, t.size = t.held[:0], 0
	return nil
}

// Records gives the records in order. An error is one of the disk; it ends them.
// After it, nothing can be added.
func (t *Timeline) Records() iter.Seq2[cloudtrail.Record, error] {
	return func(yield func(cloudtrail.Record, error) bool) {
		var last *entry
		for e, err := range t.entries() {
			switch {
			case err != nil:
				yield(cloudtrail.Record{}, err)
				return
			case last != nil && same(last, e):
				continue
			case !yield(e.record, nil):
				return
			}
			last = e
		}
	}
}

// entries gives all entries in order.
func (t *Timeline) entries() iter.Seq2[*entry, error] {
	if len(t.runs.spans) > 0 {
		if err := t.spill(); err != nil {
			return func(yield func(*entry, error) bool) { yield(nil, err) }
		}
		return t.runs.merged(t)
	}
	t.sort()
	return func(yield func(*entry, error) bool) {
		for i := range t.held {
			if !yield(&t.held[i], nil) {
				return
			}
		}
	}
}

// Spilled reports whether anything went to disk.
func (t *Timeline) Spilled() bool { return len(t.runs.spans) > 0 }

// Close removes what is on disk.
func (t *Timeline) Close() error { return t.runs.close() }
