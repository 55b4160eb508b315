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
		if s.peek() != '"' {
			continue
		}
		if t, err = s.gluedPhrase(t); err != nil {
			return nil, err
		}
		terms = append(terms, t)
	}
	return terms, nil
}

// term reads a term up to a blank, or a word up to a quote.
func (s *source) term() (Term, error) {
	from := s.pos
	t := s.sign()
	var err error
	glued := false
	switch s.peek() {
	case '"':
		t.Text, err = s.phrase()
	case '%':
		t.Regex, err = s.regex()
	default:
		if t.Text = s.takeWhile(isTermByte); t.Text == "" {
			return Term{}, s.termFault(from)
		}
		glued = s.peek() == '"'
	}
	if err != nil {
		return Term{}, err
	}
	t.Span = Span{from, s.pos}
	if !s.atEnd() && !isBlank(s.peek()) && !glued {
		return Term{}, s.termFault(from)
	}
	return t, nil
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

// gluedPhrase reads the phrase of msg="two words", behind the word. Both have
// to be in the message: it is not known whether the service looks for one text,
// but a message that holds that holds both. With - or ? before the word that
// would not be so.
func (s *source) gluedPhrase(word Term) (Term, error) {
	from := s.pos
	if word.Kind != Required {
		return Term{}, s.failAt(from, s.word(), "a blank", `put double quotes around the whole term and \" for those in it`).open()
	}
	text, err := s.phrase()
	if err != nil {
		return Term{}, err
	}
	if !s.atEnd() && !isBlank(s.peek()) {
		return Term{}, s.termFault(from)
	}
	return Term{Text: text, Glued: true, Span: Span{from, s.pos}}, nil
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
