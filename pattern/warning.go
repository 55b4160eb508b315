package pattern

import (
	"cmp"
	"slices"
	"strings"
)

// A Warning is something in a valid pattern that may surprise.
type Warning struct {
	Kind    WarningKind `json:"kind"`
	Line    int         `json:"line"`   // from 1
	Column  int         `json:"column"` // from 1, in characters
	Source  string      `json:"source"` // the part of the pattern that it is about
	Message string      `json:"message"`

	offset   int
	selector Selector // of a MayBeMissing
}

// WarningKind names what a warning is about.
type WarningKind string

const (
	// MayBeMissing: != is false where the field is missing or no string or number.
	MayBeMissing WarningKind = "may-be-missing"
	// MatchesEverything: alternatives of which one holds for nearly every record.
	MatchesEverything WarningKind = "matches-everything"
	// NeverHolds: a condition or a conjunction that no record can satisfy.
	NeverHolds WarningKind = "never-holds"
	// IgnoredTerm: a ? term beside plain or excluded ones.
	IgnoredTerm WarningKind = "ignored-term"
	// TextNotBoolean: = true compares with a string.
	TextNotBoolean WarningKind = "text-not-boolean"
	// MixedOperators: && and || without parentheses between them.
	MixedOperators WarningKind = "mixed-operators"
	// UnknownField: a field that CloudTrail records do not have.
	UnknownField WarningKind = "unknown-field"
	// OpenPoint: the behaviour of the service is not known; the message says
	// how the pattern is read here.
	OpenPoint WarningKind = "open-point"
)

// WarningOptions say what is known about the messages.
type WarningOptions struct {
	// CloudTrail: the messages are CloudTrail records, whose fields are known.
	CloudTrail bool
}

// Warnings returns what may surprise in the pattern, in the order of the source.
func (p *Pattern) Warnings(o WarningOptions) []Warning {
	c := checker{pattern: p, options: o}
	switch p.form {
	case JSON:
		c.json()
	case Delimited:
		c.delimited()
	default:
		c.termList()
	}
	c.whole()
	slices.SortStableFunc(c.found, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.offset, b.offset), cmp.Compare(len(b.Source), len(a.Source)))
	})
	return c.found
}

// Matters reports whether the message is a JSON record for which a
// [MayBeMissing] warning makes a difference: one where the field is missing or
// no string or number, so that != is false. It is false for other kinds.
func (w *Warning) Matters(message []byte) bool {
	if w.Kind != MayBeMissing {
		return false
	}
	root, ok := referenceObject(message)
	if !ok {
		return false
	}
	for _, p := range referencePlaces(rootPlace(root), w.selector.steps) {
		if p.exists && isScalarText(p.value) {
			return false
		}
	}
	return true
}

// checker collects the warnings of one pattern.
type checker struct {
	pattern *Pattern
	options WarningOptions
	found   []Warning
}

func (c *checker) warn(kind WarningKind, at span, message string) *Warning {
	src := c.pattern.source
	line, column := position(src, at.from)
	c.found = append(c.found, Warning{
		Kind: kind, Line: line, Column: column, Source: src[at.from:at.to], Message: message, offset: at.from,
	})
	return &c.found[len(c.found)-1]
}

// whole holds what concerns the pattern as a whole.
func (c *checker) whole() {
	src := c.pattern.source
	if src == "" {
		return
	}
	trimmed := span{0, len(src)}
	for trimmed.from < trimmed.to && isBlank(src[trimmed.from]) {
		trimmed.from++
	}
	for trimmed.from < trimmed.to && isBlank(src[trimmed.to-1]) {
		trimmed.to--
	}
	switch {
	case trimmed.from == trimmed.to:
		c.warn(OpenPoint, span{0, len(src)}, "a pattern of blanks is read as the empty one: it matches every message")
	case trimmed.to-trimmed.from < len(src):
		c.warn(OpenPoint, span{0, len(src)}, "blanks around a pattern are ignored; whether the service takes them is not known")
	}
}

func (c *checker) termList() {
	some := slices.ContainsFunc(c.pattern.terms, func(t term) bool { return t.kind != optionalTerm })
	for i := range c.pattern.terms {
		t := &c.pattern.terms[i]
		if t.kind == optionalTerm && some {
			c.warn(IgnoredTerm, t.span, "a ? term is ignored as soon as the pattern has a term without ?")
		}
		if t.apart {
			c.warn(OpenPoint, t.span, "a - that stands apart excludes the term behind it, as in an example of 2018; join the two to be sure")
		}
		if t.re != nil {
			c.flavour(t.re.String(), t.span)
			if len(c.pattern.terms) > 1 || t.kind != plainTerm {
				c.warn(OpenPoint, t.span, "the guide shows a regular expression only as a whole pattern; here it is one term among others")
			}
		} else if t.text == "" {
			c.warn(MatchesEverything, t.span, "the empty text occurs in every message")
		}
	}
	c.excludedParts()
}

// excludedParts finds excluded terms that are part of a required one.
func (c *checker) excludedParts() {
	for _, out := range c.pattern.terms {
		if out.kind != excludedTerm || out.re != nil {
			continue
		}
		for _, in := range c.pattern.terms {
			if in.kind == plainTerm && in.re == nil && strings.Contains(in.text, out.text) {
				c.warn(NeverHolds, out.span, "the pattern matches nothing: every message with "+printable(in.text)+" holds "+printable(out.text)+" as well")
				break
			}
		}
	}
}

func (c *checker) delimited() {
	for i := range c.pattern.slots {
		s := &c.pattern.slots[i]
		switch {
		case s.ellipsis:
		case s.expr != nil:
			c.expression(s.expr)
			c.parentheses(s.expr)
		case s.name == "":
			c.warn(OpenPoint, s.span, "an empty slot takes one field of any value, as in an example of 2021")
		}
	}
}

// parentheses warns of the outermost ones in a slot.
func (c *checker) parentheses(e *expr) {
	if e.parens {
		c.warn(OpenPoint, e.span, "no example shows parentheses in a delimited pattern")
		return
	}
	for _, kid := range e.kids {
		c.parentheses(kid)
	}
}

func (c *checker) json() {
	e := c.pattern.expr
	if e.op == opAnd && len(e.kids) == 0 {
		c.warn(OpenPoint, e.span, "{} is read as matching every JSON object")
		return
	}
	c.expression(e)
}
