package history

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/outline"
	"trailnotify/cloudtrail/internal/rawjson"
)

// stream reads the records of one file, or of content that is inside
// another stream. Its methods go on until the consumer has had enough, and
// report what can't be read as faults.
type stream struct {
	w      buffer.Window
	out    *output
	limit  int           // maxValue, less in tests
	cores  *buffer.Cores // that may help
	slow   bool          // don't use plain
	whole  *wholeFile    // that the window is of, nil where it can't be read at any place
	within string        // what the content was taken out of, "" for the file itself
	level  int           // how many things it was taken out of
	logged time.Time     // of the log event that the content was the message of

	brackets []byte // the memory of scan.open

	reach                int // how many bytes ahead plain is likely to read
	patience, impatience int // how many items to read before plain is tried again, and next time

	fresh  bool         // only white space is before the window on its line,
	indent int          // of so many bytes
	mark   outline.Mark // of the last record here that was the first thing on its line
	depth  int          // how many arrays are open
	cut    bool         // the window is at the start of a line that begins as mark says, so all arrays further in are over
	ended  bool         // it was reported that the stream ends within something
}

// maxLevel is how many things may be wrapped in each other: a batch in a
// payload in an event in a queue's message.
const maxLevel = 8

// maxValue is how long one value of a file may be: a record, or a saved
// payload. CloudTrail's own limit for a record is 256 KiB, Lambda's for an
// event 6 MiB.
const maxValue = 16 << 20

var (
	errTooLong = fmt.Errorf("longer than %d MiB", maxValue>>20)
	errNested  = fmt.Errorf("wrapped more than %d times", maxLevel)
	errCut     = errors.New("ends in the middle, before another one")
)

// run reads all records.
func (s *stream) run() {
	s.fresh, s.indent = true, 0
	if s.begins("\xef\xbb\xbf") {
		s.w.Drop(3)
	}
	if s.text() {
		return
	}
	for !s.over() {
		s.plain()
		c, ok := s.blank()
		switch {
		case !ok:
			s.end("")
			return
		case c == ',': // lines taken out of an array
			s.w.Drop(1)
		default:
			s.item(c, true)
		}
	}
}

// begins reports whether the window begins with prefix.
func (s *stream) begins(prefix string) bool {
	s.w.Has(len(prefix))
	return bytes.HasPrefix(s.w.Data(), []byte(prefix))
}

// item reads what is where a record may be, at the top or in an array,
// and begins with c.
func (s *stream) item(c byte, top bool) {
	if s.spend(s.out.budget.Look(0)); s.over() {
		return
	}
	if s.fresh {
		s.mark.Note(c, s.indent, s.depth)
	}
	switch {
	case c == '{':
		s.object()
	case c == '[' && s.depth == maxLevel:
		s.tooNested()
	case c == '[' && s.row():
	case c == '[':
		s.take(1)
		s.array()
	case c == '"':
		s.quoted(top)
	case top:
		s.line()
	default:
		s.scalar()
	}
	if s.mark.Depth == s.depth {
		s.cut = false
	}
}

// tooNested reports an array in too many others. They are read by recursion, so
// their number is limited.
func (s *stream) tooNested() {
	p, v := s.position(), s.outline()
	if how := v.Object(); how != outline.Complete {
		s.unreadable(p, v, how)
		return
	}
	s.out.number(1)
	s.faultAt(p, s.out.count, nil, errNested)
	s.take(v.End)
}

// object reads a record, or an object that holds records.
func (s *stream) object() {
	p, v := s.position(), s.outline()
	how := v.Object()
	s.brackets = v.Open
	switch {
	case how == outline.Complete && !s.tooLong(v):
		s.taken(v.End, s.wrapped)
	case how == outline.Container:
		around := bytes.Clone(v.Open[:len(v.Open)-1])
		s.take(v.End)
		s.array()
		s.rest(around)
	default:
		s.unreadable(p, v, how)
	}
}

// outline begins to look for the end of the value at the window.
func (s *stream) outline() *outline.Scan {
	return &outline.Scan{Window: &s.w, Limit: s.limit, Mark: s.mark, Open: s.brackets[:0], Kept: true}
}

// tooLong reports whether v, at its end, is longer than a value may be.
func (s *stream) tooLong(v *outline.Scan) bool { return !v.Kept || v.End > s.limit }

// rest goes past what follows the records in the objects around them.
func (s *stream) rest(around []byte) {
	if s.over() || s.cut || s.ended {
		return
	}
	p, v := s.position(), s.outline()
	v.Reopen(around)
	switch how := v.Object(); how {
	case outline.Complete:
		s.take(v.End)
	case outline.Ended:
		s.end("the object that holds the records")
	default:
		s.faultAt(p, s.out.count, nil, errors.New("the object that holds the records does not end"))
		s.goTo(v, v.End, how == outline.CutLine)
	}
}

// array reads the elements of an array from after its opening bracket to after
// the closing one.
func (s *stream) array() {
	before := s.mark
	s.depth++
	s.elements()
	s.depth--
	s.mark = before
}

func (s *stream) elements() {
	for !s.over() && !s.cut && !s.ended {
		s.plain()
		switch c, ok := s.blank(); {
		case !ok:
			s.end("an array")
		case c == ',':
			s.w.Drop(1)
		case c == ']':
			s.take(1)
			return
		default:
			s.item(c, false)
		}
	}
}

// blank goes past white space and returns the byte after it, or false at the
// end.
func (s *stream) blank() (byte, bool) {
	for {
		b := s.w.Data()
		i := rawjson.Blank(b, 0)
		if n := bytes.LastIndexByte(b[:i], '\n'); n >= 0 {
			s.fresh, s.indent = true, i-n-1
		} else {
			s.indent += i
		}
		s.w.Drop(i)
		if i < len(b) {
			return b[i], true
		}
		if !s.w.More() {
			return 0, false
		}
	}
}

// take drops n bytes that are no white space.
func (s *stream) take(n int) {
	s.w.Drop(n)
	s.fresh = false
}

// taken drops n bytes after use has read them, and perhaps overwritten them.
func (s *stream) taken(n int, use func(b []byte)) {
	b := s.w.Data()[:n]
	lines := bytes.Count(b, []byte{'\n'})
	use(b)
	s.w.Line += lines
	s.w.Skip(n)
	s.fresh = false
}

// end reports that the stream ended, unless that was to be expected or is known
// already.
func (s *stream) end(in string) {
	if s.ended || s.over() || in == "" && s.w.Err == io.EOF {
		return
	}
	s.ended = true
	if in != "" {
		in = "ends within " + in
	}
	s.fault(nil, 0, s.cause(in))
}

// cause adds to what is wrong why no more could be read, if that was no
// ordinary end.
func (s *stream) cause(what string) error {
	switch {
	case s.w.Err == nil || s.w.Err == io.EOF:
		return errors.New(what)
	case what == "":
		return s.w.Err
	default:
		return fmt.Errorf("%s: %w", what, s.w.Err)
	}
}

// position is where the window is, for messages.
type position struct {
	line   int
	offset int64
}

func (s *stream) position() position { return position{s.w.Line, s.w.Offset} }

// fault reports what is wrong with b, which is at the window or was taken
// from there, at an offset in it.
func (s *stream) fault(b []byte, offset int, err error) {
	from := max(0, min(offset, len(b))-cloudtrail.ExcerptLen/2)
	s.faultAt(s.position(), s.out.count, b[from:], err)
}

// faultAt reports what is wrong with record n, which stood at p and shows as
// excerpt.
func (s *stream) faultAt(p position, n int, shown []byte, err error) {
	err = fmt.Errorf("line %d, byte %d: %w", p.line, p.offset, err)
	if s.within != "" {
		err = fmt.Errorf("in %s: %w", s.within, err)
	}
	s.out.fault(n, shown, err)
}

func (s *stream) over() bool { return s.out.over() }

// refuse reports that raw, which takes a number, can't be read.
func (s *stream) refuse(raw []byte, err error) {
	s.out.number(1)
	s.fault(raw, 0, err)
}
