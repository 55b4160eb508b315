package history

import "trailnotify/cloudtrail/internal/rawjson"

// maxValue is how long one value of a file may be: a record, or a saved payload. CloudTrail's own limit for a record is
// 256 KiB, Lambda's for an event 6 MiB.
const maxValue = 16 << 20

// scan finds the end of an object at the start of the window. It follows strings and brackets only, so that it finds the
// end of most records that are no valid JSON, too; and it notes those keys of the object that tell what the object is.
type scan struct {
	i    int    // the next byte, from the start of the window
	open []byte // open brackets, '{' or '['
	over int    // open brackets beyond maxDepth
	last byte   // the last byte that was no white space; '"' for a string
	keep bool   // the object is in the window from its first byte
	keys keySet // those seen, while keep is true

	name [2]int         // where the last string of an outer object stands: a key when a colon follows
	way  [maxWay]keySet // the last key of the object itself, and of the objects that it leads to

	resume  int // start of the first line within the object that begins as it does, 0 if none
	latest  int // start of the last such line
	resumes int // how many there are
}

// maxWay is how many keys at most lead to an array of records: response, hits,
// hits.
const maxWay = 3

// outcome is why a scan stopped.
type outcome int

const (
	complete  outcome = iota // at the end of the object: i is after it
	container                // in an array of records: i is after its opening bracket
	cut                      // where the object can't go on but another one can begin, or the array it is in can end: i is there
	cutLine                  // the same, where i is the start of a line that begins as the object's own did
	within                   // it has not stopped
	ended                    // at the end of the stream, or where that can't be read, or where the object is too long and began lines
)

// scan goes on with v, to the end of the object or to the next array of records.
func (s *stream) scan(v *scan) outcome {
	b := s.w.Data()
	for {
		if v.i == len(b) {
			if b = s.extend(v); b == nil {
				return ended
			}
		}
		c := b[v.i]
		switch c {
		case ' ', '\t', '\r':
			v.i++
			continue
		case '\n':
			if s.lineBegins(v, false) {
				return cutLine
			}
			b = s.w.Data()
			continue
		case '"':
			if how := s.scanString(v); how != complete {
				return how
			}
			b = s.w.Data()
			continue
		case '{', '[':
			if how := s.open(v, c); how != within {
				return how
			}
		case '}', ']':
			if how := v.close(c); how != within {
				return how
			}
		case ':':
			v.noteKey(b)
		}
		v.last = c
		v.i++
	}
}

// open takes the opening bracket c at v.i. It stops the scan where no object can
// begin, or behind the bracket of an array of records.
func (s *stream) open(v *scan, c byte) outcome {
	if c == '{' && v.top() == '{' && v.last != ':' {
		return cut
	}
	v.push(c)
	if c == '[' && v.last == ':' && v.holdsRecords() && s.opensRecords(v) {
		v.i++
		return container
	}
	return within
}

// close takes the closing bracket c at v.i. It stops the scan where nothing can
// end, or behind the object.
func (v *scan) close(c byte) outcome {
	if !v.pop(c) {
		return cut
	}
	if len(v.open) == 0 {
		v.i++
		return complete
	}
	return within
}

// top is the innermost open bracket, 0 when there is none.
func (v *scan) top() byte {
	if len(v.open) == 0 {
		return 0
	}
	return v.open[len(v.open)-1]
}

func (v *scan) push(c byte) {
	if len(v.open) > rawjson.MaxDepth {
		v.over++
		return
	}
	v.open = append(v.open, c)
}

// pop closes the innermost bracket that c can close, with those inside it that lack their own end. It returns false when
// there is none.
func (v *scan) pop(c byte) bool {
	if v.over > 0 {
		v.over--
		return true
	}
	for n := len(v.open) - 1; n >= 0; n-- {
		if v.open[n] == c-2 { // in ASCII both pairs of brackets are two apart
			v.open = v.open[:n]
			return true
		}
	}
	return false
}

// noteKey notes the key before the colon that v stands at.
func (v *scan) noteKey(b []byte) {
	n := len(v.open)
	if n == 0 || n > maxWay || !v.keep || v.last != '"' {
		return
	}
	v.way[n-1] = keyOf(b[v.name[0]:v.name[1]])
	if n == 1 {
		v.keys |= v.way[0]
	}
}

// holdsRecords reports whether the array that v stands at is one that holds
// records, in an object that is not a record itself.
func (v *scan) holdsRecords() bool {
	n := len(v.open) - 1 // objects around the array
	if n == 0 || n > maxWay || !v.keep || v.way[n-1]&arrayKey == 0 || v.keys&(recordKey|controlMessage) != 0 {
		return false
	}
	for i := range n {
		if v.open[i] != '{' || i < n-1 && v.way[i]&wayKey == 0 {
			return false
		}
	}
	return true
}

// opensRecords reports whether the array at v.i begins as one of records or of
// what they are wrapped in may. Arrays of anything else have such keys as well.
func (s *stream) opensRecords(v *scan) bool {
	if v.way[len(v.open)-2]&wayKey == 0 && len(v.open) == 2 {
		return true
	}
	for i := v.i + 1; s.w.Has(i + 1); i++ {
		switch s.w.Data()[i] {
		case ' ', '\t', '\r', '\n':
		case '{', '[':
			return true
		default:
			return false
		}
	}
	return false
}

// plain tells the bytes within a string that need no attention.
var plain = func() (t [256]bool) {
	for i := range t {
		t[i] = i != '"' && i != '\\' && i != '\n'
	}
	return t
}()

// scanString goes past the string at v.i. A line break within it is no JSON, but ends it only where the next line begins
// as the record did.
func (s *stream) scanString(v *scan) outcome {
	v.i++
	start, escaped := v.i, false
	b := s.w.Data()
	for {
		for !escaped && v.i < len(b) && plain[b[v.i]] {
			v.i++
		}
		if v.i == len(b) {
			if b = s.extend(v); b == nil {
				return ended
			}
			continue
		}
		switch c := b[v.i]; {
		case c == '\n':
			if s.lineBegins(v, true) {
				return cutLine
			}
			b = s.w.Data()
			escaped = false
			continue
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			v.noteString(b, start)
			v.i++
			return complete
		}
		v.i++
	}
}

// noteString notes the string that began at start and whose closing quote is at v.i.
func (v *scan) noteString(b []byte, start int) {
	if n := len(v.open); n > 0 && n <= maxWay && v.keep {
		v.name = [2]int{start, v.i}
		if n == 1 && v.way[0] == messageTypeKey && v.last == ':' && string(b[start:v.i]) == "CONTROL_MESSAGE" {
			v.keys |= controlMessage
		}
	}
	v.last = '"'
}

// extend reads more of the object, which stays in the window from its first byte unless it is too long. It returns nil
// where the scan ends.
func (s *stream) extend(v *scan) []byte {
	if v.keep && v.i >= s.limit {
		if v.resumes > 0 {
			return nil
		}
		v.keep = false
	}
	if !v.keep {
		s.w.Drop(v.i)
		v.i, v.resumes = 0, 0
	}
	if !s.w.More() {
		return nil
	}
	return s.w.Data()
}

// lineBegins goes past the line break at v.i and reports whether another record must begin after it: the line begins as
// the one of this record did, and v is in a string or where no value can stand. Where one can, the line is noted, to go
// back to when this record turns out to have no end.
func (s *stream) lineBegins(v *scan, quoted bool) bool {
	v.i++
	if !s.mark.set || !s.w.Has(v.i+s.mark.indent+1) {
		return false
	}
	b := s.w.Data()[v.i:]
	if b[s.mark.indent] != s.mark.first {
		return false
	}
	for _, c := range b[:s.mark.indent] {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	if quoted || v.last != ':' && (v.top() == '{' || v.last != ',' && v.last != '[') {
		return true
	}
	if v.keep {
		if v.resumes == 0 {
			v.resume = v.i
		}
		v.latest = v.i
		v.resumes++
	}
	return false
}

// maxResumes is how many lines are read again at most after a record without an end; with more of them, reading goes on at
// the last, lest a file made for it takes quadratic time.
const maxResumes = 16

// next returns where reading goes on after a record without an end, from the start of the window, and whether that is the
// start of a line that begins as the record's own did. It returns -1 when there is nowhere.
func (v *scan) next(how outcome) (at int, line bool) {
	switch {
	case v.keep && v.resumes > maxResumes:
		return v.latest, true
	case v.keep && v.resumes > 0:
		return v.resume, true
	case how == ended:
		return -1, false
	default:
		return v.i, how == cutLine
	}
}
