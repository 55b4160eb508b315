package fields

// stepper steps over JSON text and checks it on the way. Its methods take
// the place where something starts and return the place behind it, or -1 if
// what is there is not valid JSON (RFC 8259, but any bytes from 0x80 on are
// taken inside a string, whether valid UTF-8 or not). It does not recurse: the
// depth of nesting costs one bit a level.
type stepper struct {
	text   []byte
	arrays []uint64 // a bit per open container: 1 in an array, 0 in an object

	escaped bool // set where a string held an escape; cleared by who wants to know
}

// objectStart returns where the object of a message starts: behind a byte order
// mark and blanks. ok is false if there is no object.
func (s *stepper) objectStart() (start int, ok bool) {
	i := 0
	if len(s.text) >= 3 && s.text[0] == 0xef && s.text[1] == 0xbb && s.text[2] == 0xbf {
		i = 3
	}
	i = s.blanks(i)
	return i, i < len(s.text) && s.text[i] == '{'
}

// blanks returns the first place from i on that holds no blank.
func (s *stepper) blanks(i int) int {
	for i < len(s.text) && s.text[i] <= ' ' && isBlank(s.text[i]) {
		i++
	}
	return i
}

// value steps over any value.
func (s *stepper) value(i int) int {
	if i >= len(s.text) {
		return -1
	}
	if c := s.text[i]; c == '{' || c == '[' {
		return s.container(i)
	}
	return s.scalar(i)
}

// container steps over an object or an array with all that is in it.
func (s *stepper) container(i int) int {
	depth := 0
	for {
		switch c := s.at(i); c {
		case '{', '[':
			s.open(depth, c == '[')
			depth++
			i = s.blanks(i + 1)
			if s.at(i) != closer(c) {
				if c == '{' {
					i = s.key(i)
				}
				if i < 0 {
					return -1
				}
				continue
			}
		default:
			if i = s.scalar(i); i < 0 {
				return -1
			}
			i = s.blanks(i)
		}
		if i, depth = s.after(i, depth); i < 0 || depth == 0 {
			return i
		}
	}
}

// after closes as many containers as end at i and steps over the comma behind
// the last of them, and the key behind the comma if that is in an object.
func (s *stepper) after(i, depth int) (int, int) {
	for {
		array := s.inArray(depth - 1)
		switch c := s.at(i); {
		case c == ',' && array:
			return s.blanks(i + 1), depth
		case c == ',':
			return s.key(s.blanks(i + 1)), depth
		case c == ']' && array, c == '}' && !array:
			if depth--; depth == 0 {
				return i + 1, 0
			}
			i = s.blanks(i + 1)
		default:
			return -1, depth
		}
	}
}

// key steps over the key of a member, its colon, and the blanks around that.
func (s *stepper) key(i int) int {
	if s.at(i) != '"' {
		return -1
	}
	if i = s.str(i); i < 0 {
		return -1
	}
	if i = s.blanks(i); s.at(i) != ':' {
		return -1
	}
	return s.blanks(i + 1)
}

func (s *stepper) at(i int) byte {
	if uint(i) >= uint(len(s.text)) { // -1 is behind the end, too
		return 0
	}
	return s.text[i]
}

func closer(open byte) byte { return open + 2 } // { } and [ ] lie two apart in ASCII

func (s *stepper) open(depth int, array bool) {
	if depth/64 == len(s.arrays) {
		s.arrays = append(s.arrays, 0)
	}
	bit := uint64(1) << (depth % 64)
	if array {
		s.arrays[depth/64] |= bit
	} else {
		s.arrays[depth/64] &^= bit
	}
}

func (s *stepper) inArray(depth int) bool {
	return s.arrays[depth/64]>>(depth%64)&1 == 1
}

// Valid reports whether the text is one JSON value, however deep it nests.
func Valid(text []byte) bool {
	s := stepper{text: text}
	end := s.value(s.blanks(0))
	return end > 0 && s.blanks(end) == len(text)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
