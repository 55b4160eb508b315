package fields

import "encoding/binary"

// A Plain reads the selected fields of records in a text that have no blanks
// between their parts. It finds all quotes, backslashes and control characters
// before it begins with a record, so that it steps over a string without
// looking at it.
type Plain struct {
	stepper
	fields  []Field
	marks   []uint32 // where they are
	next    int      // the first of them that was not passed
	indexed int      // marks knows the text up to here
}

// PlainStretch is how much of a text is indexed at a time, so that the index
// stays in the cache.
const PlainStretch = 64 << 10

// Start begins with a text. The fields that are read go to the other reader,
// which decodes them.
func (r *Plain) Start(text []byte, to *Reader) {
	to.text = text
	r.text, r.fields = text, to.Fields
	r.marks, r.next, r.indexed = r.marks[:0], 0, 0
}

// End lets go of the text.
func (r *Plain) End() { r.text, r.fields = nil, nil }

// Read fills fields with the values that the tree selects in the record at i,
// and returns its end. That is negative, and the fields mean nothing, if the
// record is refused.
func (r *Plain) Read(i int, t *Tree) (end int) {
	if end = r.record(i, t); end < 0 && r.ranOut() && r.indexed < len(r.text) {
		r.index(i, PlainStretch)
		end = r.record(i, t)
		if end < 0 && r.ranOut() && r.indexed < len(r.text) { // it is longer than a stretch, or has no end
			r.index(i, len(r.text)-i)
			end = r.record(i, t)
		}
	}
	if end < 0 && r.ranOut() {
		return Unfinished
	}
	return end
}

// Unfinished is the end of a record that may go on behind the text.
const Unfinished = -2

// ranOut reports whether the record that was not read to its end may go on behind
// what is indexed.
func (r *Plain) ranOut() bool {
	return r.next+plainAhead >= len(r.marks)
}

// plainAhead is how many marks are looked at together.
const plainAhead = 5

// index finds the marks of the stretch that begins at i.
func (r *Plain) index(i, stretch int) {
	r.indexed = min(i+stretch, len(r.text))
	r.marks = marks(r.marks[:0], r.text[:r.indexed], i)
	r.next = 0
}

func (r *Plain) record(i int, t *Tree) (end int) {
	for r.next > 0 && int(r.marks[r.next-1]) >= i {
		r.next--
	}
	for r.next < len(r.marks) && int(r.marks[r.next]) < i {
		r.next++
	}
	clear(r.fields)
	if r.at(i) != '{' {
		return -1
	}
	return r.selected(i, t)
}

// selected steps over the value of a node and takes down where it stands. A
// key that comes again replaces all that its first value had given.
func (r *Plain) selected(i int, t *Tree) int {
	t.forget(r.fields)
	c := r.at(i)
	f := Field{Kind: kindOf(c), From: i}
	switch {
	case c == '"':
		r.escaped = false
		end := r.str(i)
		f = Field{Text, i + 1, end - 1}
		if r.escaped {
			f.Kind = EscapedText
		}
		r.fields[t.Field] = f
		return end
	case t.Inside && (c == '{' || c == '['):
		return -1
	case c == '{' && len(t.byLen) > 0:
		f.To = r.object(i, t)
	default:
		f.To = r.value(i)
	}
	r.fields[t.Field] = f
	return f.To
}

// object steps over an object and reads the members that the tree selects.
func (r *Plain) object(i int, t *Tree) int {
	if i++; r.at(i) == '}' {
		return i + 1
	}
	for {
		if i = r.texts(i, t); i < 0 {
			return -1
		}
		from := i + 1
		r.escaped = false
		if i = r.key(i); i < 0 || r.escaped {
			return -1
		}
		if kid := t.child(r.text[from : i-2]); kid != nil {
			i = r.selected(i, kid)
		} else {
			i = r.value(i)
		}
		switch r.at(i) {
		case ',':
			i++
		case '}':
			return i + 1
		default:
			return -1
		}
	}
}

// texts reads members whose values are strings, up to the start of one whose
// value is not or that is the last.
func (r *Plain) texts(i int, t *Tree) int {
	if !r.opens(i) {
		return -1
	}
	n, marks := r.next, r.marks
	for ; r.textMember(n); n += 4 {
		key, value := int(marks[n+1]), int(marks[n+3])
		kid := t.child(r.text[marks[n]+1 : key])
		if kid == nil {
			continue
		}
		kid.forget(r.fields)
		r.fields[kid.Field] = Field{Text, key + plainBetween, value}
	}
	r.next = n
	return int(marks[n])
}

// What stands between two strings: behind a key, and behind a value with another
// key to come.
const (
	plainKeyText = '"' | ':'<<8 | '"'<<16
	plainTextKey = '"' | ','<<8 | '"'<<16
	plainBetween = 3 // bytes
)

// textMember reports whether the marks from n on are the quotes of a member whose
// value is a string and behind which comes another key. Most members are of that
// kind. The first mark is known to be a quote, and so is the one behind the
// member then.
func (r *Plain) textMember(n int) bool {
	if n+4 >= len(r.marks) {
		return false
	}
	key, value := int(r.marks[n+1]), int(r.marks[n+3])
	return value+4 <= len(r.text) &&
		binary.LittleEndian.Uint32(r.text[key:])&(1<<(8*plainBetween)-1) == plainKeyText &&
		binary.LittleEndian.Uint32(r.text[value:])&(1<<(8*plainBetween)-1) == plainTextKey &&
		int(r.marks[n+2]) == key+2 && int(r.marks[n+4]) == value+2
}

// marks appends to dst where the quotes, backslashes and control characters of a
// text stand, from a place on. Behind one of them another byte may be taken for
// one, see [specialBytes].
func marks(dst []uint32, text []byte, at int) []uint32 {
	for ; len(text)-at >= Block; at += Block {
		b := (*[Block]byte)(text[at:])
		dst = appendPlaces(dst, at, specialBits(b[0:8])|specialBits(b[8:16])<<8|
			specialBits(b[16:24])<<16|specialBits(b[24:32])<<24|
			specialBits(b[32:40])<<32|specialBits(b[40:48])<<40|
			specialBits(b[48:56])<<48|specialBits(b[56:64])<<56)
	}
	for ; at < len(text); at++ {
		if c := text[at]; c == '"' || c == '\\' || c < 0x20 {
			dst = append(dst, uint32(at))
		}
	}
	return dst
}

// specialBits returns a bit per byte of eight, as backslashBits does.
func specialBits(b []byte) uint64 {
	return specialBytes(binary.LittleEndian.Uint64(b)) * 0x0002040810204081 >> 56
}
