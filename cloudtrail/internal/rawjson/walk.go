// Package rawjson reads JSON in place: it checks a value, steps over
// values and finds members without taking anything apart.
package rawjson

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// The functions below walk JSON that is known to be valid. They take and give
// sub-slices, so nothing is copied.

// Members calls f for each member of the object obj, in order, with the key
// without its quotes, escapes resolved, and the raw value. f returns false to
// stop.
func Members(obj []byte, f func(key, value []byte) bool) {
	for i := Blank(obj, 1); i < len(obj) && obj[i] == '"'; {
		end := Skip(obj, i)
		key := Unquote(obj[i:end])
		i = Blank(obj, end) + 1 // the colon
		i = Blank(obj, i)
		end = Skip(obj, i)
		if !f(key, obj[i:end]) {
			return
		}
		i = next(obj, end)
	}
}

// Elements calls f for each element of the array arr, in order, with its raw
// value. f returns false to stop.
func Elements(arr []byte, f func(value []byte) bool) {
	for i := Blank(arr, 1); i < len(arr) && arr[i] != ']'; {
		end := Skip(arr, i)
		if !f(arr[i:end]) {
			return
		}
		i = next(arr, end)
	}
}

// Member returns the raw value of the last member of obj with this key: the
// last of duplicate keys wins, as it does in filter patterns. It is nil when
// obj is not an object or has no such member.
func Member(obj []byte, key string) []byte {
	var found []byte
	if len(obj) > 0 && obj[0] == '{' {
		Members(obj, func(k, v []byte) bool {
			if string(k) == key {
				found = v
			}
			return true
		})
	}
	return found
}

// Text returns the value of a raw JSON string, and false for every other value
// (or none).
func Text(raw []byte) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	return string(Unquote(raw)), true
}

// Blank returns the index of the first byte at or after i that is not JSON
// white space.
func Blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// next returns the index of the next member or element, or of the closing
// bracket, after a value that ended at i.
func next(b []byte, i int) int {
	if i = Blank(b, i); i < len(b) && b[i] == ',' {
		i = Blank(b, i+1)
	}
	return i
}

// Skip returns the end of the value that starts at i.
func Skip(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			i = StringEnd(b, i+1)
			if depth == 0 {
				return i
			}
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
			if depth == 0 {
				return i
			}
		default:
			if depth == 0 {
				return scalarEnd(b, i)
			}
			i++
		}
	}
	return len(b)
}

// StringEnd returns the index after the quote that closes the string whose
// content starts at i.
func StringEnd(b []byte, i int) int {
	for from := i; i < len(b); i++ {
		quote := bytes.IndexByte(b[i:], '"')
		if quote < 0 {
			break
		}
		i += quote
		if !escaped(b[from:i]) {
			return i + 1
		}
	}
	return len(b)
}

// escaped reports whether what follows b is escaped: b ends with a backslash
// that is not escaped itself.
func escaped(b []byte) bool {
	n := len(b)
	for n > 0 && b[n-1] == '\\' {
		n--
	}
	return (len(b)-n)%2 == 1
}

// scalarEnd returns the end of the number, true, false or null at i.
func scalarEnd(b []byte, i int) int {
	for i < len(b) {
		switch b[i] {
		case ',', ']', '}', ' ', '\n', '\t', '\r':
			return i
		}
		i++
	}
	return i
}

// Unquote returns the value of the raw JSON string (with its quotes): a part of
// raw where it holds no escape, else a new slice.
func Unquote(raw []byte) []byte {
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	return Unescape(make([]byte, 0, len(inner)), inner)
}

// UnquoteInPlace is Unquote that overwrites raw: a string never grows when its
// escapes are resolved.
func UnquoteInPlace(raw []byte) []byte {
	inner := raw[1 : len(raw)-1]
	return Unescape(inner[:0], inner)
}

// Unescape appends the content of a valid JSON string to dst, which may be
// inner[:0]. A surrogate without its partner becomes U+FFFD, as in
// encoding/json; bytes that are not UTF-8 stay as they are.
func Unescape(dst, inner []byte) []byte {
	for {
		n := bytes.IndexByte(inner, '\\')
		if n < 0 || n+1 >= len(inner) {
			return append(dst, inner...)
		}
		dst = append(dst, inner[:n]...)
		c := inner[n+1]
		inner = inner[n+2:]
		switch c {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			var r rune
			r, inner = codePoint(inner)
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, c)
		}
	}
}

// codePoint reads what follows \u: four hexadecimal digits, and the second half
// where those are the first of a pair.
func codePoint(b []byte) (rune, []byte) {
	r := hex4(b)
	b = b[4:]
	if utf16.IsSurrogate(r) && len(b) >= 6 && b[0] == '\\' && b[1] == 'u' {
		if pair := utf16.DecodeRune(r, hex4(b[2:])); pair != utf8.RuneError {
			return pair, b[6:]
		}
	}
	return r, b // AppendRune turns a lone surrogate into U+FFFD
}

func hex4(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		switch {
		case c >= 'a':
			c -= 'a' - 10
		case c >= 'A':
			c -= 'A' - 10
		default:
			c -= '0'
		}
		r = r<<4 | rune(c)
	}
	return r
}
