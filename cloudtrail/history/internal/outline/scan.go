// Package outline finds the end of a JSON object in a stream by its brackets
// and strings, and what tells what the object is. It makes sense of what is cut
// or broken.
package outline

import (
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/internal/rawjson"
)

// A Scan finds the end of a value at the start of a window. It follows strings
// and brackets only, so that it also finds the end of most records that are not
// valid JSON; and it notes those keys of the object that tell what the object
// is.
type Scan struct {
	Window *buffer.Window
	Limit  int    // how long the value may be
	Mark   Mark   // of the last record that was the first thing on its line
	End    int    // the next byte, from the start of the window
	Open   []byte // open brackets, '{' or '['
	Kept   bool   // the value is in the window from its first byte

	over int    // open brackets beyond the depth that JSON may have
	last byte   // the last byte that was not white space; '"' for a string
	keys keySet // those seen, while Kept is true

	name [2]int         // where the last string of an outer object is: a key when a colon follows
	way  [maxWay]keySet // the last key of the object itself, and of the objects that it leads to

	resume  int // start of the first line within the object that begins as it does, 0 if none
	latest  int // start of the last such line
	resumes int // how many there are
}

// maxWay is how many keys at most lead to an array of records: response, hits,
// hits.
const maxWay = 3

// Outcome is why a scan stopped.
type Outcome int

const (
	// Complete means at the end of the value: End is after it.
	Complete Outcome = iota
	// Container means in an array of records: End is after its opening bracket.
	Container
	// Cut means where the object can't go on but another one can begin, or the
	// array it is in can end: End is there.
	Cut
	// CutLine is the same, where End is the start of a line that begins as the
	// object's own did.
	CutLine
	// Ended means at the end of the stream, or where that can't be read, or
	// where the object is too long and began lines.
	Ended

	within Outcome = -1 // it has not stopped
)

// Object goes on to the end of the object or to the next array of
// records.
func (v *Scan) Object() Outcome {
	b := v.Window.Data()
	for {
		if v.End == len(b) {
			if b = v.extend(); b == nil {
				return Ended
			}
		}
		c := b[v.End]
		switch c {
		case ' ', '\t', '\r':
			v.End++
			continue
		case '\n':
			if v.lineBegins(false) {
				return CutLine
			}
			b = v.Window.Data()
			continue
		case '"':
			if how := v.Quoted(); how != Complete {
				return how
			}
			b = v.Window.Data()
			continue
		case '{', '[':
			if how := v.opening(c); how != within {
				return how
			}
		case '}', ']':
			if how := v.closing(c); how != within {
				return how
			}
		case ':':
			v.noteKey(b)
		}
		v.last = c
		v.End++
	}
}

// opening takes the opening bracket c at v.End. It stops the scan where no
// object can begin, or behind the bracket of an array of records.
func (v *Scan) opening(c byte) Outcome {
	if c == '{' && v.top() == '{' && v.last != ':' {
		return Cut
	}
	v.push(c)
	if c == '[' && v.last == ':' && v.holdsRecords() && v.opensRecords() {
		v.End++
		return Container
	}
	return within
}

// closing takes the closing bracket c at v.End. It stops the scan where nothing
// can end, or behind the object.
func (v *Scan) closing(c byte) Outcome {
	if !v.pop(c) {
		return Cut
	}
	if len(v.Open) == 0 {
		v.End++
		return Complete
	}
	return within
}

// top is the innermost open bracket, 0 when there is none.
func (v *Scan) top() byte {
	if len(v.Open) == 0 {
		return 0
	}
	return v.Open[len(v.Open)-1]
}

func (v *Scan) push(c byte) {
	if len(v.Open) > rawjson.MaxDepth {
		v.over++
		return
	}
	v.Open = append(v.Open, c)
}

// pop closes the innermost bracket that c can close, with those inside it that
// lack their own end. It returns false when there is none.
func (v *Scan) pop(c byte) bool {
	if v.over > 0 {
		v.over--
		return true
	}
	for n := len(v.Open) - 1; n >= 0; n-- {
		if v.Open[n] == c-2 { // in ASCII both pairs of brackets are two apart
			v.Open = v.Open[:n]
			return true
		}
	}
	return false
}

// noteKey notes the key before the colon that v is at.
func (v *Scan) noteKey(b []byte) {
	n := len(v.Open)
	if n == 0 || n > maxWay || !v.Kept || v.last != '"' {
		return
	}
	v.way[n-1] = keyOf(b[v.name[0]:v.name[1]])
	if n == 1 {
		v.keys |= v.way[0]
	}
}

// holdsRecords reports whether the array that v is at is one that holds
// records, in an object that is not a record itself.
func (v *Scan) holdsRecords() bool {
	n := len(v.Open) - 1 // objects around the array
	if n == 0 || n > maxWay || !v.Kept || v.way[n-1]&arrayKey == 0 || v.keys&(recordKey|controlMessage) != 0 {
		return false
	}
	for i := range n {
		if v.Open[i] != '{' || i < n-1 && v.way[i]&wayKey == 0 {
			return false
		}
	}
	return true
}

// opensRecords reports whether the array at v.End begins as one of records, or
// of what they are wrapped in, may. Arrays of anything else have such keys as
// well.
func (v *Scan) opensRecords() bool {
	if v.way[len(v.Open)-2]&wayKey == 0 && len(v.Open) == 2 {
		return true
	}
	for i := v.End + 1; v.Window.Has(i + 1); i++ {
		switch v.Window.Data()[i] {
		case ' ', '\t', '\r', '\n':
		case '{', '[':
			return true
		default:
			return false
		}
	}
	return false
}

// extend reads more of the object, which stays in the window from its first
// byte unless it is too long. It returns nil where the scan ends.
func (v *Scan) extend() []byte {
	if v.Kept && v.End >= v.Limit {
		if v.resumes > 0 {
			return nil
		}
		v.Kept = false
	}
	if !v.Kept {
		v.Window.Drop(v.End)
		v.End, v.resumes = 0, 0
	}
	if !v.Window.More() {
		return nil
	}
	return v.Window.Data()
}

// Reopen makes the scan go on in objects that are open, behind an array that
// was in the innermost one and has been read.
func (v *Scan) Reopen(open []byte) {
	v.Open, v.Kept, v.last = append(v.Open, open...), false, ']'
}
