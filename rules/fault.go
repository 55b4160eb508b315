package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"trailnotify/internal/fault"
)

// A Fault is one thing wrong with a rule file or an environment variable.
type Fault struct {
	File    string // "" for an environment variable
	Line    int    // from 1; 0 where the fault has no place in the file
	Column  int    // from 1, in characters
	Subject string // the key, the variable, or what else is at fault
	Problem string // what was found and what was expected
	Nearest string // what was probably meant, "" when nothing is near

	line   string // the source line, "" for none
	length int    // characters at fault
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
		cut, carets := fault.Excerpt(f.line, f.Column, f.length)
		fmt.Fprintf(&b, "\n    %s\n    %s", cut, carets)
	}
	return b.String()
}

// Faults are all that is wrong, in the order of files, lines and columns.
type Faults []*Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.As each fault.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, one := range f {
		errs[i] = one
	}
	return errs
}

// faultsOf takes the error of a function of this package apart.
func faultsOf(err error) Faults {
	var faults Faults
	var one *Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &faults):
		return faults
	case errors.As(err, &one):
		return Faults{one}
	default:
		return Faults{{Problem: err.Error()}}
	}
}

// asError returns nil if there is no fault.
func (f Faults) asError() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return f
}
