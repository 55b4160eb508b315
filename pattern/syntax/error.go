package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"trailnotify/internal/fault"
)

// Reasons of the service, word for word where they were observed.
const (
	reasonJSON      = "Invalid metric filter pattern"
	reasonBrace     = "If a filter pattern starts with '{' it must end with '}'"
	reasonDelimited = "Invalid filter pattern"
	reasonRegex     = "Failed to compile regular expression."
	reasonParameter = "InvalidParameterException"
	reasonLength    = "Member must have length less than or equal to 1024"
)

func reasonTerm(term string) string { return "Invalid character(s) in term '" + term + "'" }

func reasonDuplicate(name string) string { return "Duplicate field '" + name + "'" }

// An Error says why a pattern is not a valid filter pattern, and where.
type Error struct {
	Pattern  string `json:"pattern"`          // the whole source
	Offset   int    `json:"offset"`           // of the fault, in bytes from the start
	Line     int    `json:"line"`             // from 1
	Column   int    `json:"column"`           // from 1, in characters
	Found    string `json:"found"`            // the offending text; "" at the end of the pattern
	Expected string `json:"expected"`         // what may stand there
	Reason   string `json:"reason,omitempty"` // what the service answers, "" where that is not known
	Hint     string `json:"hint,omitempty"`   // how to write it, "" where there is nothing to say
}

// Summary is the error on one line, without the source.
func (e *Error) Summary() string {
	found := "the pattern ends"
	if e.Found != "" {
		found = "found " + fault.Quote(e.Found)
	}
	s := fmt.Sprintf("pattern:%d:%d: %s, expected %s", e.Line, e.Column, found, e.Expected)
	if e.Reason != "" {
		s += fmt.Sprintf(" (the service says: %s)", fault.Printable(fault.Clip(e.Reason, 200)))
	}
	return s
}

// Error is the summary, the line of the source, a caret below the fault, and
// the hint.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Summary())
	cut, carets := fault.ExcerptAt(e.Pattern, e.Offset, utf8.RuneCountInString(e.Found))
	fmt.Fprintf(&b, "\n  %s\n  %s", cut, carets)
	if e.Hint != "" {
		b.WriteString("\n  hint: " + e.Hint)
	}
	return b.String()
}
