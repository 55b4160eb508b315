package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"trailnotify/pattern/syntax"
)

// expression warns about a tree of conditions.
func (c *checker) expression(e *syntax.Expr) {
	e.Walk(func(cond *syntax.Condition) { c.condition(cond) })
	c.missing(e, nil)
	c.alternatives(e, false)
	c.precedence(e)
	c.contradictions(e, nil)
}

// condition holds what concerns one condition by itself.
func (c *checker) condition(cond *syntax.Condition) {
	c.openPoints(cond)
	c.booleans(cond)
	if c.options.CloudTrail && len(cond.Selector.Steps) > 0 && c.selector(cond.Selector) {
		c.field(cond)
	}
}

func isScalarText(v gjson.Result) bool { return v.Type == gjson.String || v.Type == gjson.Number }

// booleans finds = true and the like without quotes. Fields of CloudTrail that
// are strings with such a text are meant, and so is the text in quotes.
func (c *checker) booleans(cond *syntax.Condition) {
	l := &cond.Value
	if !cond.Operator.HasValue() || l.Kind != syntax.Text || l.Quoted() || len(cond.Selector.Steps) == 0 {
		return
	}
	text := strings.ToLower(l.Source)
	if text != "true" && text != "false" || c.known(cond.Selector).kind == stringField {
		return
	}
	c.warn(TextNotBoolean, cond.Span, fmt.Sprintf("this compares with the string %q and never sees a boolean: write %s IS %s",
		l.Source, cond.Selector, strings.ToUpper(text)))
}

// missing finds != on fields that may be missing. cared are the fields that
// something else takes care of: an alternative that asks NOT EXISTS of the
// field or holds for the records that lack it, or a condition that needs it.
func (c *checker) missing(e *syntax.Expr, cared []string) {
	cared = cared[:len(cared):len(cared)]
	for _, part := range e.Parts {
		if part.Kind == syntax.Single {
			cared = append(cared, c.caresFor(e.Kind, part.Condition)...)
		}
	}
	if e.Kind == syntax.Single {
		c.missingIn(e.Condition, cared)
	}
	for _, part := range e.Parts {
		c.missing(part, cared)
	}
}

// caresFor returns the fields that are taken care of by one of several
// conditions.
func (c *checker) caresFor(kind syntax.ExprKind, cond *syntax.Condition) []string {
	selector := cond.Selector.String()
	needed := kind == syntax.All && cond.Operator != syntax.NotEqual && cond.Operator != syntax.NotExists
	switch {
	case needed && c.options.CloudTrail && (selector == "$.errorCode" || slices.Contains(callFields, selector)):
		return append([]string{selector}, callFields...)
	case needed, kind == syntax.Any && cond.Operator == syntax.NotExists:
		return []string{selector}
	case c.options.CloudTrail && kind == syntax.Any && cond.Operator == syntax.NotEqual &&
		selector == "$.userIdentity.type" && isExactly(&cond.Value, "AssumedRole"):
		return assumedRoleFields
	}
	return nil
}

// callFields are in every record of a call. A record with an error code is one.
var callFields = []string{"$.eventName", "$.eventSource"}

// assumedRoleFields are in every record of an assumed role. The alternative
// type != "AssumedRole" holds for the others.
var assumedRoleFields = []string{
	"$.userIdentity.arn", "$.userIdentity.principalId", "$.userIdentity.sessionContext.sessionIssuer.type",
	"$.userIdentity.sessionContext.sessionIssuer.arn", "$.userIdentity.sessionContext.sessionIssuer.userName",
	"$.userIdentity.sessionContext.sessionIssuer.accountId", "$.userIdentity.sessionContext.sessionIssuer.principalId",
}

func isExactly(l *syntax.Literal, text string) bool {
	return l.Kind == syntax.Text && !l.HasWildcard() && l.Parts[0] == text
}

func (c *checker) missingIn(cond *syntax.Condition, cared []string) {
	selector := cond.Selector.String()
	if cond.Operator != syntax.NotEqual || len(cond.Selector.Steps) == 0 {
		return
	}
	if c.known(cond.Selector).always || slices.Contains(cared, selector) {
		return
	}
	w := c.warn(MayBeMissing, cond.Span, fmt.Sprintf(
		"!= is false where %s is missing, null, a boolean, an array or an object; to take missing ones in: (%s NOT EXISTS || %s)",
		selector, selector, c.pattern.Text(cond.Span)))
	w.selector = cond.Selector
}

// alternatives finds negations joined by || that leave hardly anything out: all
// that the pattern asks for, or two of one field. Behind another condition,
// A && (x != 1 || y != 2) is the right way to leave out what is both.
func (c *checker) alternatives(e *syntax.Expr, narrowed bool) {
	if e.Kind != syntax.Any {
		for _, part := range e.Parts {
			c.alternatives(part, narrowed || len(e.Parts) > 1)
		}
		return
	}
	var negations []*syntax.Condition
	for _, part := range e.Operands(syntax.Any) {
		if part.Kind == syntax.Single && part.Condition.Operator == syntax.NotEqual {
			negations = append(negations, part.Condition)
		}
	}
	switch field := excludedTwice(negations); {
	case field != "":
		c.warn(MatchesEverything, e.Span, "holds for every record that has "+field+" as a string or number: it can't be both values at once; join the two by && to leave both out")
		return
	case len(negations) > 1 && !narrowed:
		c.warn(MatchesEverything, e.Span, fmt.Sprintf(
			"matches nearly everything: %d negations are joined by ||, and one of them is true of nearly every record that has the fields; join them by && to exclude",
			len(negations)))
		return
	}
	for _, part := range e.Parts {
		c.alternatives(part, narrowed)
	}
}

// excludedTwice returns the field of which two different texts are negated, ""
// if there is none.
func excludedTwice(negations []*syntax.Condition) string {
	for i, a := range negations {
		for _, b := range negations[:i] {
			if sameField(a, b) && bothTexts(&a.Value, &b.Value) && a.Value.Parts[0] != b.Value.Parts[0] {
				return a.Name()
			}
		}
	}
	return ""
}

func bothTexts(a, b *syntax.Literal) bool {
	return a.Kind == syntax.Text && b.Kind == syntax.Text && !a.HasWildcard() && !b.HasWildcard()
}

// precedence finds a || b && c without parentheses.
func (c *checker) precedence(e *syntax.Expr) {
	for _, kid := range e.Parts {
		if e.Kind == syntax.Any && kid.Kind == syntax.All && !kid.Parenthesized {
			c.warn(MixedOperators, kid.Span, "&& binds tighter than ||: this is one alternative, and its conditions do not apply to what is on the other side of the ||; add parentheses to show which is meant")
		}
		c.precedence(kid)
	}
}
