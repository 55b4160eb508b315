package cloudtrail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fault is a record or a file that could not be read. It is reported and skipped; the rest goes on.
type Fault struct {
	Place Place
	Err   error // what is wrong
	// Excerpt shows the text at fault: at most 60 characters, nothing that a terminal would obey. It is empty where there
	// is nothing to show, and for the log events of a payload, whose content does not belong into a function's log.
	Excerpt string
}

// Error returns "place: what is wrong: excerpt".
func (f *Fault) Error() string {
	s := f.Place.String() + ": " + f.Err.Error()
	if f.Excerpt != "" {
		s += ": " + f.Excerpt
	}
	return s
}

// Unwrap returns Err.
func (f *Fault) Unwrap() error { return f.Err }

// ExcerptLen is how many characters an excerpt has at most.
const ExcerptLen = 60

// Excerpt returns the first characters of b, each that is not printable (controls, bidirectional marks, bytes that are no
// UTF-8) replaced by a dot.
func Excerpt(b []byte) string {
	b = b[:min(len(b), ExcerptLen*utf8.UTFMax)]
	var s strings.Builder
	for n := 0; len(b) > 0 && n < ExcerptLen; n++ {
		r, size := utf8.DecodeRune(b)
		if b = b[size:]; !unicode.IsPrint(r) || r == utf8.RuneError {
			r = '.'
		}
		s.WriteRune(r)
	}
	return strings.TrimSpace(s.String())
}
