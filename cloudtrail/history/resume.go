package history

import (
	"bytes"

	"trailnotify/cloudtrail/history/internal/outline"
)

// goTo drops the first bytes of v: another record begins there, on a line like
// mark's if line is true.
func (s *stream) goTo(v *outline.Scan, at int, line bool) {
	s.cut = line
	if !line && v.Kept {
		start := len(bytes.TrimRight(s.w.Data()[:at], " \t"))
		if line = start > 0 && s.w.Data()[start-1] == '\n'; line {
			at = start
		}
	}
	s.take(at)
	if line {
		s.fresh, s.indent = true, 0
	}
}

// unreadable reports the value at p that v did not find the end of, or that is
// too long, and goes to where reading goes on.
func (s *stream) unreadable(p position, v *outline.Scan, how outline.Outcome) {
	s.out.number(1)
	if how == outline.Complete {
		s.faultAt(p, s.out.count, nil, errTooLong)
		s.take(v.End)
		return
	}
	if at, line := v.Next(how); at >= 0 {
		s.faultAt(p, s.out.count, s.start(v, at), errCut)
		s.goTo(v, at, line)
		return
	}
	s.ended = true
	s.faultAt(p, s.out.count, s.start(v, v.End), s.cause("does not end, so nothing after it is read"))
	s.w.Drop(len(s.w.Data()))
}

// start returns the first n bytes of v, or nothing when they are not in memory.
func (s *stream) start(v *outline.Scan, n int) []byte {
	if !v.Kept {
		return nil
	}
	return s.w.Data()[:n]
}
