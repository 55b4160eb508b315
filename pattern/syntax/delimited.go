package syntax

// parseDelimited reads [slot, slot, ...]. The opening bracket comes next.
func parseDelimited(s *source) ([]Slot, error) {
	if s.end-s.pos < 2 || s.text[s.end-1] != ']' {
		return nil, s.failAt(s.end, "", "] at the end of the pattern", `a term with a bracket needs double quotes: "[ERROR]"`)
	}
	s.pos++
	s.end--
	s.skipBlanks()
	if s.atEnd() {
		return nil, nil
	}
	var slots []Slot
	for {
		sl, err := s.slot()
		if err != nil {
			return nil, err
		}
		slots = append(slots, sl)
		if s.atEnd() {
			break
		}
		if !s.accept(",") {
			return nil, (&grammar{source: s}).connectiveFault("a comma, && or ||")
		}
	}
	return slots, s.checkSlots(slots)
}

// slot reads a field name with its conditions, an ellipsis, or nothing, and
// the blanks after it.
func (s *source) slot() (Slot, error) {
	s.skipBlanks()
	from := s.pos
	if s.accept("...") {
		sl := Slot{Ellipsis: true, Span: Span{from, s.pos}}
		s.skipBlanks()
		return sl, nil
	}
	if s.atEnd() || s.peek() == ',' {
		return Slot{Span: Span{from, from}}, nil
	}
	name, bare := s.bareName()
	if bare {
		return Slot{Name: name, Span: Span{from, from + len(name)}}, nil
	}
	g := &grammar{source: s, condition: (*grammar).fieldCondition}
	e, err := g.expression()
	if err != nil {
		return Slot{}, err
	}
	s.skipBlanks()
	sl := Slot{Expr: e, Span: e.Span}
	sl.Name, err = s.oneField(e)
	return sl, err
}

// bareName steps over a slot that is only a name. bare is false, and nothing
// is stepped over, if it is something else.
func (s *source) bareName() (name string, bare bool) {
	from := s.pos
	name = s.takeWhile(isNameByte)
	s.skipBlanks()
	if name != "" && (s.atEnd() || s.peek() == ',') {
		return name, true
	}
	s.pos = from
	return "", false
}

// fieldCondition reads: name operator value.
func (g *grammar) fieldCondition() (*Condition, error) {
	c := &Condition{Span: Span{From: g.pos}}
	if c.Field = g.takeWhile(isNameByte); c.Field == "" {
		return nil, g.fail("a field name", "")
	}
	g.skipBlanks()
	if isLetter(g.peek()) {
		return nil, g.fail("=, !=, <, <=, > or >=", "")
	}
	if err := g.comparison(c); err != nil {
		return nil, err
	}
	c.Span.To = g.pos
	return c, nil
}

// oneField returns the field that the conditions of a slot name.
func (s *source) oneField(e *Expr) (string, error) {
	name := ""
	var fault *Error
	e.Walk(func(c *Condition) {
		if name == "" {
			name = c.Field
		}
		if fault == nil && c.Field != name {
			fault = s.failAt(c.Span.From, c.Field, "a condition on "+name, "the conditions of one slot concern one field; give the other one its own slot").because(reasonDelimited)
		}
	})
	if fault != nil {
		return "", fault
	}
	return name, nil
}

// checkSlots holds the rules on all slots together.
func (s *source) checkSlots(slots []Slot) error {
	seen := map[string]bool{}
	ellipses := 0
	all := &Expr{Kind: All}
	for _, sl := range slots {
		if sl.Ellipsis {
			if ellipses++; ellipses > 1 {
				return s.failAt(sl.Span.From, "...", "one ellipsis at most", "").because(reasonDuplicate("..."))
			}
		}
		if sl.Name != "" && seen[sl.Name] {
			return s.failAt(sl.Span.From, sl.Name, "a name that is not taken", "").because(reasonDuplicate(sl.Name))
		}
		seen[sl.Name] = true
		if sl.Expr != nil {
			all.Parts = append(all.Parts, sl.Expr)
		}
	}
	return (&grammar{source: s}).checkCounts(all)
}
