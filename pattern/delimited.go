package pattern

import "trailnotify/pattern/syntax"

// delimitedProgram is a compiled delimited pattern: the conditions of the slots
// before and behind the ellipsis, nil where a slot has none.
type delimitedProgram struct {
	head, tail []*slotProgram
	ellipsis   bool
}

// slotProgram is the compiled expression of a slot.
type slotProgram struct {
	kind  syntax.ExprKind
	parts []*slotProgram
	leaf  leaf
}

func newDelimitedProgram(slots []syntax.Slot) *delimitedProgram {
	p := &delimitedProgram{}
	for _, sl := range slots {
		switch e := newSlotProgram(sl.Expr); {
		case sl.Ellipsis:
			p.ellipsis = true
		case p.ellipsis:
			p.tail = append(p.tail, e)
		default:
			p.head = append(p.head, e)
		}
	}
	return p
}

func newSlotProgram(e *syntax.Expr) *slotProgram {
	if e == nil {
		return nil
	}
	p := &slotProgram{kind: e.Kind}
	if e.Kind == syntax.Single {
		p.leaf = newLeaf(e.Condition)
	}
	for _, kid := range e.Parts {
		p.parts = append(p.parts, newSlotProgram(kid))
	}
	return p
}

// matches binds the slots to the fields of a message. Without an ellipsis the
// last slot takes the rest of the line.
func (p *delimitedProgram) matches(message []byte, tokens []token) bool {
	if len(tokens) < len(p.head)+len(p.tail) {
		return false
	}
	for i, e := range p.head {
		value := tokens[i].value
		if !p.ellipsis && i == len(p.head)-1 && i < len(tokens)-1 {
			value = stretch{tokens[i].source.from, tokens[len(tokens)-1].source.to}
		}
		if !e.holds(message[value.from:value.to]) {
			return false
		}
	}
	for i, e := range p.tail {
		value := tokens[len(tokens)-len(p.tail)+i].value
		if !e.holds(message[value.from:value.to]) {
			return false
		}
	}
	return true
}

func (p *slotProgram) holds(field []byte) bool {
	switch {
	case p == nil:
		return true
	case p.kind == syntax.Single && p.leaf.operator.Ordered():
		return compareNumber(field, p.leaf.operator, &p.leaf.number)
	case p.kind == syntax.Single:
		return p.leaf.equalsText(field) == (p.leaf.operator == syntax.Equal)
	}
	for _, kid := range p.parts {
		if kid.holds(field) == (p.kind == syntax.Any) {
			return p.kind == syntax.Any
		}
	}
	return p.kind == syntax.All
}
