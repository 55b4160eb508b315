package lint

import (
	"cmp"
	"slices"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
)

// A Warning is something in a valid pattern that may surprise.
type Warning struct {
	Kind    Kind   `json:"kind"`
	Line    int    `json:"line"`   // from 1
	Column  int    `json:"column"` // from 1, in characters
	Source  string `json:"source"` // the part of the pattern that it is about
	Message string `json:"message"`

	offset   int
	selector syntax.Selector // of a MayBeMissing
}

// A Kind names what a warning is about.
type Kind string

// The kinds of warnings.
const (
	// MayBeMissing: != is false where the field is missing or not a string or
	// number.
	MayBeMissing Kind = "may-be-missing"
	// MatchesEverything: the pattern, or alternatives in it, hold for nearly
	// every message.
	MatchesEverything Kind = "matches-everything"
	// NeverHolds: a condition or a conjunction that no record can satisfy.
	NeverHolds Kind = "never-holds"
	// IgnoredTerm: a ? term with plain or excluded ones.
	IgnoredTerm Kind = "ignored-term"
	// TextNotBoolean: = true compares with a string.
	TextNotBoolean Kind = "text-not-boolean"
	// MixedOperators: && and || without parentheses between them.
	MixedOperators Kind = "mixed-operators"
	// UnknownField: a field that CloudTrail records do not have.
	UnknownField Kind = "unknown-field"
	// UnknownName: an event name or source that is nearly one of AWS, or one in
	// another form than CloudTrail records.
	UnknownName Kind = "unknown-name"
	// NotRecorded: a field that the records in question hardly ever have.
	NotRecorded Kind = "not-recorded"
	// Pasted: a pattern that still has the quotes of the file it came from.
	Pasted Kind = "pasted"
	// OpenPoint: the behaviour of the service is not known; the message says
	// how the pattern is read here.
	OpenPoint Kind = "open-point"
)

// Options say what is known about the messages.
type Options struct {
	// CloudTrail: the messages are CloudTrail records, whose fields are known.
	CloudTrail bool
}

// Pattern returns what may surprise in the pattern, in the order of the source.
func Pattern(p *syntax.Pattern, o Options) []Warning {
	c := checker{pattern: p, options: o}
	switch p.Form {
	case syntax.JSON:
		c.json()
	case syntax.Delimited:
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

// Selector returns what may surprise in a selector on its own, as the keys by
// and distinct of a rule have it.
func Selector(s syntax.Selector, o Options) []Warning {
	src := s.String()
	s.Span = syntax.Span{From: 0, To: len(src)}
	c := checker{pattern: &syntax.Pattern{Source: src}, options: o}
	if o.CloudTrail {
		c.selector(s)
	}
	return c.found
}

// Matters reports whether the message is a JSON record for which a
// [MayBeMissing] warning makes a difference: one where the field is missing or
// no string or number, so that != is false. It is false for other kinds.
func (w *Warning) Matters(message []byte) bool {
	if w.Kind != MayBeMissing {
		return false
	}
	root, ok := reference.Object(message)
	if !ok {
		return false
	}
	for _, p := range reference.Places(reference.Root(root), w.selector.Steps) {
		if p.Exists && isScalarText(p.Value) {
			return false
		}
	}
	return true
}

// checker collects the warnings of one pattern.
type checker struct {
	pattern *syntax.Pattern
	options Options
	found   []Warning
}

func (c *checker) warn(kind Kind, at syntax.Span, message string) *Warning {
	src := c.pattern.Source
	place := fault.At(src, at.From)
	c.found = append(c.found, Warning{
		Kind: kind, Line: place.Line, Column: place.Column, Source: c.pattern.Text(at), Message: message, offset: at.From,
	})
	return &c.found[len(c.found)-1]
}

// whole holds what concerns the pattern as a whole.
func (c *checker) whole() {
	src := c.pattern.Source
	all := syntax.Span{From: 0, To: len(src)}
	switch trimmed := strings.Trim(src, " \t\r\n"); {
	case src == "":
	case trimmed == "":
		c.warn(OpenPoint, all, "a pattern of blanks is read as the empty one: it matches every message")
	}
}

func (c *checker) termList() {
	some := slices.ContainsFunc(c.pattern.Terms, func(t syntax.Term) bool { return t.Kind != syntax.Optional })
	for i := range c.pattern.Terms {
		t := &c.pattern.Terms[i]
		if t.Kind == syntax.Optional && some {
			c.warn(IgnoredTerm, t.Span, "a ? term is ignored as soon as the pattern has a term without ?")
		}
		c.term(t)
	}
	c.excludedParts()
	c.quotedPattern()
}

// term holds what concerns one term by itself.
func (c *checker) term(t *syntax.Term) {
	if t.Apart {
		c.warn(OpenPoint, t.Span, "a - with a blank after it excludes the next term, as in an example of 2018; remove the blank to be sure")
	}
	if t.Phrase != "" {
		c.warn(OpenPoint, t.Span, "a phrase directly behind a word: a message that holds both has the term, wherever they are; to look for one text, put all of it in double quotes")
	}
	switch {
	case t.Regex != nil:
		c.flavour(t.Regex.String(), t.Span)
		if len(c.pattern.Terms) > 1 || t.Kind != syntax.Required {
			c.warn(OpenPoint, t.Span, "the guide shows a regular expression only as a whole pattern; here it is one term among others")
		}
	case t.Text == "":
		c.warn(MatchesEverything, t.Span, "the empty text occurs in every message")
	}
}

// quotedPattern finds a JSON pattern that is still in the quotes of a file: it is
// one phrase to search for.
func (c *checker) quotedPattern() {
	if len(c.pattern.Terms) != 1 || c.pattern.Terms[0].Regex != nil {
		return
	}
	t := &c.pattern.Terms[0]
	if text := strings.TrimSpace(t.Text); strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") && strings.Contains(text, "$.") {
		c.warn(Pasted, t.Span, "in quotes this is a phrase to search for: a JSON pattern begins with { and has no quotes around it")
	}
}

// excludedParts finds excluded terms that are part of a required one.
func (c *checker) excludedParts() {
	for _, out := range c.pattern.Terms {
		if out.Kind != syntax.Excluded || out.Regex != nil || out.Phrase != "" {
			continue
		}
		for _, in := range c.pattern.Terms {
			if in.Kind == syntax.Required && in.Regex == nil && strings.Contains(in.Text, out.Text) {
				c.warn(NeverHolds, out.Span, "the pattern matches nothing: every message with "+fault.Quote(in.Text)+" holds "+fault.Quote(out.Text)+" as well")
				break
			}
		}
	}
}

func (c *checker) delimited() {
	c.unconditional()
	for i := range c.pattern.Slots {
		s := &c.pattern.Slots[i]
		switch {
		case s.Ellipsis:
		case s.Expr != nil:
			c.expression(s.Expr)
		case s.Name == "":
			c.warn(OpenPoint, s.Span, "an empty slot takes one field of any value, as in an example of 2021")
		}
	}
}

// unconditional finds a delimited pattern that asks for nothing but a number of
// fields.
func (c *checker) unconditional() {
	names := 0
	for i := range c.pattern.Slots {
		s := &c.pattern.Slots[i]
		if s.Expr != nil {
			return
		}
		if s.Name != "" {
			names++
		}
	}
	all := strings.TrimSpace(c.pattern.Source)
	from := strings.Index(c.pattern.Source, all)
	at := syntax.Span{From: from, To: from + len(all)}
	if len(c.pattern.Slots) == 1 && names == 1 {
		c.warn(MatchesEverything, at, "matches every line: "+c.pattern.Slots[0].Name+" is the name of a slot that takes any value; to search for the text, write \""+all+"\" in double quotes")
		return
	}
	c.warn(MatchesEverything, at, "matches every line that has the fields: no slot has a condition")
}

func (c *checker) json() {
	e := c.pattern.Expr
	if e.Kind == syntax.All && len(e.Parts) == 0 {
		c.warn(OpenPoint, e.Span, "{} is read as matching every JSON object")
		return
	}
	c.expression(e)
	if c.options.CloudTrail {
		c.records(e, nil)
	}
}
