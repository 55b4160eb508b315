package syntax

import "strings"

// parseTerms reads a term pattern: terms, "phrases" and %regexes% between
// blanks, each with - or ? before it where wanted.
func parseTerms(s *source) ([]Term, error) {
	var terms []Term
	for s.skipBlanks(); !s.atEnd(); s.skipBlanks() {
		t, err := s.term()
		if err != nil {
			return nil, err
		}
		terms = append(terms, t)
	}
	return terms, nil
}

func (s *source) term() (Term, error) {
	from := s.pos
	var t Term
	switch {
	case s.accept("-"):
		t.Kind = Excluded
		at := s.pos
		s.skipBlanks()
		t.Apart = s.pos > at
	case s.accept("?"):
		t.Kind = Optional
	}
	var err error
	switch s.peek() {
	case '"':
		t.Text, err = s.phrase()
	case '%':
		t.Regex, err = s.regex()
	default:
		t.Text, err = s.plainTerm(from)
	}
	if err != nil {
		return Term{}, err
	}
	t.Span = Span{from, s.pos}
	if !s.atEnd() && !isBlank(s.peek()) {
		return Term{}, s.termFault(from, s.pos)
	}
	return t, nil
}

// phrase reads "text". An asterisk stands for itself.
func (s *source) phrase() (string, error) {
	from := s.pos
	parts, err := s.quoted()
	if err != nil {
		fault := s.failAt(from, s.text[from:s.end], `a closing "`, "")
		fault.Reason = reasonTerm(s.text[from:s.end])
		return "", fault
	}
	return strings.Join(parts, "*"), nil
}

// plainTerm reads letters, digits and _.
func (s *source) plainTerm(from int) (string, error) {
	text := s.take(func(c byte) bool { return isAlphanumeric(c) || c == '_' })
	if text == "" || !s.atEnd() && !isBlank(s.peek()) {
		return "", s.termFault(from, s.pos)
	}
	return text, nil
}

// termFault reports the character at byte offset at of the term that starts at
// from.
func (s *source) termFault(from, at int) error {
	s.pos = from
	length := strings.IndexAny(s.rest(), blanks)
	if length < 0 {
		length = len(s.rest())
	}
	whole := s.text[from : from+length]
	found := ""
	for _, r := range s.text[at:max(at, from+length)] {
		found = string(r)
		break
	}
	hint := "put double quotes around a term with other characters"
	if strings.HasPrefix(whole, "$") || strings.HasSuffix(s.text[:s.end], "}") {
		hint = "a JSON pattern stands in braces: { $.eventName = \"ConsoleLogin\" }"
	}
	err := s.failAt(at, found, "a letter, a digit or _", hint)
	err.Reason = reasonTerm(whole)
	return err
}
