package pattern

// parseDelimited reads [slot, slot, ...]. The opening bracket comes next.
func parseDelimited(s *source) ([]slot, error) {
	s.reason = reasonDelimited
	if s.end-s.pos < 2 || s.text[s.end-1] != ']' {
		return nil, s.failAt(s.end, "", "] at the end of the pattern", `a term with a bracket needs double quotes: "[ERROR]"`)
	}
	s.pos++
	s.end--
	s.skipBlanks()
	if s.atEnd() {
		return nil, nil
	}
	var slots []slot
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
			g := &grammar{source: s}
			return nil, s.fail("a comma, && or ||", g.operatorHint())
		}
	}
	return slots, s.checkSlots(slots)
}

// slot reads a field name with its conditions, an ellipsis, or nothing, and
// the blanks after it.
func (s *source) slot() (slot, error) {
	s.skipBlanks()
	from := s.pos
	if s.accept("...") {
		sl := slot{ellipsis: true, span: span{from, s.pos}}
		s.skipBlanks()
		return sl, nil
	}
	if s.atEnd() || s.peek() == ',' {
		return slot{span: span{from, from}}, nil
	}
	name, bare := s.bareName()
	if bare {
		return slot{name: name, span: span{from, from + len(name)}}, nil
	}
	g := &grammar{source: s, condition: (*grammar).fieldCondition}
	e, err := g.expression()
	if err != nil {
		return slot{}, err
	}
	s.skipBlanks()
	sl := slot{expr: e, span: e.span}
	sl.name, err = s.oneField(e)
	return sl, err
}

// bareName steps over a slot that is only a name. bare is false, and nothing
// is stepped over, if it is something else.
func (s *source) bareName() (name string, bare bool) {
	from := s.pos
	name = s.take(isNameByte)
	s.skipBlanks()
	if name != "" && (s.atEnd() || s.peek() == ',') {
		return name, true
	}
	s.pos = from
	return "", false
}

// fieldCondition reads: name operator value.
func (g *grammar) fieldCondition() (*condition, error) {
	c := &condition{span: span{from: g.pos}}
	if c.field = g.take(isNameByte); c.field == "" {
		return nil, g.fail("a field name", "")
	}
	g.skipBlanks()
	if isLetter(g.peek()) {
		return nil, g.fail("=, !=, <, <=, > or >=", "")
	}
	if err := g.comparison(c); err != nil {
		return nil, err
	}
	c.span.to = g.pos
	return c, nil
}

// oneField returns the field that the conditions of a slot name.
func (s *source) oneField(e *expr) (string, error) {
	name := ""
	var fault *SyntaxError
	e.walk(func(c *condition) {
		if name == "" {
			name = c.field
		}
		if fault == nil && c.field != name {
			fault = s.failAt(c.span.from, c.field, "a condition on "+name, "the conditions of one slot concern one field; give the other one its own slot")
		}
	})
	if fault != nil {
		return "", fault
	}
	return name, nil
}

// checkSlots holds the rules on all slots together.
func (s *source) checkSlots(slots []slot) error {
	seen := map[string]bool{}
	ellipses := 0
	all := &expr{op: opAnd}
	for _, sl := range slots {
		if sl.ellipsis {
			if ellipses++; ellipses > 1 {
				return s.failAt(sl.span.from, "...", "one ellipsis at most", "")
			}
		}
		if sl.name != "" && seen[sl.name] {
			err := s.failAt(sl.span.from, sl.name, "a name that is not taken", "")
			err.Reason = reasonDuplicate(sl.name)
			return err
		}
		seen[sl.name] = true
		if sl.expr != nil {
			all.kids = append(all.kids, sl.expr)
		}
	}
	return (&grammar{source: s}).checkCounts(all)
}
