package cloudtrail

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrTooLarge is the cause of a PayloadError when a payload opens to more than
// 64 MiB.
var ErrTooLarge = errors.New("more than 64 MiB when decompressed")

// ShapeError reports that data is well formed but of a shape that this package
// doesn't know. Its text names what is accepted.
type ShapeError struct {
	Found string
}

func (e *ShapeError) Error() string {
	return "unknown payload: " + e.Found + "; accepted is what a CloudWatch Logs subscription sends: " +
		"base64 of gzip of a JSON object with messageType DATA_MESSAGE (and logEvents) or CONTROL_MESSAGE"
}

// PayloadError reports that a payload can't be decoded: its base64, gzip or JSON
// is broken, or it is too large. Delivering it again won't help.
type PayloadError struct {
	Doing string // "decoding base64", "decompressing" or "parsing"
	Err   error
}

func (e *PayloadError) Error() string { return e.Doing + " payload: " + e.Err.Error() }

// Unwrap returns Err.
func (e *PayloadError) Unwrap() error { return e.Err }

// broken is the error of a payload whose JSON is broken at a place.
func broken(at int, err error) error {
	return &PayloadError{"parsing", fmt.Errorf("byte %d: %w", at, err)}
}

// Fault is a record or a file that could not be read. It is reported and
// skipped; the rest is read.
type Fault struct {
	Place Place
	Err   error // what is wrong
	// Excerpt shows the text at fault: at most 60 characters, nothing that a
	// terminal would obey. It is empty where there is nothing to show, and for
	// the log events of a payload, whose content must not reach the
	// function's log.
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

// Excerpt returns the first characters of b. Those that are not printable
// (controls, bidirectional marks, invalid UTF-8) are replaced by a dot.
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
