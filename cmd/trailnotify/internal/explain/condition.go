package explain

import (
	"fmt"
	"strings"

	"trailnotify/rules/where"
)

// A condition explains a condition of a rule or of an exception.
type condition struct {
	Text    string      `json:"text"`
	Holds   bool        `json:"holds"`
	Unclear string      `json:"unclear,omitempty"` // why it could not be evaluated
	Parts   []condition `json:"parts,omitempty"`   // all of which have to hold
}

// explainCondition explains what a condition makes of a record. It returns nil
// for no condition.
func explainCondition(c *where.Condition, record where.Record) *condition {
	if c == nil {
		return nil
	}
	x := evaluate(c, record)
	for _, part := range c.Parts() {
		x.Parts = append(x.Parts, evaluate(part, record))
	}
	return &x
}

func evaluate(c *where.Condition, record where.Record) condition {
	holds, err := c.Match(record)
	x := condition{Text: strings.Join(strings.Fields(c.String()), " "), Holds: holds && err == nil}
	if err != nil {
		x.Unclear = err.Error()
	}
	return x
}

// counts reports whether a rule with this condition counts the record, and
// isExcepted whether an exception with it takes the record out. What is unclear
// counts.
func (c *condition) counts() bool { return c == nil || c.Holds || c.Unclear != "" }

func (c *condition) isExcepted() bool { return c == nil || c.Holds }

// text shows the condition and its parts, "" for none.
func (c *condition) text() string {
	if c == nil {
		return ""
	}
	var b strings.Builder
	switch {
	case c.Unclear != "":
		fmt.Fprintf(&b, "the condition can't be evaluated, so the record counts: %s\n", c.Unclear)
	case c.Holds:
		b.WriteString("the condition holds\n")
	default:
		b.WriteString("the condition does not hold\n")
	}
	parts := c.Parts
	if len(parts) == 0 {
		parts = []condition{*c}
	}
	for _, part := range parts {
		fmt.Fprintf(&b, "  %s %s\n", part.mark(), part.Text)
	}
	return b.String()
}

func (c *condition) mark() string {
	switch {
	case c.Unclear != "":
		return "[?  ]"
	case c.Holds:
		return "[yes]"
	default:
		return "[no ]"
	}
}
