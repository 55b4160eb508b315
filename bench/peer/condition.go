package peer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"trailnotify/bench/ruleset"
	"trailnotify/pattern/syntax"
)

// A condition is a pattern, or a part of one, in the words that all peers share.
type condition struct {
	op    op
	parts []condition // allOf, anyOf
	field string      // path with dots
	texts []text      // equal: one of these; unequal: none of these
}

type op uint8

const (
	allOf op = iota
	anyOf
	equal
	unequal
	missing
)

// A text is what a field is compared with. At most one end is open.
type text struct {
	value              string
	openFront, openEnd bool // *value, value*
}

// A rule is a condition with the place of its rule in the set.
type rule struct {
	condition
	name string
}

// read translates the patterns of a rule set.
func read(set []ruleset.Rule) ([]rule, error) {
	rules := make([]rule, len(set))
	for i, r := range set {
		parsed := r.Pattern.Syntax()
		if parsed.Form != syntax.JSON {
			return nil, fmt.Errorf("rule %s: not a JSON pattern", r.Name)
		}
		c, err := readExpression(parsed, parsed.Expr)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, err)
		}
		rules[i] = rule{c, r.Name}
	}
	return rules, nil
}

func readExpression(p *syntax.Pattern, e *syntax.Expr) (condition, error) {
	if e.Kind == syntax.Single {
		c, err := readComparison(e.Condition)
		if err != nil {
			return c, fmt.Errorf("%s: %w", p.Text(e.Span), err)
		}
		return c, nil
	}
	c := condition{op: allOf}
	if e.Kind == syntax.Any {
		c.op = anyOf
	}
	for _, part := range e.Parts {
		one, err := readExpression(p, part)
		if err != nil {
			return condition{}, err
		}
		if last := len(c.parts) - 1; last >= 0 && c.joins(c.parts[last], one) {
			c.parts[last].texts = append(c.parts[last].texts, one.texts...)
			continue
		}
		c.parts = append(c.parts, one)
	}
	if len(c.parts) == 1 {
		return c.parts[0], nil
	}
	return c, nil
}

// joins reports whether two parts of a condition can be said as one: a is x or a
// is y, a is not x and a is not y.
func (c condition) joins(a, b condition) bool {
	joinable := c.op == anyOf && a.op == equal || c.op == allOf && a.op == unequal
	return joinable && a.op == b.op && a.field == b.field
}

// comparisons are the operators that are translated.
var comparisons = map[syntax.Operator]op{
	syntax.NotExists: missing,
	syntax.Equal:     equal,
	syntax.NotEqual:  unequal,
}

func readComparison(from *syntax.Condition) (condition, error) {
	c := condition{}
	var err error
	if c.field, err = readField(from.Selector); err != nil {
		return c, err
	}
	var ok bool
	if c.op, ok = comparisons[from.Operator]; !ok {
		return c, fmt.Errorf("the operator %s is not translated", from.Operator)
	}
	if c.op == missing {
		return c, nil
	}
	t, err := readText(&from.Value)
	c.texts = []text{t}
	return c, err
}

// plain are the bytes of keys that mean themselves in the paths of all peers.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

func readField(s syntax.Selector) (string, error) {
	var keys []string
	for _, step := range s.Steps {
		if step.Kind != syntax.ToField || strings.Trim(step.Key, plain) != "" {
			return "", fmt.Errorf("%s: only fields with plain names are translated", s)
		}
		keys = append(keys, step.Key)
	}
	return strings.Join(keys, "."), nil
}

// ofNumbers are the bytes that numbers in JSON are made of. A text of these
// alone would also be compared with numbers, of which peers don't keep the
// spelling.
const ofNumbers = "0123456789+-.eE"

func readText(l *syntax.Literal) (text, error) {
	var t text
	switch {
	case l.Kind != syntax.Text:
		return t, errors.New("only texts are translated")
	case len(l.Parts) == 1:
		t = text{value: l.Parts[0]}
	case len(l.Parts) == 2 && l.Parts[1] == "":
		t = text{value: l.Parts[0], openEnd: true}
	case len(l.Parts) == 2 && l.Parts[0] == "":
		t = text{value: l.Parts[1], openFront: true}
	default:
		return t, errors.New("only one wildcard, at an end, is translated")
	}
	if strings.Trim(t.value, ofNumbers) == "" {
		return t, errors.New("a text that could be part of a number is not translated")
	}
	return t, nil
}

// is reports whether a value is the text.
func (t text) is(value string) bool {
	switch {
	case t.openFront:
		return strings.HasSuffix(value, t.value)
	case t.openEnd:
		return strings.HasPrefix(value, t.value)
	default:
		return value == t.value
	}
}

func (t text) exact() bool { return !t.openFront && !t.openEnd }

// split tells the exact texts from those with an open end.
func split(texts []text) (exact []string, open []text) {
	for _, t := range texts {
		if t.exact() {
			exact = append(exact, t.value)
		} else {
			open = append(open, t)
		}
	}
	return exact, open
}

// visit calls f for every comparison in a condition.
func visit(c condition, f func(condition)) {
	if c.op != allOf && c.op != anyOf {
		f(c)
	}
	for _, p := range c.parts {
		visit(p, f)
	}
}

// fields returns the fields that rules ask about, in order.
func fields(rules []rule) []string {
	var names []string
	for _, r := range rules {
		visit(r.condition, func(c condition) { names = append(names, c.field) })
	}
	slices.Sort(names)
	return slices.Compact(names)
}
