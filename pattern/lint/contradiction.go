package lint

import (
	"fmt"

	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
)

// contradictions finds conditions that no value can satisfy, alone or together
// with one of context, which have to hold as well. Conditions are weighed
// against each other only on the same field, and only where the answer is sure:
// a selector with a wildcard can find different values for each.
func (c *checker) contradictions(e *syntax.Expr, context []*syntax.Condition) {
	context = context[:len(context):len(context)]
	kids := e.Operands(syntax.All)
	for _, kid := range kids {
		if kid.Kind == syntax.Single {
			c.contradiction(kid.Condition, context)
			context = append(context, kid.Condition)
		}
	}
	for _, kid := range kids {
		for _, alternative := range kid.Parts {
			c.contradictions(alternative, context)
		}
	}
}

// contradiction warns if cond never holds, or never together with one of
// context.
func (c *checker) contradiction(cond *syntax.Condition, context []*syntax.Condition) {
	if cond.Operator == syntax.NotEqual && anyText(&cond.Value) {
		c.warn(NeverHolds, cond.Span, "never holds: every string and every number is *; for a missing field write NOT EXISTS")
		return
	}
	for _, other := range context {
		if sameField(cond, other) && excludes(other, cond) {
			c.warn(NeverHolds, cond.Span, fmt.Sprintf("never holds together with %s",
				c.pattern.Text(other.Span)))
			return
		}
	}
}

// sameField reports whether two conditions see the same value.
func sameField(a, b *syntax.Condition) bool {
	return !a.Selector.HasWildcard() && a.Selector.String() == b.Selector.String() && a.Field == b.Field
}

func anyText(l *syntax.Literal) bool {
	if l.Kind == syntax.Regex || len(l.Parts) < 2 {
		return false
	}
	for _, part := range l.Parts {
		if part != "" {
			return false
		}
	}
	return true
}

// excludes reports whether no value satisfies both conditions, for sure.
func excludes(a, b *syntax.Condition) bool {
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
func kindsOf(c *syntax.Condition) kinds {
	switch {
	case c.Operator == syntax.NotExists:
		return absent
	case c.Operator == syntax.IsNull:
		return nullKind | arrayKind
	case c.Operator == syntax.IsTrue:
		return trueKind
	case c.Operator == syntax.IsFalse:
		return falseKind
	case c.Operator.Ordered() && c.Field == "":
		return numberKind
	default:
		return stringKind | numberKind
	}
}

// emptyRange reports whether low asks for more than high allows.
func emptyRange(low, high *syntax.Condition) bool {
	if low.Value.Kind != syntax.Number || high.Value.Kind != syntax.Number {
		return false
	}
	strict := low.Operator == syntax.Greater || high.Operator == syntax.Less
	if low.Operator != syntax.Greater && low.Operator != syntax.GreaterEqual || high.Operator != syntax.Less && high.Operator != syntax.LessEqual {
		return false
	}
	order := low.Value.Number.Compare(&high.Value.Number)
	return order > 0 || order == 0 && strict
}

// exactExcludes reports whether a asks for one text or number, and b holds for
// none of the ways to write it.
func exactExcludes(a, b *syntax.Condition) bool {
	if a.Operator != syntax.Equal || a.Value.Kind == syntax.Regex || a.Value.HasWildcard() || !b.Operator.HasValue() {
		return false
	}
	text := a.Value.Parts[0]
	switch {
	case a.Field != "":
		return !reference.Field(b, text)
	case a.Value.Kind != syntax.Number:
		return !reference.Text(b, text) && !(fields.ValidNumber(text) && reference.Number(b, text))
	case b.Value.Kind != syntax.Number:
		return false // one of the spellings of the number may satisfy b
	}
	return !reference.Text(b, text) && !reference.Size(b, text)
}
