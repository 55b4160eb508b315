package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"trailnotify/internal/fault"
)

// An Error says why a pattern is not a valid filter pattern, and where.
type Error struct {
	Pattern  string `json:"pattern"`            // the whole source
	Offset   int    `json:"offset"`             // of the fault, in bytes from the start
	Line     int    `json:"line"`               // from 1
	Column   int    `json:"column"`             // from 1, in characters
	Found    string `json:"found"`              // the offending text; "" at the end of the pattern
	Expected string `json:"expected"`           // what is allowed there
	Reason   string `json:"reason,omitempty"`   // the service's words, "" where no record gives them
	Open     bool   `json:"open,omitempty"`     // it is not known whether the service refuses this
	Hint     string `json:"hint,omitempty"`     // how to write it, "" where there is nothing to say
	Selector bool   `json:"selector,omitempty"` // it is about a selector by itself, which is no pattern that the service could refuse
}

// Summary is the error on one line, without the source.
func (e *Error) Summary() string {
	what, answer := "pattern", " ("+e.answer()+")"
	if e.Selector {
		what, answer = "selector", ""
	}
	found := "the " + what + " ends"
	if e.Found != "" {
		found = "found " + fault.Quote(e.Found)
	}
	return fmt.Sprintf("%s:%d:%d: %s, expected %s%s", what, e.Line, e.Column, found, e.Expected, answer)
}

// answer says what the service makes of the pattern.
func (e *Error) answer() string {
	switch {
	case e.Reason != "":
		return "the service says: " + fault.Printable(fault.Clip(e.Reason, 200))
	case e.Open:
		return "whether the service takes it is not known"
	default:
		return "the service refuses it"
	}
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
