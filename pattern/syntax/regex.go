package syntax

import (
	"errors"
	"regexp"
	resyntax "regexp/syntax"
	"strings"
)

// regex reads %regex%. The service takes letters, digits, blanks, the signs
// : _ # = @ / ; , - and the operators ^ $ ? [ ] { } | \ * + . and nothing else:
// no parentheses, escaped or not, and no multibyte text.
func (s *source) regex() (*regexp.Regexp, error) {
	from := s.pos
	s.pos++
	length := strings.IndexByte(s.rest(), '%')
	if length < 0 {
		return nil, s.failAt(from, s.text[from:s.end], "a closing %", "")
	}
	body := s.text[s.pos : s.pos+length]
	if i := strings.IndexFunc(body, notRegexRune); i >= 0 {
		return nil, s.regexFault(from, i)
	}
	whole := s.text[from : s.pos+length+1]
	if body == "" {
		return nil, s.failAt(from, whole, "a regular expression", "").open()
	}
	re, err := regexp.Compile(withLowerBounds(body))
	if err != nil {
		return nil, s.failAt(from, whole, "a regular expression", err.Error()).compiling(err)
	}
	s.pos += length + 1
	return re, nil
}

// compiling says what the service makes of a regular expression that Go
// refuses. An answer is on record for a bracket that is not closed. Go's limits
// and the escapes that it lacks are its own.
func (e *Error) compiling(err error) *Error {
	var cause *resyntax.Error
	if !errors.As(err, &cause) {
		return e
	}
	switch cause.Code {
	case resyntax.ErrMissingBracket:
		return e.because(reasonRegex)
	case resyntax.ErrInvalidRepeatSize, resyntax.ErrLarge, resyntax.ErrNestingDepth, resyntax.ErrInvalidEscape:
		return e.open()
	default:
		return e
	}
}

// regexFault reports the character at body offset i of the regex that starts at
// from.
func (s *source) regexFault(from, i int) error {
	s.pos = from + 1 + i
	found := string([]rune(s.rest())[:1])
	hint := "write other ASCII characters as \\xhh"
	if found == "(" || found == ")" {
		hint = `there are no groups; write \x28 and \x29 for the parentheses themselves`
	}
	err := s.failAt(s.pos, found, "a letter, a digit, a blank or one of : _ # = @ / ; , - ^ $ ? [ ] { } | \\ * + .", hint)
	return err.because(reasonToken(s.text[from:s.pos] + found))
}

func notRegexRune(r rune) bool {
	return r >= 0x80 || !isAlphanumeric(byte(r)) && !strings.ContainsRune(` :_#=@/;,-^$?[]{}|\*+.`, r)
}

// withLowerBounds writes {0,n} for {,n}, which Go would read as text.
func withLowerBounds(body string) string {
	return upperBound.ReplaceAllStringFunc(body, func(part string) string {
		if n, ok := strings.CutPrefix(part, "{,"); ok {
			return "{0," + n
		}
		return part
	})
}

// upperBound finds {,n}, and steps over escapes and classes, in which that is
// text.
var upperBound = regexp.MustCompile(`\\.|\[\^?\]?(\\.|[^\]\\])*\]|\{,[0-9]+\}`)
