package pattern

import (
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

// An Explanation says why a pattern, or a part of one, holds for a message or
// not. It is a tree in the shape of the pattern.
type Explanation struct {
	Kind   ExplanationKind `json:"kind"`
	Source string          `json:"source"` // the part of the pattern
	Holds  bool            `json:"holds"`
	// Ignored: the part has no say, as a ? term beside a plain one.
	Ignored bool `json:"ignored,omitempty"`
	// Seen is what a condition looked at: one value, or, with a wildcard,
	// the first few of many.
	Seen []Seen `json:"seen,omitempty"`
	// More is how many values beyond Seen there were.
	More int `json:"more,omitempty"`
	// Why says in words why a condition holds or not.
	Why string `json:"why,omitempty"`
	// Change says what would have to be different for the condition to be
	// otherwise.
	Change string         `json:"change,omitempty"`
	Parts  []*Explanation `json:"parts,omitempty"`
}

// Seen is a value that a condition looked at, or the absence of one.
type Seen struct {
	Path  string `json:"path"` // of the value, or as far as the record goes
	Found bool   `json:"found"`
	Value string `json:"value,omitempty"` // JSON as logged, or the text of a field
	Why   string `json:"why"`             // what this value means to the condition
	Holds bool   `json:"holds"`
}

// ExplanationKind says how the parts of an explanation belong together.
type ExplanationKind string

const (
	AllOf       ExplanationKind = "all"       // holds if all parts hold
	AnyOf       ExplanationKind = "any"       // holds if one part holds
	OneField    ExplanationKind = "condition" // a selector or field, an operator, a value
	OneTerm     ExplanationKind = "term"
	WholeRecord ExplanationKind = "message" // asks the message as a whole
)

// maxSeen is how many values of a wildcard an explanation lists.
const maxSeen = 10

// Explain evaluates the pattern step by step. It is meant for people who ask
// about one record; it is far slower than Match, and says the same.
func (p *Pattern) Explain(message []byte) *Explanation {
	switch p.form {
	case JSON:
		return p.explainJSON(message)
	case Delimited:
		return p.explainSlots(string(message))
	default:
		return p.explainTerms(string(message))
	}
}

func (p *Pattern) explainJSON(message []byte) *Explanation {
	root, ok := referenceObject(message)
	if !ok {
		return &Explanation{
			Kind: WholeRecord, Source: p.source,
			Why:    "the message is not one valid JSON object, and a JSON pattern matches nothing else, not even with NOT EXISTS",
			Change: "the message would have to be one JSON object with nothing behind it",
		}
	}
	return p.explainExpr(p.expr, func(c *condition) *Explanation { return p.explainCondition(c, root) })
}

// explainExpr explains a tree of conditions.
func (p *Pattern) explainExpr(e *expr, ask func(*condition) *Explanation) *Explanation {
	if e.op == opCond {
		return ask(e.cond)
	}
	x := &Explanation{Kind: AllOf, Source: p.source[e.span.from:e.span.to], Holds: e.op == opAnd}
	if e.op == opOr {
		x.Kind = AnyOf
	}
	for _, kid := range e.kids {
		part := p.explainExpr(kid, ask)
		x.Parts = append(x.Parts, part)
		if part.Holds == (e.op == opOr) {
			x.Holds = part.Holds
		}
	}
	return x
}

// explainCondition explains a condition of a JSON pattern.
func (p *Pattern) explainCondition(c *condition, root gjson.Result) *Explanation {
	x := &Explanation{Kind: OneField, Source: p.source[c.span.from:c.span.to]}
	places := referencePlaces(rootPlace(root), c.selector.steps)
	for _, at := range places {
		seen := Seen{Path: at.path, Found: at.exists, Holds: referencePlace(c, at), Why: whyPlace(c, at)}
		if at.exists {
			seen.Value = at.value.Raw
		}
		x.note(seen)
	}
	x.conclude(c, c.selector.String())
	return x
}

// note takes down a value. What holds is shown rather than what does not.
func (x *Explanation) note(s Seen) {
	decides := s.Holds && !x.Holds
	x.Holds = x.Holds || s.Holds
	switch {
	case len(x.Seen) < maxSeen:
		x.Seen = append(x.Seen, s)
		return
	case decides:
		x.Seen[maxSeen-1] = s
	}
	x.More++
}

// conclude sums up what was seen.
func (x *Explanation) conclude(c *condition, name string) {
	x.Change = name + " would have to be " + wanted(c, !x.Holds)
	if !c.selector.wildcard() {
		x.Why = x.Seen[0].Why
		return
	}
	if x.Holds {
		x.Why = "it holds in one place at least"
		x.Change = "everywhere " + x.Change
	} else {
		x.Why = "it holds in no place"
		x.Change = "in one place " + x.Change
	}
}

// explainTerms explains a term pattern.
func (p *Pattern) explainTerms(message string) *Explanation {
	x := &Explanation{Kind: AllOf, Source: p.source, Holds: referenceTerms(p.terms, message)}
	if len(p.terms) == 0 {
		x.Why = "the empty pattern matches every message"
	}
	optionalOnly := true
	for _, t := range p.terms {
		optionalOnly = optionalOnly && t.kind == optionalTerm
	}
	if optionalOnly && len(p.terms) > 0 {
		x.Kind = AnyOf
	}
	for i := range p.terms {
		part := p.explainTerm(&p.terms[i], message)
		part.Ignored = p.terms[i].kind == optionalTerm && !optionalOnly
		x.Parts = append(x.Parts, part)
	}
	return x
}

func (p *Pattern) explainTerm(t *term, message string) *Explanation {
	x := &Explanation{Kind: OneTerm, Source: p.source[t.span.from:t.span.to]}
	at := strings.Index(message, t.text)
	if t.re != nil {
		at = -1
		if found := t.re.FindStringIndex(message); found != nil {
			at = found[0]
		}
	}
	x.Holds = (at >= 0) == (t.kind != excludedTerm)
	what := strings.TrimLeft(x.Source, "-? ")
	x.Why, x.Change = "does not occur", "the message would have to contain "+what
	if at >= 0 {
		line, column := position(message, at)
		x.Why = fmt.Sprintf("occurs at line %d, column %d", line, column)
		x.Change = "the message would have to be without " + what
	}
	return x
}

// explainSlots explains a delimited pattern.
func (p *Pattern) explainSlots(message string) *Explanation {
	x := &Explanation{Kind: AllOf, Source: p.source, Holds: true}
	values, ok := referenceBind(p.slots, message)
	if !ok {
		x.Kind, x.Holds = WholeRecord, false
		x.Why, x.Change = whyFields(p.slots, message)
		return x
	}
	for i, sl := range p.slots {
		if sl.expr == nil {
			continue
		}
		part := p.explainExpr(sl.expr, func(c *condition) *Explanation { return p.explainField(c, values[i]) })
		x.Parts = append(x.Parts, part)
		x.Holds = x.Holds && part.Holds
	}
	if len(x.Parts) == 0 {
		x.Why = "the line has enough fields, and no slot has a condition"
	}
	return x
}

// explainField explains a condition of a delimited pattern.
func (p *Pattern) explainField(c *condition, value string) *Explanation {
	x := &Explanation{Kind: OneField, Source: p.source[c.span.from:c.span.to]}
	holds := referenceField(c, value)
	x.note(Seen{Path: c.field, Found: true, Value: value, Holds: holds, Why: whyField(c, value)})
	x.conclude(c, c.field)
	return x
}
