package syntax

import (
	"strings"
	"unicode/utf8"

	"trailnotify/internal/fault"
)

// source is a position in the text of a pattern. end is where the part being
// parsed stops: the closing brace or bracket, or the end of the text.
type source struct {
	text     string
	pos, end int
}

const blanks = " \t\r\n"

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func (s *source) skipBlanks() {
	for s.pos < s.end && isBlank(s.text[s.pos]) {
		s.pos++
	}
}

func (s *source) atEnd() bool { return s.pos >= s.end }

// peek returns the next byte, 0 at the end.
func (s *source) peek() byte { return s.peekAt(0) }

func (s *source) peekAt(n int) byte {
	if s.pos+n >= s.end {
		return 0
	}
	return s.text[s.pos+n]
}

// rest is what is left of the part being parsed.
func (s *source) rest() string { return s.text[s.pos:s.end] }

// accept steps over token if it comes next.
func (s *source) accept(token string) bool {
	if !strings.HasPrefix(s.rest(), token) {
		return false
	}
	s.pos += len(token)
	return true
}

// takeWhile steps over the longest run of bytes in the set and returns it.
func (s *source) takeWhile(in func(byte) bool) string {
	from := s.pos
	for s.pos < s.end && in(s.text[s.pos]) {
		s.pos++
	}
	return s.text[from:s.pos]
}

// word returns what comes next up to a blank or a character that ends a value,
// at least one character, without stepping over it.
func (s *source) word() string {
	rest := s.rest()
	i := strings.IndexAny(rest, blanks+`()[]{}&|,"%`)
	if i == 0 {
		_, i = utf8.DecodeRuneInString(rest)
	}
	if i < 0 {
		i = len(rest)
	}
	return rest[:i]
}

// fail builds the error for what comes next. Text that was pasted from
// elsewhere gets a hint of its own.
func (s *source) fail(expected, hint string) *Error {
	if pasted := s.pasted(); pasted != "" {
		hint = pasted
	}
	return s.failAt(s.pos, s.word(), expected, hint)
}

func (s *source) failAt(offset int, found, expected, hint string) *Error {
	at := fault.At(s.text, offset)
	return &Error{
		Pattern: s.text, Offset: offset, Line: at.Line, Column: at.Column,
		Found: found, Expected: expected, Hint: hint,
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isAlphanumeric(c byte) bool { return isLetter(c) || isDigit(c) }

// isNameByte: property selectors and field names are alphanumeric strings with
// - and _ (User Guide 2018).
func isNameByte(c byte) bool { return isAlphanumeric(c) || c == '_' || c == '-' }

// isTermByte: what a term without quotes holds. Of the characters beyond the
// guide's letters, digits and _, these two are accepted: Token=,
// java.lang.Error.
func isTermByte(c byte) bool { return isAlphanumeric(c) || c == '_' || c == '.' || c == '=' }

// isBareByte: what a value without quotes holds. The guide asks for quotes
// around anything but letters, digits and _; its own examples and the
// benchmarks have * . + - as well (123.123.*, s3.amazonaws.com, 1e+0).
func isBareByte(c byte) bool { return isNameByte(c) || c == '.' || c == '*' || c == '+' }
