package pattern

import (
	"bytes"
	"regexp"
)

// termsProgram is a compiled term pattern.
type termsProgram struct {
	required, excluded, optional []needle
}

// needle is what a message is searched for.
type needle struct {
	text []byte
	re   *regexp.Regexp // instead of text
}

func (n *needle) in(message []byte) bool {
	if n.re != nil {
		return n.re.Match(message)
	}
	return bytes.Contains(message, n.text)
}

// newTermsProgram drops the ? terms as soon as there is another one, as the
// service does.
func newTermsProgram(terms []term) *termsProgram {
	p := &termsProgram{}
	for _, t := range terms {
		n := needle{text: []byte(t.text), re: t.re}
		switch t.kind {
		case plainTerm:
			p.required = append(p.required, n)
		case excludedTerm:
			p.excluded = append(p.excluded, n)
		case optionalTerm:
			p.optional = append(p.optional, n)
		}
	}
	if len(p.required)+len(p.excluded) > 0 {
		p.optional = nil
	}
	return p
}

func (p *termsProgram) matches(message []byte) bool {
	for i := range p.required {
		if !p.required[i].in(message) {
			return false
		}
	}
	for i := range p.excluded {
		if p.excluded[i].in(message) {
			return false
		}
	}
	for i := range p.optional {
		if p.optional[i].in(message) {
			return true
		}
	}
	return len(p.optional) == 0
}

// slotsProgram is a compiled delimited pattern: the conditions of the slots
// before and behind the ellipsis, nil where a slot has none.
type slotsProgram struct {
	head, tail []*slotProgram
	ellipsis   bool
}

// slotProgram is the compiled expression of a slot.
type slotProgram struct {
	op   exprOp
	kids []*slotProgram
	leaf leaf
}

func newSlotsProgram(slots []slot) *slotsProgram {
	p := &slotsProgram{}
	for _, sl := range slots {
		switch e := newSlotProgram(sl.expr); {
		case sl.ellipsis:
			p.ellipsis = true
		case p.ellipsis:
			p.tail = append(p.tail, e)
		default:
			p.head = append(p.head, e)
		}
	}
	return p
}

func newSlotProgram(e *expr) *slotProgram {
	if e == nil {
		return nil
	}
	p := &slotProgram{op: e.op}
	if e.op == opCond {
		p.leaf = newLeaf(e.cond)
	}
	for _, kid := range e.kids {
		p.kids = append(p.kids, newSlotProgram(kid))
	}
	return p
}

// matches binds the slots to the fields of a message. Without an ellipsis the
// last slot takes the rest of the line.
func (p *slotsProgram) matches(message []byte, tokens []token) bool {
	if len(tokens) < len(p.head)+len(p.tail) {
		return false
	}
	for i, e := range p.head {
		value := tokens[i].value
		if !p.ellipsis && i == len(p.head)-1 && i < len(tokens)-1 {
			value = span{tokens[i].source.from, tokens[len(tokens)-1].source.to}
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
	case p.op == opCond && p.leaf.op.ordered():
		return compareNumber(field, p.leaf.op, &p.leaf.number)
	case p.op == opCond:
		return p.leaf.equalsText(field) == (p.leaf.op == opEqual)
	}
	for _, kid := range p.kids {
		if kid.holds(field) == (p.op == opOr) {
			return p.op == opOr
		}
	}
	return p.op == opAnd
}
