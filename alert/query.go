package alert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"trailnotify/rules"
	"trailnotify/window"
)

// A query finds the matches of an alert in CloudWatch Logs Insights. Where it
// can't say exactly what the rule says it finds more than the rule, never less,
// and a comment tells what was left out.
type query struct {
	comments []string
	time     string
	group    string // "": all groups
	pattern  string // "": everything
}

func newQuery(r *rules.Rule, c window.Crossing, a Alert) *query {
	q := &query{
		comments: []string{"rule " + r.Name},
		time:     fmt.Sprintf("eventTime >= %q and eventTime < %q", a.Window.Start.Format(time.RFC3339), a.Window.End.Format(time.RFC3339)),
	}
	var ok bool
	if q.group, ok = groupCondition(r, c.Group); !ok {
		q.comments = append(q.comments, "of every group: the value of the group can't be written here")
	}
	var left []string
	q.pattern, left = translate(r.Pattern)
	for _, source := range left {
		q.comments = append(q.comments, "wider than the rule, this can't be said here: "+source)
	}
	if len(r.Except) > 0 {
		names := make([]string, len(r.Except))
		for i, e := range r.Except {
			names[i] = e.Name
		}
		q.comments = append(q.comments, "with what the rule excepts: "+strings.Join(names, ", "))
	}
	return q
}

func (q *query) withoutPattern() {
	if q.pattern != "" {
		q.pattern = ""
		q.comments = append(q.comments[:1], "without the pattern of the rule, which is too long for a link")
	}
}

func (q *query) withoutGroup() {
	if q.group != "" {
		q.group = ""
		q.comments = append(q.comments, "of every group: the value of the group is too long for a link")
	}
}

// text is the query as a person finds it in the editor.
func (q *query) text() string {
	var lines []string
	for _, c := range q.comments {
		lines = append(lines, "# "+Plain(strings.Join(strings.Fields(c), " ")))
	}
	lines = append(lines, "fields eventTime, eventName, errorCode, userIdentity.arn, sourceIPAddress, eventID")
	for _, condition := range []string{q.time, q.group, q.pattern} {
		if condition != "" {
			lines = append(lines, "| filter "+condition)
		}
	}
	return strings.Join(append(lines, "| sort eventTime", "| limit 1000"), "\n")
}

// groupCondition asks for the records of one group: those whose first present
// field of `by` has its value. ok is false when that can't be said.
func groupCondition(r *rules.Rule, g window.Group) (condition string, ok bool) {
	if g.Kind != window.GroupValue && g.Kind != window.GroupMissing {
		return "", true
	}
	var fields []string
	for _, by := range r.By {
		name, ok := fieldName(by.Syntax().Steps)
		if !ok {
			return "", false
		}
		fields = append(fields, name)
	}
	if g.Kind == window.GroupMissing {
		for i, f := range fields {
			fields[i] = "not ispresent(" + f + ")"
		}
		return strings.Join(fields, " and "), true
	}
	value, ok := quoted(g.Value)
	switch {
	case !ok || strings.ContainsAny(g.Value[:min(len(g.Value), 1)], "{["): // an object or array has no field of its own
		return "", false
	case slices.Contains([]string{"true", "false", "null"}, g.Value):
		return "", false
	case len(fields) == 1:
		return fields[0] + " = " + value, true
	default:
		return "coalesce(" + strings.Join(fields, ",") + ") = " + value, true
	}
}
