package syntax

import (
	"regexp"
	"strings"
)

// regex reads %regex%. The service takes letters, digits, the signs
// : _ # = @ / ; , - and the operators ^ $ ? [ ] { } | \ * + . and nothing else:
// no parentheses, escaped or not, and no multibyte text. A blank is in none of
// its lists, but in an example of AWS's CDK, and stands for itself here.
func (s *source) regex() (*regexp.Regexp, error) {
	from := s.pos
	s.pos++
	length := strings.IndexByte(s.rest(), '%')
	if length < 0 {
		err := s.failAt(from, s.text[from:s.end], "a closing %", "")
		err.Reason = reasonTerm(s.text[from:s.end])
		return nil, err
	}
	body := s.text[s.pos : s.pos+length]
	if i := strings.IndexFunc(body, notRegexRune); i >= 0 {
		return nil, s.regexFault(from, i, length)
	}
	re, err := regexp.Compile(body)
	if err != nil || body == "" {
		fault := s.failAt(from, s.text[from:s.pos+length+1], "a regular expression", "")
		if err != nil {
			fault.Hint = err.Error()
		}
		fault.Reason = reasonRegex
		return nil, fault
	}
	s.pos += length + 1
	return re, nil
}

// regexFault reports the character at body offset i of the regex that starts at
// from.
func (s *source) regexFault(from, i, length int) error {
	at := from + 1 + i
	s.pos = at
	found := string([]rune(s.text[at:])[:1])
	hint := "write other ASCII characters as \\xhh"
	term := s.text[from : from+length+2]
	if found == "(" || found == ")" {
		hint = `there are no groups; write \x28 and \x29 for the parentheses themselves`
		term = s.text[from : at+1]
	}
	err := s.failAt(at, found, "a letter, a digit, a blank or one of : _ # = @ / ; , - ^ $ ? [ ] { } | \\ * + .", hint)
	err.Reason = reasonTerm(term)
	return err
}

func notRegexRune(r rune) bool {
	return r >= 0x80 || !isAlphanumeric(byte(r)) && !strings.ContainsRune(` :_#=@/;,-^$?[]{}|\*+.`, r)
}
