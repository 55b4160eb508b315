package rules

import (
	"errors"
	"strings"

	"trailnotify/rules/internal/yamlfile"
	"trailnotify/rules/where"
)

func (d *decoder) where(key string, n yamlfile.Node) { d.rule.Condition = d.condition(key, n) }

// condition compiles a condition, and shows its first fault at its place in the
// file. There are no lists yet that trusted could name.
func (d *decoder) condition(subject string, n yamlfile.Node) *where.Condition {
	src, ok := d.Text(subject, n)
	if !ok {
		return nil
	}
	if strings.TrimSpace(src) == "" {
		d.Fail(yamlfile.PlaceOf(n), 1, subject, "found an empty condition, expected one such as "+exampleCondition, "")
		return nil
	}
	c, err := where.Compile(src, nil)
	if wrong, ok := errors.AsType[*where.Fault](err); ok {
		part := src[min(wrong.Offset, len(src)):min(wrong.Offset+wrong.Length, len(src))]
		problem := wrong.Message
		if problem == where.EndsEarly {
			problem += " (in YAML, # after a blank begins a comment: put the condition in quotes)"
		}
		d.Fail(d.Within(n, src, wrong.Offset), yamlfile.Length(part), subject, problem, "")
		return nil
	}
	return c
}

const exampleCondition = "userIdentity.userName != requestParameters.userName"
