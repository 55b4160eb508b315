package ruleset

import (
	"fmt"
	"strings"

	"trailnotify/pattern"
)

// variation returns the rule over other names: what a field must be equal to
// gets the number v, except for the service that an event comes from.
func variation(r Rule, v int) (Rule, error) {
	root, ok := r.Pattern.Tree()
	if !ok {
		return Rule{}, fmt.Errorf("rule %s has no pattern of comparisons", r.Name)
	}
	p, err := pattern.Compile("{ " + source(root, v) + " }")
	if err != nil {
		return Rule{}, fmt.Errorf("variation %d of rule %s: %w", v, r.Name, err)
	}
	return Rule{fmt.Sprintf("%sV%d", r.Name, v), p}, nil
}

// source writes a part of a pattern.
func source(n pattern.Node, v int) string {
	operator := map[pattern.NodeKind]string{pattern.All: " && ", pattern.Any: " || "}[n.Kind]
	if operator == "" {
		return comparison(n, v)
	}
	parts := make([]string, len(n.Parts))
	for i, part := range n.Parts {
		parts[i] = source(part, v)
		if part.Kind != pattern.Comparison {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, operator)
}

func comparison(n pattern.Node, v int) string {
	selector := n.Selector.String()
	if n.Operator != "=" || n.Value.Kind != pattern.Text || selector == "$.eventSource" {
		return n.Source
	}
	text := append([]string(nil), n.Value.Text...)
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
