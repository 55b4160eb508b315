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

// term reads a term, up to a blank.
func (s *source) term() (Term, error) {
	from := s.pos
	t := s.sign()
	var err error
	switch s.peek() {
	case '"':
		t.Text, err = s.phrase()
	case '%':
		t.Regex, err = s.regex()
	default:
		err = s.wordTerm(&t, from)
	}
	if err != nil {
		return Term{}, err
	}
	t.Span = Span{from, s.pos}
	if !s.atEnd() && !isBlank(s.peek()) {
		return Term{}, s.termFault(from)
	}
	return t, nil
}

// wordTerm reads a word, and a phrase directly behind it: msg="two words".
func (s *source) wordTerm(t *Term, from int) (err error) {
	if t.Text = s.takeWhile(isTermByte); t.Text == "" {
		return s.termFault(from)
	}
	if s.peek() == '"' {
		t.Phrase, err = s.phrase()
	}
	return err
}

// sign reads the - or ? before a term.
func (s *source) sign() (t Term) {
	switch {
	case s.accept("-"):
		t.Kind = Excluded
		at := s.pos
		s.skipBlanks()
		t.Apart = s.pos > at
	case s.accept("?"):
		t.Kind = Optional
	}
	return t
}

// phrase reads "text". An asterisk is an ordinary character.
func (s *source) phrase() (string, error) {
	from := s.pos
	parts, err := s.quoted()
	if err != nil {
		return "", s.failAt(from, s.text[from:s.end], `a closing "`, "").because(reasonToken(s.text[from:s.end]))
	}
	return strings.Join(parts, "*"), nil
}

// refusedInTerm are the characters of which a report says that the service
// refuses them in a term without quotes.
const refusedInTerm = "*:[(`\\@"

// termFault reports the next character of the term that starts at from.
func (s *source) termFault(from int) error {
	found := s.rest()
	if r := []rune(found); len(r) > 0 {
		found = string(r[:1])
	}
	err := s.failAt(s.pos, found, "a letter, a digit or one of _ . =", s.termHint(from))
	switch {
	case strings.HasSuffix(s.text[from:s.pos], `"`):
		return err
	case found != "" && strings.Contains(refusedInTerm, found):
		return err.because(reasonToken(found))
	default:
		return err.open()
	}
}

func (s *source) termHint(from int) string {
	if pasted := s.pasted(); pasted != "" {
		return pasted
	}
	if s.text[from] == '$' || strings.HasSuffix(s.text[:s.end], "}") {
		return "a JSON pattern needs braces: { $.eventName = \"ConsoleLogin\" }"
	}
	return "put double quotes around a term with other characters"
}
