package pattern

import (
	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/syntax"
)

func (p *program) matches(message []byte, st *state) bool {
	switch {
	case p.json != nil:
		return p.json.holds(st.fields)
	case p.terms != nil:
		return p.terms.matches(message)
	default:
		if !st.tokenized {
			st.tokens = tokenize(message, st.tokens[:0])
			st.tokenized = true
		}
		return p.delimited.matches(message, st.tokens)
	}
}

// jsonProgram is a compiled expression.
type jsonProgram struct {
	kind  syntax.ExprKind
	parts []*jsonProgram
	leaf  leaf
	node  *fields.Tree // where the leaf finds the number of its field once the tree is numbered
}

// newJSONProgram compiles e and plants its selectors in the tree.
func newJSONProgram(e *syntax.Expr, t *fields.Tree) *jsonProgram {
	p := &jsonProgram{kind: e.Kind}
	if e.Kind == syntax.Single {
		keys, tail := split(e.Condition.Selector)
		p.leaf = newLeaf(e.Condition)
		p.leaf.tail = tail
		p.node = t.Insert(keys)
		p.node.Inside = p.node.Inside || len(tail) > 0 || e.Condition.Operator == syntax.IsNull
	}
	for _, kid := range e.Parts {
		p.parts = append(p.parts, newJSONProgram(kid, t))
	}
	return p
}

// split cuts the steps into the object keys that come first and the others.
func split(s syntax.Selector) (keys []string, tail []syntax.Step) {
	for i, st := range s.Steps {
		if st.Kind != syntax.ToField {
			return keys, s.Steps[i:]
		}
		keys = append(keys, st.Key)
	}
	return keys, nil
}

// resolve takes over the numbers of the tree.
func (p *jsonProgram) resolve() {
	if p.node != nil {
		p.leaf.field = p.node.Field
	}
	for _, kid := range p.parts {
		kid.resolve()
	}
}

func (p *jsonProgram) holds(r *fields.Reader) bool {
	if p.kind == syntax.Single {
		return p.leaf.holds(r)
	}
	for _, kid := range p.parts {
		if kid.holds(r) == (p.kind == syntax.Any) {
			return p.kind == syntax.Any
		}
	}
	return p.kind == syntax.All
}
