package pattern

import (
	"regexp"

	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/syntax"
)

// leaf is a compiled condition. The object keys at the start of its selector
// lead to a field; the steps from the first array index or wildcard on are
// walked in the value of the field when the condition is asked.
type leaf struct {
	operator syntax.Operator
	field    int
	tail     []syntax.Step
	literal  syntax.LiteralKind
	text     glob
	number   syntax.Decimal
	re       *regexp.Regexp
}

func newLeaf(c *syntax.Condition) leaf {
	l := leaf{operator: c.Operator, literal: c.Value.Kind, number: c.Value.Number, re: c.Value.Regex}
	if c.Operator.HasValue() && c.Value.Kind != syntax.Regex {
		l.text = newGlob(c.Value.Parts)
	}
	return l
}

// holds reports whether the condition holds for the fields that were read.
func (l *leaf) holds(r *fields.Reader) bool {
	f := r.Fields[l.field]
	if !f.Present() {
		return l.operator == syntax.NotExists
	}
	return l.holdsAt(r, f, l.tail)
}

// holdsAt walks the steps from a value on. With a wildcard the condition holds
// if it holds in one place.
func (l *leaf) holdsAt(r *fields.Reader, f fields.Field, tail []syntax.Step) bool {
	if len(tail) == 0 {
		return l.test(r, f)
	}
	st, tail := tail[0], tail[1:]
	if st.Kind == syntax.ToEach {
		return l.holdsBelow(r, f, tail)
	}
	found, ok := below(r, f, st)
	if !ok {
		return l.operator == syntax.NotExists
	}
	return l.holdsAt(r, found, tail)
}

// holdsBelow asks every element of an array or every field value of an object.
func (l *leaf) holdsBelow(r *fields.Reader, f fields.Field, tail []syntax.Step) bool {
	c, ok := r.Children(f)
	if !ok {
		return l.operator == syntax.NotExists
	}
	none := true
	for child, more := c.Next(); more; child, more = c.Next() {
		none = false
		if l.holdsAt(r, child.Value, tail) {
			return !c.Object || l.holdsInLast(r, f, tail)
		}
	}
	return none && l.operator == syntax.NotExists
}

// holdsInLast is holdsBelow for an object with a member that holds: that
// counts only if no later member has the same key. It is rare and may allocate.
func (l *leaf) holdsInLast(r *fields.Reader, f fields.Field, tail []syntax.Step) bool {
	last := map[string]fields.Field{}
	c, _ := r.Children(f)
	for child, more := c.Next(); more; child, more = c.Next() {
		key, _ := r.TextOf(child.Key)
		last[string(key)] = child.Value
	}
	for _, value := range last {
		if l.holdsAt(r, value, tail) {
			return true
		}
	}
	return false
}

// test asks the value itself.
func (l *leaf) test(r *fields.Reader, f fields.Field) bool {
	switch l.operator {
	case syntax.NotExists:
		return false
	case syntax.IsNull:
		return f.Kind == fields.Null || f.Kind == fields.Array && r.HoldsNull(f)
	case syntax.IsTrue:
		return f.Kind == fields.True
	case syntax.IsFalse:
		return f.Kind == fields.False
	}
	return l.compares(r, f)
}

// compares asks a comparison, which sees strings and numbers only.
func (l *leaf) compares(r *fields.Reader, f fields.Field) bool {
	content, ok := r.TextOf(f)
	switch {
	case !ok:
		return false
	case f.Kind == fields.Number:
		return l.testNumber(content)
	case l.operator.Ordered():
		return false
	}
	return l.equalsText(content) == (l.operator == syntax.Equal)
}

func (l *leaf) testNumber(raw []byte) bool {
	if l.literal != syntax.Number {
		return l.equalsText(raw) == (l.operator == syntax.Equal)
	}
	return compareNumber(raw, l.operator, &l.number)
}

// compareNumber compares a number as it was logged with one of a pattern.
func compareNumber(raw []byte, op syntax.Operator, number *syntax.Decimal) bool {
	d, ok := syntax.ParseDecimal(raw)
	return ok && holdsInOrder(op, d.Compare(number))
}

// holdsInOrder reports whether an operator holds for two values of which the
// first is less than the second (-1), equal to it (0) or greater (1).
func holdsInOrder(op syntax.Operator, order int) bool {
	switch op {
	case syntax.Equal:
		return order == 0
	case syntax.NotEqual:
		return order != 0
	case syntax.Less:
		return order < 0
	case syntax.LessEqual:
		return order <= 0
	case syntax.Greater:
		return order > 0
	default:
		return order >= 0
	}
}

func (l *leaf) equalsText(text []byte) bool {
	if l.literal == syntax.Regex {
		return l.re.Match(text)
	}
	return l.text.match(text)
}

// below goes one step down from a value, to the member of an object or the
// element of an array.
func below(r *fields.Reader, f fields.Field, st syntax.Step) (found fields.Field, ok bool) {
	if st.Kind == syntax.ToField {
		return r.Member(f, st.Key)
	}
	return r.Element(f, st.Index)
}
