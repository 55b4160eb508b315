package fields

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Unquote appends the text of a JSON string to dst. body is what is between
// the quotes of a valid string. Half of a surrogate pair becomes the three
// bytes that would encode it, so that different strings stay different; bytes
// that are not UTF-8 stay as they are. That is right for matching. Decoders for
// people put U+FFFD in the place of both.
func Unquote(dst, body []byte) []byte {
	for {
		i := bytes.IndexByte(body, '\\')
		if i < 0 {
			return append(dst, body...)
		}
		dst = append(dst, body[:i]...)
		if body[i+1] == 'u' {
			r, n := unquoteUnicode(body[i:])
			dst = appendRune(dst, r)
			body = body[i+n:]
			continue
		}
		dst = append(dst, unescapeByte(body[i+1]))
		body = body[i+2:]
	}
}

func unescapeByte(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// unquoteUnicode reads \u with its four digits, and the second half of a pair
// behind it, and returns the length of what it read.
func unquoteUnicode(b []byte) (r rune, n int) {
	r = hex4(b[2:])
	if utf16.IsSurrogate(r) && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
		if pair := utf16.DecodeRune(r, hex4(b[8:])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return r, 6
}

func hex4(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		d, _ := hexDigit(c)
		r = r<<4 | d
	}
	return r
}

// appendRune is utf8.AppendRune that also encodes half of a surrogate pair.
func appendRune(dst []byte, r rune) []byte {
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(dst, r)
	}
	return append(dst, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
}
