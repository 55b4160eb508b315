package pattern

import (
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

// expression warns about a tree of conditions.
func (c *checker) expression(e *expr) {
	e.walk(func(cond *condition) { c.condition(cond) })
	c.missing(e, nil)
	c.alternatives(e)
	c.precedence(e)
	c.contradictions(e, nil)
}

// condition holds what concerns one condition by itself.
func (c *checker) condition(cond *condition) {
	c.openPoints(cond)
	c.booleans(cond)
	if c.options.CloudTrail && len(cond.selector.steps) > 0 {
		c.field(cond)
	}
}

func isScalarText(v gjson.Result) bool { return v.Type == gjson.String || v.Type == gjson.Number }

// booleans finds = true and the like. Fields of CloudTrail that are strings
// with such a text are meant.
func (c *checker) booleans(cond *condition) {
	l := &cond.value
	if !cond.op.hasValue() || l.kind != textLiteral || l.wildcard() || len(cond.selector.steps) == 0 {
		return
	}
	text := strings.ToLower(l.parts[0])
	if text != "true" && text != "false" {
		return
	}
	if c.known(cond.selector).kind == stringField {
		return
	}
	c.warn(TextNotBoolean, cond.span, fmt.Sprintf("this compares with the string %q and never sees a boolean: write %s IS %s",
		l.parts[0], cond.selector, strings.ToUpper(text)))
}

// missing finds != on fields that may be missing. A sibling alternative that
// asks NOT EXISTS of the same field takes care of it, and so does a condition
// beside it that needs the field.
func (c *checker) missing(e *expr, cared []string) {
	switch e.op {
	case opCond:
		c.missingIn(e.cond, cared)
	case opOr:
		for _, kid := range e.kids {
			if kid.op == opCond && kid.cond.op == opNotExists {
				cared = append(cared[:len(cared):len(cared)], kid.cond.selector.String())
			}
		}
	case opAnd:
		for _, kid := range e.kids {
			if kid.op == opCond && kid.cond.op != opNotEqual && kid.cond.op != opNotExists {
				cared = append(cared[:len(cared):len(cared)], kid.cond.selector.String())
			}
		}
	}
	for _, kid := range e.kids {
		c.missing(kid, cared)
	}
}

func (c *checker) missingIn(cond *condition, cared []string) {
	selector := cond.selector.String()
	if cond.op != opNotEqual || len(cond.selector.steps) == 0 {
		return
	}
	if c.known(cond.selector).always {
		return
	}
	for _, known := range cared {
		if known == selector {
			return
		}
	}
	w := c.warn(MayBeMissing, cond.span, fmt.Sprintf(
		"!= is false where %s is missing, null, a boolean, an array or an object; to take missing ones in: (%s NOT EXISTS || %s)",
		selector, selector, c.pattern.source[cond.span.from:cond.span.to]))
	w.selector = cond.selector
}

// alternatives finds negations joined by ||.
func (c *checker) alternatives(e *expr) {
	if e.op == opOr {
		var negations []*condition
		for _, kid := range e.flat(opOr) {
			if kid.op == opCond && kid.cond.op == opNotEqual {
				negations = append(negations, kid.cond)
			}
		}
		if len(negations) > 1 {
			c.warn(MatchesEverything, e.span, fmt.Sprintf(
				"matches nearly everything: %d negations are joined by ||, and one of them is true of nearly every record that has the fields; join them by && to exclude",
				len(negations)))
			return
		}
	}
	for _, kid := range e.kids {
		c.alternatives(kid)
	}
}

// flat returns the operands of a chain, those of nested chains of the same kind included.
func (e *expr) flat(op exprOp) []*expr {
	if e.op != op {
		return []*expr{e}
	}
	var all []*expr
	for _, kid := range e.kids {
		all = append(all, kid.flat(op)...)
	}
	return all
}

// precedence finds a || b && c without parentheses.
func (c *checker) precedence(e *expr) {
	for _, kid := range e.kids {
		if e.op == opOr && kid.op == opAnd && !kid.parens {
			c.warn(MixedOperators, kid.span, "&& binds tighter than ||: this is one alternative, and what stands beyond the || is free of its conditions; parentheses say which is meant")
		}
		c.precedence(kid)
	}
}
