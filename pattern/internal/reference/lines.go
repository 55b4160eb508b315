package reference

import (
	"regexp"
	"strings"

	"trailnotify/pattern/syntax"
)

// Terms evaluates a term pattern.
func Terms(terms []syntax.Term, message string) bool {
	some, optional, found := false, false, false
	for _, t := range terms {
		occurs := strings.Contains(message, t.Text) && strings.Contains(message, t.Phrase)
		if t.Regex != nil {
			occurs = t.Regex.MatchString(message)
		}
		switch t.Kind {
		case syntax.Required, syntax.Excluded:
			some = true
			if occurs != (t.Kind == syntax.Required) {
				return false
			}
		case syntax.Optional:
			optional = true
			found = found || occurs
		}
	}
	return some || !optional || found
}

// fieldExpr finds the fields of a line with their delimiters.
var fieldExpr = regexp.MustCompile(`\[[^\]]*\]|"[^"]*"|[^ \t]+`)

// Tokens returns where the fields of a line are.
func Tokens(message string) [][]int {
	return fieldExpr.FindAllStringIndex(message, -1)
}

// slots evaluates a delimited pattern.
func slots(slots []syntax.Slot, message string) bool {
	values, ok := Bind(slots, message)
	if !ok {
		return false
	}
	for i, sl := range slots {
		if sl.Expr != nil && !Holds(sl.Expr, func(c *syntax.Condition) bool {
			return Field(c, values[i])
		}) {
			return false
		}
	}
	return true
}

// Bind gives each slot its field. The ellipsis takes those that are
// left over; without one the last slot takes the rest of the line.
func Bind(slots []syntax.Slot, message string) (values []string, ok bool) {
	message = strings.Trim(message, " \t")
	found := Tokens(message)
	fields := make([]string, len(found))
	for i, at := range found {
		fields[i] = undelimited(message[at[0]:at[1]])
	}
	ellipsis := -1
	for i, sl := range slots {
		if sl.Ellipsis {
			ellipsis = i
		}
	}
	switch {
	case len(slots) == 0:
		return nil, true
	case ellipsis >= 0 && len(fields) >= len(slots)-1:
		tail := len(slots) - 1 - ellipsis
		values = append(values, fields[:ellipsis]...)
		values = append(values, "")
		return append(values, fields[len(fields)-tail:]...), true
	case ellipsis >= 0 || len(fields) < len(slots):
		return nil, false
	}
	values = fields[:len(slots)]
	if last := len(slots) - 1; len(fields) > len(slots) {
		values[last] = message[found[last][0]:]
	}
	return values, true
}

func undelimited(s string) string {
	if len(s) >= 2 && (s[0] == '"' && s[len(s)-1] == '"' || s[0] == '[' && s[len(s)-1] == ']') {
		return s[1 : len(s)-1]
	}
	return s
}

// Field asks the field of a line.
func Field(c *syntax.Condition, s string) bool {
	if c.Operator.Ordered() {
		return Size(c, s)
	}
	return Text(c, s)
}
