package history

import (
	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/inplace"
	"trailnotify/cloudtrail/history/internal/ordered"
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
		if s.inPieces() {
			continue
		}
		end := s.plainBlock()
		left := len(s.w.Data())
		switch {
		case left == 0 && s.w.More():
		case end == inplace.Unfinished && left < plainAhead && (s.w.Has(left+plainMore) || len(s.w.Data()) > left):
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
// returns how the last of its parts ended, see [inplace.Pass].
func (s *stream) plainBlock() (end int) {
	if cores := min(s.cores.Free(), maxHelpers, s.reach/plainShare) + 1; cores > 1 {
		s.w.Has(cores * plainShare)
	}
	helpers := s.cores.Take(min(maxHelpers, s.reach/plainShare, len(s.w.Data())/plainPart))
	parts := s.parts(helpers > 0)
	done := 0
	ordered.Pieces(len(parts), helpers, func(_, i int) *inplace.Pass {
		parts[i].Run()
		return parts[i]
	}, func(p *inplace.Pass) bool {
		s.accept(p)
		done += p.Done
		end = p.End
		return p.All() // or the next part may not begin where a record does
	})
	s.cores.Give(helpers)
	s.w.Skip(done)
	if s.reach = min(2*s.reach, maxHelpers*plainShare) + done; end < 0 && end != inplace.Unfinished {
		s.reach = done
	}
	return end
}

// parts returns the window as one part, or cut into several that begin, as it
// seems, where records do. Whether they do is known once the part before has
// been read.
func (s *stream) parts(several bool) []*inplace.Pass {
	b, from := s.w.Data(), 0
	var parts []*inplace.Pass
	for {
		end := len(b)
		if several && end-from >= 2*plainPart {
			end = inplace.CutAt(b, from+plainPart, plainAhead)
		}
		p := inplace.New(s.out.keep.inPlace(), b, from, end)
		if from == 0 {
			p.Fresh, p.Indent = s.fresh, s.indent
		}
		if parts, from = append(parts, &p), end; from == len(b) {
			return parts
		}
	}
}

// accept hands on what a part gave.
func (s *stream) accept(p *inplace.Pass) {
	base := s.out.count
	s.out.count += p.Count
	s.out.tally.Records += p.Count - p.Outside
	s.out.tally.Outside += p.Outside
	for _, r := range p.Wanted {
		s.out.give(cloudtrail.Record{
			JSON: r.JSON, Logged: s.logged, Place: cloudtrail.Place{File: s.out.file, N: base + r.N},
		}, nil)
	}
	if p.Least >= 0 {
		s.mark.Note('{', p.Least, s.depth)
	}
	s.fresh, s.indent = p.Fresh, p.Indent
	s.w.Line += p.Lines
	if p.Count > 0 {
		s.impatience = 0
	}
}
