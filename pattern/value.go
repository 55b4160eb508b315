package pattern

import (
	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/syntax"
)

// A Selector is the part of a pattern that names a field, on its own. The zero
// Selector finds nothing. It is immutable and safe for concurrent use.
type Selector struct {
	parsed     syntax.Selector
	tree       *fields.Tree
	fieldCount int
	node       *fields.Tree
	tail       []syntax.Step
}

// ParseSelector reads a selector, as the keys by and distinct of a rule have
// it. A selector with a wildcard is refused, because it has no single value.
// The error is a [*syntax.Error].
func ParseSelector(src string) (Selector, error) {
	parsed, err := syntax.ParseSelector(src)
	if err != nil {
		return Selector{}, err
	}
	keys, tail := split(parsed)
	s := Selector{parsed: parsed, tree: &fields.Tree{}, tail: tail}
	s.node = s.tree.Insert(keys)
	s.fieldCount = s.tree.Number(0)
	return s, nil
}

// String returns the selector in canonical form: $.a.['b.c'][0].
func (s Selector) String() string { return s.parsed.String() }

// Syntax returns the steps of the selector.
func (s Selector) Syntax() syntax.Selector { return s.parsed }

// Value returns what the selector finds in a JSON record, as text: a string
// without its quotes and escapes, anything else as its JSON text as logged,
// null as "null". The text of a string may hold any bytes. found is false if
// the field is absent or the message is not one JSON object. If a key comes
// twice, the last one counts.
func (s Selector) Value(message []byte) (text string, found bool) {
	if s.node == nil {
		return "", false
	}
	r := fields.NewReader(s.fieldCount)
	if !r.Read(message, s.tree) {
		return "", false
	}
	f := r.Fields[s.node.Field]
	for _, st := range s.tail {
		f, _ = below(r, f, st)
	}
	if !f.Present() {
		return "", false
	}
	return string(r.Value(f)), true
}
