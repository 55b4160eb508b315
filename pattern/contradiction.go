package pattern

import "fmt"

// contradictions finds conditions that no value can satisfy, alone or together
// with one of context, which have to hold as well. Conditions are weighed
// against each other only on the same field, and only where the answer is sure:
// a selector with a wildcard can find different values for each.
func (c *checker) contradictions(e *expr, context []*condition) {
	context = context[:len(context):len(context)]
	kids := e.flat(opAnd)
	for _, kid := range kids {
		if kid.op == opCond {
			c.contradiction(kid.cond, context)
			context = append(context, kid.cond)
		}
	}
	for _, kid := range kids {
		for _, alternative := range kid.kids {
			c.contradictions(alternative, context)
		}
	}
}

// contradiction warns if cond never holds, or never beside one of context.
func (c *checker) contradiction(cond *condition, context []*condition) {
	if cond.op == opNotEqual && anyText(&cond.value) {
		c.warn(NeverHolds, cond.span, "never holds: every string and every number is *; for a missing field write NOT EXISTS")
		return
	}
	for _, other := range context {
		if sameField(cond, other) && excludes(other, cond) {
			c.warn(NeverHolds, cond.span, fmt.Sprintf("never holds together with %s",
				c.pattern.source[other.span.from:other.span.to]))
			return
		}
	}
}

// sameField reports whether two conditions see the same value.
func sameField(a, b *condition) bool {
	return !a.selector.wildcard() && a.selector.String() == b.selector.String() && a.field == b.field
}

func anyText(l *literal) bool {
	if l.kind == regexLiteral || len(l.parts) < 2 {
		return false
	}
	for _, part := range l.parts {
		if part != "" {
			return false
		}
	}
	return true
}

// excludes reports whether no value satisfies both conditions, for sure.
func excludes(a, b *condition) bool {
	if ka, kb := kindsOf(a), kindsOf(b); ka&kb == 0 {
		return true
	}
	if emptyRange(a, b) || emptyRange(b, a) {
		return true
	}
	return exactExcludes(a, b) || exactExcludes(b, a)
}

// kinds is a set of what a field may hold.
type kinds uint8

const (
	absent kinds = 1 << iota
	stringKind
	numberKind
	trueKind
	falseKind
	nullKind
	arrayKind
)

// kindsOf returns what a condition can hold for.
func kindsOf(c *condition) kinds {
	switch {
	case c.op == opNotExists:
		return absent
	case c.op == opIsNull:
		return nullKind | arrayKind
	case c.op == opIsTrue:
		return trueKind
	case c.op == opIsFalse:
		return falseKind
	case c.op.ordered() && c.field == "":
		return numberKind
	default:
		return stringKind | numberKind
	}
}

// emptyRange reports whether low asks for more than high allows.
func emptyRange(low, high *condition) bool {
	if low.value.kind != numberLiteral || high.value.kind != numberLiteral {
		return false
	}
	strict := low.op == opGreater || high.op == opLess
	if low.op != opGreater && low.op != opGreaterEqual || high.op != opLess && high.op != opLessEqual {
		return false
	}
	order := low.value.number.compare(&high.value.number)
	return order > 0 || order == 0 && strict
}

// exactExcludes reports whether a asks for one text or number, and b holds for
// none of the ways to write it.
func exactExcludes(a, b *condition) bool {
	if a.op != opEqual || a.value.kind == regexLiteral || a.value.wildcard() || !b.op.hasValue() {
		return false
	}
	text := a.value.parts[0]
	switch {
	case a.field != "":
		return !referenceField(b, text)
	case a.value.kind != numberLiteral:
		return !referenceText(b, text) && !(validNumber(text) && referenceNumber(b, text))
	case b.value.kind != numberLiteral:
		return false // one of the spellings of the number may satisfy b
	}
	return !referenceText(b, text) && !referenceSize(b, text)
}

// validNumber reports whether a JSON number can be spelled like this.
func validNumber(text string) bool {
	s := jsonScanner{text: []byte(text)}
	return s.number(0) == len(text)
}
