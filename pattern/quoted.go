package pattern

import "bytes"

// quotedReader reads the selected fields of plain messages in a text. It knows
// where all quotes stand before it begins with a message, so that it steps over
// a string without looking at it.
type quotedReader struct {
	jsonScanner
	fields  []field
	quotes  []uint32 // where backslashes stand
	next    int      // the first of them that was not passed
	others  int      // those passed in this message that are no quotes
	indexed int      // quotes knows the text up to here
	stretch int      // how much of the text is indexed at a time
}

// The text is indexed a stretch at a time, so that the index stays in the cache.
// Most messages are shorter than a 64th of that; one of more than half may be
// refused.
const usualStretch = 256 << 10

func (r *quotedReader) start(text []byte, fields []field) {
	r.text, r.fields = text, fields
	r.quotes, r.next, r.indexed, r.stretch = r.quotes[:0], 0, 0, usualStretch
}

// read fills fields with the values that the tree selects in the message at i,
// and returns the end of the message. That is -1, and the fields mean nothing,
// if the message is refused.
func (r *quotedReader) read(i int, t *tree) (end int) {
	if r.indexed < len(r.text) && r.indexed-i < r.stretch/64 {
		r.index(i)
	}
	if end = r.message(i, t); end < 0 && r.ranOut(i) {
		r.index(i)
		end = r.message(i, t)
	}
	return end
}

// ranOut reports whether the message at i, which was not read to its end, may go
// on behind what is indexed. To index a message anew must bring twice as much to
// light, or messages made for it would cost a stretch each.
func (r *quotedReader) ranOut(i int) bool {
	return r.next+1 >= len(r.quotes) && r.indexed < len(r.text) && r.indexed-i < r.stretch/2
}

// index finds the quotes of the stretch that begins at i.
func (r *quotedReader) index(i int) {
	r.indexed = min(i+r.stretch, len(r.text))
	r.quotes = backslashes(r.quotes[:0], r.text[:r.indexed], i)
	r.next = 0
}

func (r *quotedReader) message(i int, t *tree) (end int) {
	r.next = r.firstFrom(i)
	first := r.next
	r.others = 0
	clear(r.fields)
	if r.at(i) == '{' {
		end = r.selected(i, t)
	}
	// A quote without a backslash ends the string: one has to stand behind the
	// message, and none within.
	if end <= 0 || r.at(end) != '"' || bytes.Count(r.text[i:end], []byte{'"'}) != r.next-first-r.others {
		return -1
	}
	return end
}

// firstFrom returns the first of the quotes that stands at i or behind it. After
// a message that was read it is the next one; one that was refused may have led
// anywhere.
func (r *quotedReader) firstFrom(i int) int {
	n := r.next
	for n > 0 && int(r.quotes[n-1]) >= i {
		n--
	}
	for n < len(r.quotes) && int(r.quotes[n]) < i {
		n++
	}
	return n
}

// selected steps over the value of a node and takes down where it stands. A
// key that comes again replaces all that its first value had given.
func (r *quotedReader) selected(i int, t *tree) int {
	t.forget(r.fields)
	c := r.at(i)
	f := field{kind: kindOf(c), from: i}
	switch {
	case c == '\\':
		r.escaped = false
		end := r.str(i)
		f = field{kindText, i + 2, end - 2}
		if r.escaped {
			f.kind = kindTwiceEscaped
		}
		r.fields[t.slot] = f
		return end
	case t.inside && (c == '{' || c == '['):
		return -1
	case c == '{' && len(t.byLen) > 0:
		f.to = r.object(i, t)
	default:
		f.to = r.value(i)
	}
	r.fields[t.slot] = f
	return f.to
}

// object steps over an object and reads the members that the tree selects.
func (r *quotedReader) object(i int, t *tree) int {
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
func (r *quotedReader) texts(i int, t *tree) int {
	if !r.opens(i) {
		return -1
	}
	n, quotes := r.next, r.quotes
	for ; r.textMember(n); n += 4 {
		key, value := int(quotes[n+1]), int(quotes[n+3])
		kid := t.child(r.text[quotes[n]+2 : key])
		if kid == nil {
			continue
		}
		kid.forget(r.fields)
		r.fields[kid.slot] = field{kindText, key + between, value}
	}
	r.next = n
	return int(quotes[n])
}
