package history

import "bytes"

// mark is how a line begins that begins with a record. Where a record has no end, the next line that begins the same way
// is where to go on: that holds for one record a line and for indented arrays alike.
type mark struct {
	set    bool
	indent int
	first  byte
	depth  int // of arrays, as stream.depth
}

// maxIndent is how far in a line may begin that is looked for again.
const maxIndent = 1 << 10

// note sets the mark to the line that begins with c, unless the one that is set is for the same array and further out: what
// stands further in may be a part of a rotten record.
func (s *stream) note(c byte) {
	if s.fresh {
		s.mark.note(c, s.indent, s.depth)
	}
}

func (m *mark) note(c byte, indent, depth int) {
	if indent > maxIndent {
		return
	}
	if !m.set || m.depth < depth || (c == '{' || c == '[') && indent <= m.indent {
		*m = mark{true, indent, c, depth}
	}
}

// goTo drops the first bytes of v: another record begins there, on a line like mark's if line is true.
func (s *stream) goTo(v *scan, at int, line bool) {
	s.cut = line
	if !line && v.keep {
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

// rotten reports the value at p that v did not find the end of, or that is too long, and goes to where reading goes on.
func (s *stream) rotten(p position, v *scan, how outcome) {
	s.out.number(1)
	if how == complete {
		s.faultAt(p, s.out.count, nil, errTooLong)
		s.take(v.i)
		return
	}
	if at, line := v.next(how); at >= 0 {
		s.faultAt(p, s.out.count, s.start(v, at), errCut)
		s.goTo(v, at, line)
		return
	}
	s.ended = true
	s.faultAt(p, s.out.count, s.start(v, v.i), s.cause("does not end, so nothing after it is read"))
	s.w.Drop(len(s.w.Data()))
}

// start returns the first n bytes of v, or nothing when they are not in memory.
func (s *stream) start(v *scan, n int) []byte {
	if !v.keep {
		return nil
	}
	return s.w.Data()[:n]
}
