package fields

import "encoding/binary"

// The methods below step over JSON text without blanks within a string, where a
// quote is \" and a backslash \\. They take the place where something starts
// and return the place behind it, or -1 if it is not of that kind.

// maxPlainDepth is how deep containers nest in a plain message: a bit each.
const maxPlainDepth = 64

// str steps over a string by going from one quote to the next. Every backslash
// is passed here, by escapedStr or by textMember, and has to belong to a quote
// or to an escape of the message.
func (r *InPlace) str(i int) int {
	n := r.next
	if n+1 >= len(r.backslashes) || !r.opens(i) {
		return -1
	}
	end := int(r.backslashes[n+1]) + 2
	if r.at(end-1) != '"' {
		return r.escapedStr(n + 1)
	}
	r.next = n + 2
	return end
}

// opens reports whether the next quote is at i.
func (r *InPlace) opens(i int) bool {
	return r.next < len(r.backslashes) && int(r.backslashes[r.next]) == i && r.at(i+1) == '"'
}

// escapedStr steps over the rest of a string that has escapes of its own, from
// the backslash n of the index on.
func (r *InPlace) escapedStr(n int) int {
	r.escaped = true
	for n < len(r.backslashes) {
		i := int(r.backslashes[n])
		n++
		if r.at(i) != '\\' {
			r.others++ // a ] behind a backslash
			continue
		}
		if r.at(i+1) == '"' {
			r.next = n
			return i + 2
		}
		end := r.innerEscape(i)
		if end < 0 {
			return -1
		}
		for r.others++; n < len(r.backslashes) && int(r.backslashes[n]) < end; n++ {
			r.others++
		}
		if r.at(end-1) == '"' {
			r.others--
		}
	}
	r.next = n
	return -1
}

// innerEscape steps over an escape of the message, whose backslash is \\.
func (r *InPlace) innerEscape(i int) int {
	if r.at(i+1) != '\\' {
		return -1
	}
	switch r.at(i + 2) {
	case '"': // the end of the string around the message
		return -1
	case '\\':
		if c := r.at(i + 3); c != '"' && c != '\\' {
			return -1
		}
		return i + 4
	default:
		return r.escape(i + 1)
	}
}

// key steps over the key of a member and its colon.
func (r *InPlace) key(i int) int {
	if i = r.str(i); r.at(i) != ':' {
		return -1
	}
	return i + 1
}

// What is between two strings: behind a key, and behind a value with
// another key to come.
const (
	keyText = '\\' | '"'<<8 | ':'<<16 | '\\'<<24 | '"'<<32
	textKey = '\\' | '"'<<8 | ','<<16 | '\\'<<24 | '"'<<32
	between = 5 // bytes
)

// textMember reports whether the quotes from n on are those of a member whose
// value is a string and behind which comes another key. Most members are of
// that kind. For the five bytes between their strings one comparison is enough.
// The first of the quotes is known to be one, and so is the one behind the
// member then.
func (r *InPlace) textMember(n int) bool {
	if n+4 >= len(r.backslashes) {
		return false
	}
	key, value := int(r.backslashes[n+1]), int(r.backslashes[n+3])
	return value+8 <= len(r.text) &&
		binary.LittleEndian.Uint64(r.text[key:])&(1<<(8*between)-1) == keyText &&
		binary.LittleEndian.Uint64(r.text[value:])&(1<<(8*between)-1) == textKey
}

// nothing is a tree that selects no member.
var nothing = &Tree{}

// members steps over members whose values are strings, up to one whose value is
// not or that is the last, and over the key of that.
func (r *InPlace) members(i int) int { return r.key(r.texts(i, nothing)) }

func (r *InPlace) value(i int) int {
	switch r.at(i) {
	case '\\':
		return r.str(i)
	case '{', '[':
		return r.container(i)
	default:
		return r.bare(i)
	}
}

// container steps over an object or an array with all that is in it.
func (r *InPlace) container(i int) int {
	var arrays uint64 // a bit per open container, the innermost lowest: 1 in an array
	depth := 0
	for {
		switch c := r.at(i); c {
		case '\\':
			i = r.str(i)
		case '{', '[':
			if depth++; depth > maxPlainDepth {
				return -1
			}
			arrays <<= 1
			if c == '[' {
				arrays |= 1
			}
			if i++; r.at(i) == closer(c) {
				break
			}
			if c == '{' {
				i = r.members(i)
			}
			continue
		default:
			i = r.bare(i)
		}
		i, arrays, depth = r.after(i, arrays, depth)
		if i < 0 || depth == 0 {
			return i
		}
	}
}

// after closes as many containers as end at i and steps over the comma behind
// the last of them, and over members behind the comma if that is in an
// object.
func (r *InPlace) after(i int, arrays uint64, depth int) (int, uint64, int) {
	for {
		array := arrays&1 == 1
		switch c := r.at(i); {
		case c == ',' && array:
			return i + 1, arrays, depth
		case c == ',':
			return r.members(i + 1), arrays, depth
		case c == ']' && array, c == '}' && !array:
			i++
			arrays >>= 1
			if depth--; depth == 0 {
				return i, arrays, 0
			}
		default:
			return -1, arrays, depth
		}
	}
}
