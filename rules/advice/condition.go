package advice

import (
	"strings"
	"unicode/utf8"

	"trailnotify/pattern"
	"trailnotify/pattern/lint"
	"trailnotify/rules/where"
)

// fields warns of the fields of a condition that CloudTrail records don't have.
func fields(c *where.Condition) []lint.Warning {
	var found []lint.Warning
	for _, f := range c.Fields() {
		s, err := pattern.ParseSelector(f.Selector)
		if err != nil {
			continue // a name that no pattern can have
		}
		for _, w := range lint.Selector(s.Syntax(), options) {
			if w.Kind == lint.UnknownField {
				w.Source = c.String()[f.Offset : f.Offset+f.Length]
				w.Line, w.Column = place(c.String()[:f.Offset])
				found = append(found, w)
			}
		}
	}
	return found
}

// place is the line and the column behind a text, in characters from 1.
func place(before string) (line, column int) {
	return 1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}
