package pattern

import "strings"

// Canonical returns the pattern in one fixed spelling: single blanks, no
// needless parentheses, keywords in capitals, values as they were written.
// Compiling it gives the same pattern; it can be longer than the source.
func (p *Pattern) Canonical() string {
	var b strings.Builder
	switch p.form {
	case JSON:
		b.WriteString("{ ")
		p.expr.print(&b)
		b.WriteString(" }")
	case Delimited:
		b.WriteByte('[')
		for i := range p.slots {
			if i > 0 {
				b.WriteByte(',')
			}
			p.slots[i].print(&b, i > 0)
		}
		b.WriteByte(']')
	default:
		for i := range p.terms {
			if i > 0 {
				b.WriteByte(' ')
			}
			p.terms[i].print(&b)
		}
	}
	return b.String()
}

// print writes e. A chain among its operands stands in parentheses, even where
// && would bind tighter anyway.
func (e *expr) print(b *strings.Builder) {
	if e.op == opCond {
		e.cond.print(b)
		return
	}
	connective := " && "
	if e.op == opOr {
		connective = " || "
	}
	for i, kid := range e.kids {
		if i > 0 {
			b.WriteString(connective)
		}
		if kid.op == opCond {
			kid.print(b)
			continue
		}
		b.WriteByte('(')
		kid.print(b)
		b.WriteByte(')')
	}
}

func (c *condition) print(b *strings.Builder) {
	b.WriteString(c.selector.String() + c.field + " " + c.op.String())
	if c.op.hasValue() {
		b.WriteString(" " + c.value.source)
	}
}

func (s *slot) print(b *strings.Builder, space bool) {
	if space && (s.ellipsis || s.name != "") {
		b.WriteByte(' ')
	}
	switch {
	case s.ellipsis:
		b.WriteString("...")
	case s.expr == nil:
		b.WriteString(s.name)
	default:
		s.expr.print(b)
	}
}

func (t *term) print(b *strings.Builder) {
	switch t.kind {
	case excludedTerm:
		b.WriteByte('-')
	case optionalTerm:
		b.WriteByte('?')
	}
	switch {
	case t.re != nil:
		b.WriteString("%" + t.re.String() + "%")
	case isWord(t.text):
		b.WriteString(t.text)
	default:
		b.WriteString(`"` + escapeText.Replace(t.text) + `"`)
	}
}

var escapeText = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func isWord(s string) bool {
	for i := range len(s) {
		if !isAlphanumeric(s[i]) && s[i] != '_' {
			return false
		}
	}
	return s != ""
}
