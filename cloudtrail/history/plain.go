package history

import (
	"bytes"
	"time"

	"trailnotify/cloudtrail"
)

// Most files hold nothing but records as they were logged, without blanks
// between their parts, behind each other in an array or on lines. Those are
// looked at where they stand, in one pass. Whatever isn't of that kind is left to
// the stream, which reads everything.

// plainAhead is how much of a record that doesn't end in the window is waited
// for: as much as CloudTrail's longest one, once escaped.
const plainAhead = 512 << 10

// plainMore is how much is read at a time where the window holds part of a
// record.
const plainMore = 64 << 10

// plain goes past the records at the window that can be read where they stand.
// It leaves the window at something else.
func (s *stream) plain() {
	if s.patience > 0 {
		s.patience--
		return
	}
	if s.slow || s.out.once != nil || s.limit < plainAhead {
		return
	}
	for !s.over() {
		p := plainPass{stream: s, b: s.w.data()}
		end := p.run()
		s.w.drop(p.done)
		left := len(s.w.data())
		switch {
		case left == 0 && s.w.more():
		case end == unfinished && left < plainAhead && (s.w.has(left+plainMore) || len(s.w.data()) > left):
		case end < 0:
			s.impatience = min(2*s.impatience+1, 1<<10) // wait the longer, the more tries were in vain
			s.patience = s.impatience
			return
		default:
			return
		}
	}
}

// A plainPass goes over one window.
type plainPass struct {
	*stream
	scan Scan
	b    []byte
	done int // the end of what was read
}

// run returns the end of the last record that was tried, which is negative if
// that was refused, and 0 if there was none.
func (p *plainPass) run() (end int) {
	p.scan = p.out.keep.scan(p.b)
	defer p.scan.Close()
	p.gap()
	for p.done < len(p.b) && p.b[p.done] == '{' && !p.over() {
		p.note('{')
		var wanted bool
		if wanted, end = p.scan.Any(p.done); end < 0 {
			return end
		}
		if !p.take(p.b[p.done:end], wanted) {
			return refused
		}
		p.done, p.fresh, p.impatience = end, false, 0
		p.gap()
	}
	return end
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

// take hands on the last record that was scanned, and returns false if it has to
// be looked at again.
func (p *plainPass) take(record []byte, wanted bool) bool {
	if _, ok := p.scan.Text(eventName); !ok || !p.scan.Object(userIdentity) {
		return false
	}
	source, ok := p.scan.Text(eventSource)
	if !ok || bytes.HasPrefix(source, []byte("aws:")) {
		return false
	}
	within := true
	if keep := &p.out.keep; keep.timed || keep.limited() {
		text, _ := p.scan.Text(eventTime)
		if !usualTime(text) {
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
	p.out.count++
	switch {
	case !within:
		p.out.tally.Outside++
	case !wanted:
		p.out.tally.Records++
	default:
		p.out.tally.Records++
		p.out.give(cloudtrail.Record{
			JSON: bytes.Clone(record), Logged: p.logged,
			Place: cloudtrail.Place{File: p.out.file, N: p.out.count},
		}, nil)
	}
	return true
}

// usualTime reports whether a text is a time as CloudTrail writes it, that every
// reader of times takes: 2026-03-02T09:00:00Z.
func usualTime(text []byte) bool {
	if len(text) != len("2026-03-02T09:00:00Z") || !hasForm(text, "0000-00-00T00:00:00Z") {
		return false
	}
	two := func(i int) int { return int(text[i]-'0')*10 + int(text[i+1]-'0') }
	month, day := two(5), two(8)
	return (two(0) == 20 || two(0) == 21) && month >= 1 && month <= 12 && day >= 1 && day <= 28 &&
		two(11) < 24 && two(14) < 60 && two(17) < 60
}
