package explain

import (
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"trailnotify/internal/fault"
	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
)

// An Explanation says why a pattern, or a part of one, holds for a message or
// not. It is a tree in the shape of the pattern.
type Explanation struct {
	Kind   ExplanationKind `json:"kind"`
	Source string          `json:"source"` // the part of the pattern
	Holds  bool            `json:"holds"`
	// Ignored: the part does not count, as a ? term next to a plain one.
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

	condition *syntax.Condition // of OneField
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

// Message evaluates the pattern step by step. It is meant for people who ask
// about one record; it is far slower than Match, and says the same.
func Message(p *syntax.Pattern, message []byte) *Explanation {
	e := explainer{p}
	switch p.Form {
	case syntax.JSON:
		return e.json(message)
	case syntax.Delimited:
		return e.delimited(string(message))
	default:
		return e.termList(string(message))
	}
}

// explainer explains one pattern.
type explainer struct{ *syntax.Pattern }

func (p explainer) json(message []byte) *Explanation {
	root, ok := reference.Object(message)
	if !ok {
		return &Explanation{
			Kind: WholeRecord, Source: p.Source,
			Why:    "the message is not one valid JSON object, and a JSON pattern matches nothing else, not even with NOT EXISTS",
			Change: "the message would have to be one JSON object with nothing behind it",
		}
	}
	return p.expression(p.Expr, func(c *syntax.Condition) *Explanation { return p.condition(c, root) })
}

// expression explains a tree of conditions.
func (p explainer) expression(e *syntax.Expr, ask func(*syntax.Condition) *Explanation) *Explanation {
	if e.Kind == syntax.Single {
		return ask(e.Condition)
	}
	x := &Explanation{Kind: AllOf, Source: p.Text(e.Span), Holds: e.Kind == syntax.All}
	if e.Kind == syntax.Any {
		x.Kind = AnyOf
	}
	for _, kid := range e.Parts {
		part := p.expression(kid, ask)
		x.Parts = append(x.Parts, part)
		if part.Holds == (e.Kind == syntax.Any) {
			x.Holds = part.Holds
		}
	}
	return x
}

// condition explains a condition of a JSON pattern.
func (p explainer) condition(c *syntax.Condition, root gjson.Result) *Explanation {
	x := &Explanation{Kind: OneField, Source: p.Text(c.Span), condition: c}
	places := reference.Places(reference.Root(root), c.Selector.Steps)
	for _, at := range places {
		seen := Seen{Path: at.Path, Found: at.Exists, Holds: reference.At(c, at), Why: whyPlace(c, at)}
		if at.Exists {
			seen.Value = at.Value.Raw
		}
		x.saw(seen)
	}
	x.conclude(c, c.Selector.String())
	return x
}

// saw records a value. What holds is shown rather than what does not.
func (x *Explanation) saw(s Seen) {
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
func (x *Explanation) conclude(c *syntax.Condition, name string) {
	x.Change = name + " would have to be " + wanted(c, !x.Holds)
	if !c.Selector.HasWildcard() {
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

// termList explains a term pattern.
func (p explainer) termList(message string) *Explanation {
	x := &Explanation{Kind: AllOf, Source: p.Source, Holds: reference.Terms(p.Terms, message)}
	if len(p.Terms) == 0 {
		x.Why = "the empty pattern matches every message"
	}
	optionalOnly := true
	for _, t := range p.Terms {
		optionalOnly = optionalOnly && t.Kind == syntax.Optional
	}
	if optionalOnly && len(p.Terms) > 0 {
		x.Kind = AnyOf
	}
	for i := range p.Terms {
		part := p.oneTerm(&p.Terms[i], message)
		part.Ignored = p.Terms[i].Kind == syntax.Optional && !optionalOnly
		x.Parts = append(x.Parts, part)
	}
	return x
}

func (p explainer) oneTerm(t *syntax.Term, message string) *Explanation {
	x := &Explanation{Kind: OneTerm, Source: p.Text(t.Span)}
	at := termIndex(t, message)
	x.Holds = (at >= 0) == (t.Kind != syntax.Excluded)
	what := strings.TrimLeft(x.Source, "-? ")
	x.Why, x.Change = "does not occur", "the message would have to contain "+what
	if at >= 0 {
		place := fault.At(message, at)
		x.Why = fmt.Sprintf("occurs at line %d, column %d", place.Line, place.Column)
		x.Change = "the message would have to be without " + what
	}
	return x
}

// termIndex returns where a term is in a message, -1 if it is not there.
func termIndex(t *syntax.Term, message string) int {
	if t.Regex != nil {
		if found := t.Regex.FindStringIndex(message); found != nil {
			return found[0]
		}
		return -1
	}
	if !strings.Contains(message, t.Phrase) {
		return -1
	}
	return strings.Index(message, t.Text)
}

// delimited explains a delimited pattern.
func (p explainer) delimited(message string) *Explanation {
	x := &Explanation{Kind: AllOf, Source: p.Source, Holds: true}
	values, ok := reference.Bind(p.Slots, message)
	if !ok {
		x.Kind, x.Holds = WholeRecord, false
		x.Why, x.Change = whyFields(p.Slots, message)
		return x
	}
	for i, sl := range p.Slots {
		if sl.Expr == nil {
			continue
		}
		part := p.expression(sl.Expr, func(c *syntax.Condition) *Explanation { return p.field(c, values[i]) })
		x.Parts = append(x.Parts, part)
		x.Holds = x.Holds && part.Holds
	}
	if len(x.Parts) == 0 {
		x.Why = "the line has enough fields, and no slot has a condition"
	}
	return x
}

// field explains a condition of a delimited pattern.
func (p explainer) field(c *syntax.Condition, value string) *Explanation {
	x := &Explanation{Kind: OneField, Source: p.Text(c.Span)}
	holds := reference.Field(c, value)
	x.saw(Seen{Path: c.Field, Found: true, Value: value, Holds: holds, Why: whyField(c, value)})
	x.conclude(c, c.Field)
	return x
}
