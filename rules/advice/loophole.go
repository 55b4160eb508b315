package advice

import (
	"slices"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/pattern/lint"
	"trailnotify/pattern/syntax"
)

// loopholes finds the alternatives of an exception that hold for whoever wants
// them to. Each alternative is a conjunction of conditions, of which one at
// least has to need a field that AWS sets.
func loopholes(p *syntax.Pattern) []lint.Warning {
	if p.Form != syntax.JSON {
		all := syntax.Span{From: 0, To: len(p.Source)}
		return []lint.Warning{warning(p, NothingByAWS, all, "the caller can write such a text into a record: except on a field that AWS sets, such as $.userIdentity.invokedBy")}
	}
	var found []lint.Warning
	for _, alternative := range alternatives(p.Expr, maxAlternatives) {
		found = append(found, weakness(p, alternative)...)
	}
	return unique(found)
}

// weakness returns what is wrong with one alternative.
func weakness(p *syntax.Pattern, conditions []*syntax.Condition) []lint.Warning {
	var chosen []*syntax.Condition
	setByAWS := false
	for _, c := range conditions {
		switch {
		case !chosenByCaller(c) && !asksNothing(c):
			setByAWS = true
			if saysWho(c) {
				return nil // what the caller chooses only narrows this
			}
		case asksForValue(c):
			chosen = append(chosen, c)
		}
	}
	var found []lint.Warning
	for _, c := range chosen {
		message := "the caller chooses " + c.Selector.String() + " and can make this hold"
		if !setByAWS {
			message += ": nothing here is set by AWS, so whoever writes it there gets past the rule"
		}
		found = append(found, warning(p, ChosenByCaller, c.Span, message))
	}
	if len(chosen) == 0 && !setByAWS {
		found = append(found, warning(p, NothingByAWS, spanOf(p, conditions), "this has no condition on a field that AWS sets, so it takes out what the caller wants: name what is to be excepted, such as the ARN of a role"))
	}
	return found
}

// asksNothing reports whether any value satisfies a condition.
func asksNothing(c *syntax.Condition) bool {
	return c.Operator == syntax.Equal && c.Value.HasWildcard() && strings.Join(c.Value.Parts, "") == ""
}

// asksForValue reports whether a condition needs a certain value to be there.
func asksForValue(c *syntax.Condition) bool {
	return c.Operator != syntax.NotEqual && c.Operator != syntax.NotExists && !asksNothing(c)
}

// saysWho reports whether a condition asks who made a call, or from where.
func saysWho(c *syntax.Condition) bool {
	selector := c.Selector.String()
	return asksForValue(c) && (strings.HasPrefix(selector, "$.userIdentity.") && selector != "$.userIdentity.type" ||
		selector == "$.sourceIPAddress" || selector == "$.vpcEndpointId" || selector == "$.recipientAccountId")
}

// chosenFields are fields that the caller writes, with all that is below them.
var chosenFields = []string{
	"$.userAgent", "$.requestParameters", "$.tlsDetails.clientProvidedHostHeader",
	"$.userIdentity.sessionContext.sourceIdentity",
}

// chosenByCaller reports whether a condition looks at what the caller chooses:
// one of the fields, or a session name at the end of an ARN.
func chosenByCaller(c *syntax.Condition) bool {
	selector := c.Selector.String()
	for _, field := range chosenFields {
		if selector == field || strings.HasPrefix(selector, field+".") || strings.HasPrefix(selector, field+"[") {
			return true
		}
	}
	return sessionName(c, selector)
}

// sessionName reports whether a condition rests on the name that the caller
// gave its session: the part of an ARN behind the role, or of a principal ID
// behind the colon, with nothing of what is before it.
func sessionName(c *syntax.Condition, selector string) bool {
	if !c.Operator.HasValue() || c.Value.Kind != syntax.Text {
		return false
	}
	first := c.Value.Parts[0]
	switch selector {
	case "$.userIdentity.arn":
		return first == "" || strings.HasSuffix(first, ":assumed-role/")
	case "$.userIdentity.principalId":
		return first == ""
	}
	return false
}

// maxAlternatives bounds what is looked at of an exception with many of them.
const maxAlternatives = 64

// alternatives writes an expression as conjunctions one of which has to hold.
func alternatives(e *syntax.Expr, most int) [][]*syntax.Condition {
	switch e.Kind {
	case syntax.Single:
		return [][]*syntax.Condition{{e.Condition}}
	case syntax.Any:
		var all [][]*syntax.Condition
		for _, part := range e.Parts {
			all = append(all, alternatives(part, most)...)
		}
		return all[:min(len(all), most)]
	}
	all := [][]*syntax.Condition{nil}
	for _, part := range e.Parts {
		joined := pairs(all, alternatives(part, most))
		all = joined[:min(len(joined), most)]
	}
	return all
}

// pairs joins each conjunction of the first with each of the second.
func pairs(first, second [][]*syntax.Condition) (all [][]*syntax.Condition) {
	for _, a := range first {
		for _, b := range second {
			all = append(all, slices.Concat(a, b))
		}
	}
	return all
}

// spanOf is the part of the pattern from the first condition to the last, all
// of it if there are none.
func spanOf(p *syntax.Pattern, conditions []*syntax.Condition) syntax.Span {
	if len(conditions) == 0 {
		return syntax.Span{From: 0, To: len(p.Source)}
	}
	return syntax.Span{From: conditions[0].Span.From, To: conditions[len(conditions)-1].Span.To}
}

func warning(p *syntax.Pattern, kind lint.Kind, at syntax.Span, message string) lint.Warning {
	place := fault.At(p.Source, at.From)
	return lint.Warning{Kind: kind, Line: place.Line, Column: place.Column, Source: p.Text(at), Message: message}
}

// unique drops warnings that were given for another alternative already.
func unique(all []lint.Warning) []lint.Warning {
	type key struct {
		kind         lint.Kind
		line, column int
	}
	seen := map[key]bool{}
	var kept []lint.Warning
	for _, w := range all {
		k := key{w.Kind, w.Line, w.Column}
		if !seen[k] {
			kept = append(kept, w)
		}
		seen[k] = true
	}
	return kept
}
