package pattern

import "regexp"

// leaf is a compiled condition. The object keys at the start of its selector
// lead to a slot; the steps from the first array index or wildcard on are
// walked in the value of the slot when the condition is asked.
type leaf struct {
	op      operator
	slot    int
	tail    []step
	literal literalKind
	text    glob
	number  decimal
	re      *regexp.Regexp
}

func newLeaf(c *condition) leaf {
	l := leaf{op: c.op, literal: c.value.kind, number: c.value.number, re: c.value.re}
	if c.op.hasValue() && c.value.kind != regexLiteral {
		l.text = newGlob(c.value.parts)
	}
	return l
}

// holds reports whether the condition holds for the fields that were read.
func (l *leaf) holds(r *fieldReader) bool {
	f := r.fields[l.slot]
	if !f.present() {
		return l.op == opNotExists
	}
	return l.holdsAt(r, f, l.tail)
}

// holdsAt walks the steps from a value on. With a wildcard the condition holds
// if it holds in one place.
func (l *leaf) holdsAt(r *fieldReader, f field, tail []step) bool {
	if len(tail) == 0 {
		return l.test(r, f)
	}
	st, tail := tail[0], tail[1:]
	if st.kind == stepEach {
		return l.holdsBelow(r, f, tail)
	}
	found, ok := r.step(f, st)
	if !ok {
		return l.op == opNotExists
	}
	return l.holdsAt(r, found, tail)
}

// holdsBelow asks every element of an array or every field value of an object.
func (l *leaf) holdsBelow(r *fieldReader, f field, tail []step) bool {
	c, ok := r.children(f)
	if !ok {
		return l.op == opNotExists
	}
	none := true
	for child, more := c.next(); more; child, more = c.next() {
		none = false
		if l.holdsAt(r, child.value, tail) {
			return !c.object || l.holdsInLast(r, f, tail)
		}
	}
	return none && l.op == opNotExists
}

// holdsInLast is holdsBelow for an object with a member that holds: that
// counts only if no later member has the same key. It is rare and may allocate.
func (l *leaf) holdsInLast(r *fieldReader, f field, tail []step) bool {
	last := map[string]field{}
	c, _ := r.children(f)
	for child, more := c.next(); more; child, more = c.next() {
		key, _ := r.textOf(child.key)
		last[string(key)] = child.value
	}
	for _, value := range last {
		if l.holdsAt(r, value, tail) {
			return true
		}
	}
	return false
}

// test asks the value itself.
func (l *leaf) test(r *fieldReader, f field) bool {
	switch l.op {
	case opNotExists:
		return false
	case opIsNull:
		return f.kind == kindNull || f.kind == kindArray && r.holdsNull(f)
	case opIsTrue:
		return f.kind == kindTrue
	case opIsFalse:
		return f.kind == kindFalse
	}
	content, ok := r.textOf(f)
	switch {
	case !ok:
		return false
	case f.kind == kindNumber:
		return l.testNumber(content)
	case l.op.ordered():
		return false
	}
	return l.equalsText(content) == (l.op == opEqual)
}

func (l *leaf) testNumber(raw []byte) bool {
	if l.literal != numberLiteral {
		return l.equalsText(raw) == (l.op == opEqual)
	}
	return compareNumber(raw, l.op, &l.number)
}

// compareNumber asks how a number as logged stands to one of a pattern.
func compareNumber(raw []byte, op operator, number *decimal) bool {
	d, ok := parseDecimal(raw)
	if !ok {
		return false
	}
	order := d.compare(number)
	switch op {
	case opEqual:
		return order == 0
	case opNotEqual:
		return order != 0
	case opLess:
		return order < 0
	case opLessEqual:
		return order <= 0
	case opGreater:
		return order > 0
	default:
		return order >= 0
	}
}

func (l *leaf) equalsText(text []byte) bool {
	if l.literal == regexLiteral {
		return l.re.Match(text)
	}
	return l.text.match(text)
}
