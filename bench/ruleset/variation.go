package ruleset

import (
	"fmt"
	"strings"

	"trailnotify/pattern"
	"trailnotify/pattern/syntax"
)

// variation returns the rule over other names: what a field must be equal to
// gets the number v, except for the service that an event comes from.
func variation(r Rule, v int) (Rule, error) {
	parsed := r.Pattern.Syntax()
	if parsed.Form != syntax.JSON {
		return Rule{}, fmt.Errorf("rule %s has no pattern of comparisons", r.Name)
	}
	p, err := pattern.Compile("{ " + source(parsed, parsed.Expr, v) + " }")
	if err != nil {
		return Rule{}, fmt.Errorf("variation %d of rule %s: %w", v, r.Name, err)
	}
	return Rule{fmt.Sprintf("%sV%d", r.Name, v), p}, nil
}

// source writes a part of a pattern.
func source(p *syntax.Pattern, e *syntax.Expr, v int) string {
	operator := map[syntax.ExprKind]string{syntax.All: " && ", syntax.Any: " || "}[e.Kind]
	if operator == "" {
		return comparison(p, e.Condition, v)
	}
	parts := make([]string, len(e.Parts))
	for i, part := range e.Parts {
		parts[i] = source(p, part, v)
		if part.Kind != syntax.Single {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, operator)
}

func comparison(p *syntax.Pattern, c *syntax.Condition, v int) string {
	selector := c.Selector.String()
	if c.Operator != syntax.Equal || c.Value.Kind != syntax.Text || selector == "$.eventSource" {
		return p.Text(c.Span)
	}
	text := append([]string(nil), c.Value.Parts...)
	number := fmt.Sprintf("V%d", v)
	if text[0] != "" {
		text[0] += number
	} else {
		text[len(text)-1] = number + text[len(text)-1]
	}
	for i := range text {
		text[i] = quote.Replace(text[i])
	}
	return selector + ` = "` + strings.Join(text, "*") + `"`
}

var quote = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
