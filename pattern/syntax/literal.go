package syntax

import "strings"

// literal reads the value to the right of an operator: "quoted", bare or
// %regex%.
func (g *grammar) literal() (Literal, error) {
	from := g.pos
	var l Literal
	var err error
	switch g.peek() {
	case '"':
		l.Parts, err = g.quoted()
	case '%':
		l.Kind = Regex
		l.Regex, err = g.regex()
	default:
		l, err = g.bare()
	}
	if err != nil {
		return Literal{}, err
	}
	l.Span = Span{from, g.pos}
	l.Source = g.text[from:g.pos]
	return l, nil
}

// bare reads a value without quotes: a number if it is spelled like one, else
// text.
func (g *grammar) bare() (Literal, error) {
	from := g.pos
	text := g.word()
	if i := strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 || !isBareByte(byte(r)) }); i >= 0 || text == "" {
		return Literal{}, g.bareFault(from+max(i, 0), text)
	}
	if strings.EqualFold(text, "null") {
		return Literal{}, g.nullFault(text)
	}
	g.pos += len(text)
	l := Literal{Parts: strings.Split(text, "*")}
	if d, ok := ParseDecimal([]byte(text)); ok {
		l.Kind, l.Number = Number, d
	}
	return l, nil
}

func (g *grammar) nullFault(text string) error {
	err := g.fail("a string or a number", "write IS NULL for null, or \"null\" for the string")
	if text == "null" {
		return err.because(reasonJSON)
	}
	return err.open()
}

// bareFault reports a value without quotes that is not one.
func (g *grammar) bareFault(at int, text string) error {
	const expected = "a value: a number, a word, \"text\" or %regex%"
	switch {
	case g.pasted() != "" || text == "" || strings.Contains(`()[]{}&|,`, text[:1]):
		return g.fail(expected, "")
	case text[0] == '=':
		return g.fail(expected, "equality is a single =").because(reasonJSON)
	case text[0] == '\'':
		return g.fail(expected, "quotes are double")
	case strings.HasPrefix(text, "$."):
		return g.fail(expected, "two fields can't be compared; text that starts with $ needs double quotes")
	}
	g.pos = at
	return g.fail("a letter, a digit or one of _ . * + -", "other characters need double quotes around the value").open()
}

// quoted reads "text" and cuts it at its wildcards. A backslash takes a double
// quote, a backslash or an asterisk after it as it is; before anything else it
// is an ordinary character.
func (s *source) quoted() ([]string, error) {
	from := s.pos
	s.pos++
	var part []byte
	var parts []string
	for !s.atEnd() {
		c := s.peek()
		s.pos++
		switch c {
		case '"':
			return append(parts, string(part)), nil
		case '*':
			parts, part = append(parts, string(part)), nil
			continue
		case '\\':
			if next := s.peek(); next == '"' || next == '\\' || next == '*' {
				s.pos++
				c = next
			}
		}
		part = append(part, c)
	}
	return nil, s.failAt(from, s.text[from:s.end], `a closing "`, "")
}
