package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// A Fault is one thing wrong with a rule file or an environment variable.
type Fault struct {
	File    string // "" for an environment variable
	Line    int    // from 1; 0 where the fault has no place in the file
	Column  int    // from 1, in characters
	Subject string // the key, the variable, or what else is at fault
	Problem string // what was found and what was expected
	Nearest string // what was probably meant, "" when nothing is near

	line  string // the source line, "" for none
	width int    // characters at fault
}

// Error is the place, the problem and the nearest valid name on one line, and
// below it the line of the file with carets.
func (f *Fault) Error() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File)
		if f.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
		}
		b.WriteString(": ")
	}
	if f.Subject != "" {
		b.WriteString(f.Subject + ": ")
	}
	b.WriteString(f.Problem)
	if f.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %s?", f.Nearest)
	}
	if f.line != "" {
		line, caret := excerpt(f.line, f.Column-1, f.width)
		fmt.Fprintf(&b, "\n    %s\n    %s", line, caret)
	}
	return b.String()
}

// Faults are all that is wrong, in the order of files, lines and columns.
type Faults []*Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.As each fault.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, fault := range f {
		errs[i] = fault
	}
	return errs
}

// asError is nil when there is no fault.
func (f Faults) asError() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return f
}

// The characters kept on either side of the fault in a long line.
const (
	excerptBefore = 60
	excerptAfter  = 40
)

// excerpt cuts a line to the neighbourhood of column, from 0, and returns a
// line of carets to print below it. What could move the cursor of a terminal
// becomes a blank.
func excerpt(line string, column, width int) (cut, caret string) {
	runes := []rune(printable(line))
	column = max(0, min(column, len(runes)))
	before, after := runes[:column], runes[column:]
	lead, tail := "", ""
	if len(before) > excerptBefore {
		before, lead = before[len(before)-excerptBefore:], "…"
	}
	if len(after) > excerptAfter {
		after, tail = after[:excerptAfter], "…"
	}
	width = max(1, min(width, len(after)))
	indent := utf8.RuneCountInString(lead) + len(before)
	return lead + string(before) + string(after) + tail, strings.Repeat(" ", indent) + strings.Repeat("^", width)
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}

// quote shows a value of a rule file on one short line.
func quote(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	if strings.ContainsRune(s, '"') && printable(s) == s {
		return "`" + s + "`"
	}
	return fmt.Sprintf("%q", s)
}

// nearest returns the one of names that s was probably meant to be, "" when
// more than a third of it would have to change. Two letters may always change
// places, in a word long enough to be told from others.
func nearest(s string, names []string) string {
	most := utf8.RuneCountInString(s) / 3
	if len(s) >= 4 {
		most = max(2, most)
	}
	best, distance := "", max(1, most)+1
	for _, name := range names {
		if d := len(name) - len(s); d >= distance || -d >= distance {
			continue
		}
		if d := levenshtein.ComputeDistance(s, name); d < distance {
			best, distance = name, d
		}
	}
	return best
}

// oneOf lists alternatives for people: a, b or c.
func oneOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
