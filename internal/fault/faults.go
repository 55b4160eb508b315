package fault

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Fault is one thing wrong with a file or with a setting.
type Fault struct {
	File    string // "" for a setting that is in no file
	Place          // in the file; zero where the fault is about the whole of it
	Subject string // the key, the variable, or what else is at fault
	Problem string // what was found and what was expected
	Nearest string // what was probably meant, "" when nothing is near
	Source  string // the line of the file, "" for none
	Length  int    // characters at fault
}

// Error is the place, the problem and the nearest valid name on one line, and
// below it the line of the file with carets.
func (f *Fault) Error() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.where() + ": ")
	}
	if f.Subject != "" {
		b.WriteString(f.Subject + ": ")
	}
	b.WriteString(f.Problem)
	if f.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %s?", f.Nearest)
	}
	if f.Source != "" {
		cut, carets := Excerpt(f.Source, f.Column, f.Length)
		fmt.Fprintf(&b, "\n    %s\n    %s", cut, carets)
	}
	return b.String()
}

// where is the file, with the line and the column if they are known.
func (f *Fault) where() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
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

// FaultsOf takes an error apart that is a [Fault] or [Faults]. Any other error
// becomes a fault without a place, and nil none.
func FaultsOf(err error) Faults {
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

// AsError sorts the faults and returns them as an error, nil if there is none.
func (f Faults) AsError() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return f
}
