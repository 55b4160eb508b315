package history

import (
	"bytes"
	"fmt"
	"time"
	"unicode/utf8"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/outline"
	"trailnotify/cloudtrail/history/internal/sniff"
	"trailnotify/cloudtrail/internal/rawjson"
)

// quoted reads the JSON string at the window, which may hold whatever a file
// may hold. At the top it must be alone on its line: else it is a line out
// of the middle of an object.
func (s *stream) quoted(top bool) {
	p, v := s.position(), s.outline()
	switch how := v.Quoted(); {
	case how != outline.Complete || s.tooLong(v):
		s.unreadable(p, v, how)
		return
	case top && !s.lineEnds(v.End):
		s.junk()
		return
	}
	s.taken(v.End, func(raw []byte) {
		if offset, err := rawjson.Check(raw); err != nil {
			s.out.number(1)
			s.fault(raw, offset, err)
			return
		}
		s.inside(rawjson.UnquoteInPlace(raw), "a string", time.Time{})
	})
}

// lineEnds reports whether nothing but white space and a comma is on the
// line from i on, as far as one looks.
func (s *stream) lineEnds(i int) bool {
	for end := i + buffer.Min; i < end && s.w.Has(i+1); i++ {
		switch s.w.Data()[i] {
		case '\n':
			return true
		case ' ', '\t', '\r', ',':
		default:
			return false
		}
	}
	return true
}

// scalar reports what is in an array and is neither object nor array nor
// string.
func (s *stream) scalar() {
	p := s.position()
	end := 1
	for s.w.Has(end+1) && end < buffer.Min && bytes.IndexByte([]byte(",]}{[\" \t\r\n"), s.w.Data()[end]) < 0 {
		end++
	}
	token := s.w.Data()[:end]
	s.out.number(1)
	_, err := rawjson.CheckObject(token)
	s.faultAt(p, s.out.count, token, err)
	s.take(end)
}

// line reads what is at the top and is neither object nor array nor string.
func (s *stream) line() {
	switch {
	case s.atTimestamp():
		s.exported()
	case s.atBase64():
		s.base64Lines()
	case s.prefixed():
	default:
		s.junk()
	}
}

func (s *stream) atTimestamp() bool {
	if !s.fresh || !s.w.Has(len("2006-01-02T")) {
		return false
	}
	b := s.w.Data()
	return b[0] >= '0' && b[0] <= '9' && b[4] == '-' && b[7] == '-' && b[10] == 'T'
}

// exported reads a line of a CloudWatch Logs export, "2024-05-01T12:00:00.000Z
// {…}". Between the two there may be the log stream, as in what aws logs tail
// prints, or a tag, and tabs instead of blanks, as fluentd writes it.
func (s *stream) exported() {
	line, ok := s.wholeLine()
	if !ok {
		return
	}
	s.taken(len(line), func(line []byte) {
		stamp, message := word(line)
		logged, _ := time.Parse(time.RFC3339, string(stamp))
		if len(message) > 0 && message[0] != '{' {
			if _, after := word(message); len(after) > 0 {
				message = after
			}
		}
		before := s.logged
		s.logged = logged
		s.wrapped(message)
		s.logged = before
	})
}

// word cuts the first word off a line, and the blanks around the rest.
func word(line []byte) (first, rest []byte) {
	end := bytes.IndexAny(line, " \t")
	if end < 0 {
		return line, nil
	}
	return line[:end], blankless(line[end:])
}

// prefixed reads a line that has records after whatever a program has put
// before them. If there are none, it reads nothing and returns false.
func (s *stream) prefixed() bool {
	if c := s.w.Data()[0]; !s.fresh || c == '}' || c == ']' {
		return false
	}
	line, ok := s.wholeLine()
	if !ok {
		return true
	}
	found := false
	for from := bytes.Index(line, objectStart); from >= 0 && !s.over(); {
		end := rawjson.Skip(line, from)
		if _, err := rawjson.CheckObject(line[from:end]); err != nil {
			if found {
				s.refuse(line[from:], err)
			}
			break
		}
		content := bytes.Clone(line[from:end])
		found = s.guessing(func() { s.guess("a line", content, 1) }) || found
		if from = bytes.Index(line[end:], objectStart); from >= 0 {
			from += end
		}
	}
	if found {
		s.take(len(line))
	}
	return found
}

var objectStart = []byte(`{"`)

// wholeLine returns the rest of the line, without its end. It reports and drops
// one that is too long.
func (s *stream) wholeLine() ([]byte, bool) {
	for from := 0; ; {
		b := s.w.Data()
		end := bytes.IndexByte(b[from:], '\n') + from
		found := end >= from
		if !found {
			end = len(b)
		}
		if end > s.limit {
			break
		}
		if found || !s.w.More() {
			return s.w.Data()[:end], true
		}
		from = end
	}
	s.out.number(1)
	s.fault(s.w.Data(), 0, errTooLong)
	s.dropLine(false)
	return nil, false
}

// junk reports what can't be the start of a record: as one fault for all lines
// of it that follow each other, each of which counts as a record. What follows
// a record on its line does not count.
func (s *stream) junk() {
	p, own := s.position(), s.fresh
	s.w.Has(cloudtrail.ExcerptLen * utf8.UTFMax)
	shown, _, _ := bytes.Cut(s.w.Data(), []byte{'\n'})
	shown = bytes.Clone(shown[:min(len(shown), cloudtrail.ExcerptLen*utf8.UTFMax)])
	stray := len(shown) > 0 && (shown[0] == '}' || shown[0] == ']')
	lines := 0
	for {
		lines++
		s.dropLine(stray || !own)
		if _, ok := s.blank(); !ok || !s.fresh || s.out.budget.Look(0) != nil || s.plausible() {
			break
		}
	}
	defer s.spend(s.out.budget.Spent)
	switch {
	case !own:
		s.faultAt(p, s.out.count, shown, fmt.Errorf("%w after a record", rawjson.ErrNotJSON))
		s.out.number(lines - 1)
	case lines == 1:
		s.faultAt(p, s.out.count+1, shown, rawjson.ErrNotJSON)
		s.out.number(1)
	default:
		s.faultAt(p, s.out.count+1, shown, fmt.Errorf("%w for %d lines", rawjson.ErrNotJSON, lines))
		s.out.number(lines)
	}
}

// dropLine goes to the end of the line, or, if so wanted, to the next opening
// brace on it.
func (s *stream) dropLine(brace bool) {
	ends := "\n"
	if brace {
		ends = "\n{"
	}
	for {
		b := s.w.Data()
		if n := bytes.IndexAny(b, ends); n >= 0 {
			s.take(n)
			return
		}
		s.take(len(b))
		if !s.w.More() {
			return
		}
	}
}

// plausible reports whether at the window there may begin something to read.
func (s *stream) plausible() bool {
	s.w.Has(2)
	switch b := s.w.Data(); b[0] {
	case '{', '[':
		return true
	case '"':
		return len(b) > 1 && (b[1] == '{' || b[1] == '[' || sniff.Base64Start(b[1:min(len(b), 65)]))
	default:
		return s.atTimestamp() || s.atBase64()
	}
}
