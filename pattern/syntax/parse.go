package syntax

import (
	"strings"
	"unicode/utf8"
)

// Parse reads a filter pattern. The error is an [*Error].
func Parse(src string) (*Pattern, error) {
	if err := checkText(src); err != nil {
		return nil, err
	}
	s := &source{text: src, end: len(src)}
	s.skipBlanks()
	s.end = max(s.pos, len(strings.TrimRight(src, blanks)))
	p := &Pattern{Source: src}
	var err error
	switch s.peek() {
	case '{':
		p.Form = JSON
		p.Expr, err = parseJSON(s)
	case '[':
		p.Form = Delimited
		p.Slots, err = parseDelimited(s)
	default:
		p.Form = Terms
		p.Terms, err = parseTerms(s)
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
	at := len(string([]rune(src)[:MaxLength]))
	return s.failAt(at, src[at:], "at most 1024 characters", "split the pattern into several rules").because(reasonLength)
}

// parseJSON reads { expr }. The opening brace comes next.
func parseJSON(s *source) (*Expr, error) {
	if s.end-s.pos < 2 || s.text[s.end-1] != '}' {
		return nil, s.failAt(s.end, "", "} at the end of the pattern", "").because(reasonBrace)
	}
	s.pos++
	s.end--
	from := s.pos
	s.skipBlanks()
	if s.atEnd() {
		return &Expr{Kind: All, Span: Span{from, s.end}}, nil
	}
	g := &grammar{source: s, condition: (*grammar).jsonCondition}
	e, err := g.expression()
	if err != nil {
		return nil, err
	}
	if !s.atEnd() {
		return nil, g.connectiveFault("&&, || or }")
	}
	return e, g.checkCounts(e)
}
