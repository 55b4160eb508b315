package pattern

// A Node is a part of a pattern, for programs that say a pattern in another
// language. Which of its fields count, Kind says.
type Node struct {
	Kind   NodeKind
	Source string // the part of the pattern, as written
	Parts  []Node // All, Any

	Selector Selector // Comparison
	Operator string   // Comparison, in capitals: = != < <= > >= IS NULL, IS TRUE, IS FALSE, NOT EXISTS
	Value    Literal  // Comparison whose operator has a value, and Term
	Excluded bool     // Term: the message must not hold it
}

// NodeKind says what a node is.
type NodeKind uint8

const (
	All        NodeKind = iota // holds if all parts hold; without parts always
	Any                        // holds if one part holds
	Comparison                 // selector, operator, value
	Term                       // a text or a regular expression that occurs in the message
)

// A Literal is a value in a pattern.
type Literal struct {
	Kind LiteralKind
	// Text is the value of a text, cut at its wildcards: "a*b" is a, b. For a
	// number it is its source, which a string is compared with.
	Text  []string
	Regex string // without the percent signs
}

// LiteralKind says what a literal is.
type LiteralKind uint8

const (
	Text   LiteralKind = iota // in quotes, or a word that is no number
	Number                    // without quotes
	Regex                     // between percent signs
)

// A Step is one step of a selector: to the field Key of an object, or, when
// Kind says so, to the element Index of an array, or to every element or field.
type Step struct {
	Kind  StepKind
	Key   string
	Index int
}

// StepKind says where a step leads.
type StepKind uint8

const (
	ToField StepKind = iota
	ToElement
	ToEach
)

// Tree returns the pattern as a tree. Optional terms that have no say, because
// there are others, are left out. ok is false for a delimited pattern.
func (p *Pattern) Tree() (root Node, ok bool) {
	switch p.form {
	case JSON:
		return p.node(p.expr), true
	case Terms:
		return p.termTree(), true
	default:
		return Node{}, false
	}
}

func (p *Pattern) node(e *expr) Node {
	n := Node{Source: p.source[e.span.from:e.span.to]}
	if e.op == opCond {
		n.Kind, n.Selector, n.Operator = Comparison, e.cond.selector, e.cond.op.String()
		if e.cond.op.hasValue() {
			n.Value = e.cond.value.exported()
		}
		return n
	}
	if e.op == opOr {
		n.Kind = Any
	}
	for _, kid := range e.kids {
		n.Parts = append(n.Parts, p.node(kid))
	}
	return n
}

func (l *literal) exported() Literal {
	switch l.kind {
	case regexLiteral:
		return Literal{Kind: Regex, Regex: l.re.String()}
	case numberLiteral:
		return Literal{Kind: Number, Text: []string{l.source}}
	default:
		return Literal{Kind: Text, Text: append([]string(nil), l.parts...)}
	}
}

func (p *Pattern) termTree() Node {
	root := Node{Kind: Any, Source: p.source}
	for i := range p.terms {
		if p.terms[i].kind != optionalTerm {
			root.Kind = All
		}
	}
	if len(p.terms) == 0 {
		root.Kind = All
	}
	for i := range p.terms {
		t := &p.terms[i]
		if t.kind == optionalTerm && root.Kind == All {
			continue
		}
		n := Node{Kind: Term, Source: p.source[t.span.from:t.span.to], Excluded: t.kind == excludedTerm}
		if t.re != nil {
			n.Value = Literal{Kind: Regex, Regex: t.re.String()}
		} else {
			n.Value = Literal{Kind: Text, Text: []string{t.text}}
		}
		root.Parts = append(root.Parts, n)
	}
	return root
}

// Steps returns the steps of the selector, from the record down.
func (s Selector) Steps() []Step {
	steps := make([]Step, len(s.steps))
	for i, st := range s.steps {
		steps[i] = Step{Kind: StepKind(st.kind), Key: st.key, Index: st.index}
	}
	return steps
}
