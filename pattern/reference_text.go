package pattern

import (
	"regexp"
	"strings"
)

// referenceTerms evaluates a term pattern.
func referenceTerms(terms []term, message string) bool {
	some, optional, found := false, false, false
	for _, t := range terms {
		occurs := strings.Contains(message, t.text)
		if t.re != nil {
			occurs = t.re.MatchString(message)
		}
		switch t.kind {
		case plainTerm, excludedTerm:
			some = true
			if occurs != (t.kind == plainTerm) {
				return false
			}
		case optionalTerm:
			optional = true
			found = found || occurs
		}
	}
	return some || !optional || found
}

// referenceFields finds the fields of a line with their delimiters.
var referenceFields = regexp.MustCompile(`\[[^\]]*\]|"[^"]*"|[^ \t]+`)

// referenceSlots evaluates a delimited pattern.
func referenceSlots(slots []slot, message string) bool {
	values, ok := referenceBind(slots, message)
	if !ok {
		return false
	}
	for i, sl := range slots {
		if sl.expr != nil && !referenceHolds(sl.expr, func(c *condition) bool {
			return referenceField(c, values[i])
		}) {
			return false
		}
	}
	return true
}

// referenceBind gives each slot its field. The ellipsis takes those that are
// left over; without one the last slot takes the rest of the line.
func referenceBind(slots []slot, message string) (values []string, ok bool) {
	message = strings.Trim(message, " \t")
	found := referenceFields.FindAllStringIndex(message, -1)
	fields := make([]string, len(found))
	for i, at := range found {
		fields[i] = undelimited(message[at[0]:at[1]])
	}
	ellipsis := -1
	for i, sl := range slots {
		if sl.ellipsis {
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

// referenceField asks the field of a line.
func referenceField(c *condition, s string) bool {
	if c.op.ordered() {
		return referenceSize(c, s)
	}
	return referenceText(c, s)
}
