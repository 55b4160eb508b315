package syntax

import "strings"

// Canonical returns the pattern in one fixed spelling: single blanks, no
// needless parentheses, keywords in capitals, values as they were written.
// Compiling it gives the same pattern; it can be longer than the source.
func (p *Pattern) Canonical() string {
	var b strings.Builder
	switch p.Form {
	case JSON:
		b.WriteString("{ ")
		p.Expr.print(&b)
		b.WriteString(" }")
	case Delimited:
		p.printSlots(&b)
	default:
		p.printTerms(&b)
	}
	return b.String()
}

func (p *Pattern) printSlots(b *strings.Builder) {
	b.WriteByte('[')
	for i := range p.Slots {
		if i > 0 {
			b.WriteByte(',')
		}
		p.Slots[i].print(b, i > 0)
	}
	b.WriteByte(']')
}

func (p *Pattern) printTerms(b *strings.Builder) {
	for i := range p.Terms {
		if i > 0 {
			b.WriteByte(' ')
		}
		p.Terms[i].print(b)
	}
}

// print writes e without parentheses around it.
func (e *Expr) print(b *strings.Builder) {
	if e.Kind == Single {
		e.Condition.print(b)
		return
	}
	connective := " && "
	if e.Kind == Any {
		connective = " || "
	}
	for i, kid := range e.Parts {
		if i > 0 {
			b.WriteString(connective)
		}
		kid.printOperand(b)
	}
}

// printOperand writes e as a part of another expression. A chain gets
// parentheses, even where && would bind tighter anyway.
func (e *Expr) printOperand(b *strings.Builder) {
	if e.Kind == Single {
		e.Condition.print(b)
		return
	}
	b.WriteByte('(')
	e.print(b)
	b.WriteByte(')')
}

func (c *Condition) print(b *strings.Builder) {
	b.WriteString(c.Selector.String() + c.Field + " " + c.Operator.String())
	if c.Operator.HasValue() {
		b.WriteString(" " + c.Value.Source)
	}
}

func (s *Slot) print(b *strings.Builder, space bool) {
	if space && (s.Ellipsis || s.Name != "") {
		b.WriteByte(' ')
	}
	switch {
	case s.Ellipsis:
		b.WriteString("...")
	case s.Expr == nil:
		b.WriteString(s.Name)
	default:
		s.Expr.print(b)
	}
}

func (t *Term) print(b *strings.Builder) {
	switch t.Kind {
	case Excluded:
		b.WriteByte('-')
	case Optional:
		b.WriteByte('?')
	}
	switch {
	case t.Regex != nil:
		b.WriteString("%" + t.Regex.String() + "%")
	case isWord(t.Text):
		b.WriteString(t.Text)
		if t.Phrase != "" {
			b.WriteString(`"` + escapeText.Replace(t.Phrase) + `"`)
		}
	default:
		b.WriteString(`"` + escapeText.Replace(t.Text) + `"`)
	}
}

var escapeText = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func isWord(s string) bool {
	for i := range len(s) {
		if !isTermByte(s[i]) {
			return false
		}
	}
	return s != ""
}
