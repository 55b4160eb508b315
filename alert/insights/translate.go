package insights

import (
	"strings"

	"trailnotify/pattern"
	"trailnotify/pattern/syntax"
)

// translate says a pattern in the query language of CloudWatch Logs Insights.
// What can't be said is taken to hold and returned as its source, so that the
// query finds all that the pattern matches; "" finds everything.
//
// The languages differ where a field is missing: != is false of it in a pattern
// and true in a query, which therefore asks ispresent() too. Booleans are 1 and
// 0 in a query.
func translate(p *pattern.Pattern) (condition string, left []string) {
	t := &translator{pattern: p.Syntax()}
	switch t.pattern.Form {
	case syntax.JSON:
		return t.expression(t.pattern.Expr).text, t.left
	case syntax.Terms:
		return t.terms().text, t.left
	default:
		return "", []string{p.String()}
	}
}

// A translator collects what it can't say.
type translator struct {
	pattern *syntax.Pattern
	left    []string
}

// said is a condition of a query; its text is "" where it asks for nothing.
type said struct {
	text string
	op   string // "and" or "or" when it is made of parts
}

// within puts a condition in parentheses where it is one of several.
func (s said) within(op string) string {
	if s.op != "" && s.op != op {
		return "(" + s.text + ")"
	}
	return s.text
}

func (t *translator) expression(e *syntax.Expr) said {
	switch e.Kind {
	case syntax.All:
		return t.all(e.Parts)
	case syntax.Any:
		return t.any(e.Parts)
	}
	text, ok := comparison(e.Condition)
	if !ok {
		return t.leave(e.Span)
	}
	if e.Condition.Operator == syntax.NotEqual {
		return said{text, "and"}
	}
	return said{text: text}
}

// leave notes a part of the pattern that can't be said.
func (t *translator) leave(at syntax.Span) said {
	t.left = append(t.left, t.pattern.Text(at))
	return said{}
}

// all joins what has to hold together, without what can't be said.
func (t *translator) all(conditions []*syntax.Expr) said {
	var parts []said
	for _, c := range conditions {
		if s := t.expression(c); s.text != "" {
			parts = append(parts, s)
		}
	}
	return join("and", parts)
}

// any joins alternatives. One that can't be said makes them all idle.
func (t *translator) any(alternatives []*syntax.Expr) said {
	var parts []said
	for i := 0; i < len(alternatives); i++ {
		if field, values := equalities(alternatives[i:]); len(values) > 1 {
			parts = append(parts, said{text: field + " in [" + strings.Join(values, ",") + "]"})
			i += len(values) - 1
			continue
		}
		s := t.expression(alternatives[i])
		if s.text == "" {
			return said{}
		}
		parts = append(parts, s)
	}
	return join("or", parts)
}

// terms joins the terms that count.
func (t *translator) terms() said {
	terms, alternatives := t.pattern.EffectiveTerms()
	var parts []said
	for _, one := range terms {
		text, ok := term(one)
		if !ok {
			t.leave(one.Span)
		}
		switch {
		case text != "":
			parts = append(parts, said{text: text})
		case alternatives:
			return said{}
		}
	}
	if alternatives {
		return join("or", parts)
	}
	return join("and", parts)
}

func join(op string, parts []said) said {
	if len(parts) == 1 {
		return parts[0]
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.within(op)
	}
	return said{strings.Join(texts, " "+op+" "), op}
}

// equalities are the first of the expressions as long as each compares one and
// the same field with a text.
func equalities(expressions []*syntax.Expr) (field string, values []string) {
	for _, e := range expressions {
		c := e.Condition
		if c == nil || c.Operator != syntax.Equal || c.Value.Kind != syntax.Text || c.Value.HasWildcard() {
			break
		}
		name, ok := fieldName(c.Selector.Steps)
		value, sayable := quoted(c.Value.Parts[0])
		if !ok || !sayable || field != "" && name != field {
			break
		}
		field, values = name, append(values, value)
	}
	return field, values
}

// comparison says a condition on a field; ok is false where a query can't.
func comparison(c *syntax.Condition) (text string, ok bool) {
	field, ok := fieldName(c.Selector.Steps)
	if !ok {
		return "", false
	}
	switch c.Operator {
	case syntax.IsTrue:
		return field + " = 1", true
	case syntax.IsFalse:
		return field + " = 0", true
	case syntax.IsNull:
		return "", false
	case syntax.NotExists:
		return "not ispresent(" + field + ")", true
	case syntax.Equal:
		return equal(field, &c.Value, false)
	case syntax.NotEqual:
		text, ok = equal(field, &c.Value, true)
		if !ok {
			return "", false
		}
		return "ispresent(" + field + ") and " + text, true
	default:
		return field + " " + c.Operator.String() + " " + c.Value.Source, true
	}
}

// equal says = or !=, by what the value is.
func equal(field string, value *syntax.Literal, not bool) (text string, ok bool) {
	sign, like := " = ", " like "
	if not {
		sign, like = " != ", " not like "
	}
	switch {
	case value.Kind == syntax.Regex:
		return field + like + slashed(value.Regex.String()), true
	case value.Kind == syntax.Number:
		return field + sign + value.Source, true
	case !value.HasWildcard():
		literal, ok := quoted(value.Parts[0])
		return field + sign + literal, ok
	case strings.Join(value.Parts, "") == "" && !not:
		return "ispresent(" + field + ")", true
	default:
		return field + like + slashed(wildcards(value.Parts)), isShowable(strings.Join(value.Parts, ""))
	}
}

// term says that a text occurs in the message, or that it does not.
func term(t syntax.Term) (text string, ok bool) {
	like := "@message like "
	if t.Kind == syntax.Excluded {
		like = "@message not like "
	}
	if t.Regex != nil {
		return like + slashed(t.Regex.String()), true
	}
	if t.Phrase != "" {
		return wordAndPhrase(t)
	}
	literal, ok := quoted(t.Text)
	if !ok || t.Text == "" {
		return "", ok
	}
	return like + literal, true
}

// wordAndPhrase says msg="two words". Only where all terms are needed can its
// two parts be said apart.
func wordAndPhrase(t syntax.Term) (text string, ok bool) {
	word, ok := quoted(t.Text)
	phrase, sayable := quoted(t.Phrase)
	if !ok || !sayable || t.Kind != syntax.Required {
		return "", false
	}
	return "@message like " + word + " and @message like " + phrase, true
}
