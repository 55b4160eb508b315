package history

import (
	"bytes"
	"sync"
	"sync/atomic"

	"trailnotify/cloudtrail"
)

// Most files hold nothing but records as they were logged, behind each other in
// an array or on lines. Those are examined in place, in one pass. Whatever
// isn't of that kind is left to the stream, which reads everything.

// plainAhead is how much of a record that doesn't end in the window is waited
// for: as much as CloudTrail's longest one, once escaped.
const plainAhead = 512 << 10

// plainMore is how much is read at a time where the window holds part of a
// record.
const plainMore = 64 << 10

// plain goes past the records at the window that can be read in place.
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

// plainPart is how much of a window is looked at in one pass where several
// cores do, in several passes each, so that none waits long for another.
// Each core has a share of the window, at most as many as maxHelpers and one.
const (
	plainPart  = 64 << 10
	plainShare = 2 << 20
	maxHelpers = 15
)

// plainBlock reads records of the window, on as many cores as are free. It
// returns how the last of its parts ended, see plainPass.
func (s *stream) plainBlock() (end int) {
	if cores := min(s.cores.Free(), maxHelpers, s.reach/plainShare) + 1; cores > 1 {
		s.w.Has(cores * plainShare)
	}
	helpers := s.cores.Take(min(maxHelpers, s.reach/plainShare, len(s.w.Data())/plainPart))
	parts := s.parts(helpers > 0)
	runAll(parts, helpers)
	s.cores.Give(helpers)
	done := 0
	for _, p := range parts {
		s.accept(p)
		done += p.done
		if end = p.end; p.done < len(p.b) {
			break // so the next part may not begin where a record does
		}
	}
	s.w.Skip(done)
	if s.reach = min(2*s.reach, maxHelpers*plainShare) + done; end < 0 && end != unfinished {
		s.reach = done
	}
	return end
}

// runAll runs the parts, in order. It leaves out those behind one that wasn't
// read to its end, as those are not going to be accepted.
func runAll(parts []*plainPass, helpers int) {
	var next atomic.Int64
	var cut atomic.Bool
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(parts) && !cut.Load(); i = int(next.Add(1)) - 1 {
			if parts[i].run(); parts[i].done < len(parts[i].b) {
				cut.Store(true)
			}
		}
	}
	var all sync.WaitGroup
	for range helpers {
		all.Go(work)
	}
	work()
	all.Wait()
}

// parts returns the window as one part, or cut into several that begin, as it
// seems, where records do. Whether they do is known once the part before has
// been read.
func (s *stream) parts(several bool) []*plainPass {
	b, from := s.w.Data(), 0
	var parts []*plainPass
	for {
		end := len(b)
		if several && end-from >= 2*plainPart {
			end = cutAt(b, from+plainPart)
		}
		p := &plainPass{b: b[from:end], keep: &s.out.keep, logged: s.logged, least: -1}
		if from == 0 {
			p.fresh, p.indent = s.fresh, s.indent
		} else {
			p.fresh = b[from-1] == '\n'
		}
		if parts, from = append(parts, p), end; from == len(b) {
			return parts
		}
	}
}

// cutAt finds a place after at where a record seems to begin: on a line of its
// own, or behind another one in an array.
func cutAt(b []byte, at int) int {
	line, element := []byte("\n{"), []byte(`},{"eventVersion"`)
	for ahead := 8 << 10; ; ahead *= 8 {
		within := b[at:min(len(b), at+ahead)]
		i, j := bytes.Index(within, line), bytes.Index(within, element)
		switch {
		case i >= 0 && (j < 0 || i < j):
			return at + i + 1
		case j >= 0:
			return at + j + 2
		case ahead >= plainAhead || len(within) < ahead:
			return len(b)
		}
	}
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
	if p.least >= 0 {
		s.mark.Note('{', p.least, s.depth)
	}
	s.fresh, s.indent = p.fresh, p.indent
	s.w.Line += p.lines
	if p.count > 0 {
		s.impatience = 0
	}
}
