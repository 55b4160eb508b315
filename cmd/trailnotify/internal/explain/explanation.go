package explain

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/screen"
	why "trailnotify/pattern/explain"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/rules/where"
)

// An explanation is what explain says of one record.
type explanation struct {
	Record  string              `json:"record,omitempty"` // its place
	EventID string              `json:"event_id,omitempty"`
	Rule    string              `json:"rule,omitempty"`
	Pattern *why.Explanation    `json:"pattern"`
	Where   *condition          `json:"where,omitempty"` // only if the pattern holds
	Except  []exceptExplanation `json:"except,omitempty"`
	Matches bool                `json:"matches"`           // and no exception takes it out
	Group   []groupPart         `json:"group,omitempty"`   // that a record which matches is counted in
	Runbook []string            `json:"runbook,omitempty"` // the lines of the rule's runbook, its address the last
}

type groupPart struct {
	Part  string  `json:"part"`
	Value *string `json:"value"` // null: the record has none
}

type exceptExplanation struct {
	Name    string           `json:"name"`
	Pattern *why.Explanation `json:"pattern"`
	Where   *condition       `json:"where,omitempty"` // only if the pattern holds
	Until   *time.Time       `json:"until,omitempty"` // its end
	Ended   bool             `json:"ended,omitempty"` // by the time of the record
}

// holds reports whether the exception would take the record out, had it no end.
func (e *exceptExplanation) holds() bool { return e.Pattern.Holds && e.Where.isExcepted() }

// explainException explains what an exception makes of a message.
func explainException(e *rules.Exception, m message, record where.Record) exceptExplanation {
	x := exceptExplanation{Name: e.Name, Pattern: why.Message(e.Pattern.Syntax(), m.text), Ended: e.Ended(m.at)}
	if !e.Until.IsZero() {
		x.Until = &e.Until
	}
	if x.Pattern.Holds {
		x.Where = explainCondition(e.Condition, record)
	}
	return x
}

// text says what the exception does, "" if its pattern does not hold.
func (e *exceptExplanation) text() string {
	pattern := strings.TrimRight(strings.TrimRight(e.Pattern.String(), "\n")+"\n"+e.Where.text(), "\n")
	switch {
	case !e.Pattern.Holds:
		return ""
	case !e.holds():
		return fmt.Sprintf("\nnot excepted as %q:\n%s\n", e.Name, pattern)
	case e.Ended:
		return fmt.Sprintf("\nno longer excepted as %q, which ended at %s, before the time of the record:\n%s\n",
			e.Name, e.Until.Format(time.RFC3339), pattern)
	case e.Until != nil:
		return fmt.Sprintf("\nexcepted as %q, until %s:\n%s\n", e.Name, e.Until.Format(time.RFC3339), pattern)
	default:
		return fmt.Sprintf("\nexcepted as %q:\n%s\n", e.Name, pattern)
	}
}

// explain explains one message.
func (s *subject) explain(m message) *explanation {
	x := &explanation{Record: m.place, EventID: m.eventID, Pattern: why.Message(s.pattern.Syntax(), m.text)}
	x.Matches = x.Pattern.Holds
	if s.rule == nil {
		return x
	}
	x.Rule = s.rule.Name
	if !x.Matches {
		return x
	}
	record := where.Decode(m.text)
	x.Where = explainCondition(s.rule.Condition, record)
	if x.Matches = x.Where.counts(); !x.Matches {
		return x
	}
	for i := range s.rule.Except {
		part := explainException(&s.rule.Except[i], m, record)
		x.Except = append(x.Except, part)
		x.Matches = x.Matches && (part.Ended || !part.holds())
	}
	if x.Matches {
		x.Group = groupOf(s.rule, m.text)
		x.Runbook = runbookOf(s.rule)
	}
	return x
}

// runbookOf are all lines of a runbook; messages have the first of them.
func runbookOf(r *rules.Rule) []string {
	lines := slices.Clone(r.RunbookText)
	if r.Runbook != "" {
		lines = append(lines, r.Runbook)
	}
	return lines
}

// groupOf is the group that a rule counts a record in, part by part.
func groupOf(r *rules.Rule, record []byte) []groupPart {
	if len(r.By) == 0 || !json.Valid(record) {
		return nil
	}
	parts := make([]groupPart, len(r.By))
	for i, p := range r.By {
		parts[i].Part = p.String()
	}
	if text, ok := r.By.Group(group.Of(cloudtrail.Record{JSON: record})); ok {
		for i, v := range r.By.Values(text) {
			if !v.Missing {
				parts[i].Value = &v.Text
			}
		}
	}
	return parts
}

// print shows the pattern and, of the exceptions, those that take the record
// out or would have before they ended. The others are in the JSON.
func (x *explanation) print(w io.Writer) error {
	var b strings.Builder
	if x.Record != "" {
		b.WriteString("record " + x.Record)
		if x.EventID != "" {
			b.WriteString(", event " + x.EventID)
		}
		b.WriteString("\n\n")
	}
	b.WriteString(strings.TrimRight(x.Pattern.String(), "\n") + "\n")
	b.WriteString(x.Where.text())
	for _, e := range x.Except {
		b.WriteString(e.text())
	}
	if verdict := x.verdict(); verdict != "" {
		b.WriteString("\n" + verdict + "\n")
	}
	if len(x.Group) > 0 {
		b.WriteString("It is counted apart by:\n")
	}
	for _, p := range x.Group {
		fmt.Fprintf(&b, "  %s: %s\n", p.Part, orNone(p.Value))
	}
	if len(x.Runbook) > 0 {
		b.WriteString("\nRunbook:\n  " + strings.Join(x.Runbook, "\n  ") + "\n")
	}
	_, err := io.WriteString(w, screen.EscapeText(b.String()))
	return err
}

func orNone(value *string) string {
	if value == nil {
		return "(the record has none)"
	}
	return *value
}

func (x *explanation) verdict() string {
	switch {
	case x.Rule == "":
		return ""
	case x.Matches && len(x.Except) == 0:
		return fmt.Sprintf("The record counts for %s.", x.Rule)
	case x.Matches:
		return fmt.Sprintf("The record counts for %s; none of its %s takes it out.", x.Rule, screen.Plural(len(x.Except), "exception"))
	case x.Pattern.Holds && x.Where.counts():
		return fmt.Sprintf("The record does not count for %s: it is excepted.", x.Rule)
	default:
		return fmt.Sprintf("The record does not count for %s.", x.Rule)
	}
}
