package fields

import "encoding/binary"

// A Plain reads the selected fields of records in a text that have no blanks
// between their parts. It finds all quotes, backslashes and control characters
// before it begins with a record.
type Plain struct {
	walker
}

// PlainStretch is how much of a text is indexed at a time, so that the index
// stays in the cache.
const PlainStretch = 64 << 10

// Start begins with a text. The fields that are read go to the other reader,
// which decodes them.
func (r *Plain) Start(text []byte, to *Reader) {
	to.text = text
	r.text, r.fields, r.quoting = text, to.Fields, byItself
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

// ranOut reports whether the record that was not read to its end may go on
// behind what is indexed.
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

// marks appends to dst where the quotes, backslashes and control characters of
// a text stand, from a place on. Behind one of them another byte may be taken
// for one, see [specialBytes].
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
