package peer

import (
	"slices"
	"unsafe"

	"github.com/tidwall/gjson"

	"trailnotify/bench/ruleset"
)

// asString is the record without a copy, as a function has it that decoded its
// log events into strings.
func asString(record []byte) string { return unsafe.String(unsafe.SliceData(record), len(record)) }

// newPerCondition looks a field up whenever a condition asks about it, as most
// hand-written functions do.
func newPerCondition(set []ruleset.Rule) (Match, error) {
	rules, err := read(set)
	if err != nil {
		return nil, err
	}
	return func(record []byte, dst []int) []int {
		for i := range rules {
			if rules[i].holds(asString(record)) {
				dst = append(dst, i)
			}
		}
		return dst
	}, nil
}

// holds looks the field up for every single comparison.
func (c *condition) holds(record string) bool {
	switch c.op {
	case allOf, anyOf:
		for i := range c.parts {
			if c.parts[i].holds(record) == (c.op == anyOf) {
				return c.op == anyOf
			}
		}
		return c.op == allOf
	case missing:
		return !gjson.Get(record, c.field).Exists()
	}
	for i := range c.texts {
		value, ok := textOf(gjson.Get(record, c.field))
		if !ok {
			return false
		}
		if c.texts[i].is(value) {
			return c.op == equal
		}
	}
	return c.op == unequal
}

// textOf is the text that a comparison sees; ok is false where it sees none.
func textOf(r gjson.Result) (value string, ok bool) {
	switch r.Type {
	case gjson.String:
		return r.Str, true
	case gjson.Number:
		return r.Raw, true
	default:
		return "", false
	}
}

// A numbered condition knows its field by its place in a list of fields.
type numbered struct {
	op    op
	parts []numbered
	texts []text
	at    int
}

func number(c condition, names []string) numbered {
	n := numbered{op: c.op, texts: c.texts, at: slices.Index(names, c.field)}
	for _, p := range c.parts {
		n.parts = append(n.parts, number(p, names))
	}
	return n
}

// newGetMany looks all fields up at once, then asks the conditions.
func newGetMany(set []ruleset.Rule) (Match, error) {
	rules, err := read(set)
	if err != nil {
		return nil, err
	}
	names := fields(rules)
	conditions := make([]numbered, len(rules))
	for i, r := range rules {
		conditions[i] = number(r.condition, names)
	}
	return func(record []byte, dst []int) []int {
		found := gjson.GetMany(asString(record), names...)
		for i := range conditions {
			if conditions[i].holds(found) {
				dst = append(dst, i)
			}
		}
		return dst
	}, nil
}

func (c *numbered) holds(found []gjson.Result) bool {
	switch c.op {
	case allOf, anyOf:
		for i := range c.parts {
			if c.parts[i].holds(found) == (c.op == anyOf) {
				return c.op == anyOf
			}
		}
		return c.op == allOf
	case missing:
		return !found[c.at].Exists()
	}
	value, ok := textOf(found[c.at])
	if !ok {
		return false
	}
	for i := range c.texts {
		if c.texts[i].is(value) {
			return c.op == equal
		}
	}
	return c.op == unequal
}
