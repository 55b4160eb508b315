package history

import (
	"bytes"
	"sync"

	"trailnotify/cloudtrail"
)

// Most files hold nothing but records as they were logged, behind each other in an
// array or on lines. Those are looked at where they stand, in one pass. Whatever isn't of that kind is left to
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
		end := s.plainBlock()
		left := len(s.w.Data())
		switch {
		case left == 0 && s.w.More():
		case end == unfinished && left < plainAhead && (s.w.Has(left+plainMore) || len(s.w.Data()) > left):
		case end < 0:
			s.impatience = min(2*s.impatience+1, 1<<10) // wait the longer, the more tries were in vain
			s.patience = s.impatience
			return
		default:
			return
		}
	}
}

// plainPart is how much of a window one core looks at, where several do, at most
// as many as maxHelpers and one.
const (
	plainPart  = 1 << 20
	maxHelpers = 15
)

// plainBlock reads records of the window, on as many cores as are free. It
// returns how the last of its parts ended, see plainPass.
func (s *stream) plainBlock() (end int) {
	helpers := 0
	if s.w.Offset > plainPart { // a large file
		helpers = s.cores.Take(maxHelpers)
		defer s.cores.Give(helpers)
	}
	if helpers > 0 {
		s.w.Has((helpers + 1) * plainPart)
	}
	parts := s.parts(helpers + 1)
	var all sync.WaitGroup
	for _, p := range parts[1:] {
		all.Go(p.run)
	}
	parts[0].run()
	all.Wait()
	done := 0
	for _, p := range parts {
		s.accept(p)
		done += p.done
		if end = p.end; p.done < len(p.b) {
			break // so the next part may not begin where a record does
		}
	}
	s.w.Drop(done)
	return end
}

// parts cuts the window into parts that begin, as it seems, where records do.
// Whether they do is known once the part before has been read.
func (s *stream) parts(n int) []*plainPass {
	b := s.w.Data()
	var parts []*plainPass
	for from := 0; ; {
		end := len(b)
		if n > 1 && end-from >= plainPart {
			end = cutAt(b, from+(end-from)/n)
		}
		p := &plainPass{b: b[from:end], keep: &s.out.keep, logged: s.logged, mark: s.mark, depth: s.depth}
		if from == 0 {
			p.fresh, p.indent = s.fresh, s.indent
		}
		parts = append(parts, p)
		if n--; end == len(b) {
			return parts
		}
		from = end
	}
}

// cutAt finds a place after at where a record seems to begin: on a line of its
// own, or behind another one in an array.
func cutAt(b []byte, at int) int {
	line, element := []byte("\n{"), []byte(`},{"eventVersion"`)
	within := b[at:min(len(b), at+plainAhead)]
	i, skip := bytes.Index(within, line), 1
	if j := bytes.Index(within[:max(i, 0)], element); j >= 0 || i < 0 {
		if i < 0 {
			j = bytes.Index(within, element)
		}
		i, skip = j, 2
	}
	if i < 0 {
		return len(b)
	}
	return at + i + skip
}

// accept hands on what a part gave.
func (s *stream) accept(p *plainPass) {
	base := s.out.count
	s.out.count += p.count
	s.out.tally.add(p.tally)
	for _, r := range p.records {
		r.Place = cloudtrail.Place{File: s.out.file, N: base + r.Place.N}
		s.out.give(r, nil)
	}
	s.mark, s.fresh, s.indent = p.mark, p.fresh, p.indent
	if p.count > 0 {
		s.impatience = 0
	}
}
