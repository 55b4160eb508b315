package insights

import (
	"fmt"
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
	var left []string
	q.group, left = groupCondition(s.Rule, s.Group)
	if len(left) > 0 && q.group == "" {
		q.comments = append(q.comments, "for all groups: the value of this one can't be written here")
	} else if len(left) > 0 {
		q.comments = append(q.comments, "wider than the group: its "+strings.Join(left, ", ")+" can't be written here")
	}
	q.pattern, left = translate(s.Rule.Pattern)
	for _, source := range left {
		q.comments = append(q.comments, "wider than the rule: Logs Insights has nothing like "+source)
	}
	if s.Rule.Condition != nil {
		q.comments = append(q.comments, "wider than the rule: its condition can't be written here")
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
