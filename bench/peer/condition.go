package peer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"trailnotify/bench/ruleset"
	"trailnotify/pattern"
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
		root, ok := r.Pattern.Tree()
		if !ok {
			return nil, fmt.Errorf("rule %s: a pattern of fields in a line", r.Name)
		}
		c, err := readNode(root)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, err)
		}
		rules[i] = rule{c, r.Name}
	}
	return rules, nil
}

func readNode(n pattern.Node) (condition, error) {
	switch n.Kind {
	case pattern.All, pattern.Any:
		return readParts(n)
	case pattern.Comparison:
		return readComparison(n)
	default:
		return condition{}, fmt.Errorf("%s is not a comparison", n.Source)
	}
}

func readParts(n pattern.Node) (condition, error) {
	c := condition{op: allOf}
	if n.Kind == pattern.Any {
		c.op = anyOf
	}
	for _, part := range n.Parts {
		p, err := readNode(part)
		if err != nil {
			return condition{}, err
		}
		if last := len(c.parts) - 1; last >= 0 && c.joins(c.parts[last], p) {
			c.parts[last].texts = append(c.parts[last].texts, p.texts...)
			continue
		}
		c.parts = append(c.parts, p)
	}
	if len(c.parts) == 1 {
		return c.parts[0], nil
	}
	return c, nil
}

// joins tells whether two parts of a condition can be said as one: a is x or a
// is y, a is not x and a is not y.
func (c condition) joins(a, b condition) bool {
	joinable := c.op == anyOf && a.op == equal || c.op == allOf && a.op == unequal
	return joinable && a.op == b.op && a.field == b.field
}

func readComparison(n pattern.Node) (condition, error) {
	c := condition{}
	var err error
	if c.field, err = readField(n.Selector); err != nil {
		return c, err
	}
	switch n.Operator {
	case "NOT EXISTS":
		c.op = missing
		return c, nil
	case "=":
		c.op = equal
	case "!=":
		c.op = unequal
	default:
		return c, fmt.Errorf("%s: the operator %s is not translated", n.Source, n.Operator)
	}
	t, err := readText(n.Value)
	if err != nil {
		return c, fmt.Errorf("%s: %w", n.Source, err)
	}
	c.texts = []text{t}
	return c, nil
}

// plain are the bytes of keys that mean themselves in the paths of all peers.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

func readField(s pattern.Selector) (string, error) {
	var keys []string
	for _, step := range s.Steps() {
		if step.Kind != pattern.ToField || strings.Trim(step.Key, plain) != "" {
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

func readText(l pattern.Literal) (text, error) {
	var t text
	switch {
	case l.Kind != pattern.Text:
		return t, errors.New("only texts are translated")
	case len(l.Text) == 1:
		t = text{value: l.Text[0]}
	case len(l.Text) == 2 && l.Text[1] == "":
		t = text{value: l.Text[0], openEnd: true}
	case len(l.Text) == 2 && l.Text[0] == "":
		t = text{value: l.Text[1], openFront: true}
	default:
		return t, errors.New("only one wildcard, at an end, is translated")
	}
	if strings.Trim(t.value, ofNumbers) == "" {
		return t, errors.New("a text that could be part of a number is not translated")
	}
	return t, nil
}

// is tells whether a value is the text.
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
