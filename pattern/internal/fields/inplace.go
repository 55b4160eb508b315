package fields

import "bytes"

// An InPlace reads the selected fields of plain messages that are still in the
// strings of a text. In such a string every quote of the message has a
// backslash before it, so it finds all backslashes first, many bytes at a time,
// and then steps over a string of the message without looking at it:
//
//	{\"eventName\":\"GetObject\"}
//	 ^          ^  ^          ^
//
// The string after the backslash that is next ends at the one after that,
// unless the message escapes something itself.
type InPlace struct {
	stepper
	fields      []Field
	backslashes []uint32 // the places of all backslashes in what is indexed
	next        int      // the first of them that was not passed
	others      int      // those passed in this message that belong to no quote
	indexed     int      // the text is indexed up to here
	Stretch     int      // how much of the text is indexed at a time; tests make it short
}

// UsualStretch is how much of a text is indexed at a time, so that the index
// stays in the cache. Most messages are shorter than a 64th of that; one of
// more than half may be refused.
const UsualStretch = 256 << 10

// Start begins with a text. The fields that are read go to the other reader,
// which decodes them.
func (r *InPlace) Start(text []byte, to *Reader) {
	to.text = text
	r.text, r.fields = text, to.Fields
	r.backslashes, r.next, r.indexed, r.Stretch = r.backslashes[:0], 0, 0, UsualStretch
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
	return r.next+1 >= len(r.backslashes) && r.indexed < len(r.text) && r.indexed-i < r.Stretch/2
}

// index finds the backslashes of the stretch that begins at i.
func (r *InPlace) index(i int) {
	r.indexed = min(i+r.Stretch, len(r.text))
	r.backslashes = findBackslashes(r.backslashes[:0], r.text[:r.indexed], i)
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
	for n > 0 && int(r.backslashes[n-1]) >= i {
		n--
	}
	for n < len(r.backslashes) && int(r.backslashes[n]) < i {
		n++
	}
	return n
}

// selected steps over the value of a node and notes where it is. A
// key that comes again replaces all that its first value had given.
func (r *InPlace) selected(i int, t *Tree) int {
	t.forget(r.fields)
	c := r.at(i)
	f := Field{Kind: kindOf(c), From: i}
	switch {
	case c == '\\':
		r.escaped = false
		end := r.str(i)
		f = Field{Text, i + 2, end - 2}
		if r.escaped {
			f.Kind = TwiceEscaped
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
func (r *InPlace) object(i int, t *Tree) int {
	if i++; r.at(i) == '}' {
		return i + 1
	}
	for {
		if i = r.texts(i, t); i < 0 {
			return -1
		}
		from := i + 2
		r.escaped = false
		if i = r.key(i); i < 0 || r.escaped {
			return -1
		}
		if kid := t.child(r.text[from : i-3]); kid != nil {
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
func (r *InPlace) texts(i int, t *Tree) int {
	if !r.opens(i) {
		return -1
	}
	n, found := r.next, r.backslashes
	for ; r.textMember(n); n += 4 {
		key, value := int(found[n+1]), int(found[n+3])
		kid := t.child(r.text[found[n]+2 : key])
		if kid == nil {
			continue
		}
		kid.forget(r.fields)
		r.fields[kid.Field] = Field{Text, key + between, value}
	}
	r.next = n
	return int(found[n])
}
