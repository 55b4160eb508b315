package pattern

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
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

// A SyntaxError says why a pattern is no valid filter pattern, and where.
type SyntaxError struct {
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
func (e *SyntaxError) Summary() string {
	found := "the pattern ends"
	if e.Found != "" {
		found = "found " + printable(clip(e.Found, 40))
	}
	s := fmt.Sprintf("pattern:%d:%d: %s, expected %s", e.Line, e.Column, found, e.Expected)
	if e.Reason != "" {
		s += fmt.Sprintf(" (the service says: %s)", clean(clip(e.Reason, 200)))
	}
	return s
}

// Error is the summary, the line of the source, a caret below the fault, and
// the hint.
func (e *SyntaxError) Error() string {
	var b strings.Builder
	b.WriteString(e.Summary())
	line, caret := excerpt(e.Pattern, e.Offset, e.Found)
	fmt.Fprintf(&b, "\n  %s\n  %s", line, caret)
	if e.Hint != "" {
		b.WriteString("\n  hint: " + e.Hint)
	}
	return b.String()
}

// position returns line and column, from 1 and in characters, of a byte offset.
func position(src string, offset int) (line, column int) {
	offset = min(offset, len(src))
	before := src[:offset]
	line = 1 + strings.Count(before, "\n")
	before = before[strings.LastIndexByte(before, '\n')+1:]
	return line, 1 + utf8.RuneCountInString(before)
}

// The columns kept on either side of the fault in a long line.
const (
	excerptBefore = 60
	excerptAfter  = 40
)

// excerpt returns the line of src that holds offset, cut to the neighbourhood
// of the offset, and a line with carets below found.
func excerpt(src string, offset int, found string) (line, caret string) {
	offset = min(offset, len(src))
	start := strings.LastIndexByte(src[:offset], '\n') + 1
	end := len(src)
	if i := strings.IndexByte(src[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	before, after := []rune(src[start:offset]), []rune(src[offset:end])
	marked := max(1, utf8.RuneCountInString(found))
	lead, tail := "", ""
	if len(before) > excerptBefore {
		before, lead = before[len(before)-excerptBefore:], "…"
	}
	if len(after) > excerptAfter {
		after, tail = after[:excerptAfter], "…"
	}
	marked = min(marked, max(1, len(after)))
	width := 1
	if len(after) > 0 {
		width = max(1, displayWidth(clean(string(after[:marked]))))
	}
	indent := displayWidth(lead + clean(string(before)))
	return lead + clean(string(before)) + clean(string(after)) + tail,
		strings.Repeat(" ", indent) + strings.Repeat("^", width)
}

// clean replaces what could move the cursor of a terminal by blanks.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}

// printable quotes s so that it is safe to show.
func printable(s string) string {
	if strings.ContainsRune(s, '"') && clean(s) == s {
		return "`" + s + "`"
	}
	return fmt.Sprintf("%q", s)
}

// clip cuts s to at most n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}

// wide are the blocks whose characters take two columns of a terminal.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1},
		{Lo: 0x2e80, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff00, Hi: 0xff60, Stride: 1},
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1faff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}

// displayWidth is the number of terminal columns that s takes.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case unicode.Is(wide, r):
			n += 2
		default:
			n++
		}
	}
	return n
}
