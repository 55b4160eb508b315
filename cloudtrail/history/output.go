package history

import (
	"bytes"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/budget"
	"trailnotify/cloudtrail/history/internal/inplace"
	"trailnotify/cloudtrail/internal/rawjson"
)

// An output is where everything that a file holds goes: its records and what is
// wrong with it. All streams of a file, one inside another, share it.
type output struct {
	file   string
	inTree bool // the file was found in a directory or an archive: it may be of any kind
	keep   filter
	emit   func(cloudtrail.Record, error) bool // returns false when the consumer has had enough
	idle   func()                              // hands on at once what was emitted; nil: nothing waits

	count   int // numbers given so far, to records and to what took the place of one
	tally   Tally
	foreign []*Foreign
	budget  budget.Budget
	stop    bool
	guesses int             // how many streams are only a guess: what they can't read is not said
	hint    *Foreign        // what the first thing that a guess came across is
	once    map[string]bool // keys of the records given out of one wrapper
}

// fault reports what can't be read. In a guess it means only that the guess was
// wrong.
func (o *output) fault(n int, shown []byte, err error) {
	if o.guesses == 0 {
		o.give(cloudtrail.Record{}, &cloudtrail.Fault{
			Place: cloudtrail.Place{File: o.file, N: n}, Err: err, Excerpt: cloudtrail.Excerpt(shown),
		})
	}
}

// number takes the next number for something that is not a record.
func (o *output) number(n int) {
	if o.guesses == 0 {
		o.count += n
	}
}

// record hands on one record. JSON is valid and is copied.
func (o *output) record(r cloudtrail.Record) {
	if o.once != nil {
		key := r.Key()
		if o.once[key] {
			return
		}
		o.once[key] = true
	}
	o.count++
	r.Place = cloudtrail.Place{File: o.file, N: o.count}
	switch o.keep.wants(r) {
	case untimed:
		o.tally.Untimed++
		guesses := o.guesses
		o.guesses = 0 // the record itself is certain
		o.fault(o.count, r.JSON, errUntimed)
		o.guesses = guesses
	case outside:
		o.tally.Outside++
	case unmatched:
		o.tally.Records++
	default:
		o.tally.Records++
		r.JSON = bytes.Clone(r.JSON)
		o.give(r, nil)
	}
}

// found is how many records the file has given so far, wanted or not.
func (o *output) found() int { return o.tally.Records + o.tally.Outside + o.tally.Untimed }

// notCloudTrail counts something that is not a CloudTrail record.
func (o *output) notCloudTrail(f Foreign) {
	if o.guesses > 0 {
		if o.hint == nil {
			o.hint = &f
		}
		return
	}
	o.count++
	o.hint = nil
	f.Found = o.inTree
	for _, known := range o.foreign {
		if known.Form == f.Form && known.Found == f.Found {
			known.N++
			return
		}
	}
	f.Place, f.N = cloudtrail.Place{File: o.file, N: o.count}, 1
	o.foreign = append(o.foreign, &f)
}

// unknown counts something that is not a CloudTrail record and has no form that
// is known, unless something inside it has one.
func (o *output) unknown() {
	if o.hint != nil {
		o.notCloudTrail(*o.hint)
	} else if o.guesses == 0 {
		o.notCloudTrail(Foreign{})
	}
}

// end reports, after the last record of a file, what else it held.
func (o *output) end() {
	for _, f := range o.foreign {
		f.Records = o.found()
		o.give(cloudtrail.Record{}, f)
	}
}

// over reports whether nothing more is to be read of the file: the consumer has
// had enough, or the budget is spent.
func (o *output) over() bool { return o.stop || o.budget.Spent != nil }

func (o *output) give(r cloudtrail.Record, err error) {
	if !o.stop && !o.emit(r, err) {
		o.stop = true
	}
}

// filter says which records are wanted.
type filter struct {
	inplace.Filter
	matcher Matcher // nil: everything
}

// inPlace is the filter of records that stand in a text.
func (f *filter) inPlace() *inplace.Filter {
	m := f.matcher
	if m == nil {
		m = everything
	}
	keep := f.Filter
	keep.Scan = func(text []byte) inplace.Scan { return m.Scan(text) }
	return &keep
}

// verdict is what a filter says of a record.
type verdict int

const (
	wanted verdict = iota
	unmatched
	outside
	untimed
)

func (f *filter) wants(r cloudtrail.Record) verdict {
	if f.Timed || f.Limited() {
		switch at, ok := r.Time(); {
		case !ok && f.Timed:
			return untimed
		case !ok || !f.Within(at):
			return outside
		}
	}
	if f.matcher != nil && !f.matcher.Match(r.JSON) {
		return unmatched
	}
	return wanted
}

// blankless returns b without the white space around it.
func blankless(b []byte) []byte { return bytes.Trim(b, rawjson.Blanks) }
