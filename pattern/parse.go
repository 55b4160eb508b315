package pattern

import (
	"strings"
	"unicode/utf8"
)

// parse reads a pattern without compiling it for matching.
func parse(src string) (*Pattern, error) {
	if err := checkText(src); err != nil {
		return nil, err
	}
	return parseAny(src)
}

// parseAny is parse without the limit on the length.
func parseAny(src string) (*Pattern, error) {
	s := &source{text: src, end: len(src)}
	s.skipBlanks()
	s.end = max(s.pos, len(strings.TrimRight(src, blanks)))
	p := &Pattern{source: src}
	var err error
	switch s.peek() {
	case '{':
		p.form = JSON
		p.expr, err = parseJSON(s)
	case '[':
		p.form = Delimited
		p.slots, err = parseDelimited(s)
	default:
		p.form = Terms
		p.terms, err = parseTerms(s)
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// checkText holds what concerns the text as a whole: encoding and length.
func checkText(src string) error {
	s := &source{text: src, end: len(src)}
	for i, r := range src {
		if r != utf8.RuneError {
			continue
		}
		if _, n := utf8.DecodeRuneInString(src[i:]); n == 1 {
			return s.failAt(i, src[i:i+1], "UTF-8 text", "")
		}
	}
	if utf8.RuneCountInString(src) <= MaxLength {
		return nil
	}
	s.reason = reasonLength
	at := len(string([]rune(src)[:MaxLength]))
	return s.failAt(at, src[at:], "at most 1024 characters", "split the pattern into several rules")
}

// parseJSON reads { expr }. The opening brace comes next.
func parseJSON(s *source) (*expr, error) {
	s.reason = reasonJSON
	if s.end-s.pos < 2 || s.text[s.end-1] != '}' {
		s.reason = reasonBrace
		return nil, s.failAt(s.end, "", "} at the end of the pattern", "")
	}
	s.pos++
	s.end--
	from := s.pos
	s.skipBlanks()
	if s.atEnd() {
		return &expr{op: opAnd, span: span{from, s.end}}, nil
	}
	g := &grammar{source: s, condition: (*grammar).jsonCondition}
	e, err := g.expression()
	if err != nil {
		return nil, err
	}
	if !s.atEnd() {
		return nil, s.fail("&&, || or }", g.operatorHint())
	}
	return e, g.checkCounts(e)
}
