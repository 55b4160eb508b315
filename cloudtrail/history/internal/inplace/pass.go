// Package inplace goes past records as they were logged, behind each other in a
// text, without taking them out of it.
package inplace

import (
	"bytes"
	"time"

	"trailnotify/cloudtrail/history/internal/outline"
	"trailnotify/cloudtrail/history/internal/sniff"
)

// A Pass goes over a part of a text. It knows nothing of the rest, so that
// several can go over several parts at the same time.
type Pass struct {
	Text []byte
	Keep *Filter

	Done    int // the end of what was read
	End     int // the end of the last record that was tried: negative if that was refused, 0 if there was none
	Count   int // records
	Outside int // of these, outside of the time that Keep asks for
	Wanted  []Record

	Fresh  bool // only white space is before the text on its line; when done, before what wasn't read
	Indent int  // of so many bytes
	Least  int  // the least indent of a record that was the first thing on its line, negative if there was none
	Lines  int  // how many line breaks are in what was read

	scan Scan
}

// A Record is one that is wanted.
type Record struct {
	JSON []byte // a copy
	N    int    // its number in the part, from 1
}

// New returns a pass over a part of a text, which begins where a record may.
func New(keep *Filter, text []byte, from, to int) Pass {
	return Pass{Text: text[from:to], Keep: keep, Least: -1, Fresh: from > 0 && text[from-1] == '\n'}
}

// All reports whether everything was read.
func (p *Pass) All() bool { return p.Done == len(p.Text) }

// Run goes past all records that can be read in place.
func (p *Pass) Run() {
	p.scan = p.Keep.Scan(p.Text)
	defer p.scan.Close()
	p.all()
	p.Lines = bytes.Count(p.Text[:p.Done], []byte{'\n'})
}

// all goes past all records that can be read in place.
func (p *Pass) all() {
	p.gap()
	for p.Done < len(p.Text) && p.Text[p.Done] == '{' && !holdsArray(p.Text[p.Done:]) {
		if p.Fresh && (p.Least < 0 || p.Indent < p.Least) {
			p.Least = p.Indent
		}
		var wanted bool
		if wanted, p.End = p.scan.Any(p.Done); p.End < 0 {
			return
		}
		if !p.take(p.Text[p.Done:p.End], wanted) {
			p.End = Refused
			return
		}
		p.Done, p.Fresh = p.End, false
		p.gap()
	}
}

// What [Scan.Any] returns in place of an end.
const (
	Refused    = -1
	Unfinished = -2
)

// gap goes past white space and commas.
func (p *Pass) gap() {
	for ; p.Done < len(p.Text); p.Done++ {
		switch p.Text[p.Done] {
		case '\n':
			p.Fresh, p.Indent = true, 0
		case ' ', '\r', '\t':
			p.Indent++
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
func (p *Pass) take(record []byte, wanted bool) bool {
	if _, ok := p.scan.Text(EventName); !ok || !p.scan.Object(UserIdentity) {
		return false
	}
	source, ok := p.scan.Text(EventSource)
	if !ok || bytes.HasPrefix(source, []byte("aws:")) {
		return false
	}
	within := true
	if keep := p.Keep; keep.Timed || keep.Limited() {
		text, _ := p.scan.Text(EventTime)
		if !sniff.UsualTime(text) {
			return false
		}
		if keep.Limited() {
			at, err := time.Parse(time.RFC3339, string(text))
			if err != nil {
				return false
			}
			within = keep.Within(at)
		}
	}
	p.Count++
	switch {
	case !within:
		p.Outside++
	case wanted:
		p.Wanted = append(p.Wanted, Record{bytes.Clone(record), p.Count})
	}
	return true
}
