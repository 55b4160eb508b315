package insights

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"trailnotify/internal/fault"
	"trailnotify/rules"
	"trailnotify/window"
)

// A Search asks for the matches of a rule, of one group of it, within a time.
type Search struct {
	Rule     *rules.Rule
	Group    window.Group
	From, To time.Time // event times; a record at To is not in it
}

// Query is the search in the query language of CloudWatch Logs Insights. Where
// the language can't say what the rule says, the query finds more than the
// rule, never less, and a comment in it says what was left out.
func (s Search) Query() string { return s.query().text() }

// A query is a search about to be written.
type query struct {
	comments []string
	time     string
	group    string // "": all groups
	pattern  string // "": everything
}

func (s Search) query() *query {
	q := &query{
		comments: []string{"rule " + s.Rule.Name},
		time:     fmt.Sprintf("eventTime >= %q and eventTime < %q", s.From.Format(time.RFC3339), s.To.Format(time.RFC3339)),
	}
	var ok bool
	if q.group, ok = groupCondition(s.Rule, s.Group); !ok {
		q.comments = append(q.comments, "for all groups: the value of this one can't be written here")
	}
	var left []string
	q.pattern, left = translate(s.Rule.Pattern)
	for _, source := range left {
		q.comments = append(q.comments, "wider than the rule: Logs Insights has nothing like "+source)
	}
	if len(s.Rule.Except) > 0 {
		names := make([]string, len(s.Rule.Except))
		for i, e := range s.Rule.Except {
			names[i] = e.Name
		}
		q.comments = append(q.comments, "includes what the rule excepts: "+strings.Join(names, ", "))
	}
	return q
}

func (q *query) withoutPattern() {
	if q.pattern != "" {
		q.pattern = ""
		q.comments = append(q.comments[:1], "without the rule's pattern, which is too long for a link")
	}
}

func (q *query) withoutGroup() {
	if q.group != "" {
		q.group = ""
		q.comments = append(q.comments, "for all groups: the value of this one is too long for a link")
	}
}

// text is the query as a person finds it in the editor.
func (q *query) text() string {
	var lines []string
	for _, c := range q.comments {
		lines = append(lines, "# "+fault.Printable(strings.Join(strings.Fields(c), " ")))
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
	fields := make([]string, len(r.By))
	for i, by := range r.By {
		if fields[i], ok = fieldName(by.Syntax().Steps); !ok {
			return "", false
		}
	}
	if g.Kind == window.GroupMissing {
		for i, f := range fields {
			fields[i] = "not ispresent(" + f + ")"
		}
		return strings.Join(fields, " and "), true
	}
	value, ok := quoted(g.Value)
	if !ok || !isText(g.Value) {
		return "", false
	}
	if len(fields) == 1 {
		return fields[0] + " = " + value, true
	}
	return "coalesce(" + strings.Join(fields, ",") + ") = " + value, true
}

// isText reports whether the value of a group was a text or a number. An object
// or array has no field of its own in Logs Insights, and the rest is written in
// another way there.
func isText(value string) bool {
	return !strings.HasPrefix(value, "{") && !strings.HasPrefix(value, "[") &&
		!slices.Contains([]string{"true", "false", "null"}, value)
}
