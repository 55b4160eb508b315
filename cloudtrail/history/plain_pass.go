package history

import (
	"bytes"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/outline"
	"trailnotify/cloudtrail/history/internal/sniff"
)

// A plainPass goes over a part of a window. It knows nothing of the stream, so
// that several can go over several parts at the same time.
type plainPass struct {
	b      []byte
	keep   *filter
	logged time.Time

	scan    Scan
	done    int // the end of what was read
	end     int // the end of the last record that was tried: negative if that was refused, 0 if there was none
	count   int
	tally   Tally
	records []cloudtrail.Record // those that are wanted; Place.N counts from 1 in the part

	fresh  bool // as in stream
	indent int
	least  int // the least indent of a record that was the first thing on its line, negative if there was none
	lines  int // how many line breaks are in what was read
}

func (p *plainPass) run() {
	p.scan = p.keep.scan(p.b)
	defer p.scan.Close()
	p.all()
	p.lines = bytes.Count(p.b[:p.done], []byte{'\n'})
}

// all goes past all records that can be read in place.
func (p *plainPass) all() {
	p.gap()
	for p.done < len(p.b) && p.b[p.done] == '{' && !holdsArray(p.b[p.done:]) {
		if p.fresh && (p.least < 0 || p.indent < p.least) {
			p.least = p.indent
		}
		var wanted bool
		if wanted, p.end = p.scan.Any(p.done); p.end < 0 {
			return
		}
		if !p.take(p.b[p.done:p.end], wanted) {
			p.end = refused
			return
		}
		p.done, p.fresh = p.end, false
		p.gap()
	}
}

// What [Scan.Any] returns in place of an end.
const (
	refused    = -1
	unfinished = -2
)

// gap goes past white space and commas.
func (p *plainPass) gap() {
	for ; p.done < len(p.b); p.done++ {
		switch p.b[p.done] {
		case '\n':
			p.fresh, p.indent = true, 0
		case ' ', '\r', '\t':
			p.indent++
		case ',':
		default:
			return
		}
	}
}

// holdsArray reports whether an object begins as one that holds records. It may
// be as long as the file.
func holdsArray(object []byte) bool {
	if len(object) < 2 || object[1] != '"' {
		return false
	}
	name, _, found := bytes.Cut(object[2:min(len(object), 32)], []byte{'"'})
	return found && outline.NamesArray(name)
}

// take hands on the last record that was scanned, and returns false if it has
// to be looked at again.
func (p *plainPass) take(record []byte, wanted bool) bool {
	if _, ok := p.scan.Text(eventName); !ok || !p.scan.Object(userIdentity) {
		return false
	}
	source, ok := p.scan.Text(eventSource)
	if !ok || bytes.HasPrefix(source, []byte("aws:")) {
		return false
	}
	within := true
	if keep := p.keep; keep.timed || keep.limited() {
		text, _ := p.scan.Text(eventTime)
		if !sniff.UsualTime(text) {
			return false
		}
		if keep.limited() {
			at, err := time.Parse(time.RFC3339, string(text))
			if err != nil {
				return false
			}
			within = keep.within(at)
		}
	}
	p.count++
	switch {
	case !within:
		p.tally.Outside++
	case !wanted:
		p.tally.Records++
	default:
		p.tally.Records++
		p.records = append(p.records, cloudtrail.Record{
			JSON: bytes.Clone(record), Logged: p.logged, Place: cloudtrail.Place{N: p.count},
		})
	}
	return true
}
