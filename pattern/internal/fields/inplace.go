package fields

import "bytes"

// An InPlace reads the selected fields of plain messages that are still in the
// strings of a text. In such a string every quote of the message has a
// backslash before it, so it finds all backslashes first, many bytes at a time.
type InPlace struct {
	walker
	Stretch int // how much of the text is indexed at a time; tests make it short
}

// UsualStretch is how much of a text is indexed at a time, so that the index
// stays in the cache. Most messages are shorter than a 64th of that; one of
// more than half may be refused.
const UsualStretch = 256 << 10

// Start begins with a text. The fields that are read go to the other reader,
// which decodes them.
func (r *InPlace) Start(text []byte, to *Reader) {
	to.text = text
	r.text, r.fields, r.quoting = text, to.Fields, inString
	r.marks, r.next, r.indexed, r.Stretch = r.marks[:0], 0, 0, UsualStretch
}

// End lets go of the text.
func (r *InPlace) End() { r.text, r.fields = nil, nil }

// Read fills fields with the values that the tree selects in the message at i,
// and returns the end of the message. That is -1, and the fields mean nothing,
// if the message is refused.
func (r *InPlace) Read(i int, t *Tree) (end int) {
	if r.indexed < len(r.text) && r.indexed-i < r.Stretch/64 {
		r.index(i)
	}
	if end = r.message(i, t); end < 0 && r.ranOut(i) {
		r.index(i)
		end = r.message(i, t)
	}
	return end
}

// ranOut reports whether the message at i, which was not read to its end, may
// go on behind what is indexed. To index a message anew must bring twice as
// much to light, or messages made for it would cost a stretch each.
func (r *InPlace) ranOut(i int) bool {
	return r.next+1 >= len(r.marks) && r.indexed < len(r.text) && r.indexed-i < r.Stretch/2
}

// index finds the backslashes of the stretch that begins at i.
func (r *InPlace) index(i int) {
	r.indexed = min(i+r.Stretch, len(r.text))
	r.marks = findBackslashes(r.marks[:0], r.text[:r.indexed], i)
	r.next = 0
}

func (r *InPlace) message(i int, t *Tree) (end int) {
	r.next = r.firstFrom(i)
	first := r.next
	r.others = 0
	clear(r.fields)
	if r.at(i) == '{' {
		end = r.selected(i, t)
	}
	// A quote without a backslash ends the string: one has to be behind the
	// message, and none within.
	if end <= 0 || r.at(end) != '"' || bytes.Count(r.text[i:end], []byte{'"'}) != r.next-first-r.others {
		return -1
	}
	return end
}

// firstFrom returns the first of the backslashes at i or behind it. After
// a message that was read it is the next one; one that was refused may have led
// anywhere.
func (r *InPlace) firstFrom(i int) int {
	n := r.next
	for n > 0 && int(r.marks[n-1]) >= i {
		n--
	}
	for n < len(r.marks) && int(r.marks[n]) < i {
		n++
	}
	return n
}
