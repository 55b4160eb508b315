package lint

import (
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"trailnotify/pattern/syntax"
)

// expression warns about a tree of conditions.
func (c *checker) expression(e *syntax.Expr) {
	e.Walk(func(cond *syntax.Condition) { c.condition(cond) })
	c.missing(e, nil)
	c.alternatives(e)
	c.precedence(e)
	c.contradictions(e, nil)
}

// condition holds what concerns one condition by itself.
func (c *checker) condition(cond *syntax.Condition) {
	c.openPoints(cond)
	c.booleans(cond)
	if c.options.CloudTrail && len(cond.Selector.Steps) > 0 {
		c.field(cond)
	}
}

func isScalarText(v gjson.Result) bool { return v.Type == gjson.String || v.Type == gjson.Number }

// booleans finds = true and the like. Fields of CloudTrail that are strings
// with such a text are meant.
func (c *checker) booleans(cond *syntax.Condition) {
	l := &cond.Value
	if !cond.Operator.HasValue() || l.Kind != syntax.Text || l.HasWildcard() || len(cond.Selector.Steps) == 0 {
		return
	}
	text := strings.ToLower(l.Parts[0])
	if text != "true" && text != "false" {
		return
	}
	if c.known(cond.Selector).kind == stringField {
		return
	}
	c.warn(TextNotBoolean, cond.Span, fmt.Sprintf("this compares with the string %q and never sees a boolean: write %s IS %s",
		l.Parts[0], cond.Selector, strings.ToUpper(text)))
}

// missing finds != on fields that may be missing. A sibling alternative that
// asks NOT EXISTS of the same field takes care of it, and so does a condition
// beside it that needs the field.
func (c *checker) missing(e *syntax.Expr, cared []string) {
	switch e.Kind {
	case syntax.Single:
		c.missingIn(e.Condition, cared)
	case syntax.Any:
		for _, kid := range e.Parts {
			if kid.Kind == syntax.Single && kid.Condition.Operator == syntax.NotExists {
				cared = append(cared[:len(cared):len(cared)], kid.Condition.Selector.String())
			}
		}
	case syntax.All:
		for _, kid := range e.Parts {
			if kid.Kind == syntax.Single && kid.Condition.Operator != syntax.NotEqual && kid.Condition.Operator != syntax.NotExists {
				cared = append(cared[:len(cared):len(cared)], kid.Condition.Selector.String())
			}
		}
	}
	for _, kid := range e.Parts {
		c.missing(kid, cared)
	}
}

func (c *checker) missingIn(cond *syntax.Condition, cared []string) {
	selector := cond.Selector.String()
	if cond.Operator != syntax.NotEqual || len(cond.Selector.Steps) == 0 {
		return
	}
	if c.known(cond.Selector).always {
		return
	}
	for _, known := range cared {
		if known == selector {
			return
		}
	}
	w := c.warn(MayBeMissing, cond.Span, fmt.Sprintf(
		"!= is false where %s is missing, null, a boolean, an array or an object; to take missing ones in: (%s NOT EXISTS || %s)",
		selector, selector, c.pattern.Text(cond.Span)))
	w.selector = cond.Selector
}

// alternatives finds negations joined by ||.
func (c *checker) alternatives(e *syntax.Expr) {
	if e.Kind == syntax.Any {
		var negations []*syntax.Condition
		for _, kid := range e.Operands(syntax.Any) {
			if kid.Kind == syntax.Single && kid.Condition.Operator == syntax.NotEqual {
				negations = append(negations, kid.Condition)
			}
		}
		if len(negations) > 1 {
			c.warn(MatchesEverything, e.Span, fmt.Sprintf(
				"matches nearly everything: %d negations are joined by ||, and one of them is true of nearly every record that has the fields; join them by && to exclude",
				len(negations)))
			return
		}
	}
	for _, kid := range e.Parts {
		c.alternatives(kid)
	}
}

// precedence finds a || b && c without parentheses.
func (c *checker) precedence(e *syntax.Expr) {
	for _, kid := range e.Parts {
		if e.Kind == syntax.Any && kid.Kind == syntax.All && !kid.Parenthesized {
			c.warn(MixedOperators, kid.Span, "&& binds tighter than ||: this is one alternative, and what stands beyond the || is free of its conditions; parentheses say which is meant")
		}
		c.precedence(kid)
	}
}
