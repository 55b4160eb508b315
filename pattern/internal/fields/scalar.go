package fields

import (
	"encoding/binary"
	"math/bits"
)

// scalar steps over a string, a number or a literal name.
func (s *stepper) scalar(i int) int {
	if s.at(i) == '"' {
		return s.str(i)
	}
	return s.bare(i)
}

// bare steps over a number or a literal name.
func (s *stepper) bare(i int) int {
	switch s.at(i) {
	case 't':
		return s.name(i, "true")
	case 'f':
		return s.name(i, "false")
	case 'n':
		return s.name(i, "null")
	default:
		return s.number(i)
	}
}

func (s *stepper) name(i int, name string) int {
	if len(s.text)-i < len(name) || string(s.text[i:i+len(name)]) != name {
		return -1
	}
	return i + len(name)
}

// str steps over a string, eight bytes at a time where there is nothing
// special.
func (s *stepper) str(i int) int {
	t := s.text
	for i++; ; {
		for i+8 <= len(t) {
			special := specialBytes(binary.LittleEndian.Uint64(t[i:]))
			if special != 0 {
				i += bits.TrailingZeros64(special) / 8
				break
			}
			i += 8
		}
		switch c := s.at(i); {
		case c == '"':
			return i + 1
		case c == '\\':
			if i = s.escape(i); i < 0 {
				return -1
			}
		case c < 0x20: // a control character, or the end of the text
			return -1
		default:
			i++
		}
	}
}

// specialBytes sets the high bit of the lowest byte that is a double quote, a
// backslash or a control character. Bits above the lowest one may be wrong.
// With bit 1 flipped, the quote (0x22) comes right above the control
// characters, so that one comparison finds both.
func specialBytes(x uint64) uint64 {
	const low, high = 0x0101010101010101, 0x8080808080808080
	flipped := x ^ low*0x02
	backslash := x ^ low*'\\'
	return ((flipped-low*0x21)&^flipped | (backslash-low)&^backslash) & high
}

// escape steps over a backslash and what it escapes.
func (s *stepper) escape(i int) int {
	s.escaped = true
	switch s.at(i + 1) {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		for k := i + 2; k < i+6; k++ {
			if _, ok := hexDigit(s.at(k)); !ok {
				return -1
			}
		}
		return i + 6
	}
	return -1
}

// number steps over a number.
func (s *stepper) number(i int) int {
	if s.at(i) == '-' {
		i++
	}
	if s.at(i) == '0' {
		i++
	} else if i = s.digits(i); i < 0 {
		return -1
	}
	if s.at(i) == '.' {
		if i = s.digits(i + 1); i < 0 {
			return -1
		}
	}
	if s.at(i)|0x20 == 'e' {
		i++
		if c := s.at(i); c == '+' || c == '-' {
			i++
		}
		return s.digits(i)
	}
	return i
}

// digits steps over one digit or more.
func (s *stepper) digits(i int) int {
	if !isDigit(s.at(i)) {
		return -1
	}
	for isDigit(s.at(i)) {
		i++
	}
	return i
}

func hexDigit(c byte) (rune, bool) {
	switch {
	case isDigit(c):
		return rune(c - '0'), true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10, true
	}
	return 0, false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// ValidNumber reports whether a JSON number can be spelled like this.
func ValidNumber(text string) bool {
	s := stepper{text: []byte(text)}
	return s.number(0) == len(text)
}
