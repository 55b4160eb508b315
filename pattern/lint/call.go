package lint

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/pattern/lint/internal/calls"
	"trailnotify/pattern/syntax"
)

// records compares the conditions with what CloudTrail records of a call.
// context are the conditions that have to hold as well.
func (c *checker) records(e *syntax.Expr, context []*syntax.Condition) {
	context = context[:len(context):len(context)]
	parts := e.Operands(syntax.All)
	for _, part := range parts {
		if part.Kind == syntax.Single {
			context = append(context, part.Condition)
		}
	}
	for _, part := range parts {
		if part.Kind == syntax.Single {
			c.recorded(part.Condition, context)
			continue
		}
		for _, alternative := range part.Parts {
			c.records(alternative, context)
		}
	}
}

// recorded compares one condition with what is recorded.
func (c *checker) recorded(cond *syntax.Condition, context []*syntax.Condition) {
	selector := cond.Selector.String()
	if text, ok := comparedText(cond); ok {
		switch selector {
		case "$.eventName":
			c.eventName(cond, text, context)
		case "$.eventSource":
			c.eventSource(cond, text)
		case "$.sourceIPAddress":
			c.addressRange(cond, text)
		}
	}
	if strings.HasPrefix(selector, "$.requestParameters.") && cond.Operator != syntax.NotExists {
		c.deniedParameters(cond, context)
	}
}

// comparedText returns the text that a condition compares with as a whole.
func comparedText(cond *syntax.Condition) (text string, ok bool) {
	if cond.Operator != syntax.Equal && cond.Operator != syntax.NotEqual || cond.Value.Kind != syntax.Text || cond.Value.HasWildcard() {
		return "", false
	}
	return cond.Value.Parts[0], true
}

func (c *checker) eventName(cond *syntax.Condition, text string, context []*syntax.Condition) {
	if near := calls.Nearest(text); near != "" {
		c.warn(UnknownName, cond.Span, "no call of AWS is named "+fault.Quote(text)+"; did you mean "+near+"?")
		return
	}
	source := sourceOf(context)
	if recorded, ok := lambdaCalls[text]; ok && (source == lambdaSource || source == "" && !sharedCalls[text]) {
		c.warn(UnknownName, cond.Span, fmt.Sprintf("Lambda's %s is recorded as %s, which this does not compare with: write %q for its calls", text, recorded, recorded+"*"))
	}
}

// sourceOf returns the event source that a conjunction asks for, "" if none.
func sourceOf(context []*syntax.Condition) string {
	for _, cond := range context {
		if text, ok := comparedText(cond); ok && cond.Operator == syntax.Equal && cond.Selector.String() == "$.eventSource" {
			return text
		}
	}
	return ""
}

func (c *checker) eventSource(cond *syntax.Condition, text string) {
	if near := calls.NearestSource(text); near != "" {
		c.warn(UnknownName, cond.Span, "no event source is "+fault.Quote(text)+"; did you mean "+near+"?")
	}
}

// addressRange finds a range of addresses in the place of one.
func (c *checker) addressRange(cond *syntax.Condition, text string) {
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return
	}
	verdict := "never holds"
	if cond.Operator == syntax.NotEqual {
		verdict = "holds for every record that has the field"
	}
	hint := "a pattern can't compare ranges"
	if octets := prefix.Bits() / 8; prefix.Addr().Is4() && prefix.Bits()%8 == 0 && octets > 0 && octets < 4 {
		hint = fmt.Sprintf("write %q", strings.Join(strings.Split(prefix.Addr().String(), ".")[:octets], ".")+".*")
	}
	c.warn(NeverHolds, cond.Span, fmt.Sprintf("%s: $.sourceIPAddress is one address, and %s is compared with it as text; %s", verdict, text, hint))
}

// deniedParameters finds conditions on the parameters of calls that were
// denied. EC2 and S3 record them; most other services don't.
func (c *checker) deniedParameters(cond *syntax.Condition, context []*syntax.Condition) {
	source := sourceOf(context)
	if source == "s3.amazonaws.com" || source == "ec2.amazonaws.com" || !slices.ContainsFunc(context, asksDenied) {
		return
	}
	c.warn(NotRecorded, cond.Span, "most services record requestParameters as null when a call is denied with AccessDenied, and then this is false")
}

// asksDenied reports whether a condition holds for calls that IAM denied.
func asksDenied(cond *syntax.Condition) bool {
	return cond.Selector.String() == "$.errorCode" && cond.Operator == syntax.Equal && cond.Value.Kind == syntax.Text &&
		strings.HasPrefix(cond.Value.Parts[0], "AccessDenied")
}
