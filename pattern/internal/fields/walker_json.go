package fields

// The methods below step over JSON text without blanks. They take the place
// where something starts and return the place behind it, or -1 if it is not of
// that kind.

// maxPlainDepth is how deep containers nest in a text without blanks: a bit
// each.
const maxPlainDepth = 64

// str steps over a string by going from one mark to the next.
func (r *walker) str(i int) int {
	n := r.next
	if n+1 >= len(r.marks) || !r.opens(i) {
		return -1
	}
	end := int(r.marks[n+1]) + r.width
	if r.at(end-1) != '"' {
		return r.escapedStr(n + 1)
	}
	r.next = n + 2
	return end
}

// opens reports whether the next mark is a quote at i.
func (r *walker) opens(i int) bool {
	return r.next < len(r.marks) && int(r.marks[r.next]) == i && r.at(i+r.width-1) == '"'
}

// key steps over the key of a member and its colon.
func (r *walker) key(i int) int {
	if i = r.str(i); r.at(i) != ':' {
		return -1
	}
	return i + 1
}

// nothing is a tree that selects no member.
var nothing = &Tree{}

// members steps over members whose values are strings, up to one whose value is
// not or that is the last, and over the key of that.
func (r *walker) members(i int) int { return r.key(r.texts(i, nothing)) }

func (r *walker) value(i int) int {
	switch r.at(i) {
	case r.first:
		return r.str(i)
	case '{', '[':
		return r.container(i)
	default:
		return r.bare(i)
	}
}

// container steps over an object or an array with all that is in it.
func (r *walker) container(i int) int {
	var arrays uint64 // a bit per open container, the innermost lowest: 1 in an array
	depth := 0
	for {
		switch c := r.at(i); c {
		case r.first:
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
func (r *walker) after(i int, arrays uint64, depth int) (int, uint64, int) {
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
