package pattern

func (p *program) matches(message []byte, st *state) bool {
	switch {
	case p.json != nil:
		return p.json.holds(&st.fields)
	case p.terms != nil:
		return p.terms.matches(message)
	default:
		if !st.tokenized {
			st.tokens = tokenize(message, st.tokens[:0])
			st.tokenized = true
		}
		return p.slots.matches(message, st.tokens)
	}
}

// jsonProgram is a compiled expression.
type jsonProgram struct {
	op   exprOp
	kids []*jsonProgram
	leaf leaf
	node *tree // where the leaf finds its slot once the tree is numbered
}

// newJSONProgram compiles e and plants its selectors in the tree.
func newJSONProgram(e *expr, t *tree) *jsonProgram {
	p := &jsonProgram{op: e.op}
	if e.op == opCond {
		path, tail := e.cond.selector.split()
		p.leaf = newLeaf(e.cond)
		p.leaf.tail = tail
		p.node = t.insert(path)
		p.node.inside = p.node.inside || len(tail) > 0 || e.cond.op == opIsNull
	}
	for _, kid := range e.kids {
		p.kids = append(p.kids, newJSONProgram(kid, t))
	}
	return p
}

// split cuts the steps into the object keys that come first and the others.
func (s Selector) split() (path, tail []step) {
	for i, st := range s.steps {
		if st.kind != stepKey {
			return s.steps[:i], s.steps[i:]
		}
	}
	return s.steps, nil
}

// resolve takes over the slots of the numbered tree.
func (p *jsonProgram) resolve() {
	if p.node != nil {
		p.leaf.slot = p.node.slot
	}
	for _, kid := range p.kids {
		kid.resolve()
	}
}

func (p *jsonProgram) holds(r *fieldReader) bool {
	if p.op == opCond {
		return p.leaf.holds(r)
	}
	for _, kid := range p.kids {
		if kid.holds(r) == (p.op == opOr) {
			return p.op == opOr
		}
	}
	return p.op == opAnd
}
