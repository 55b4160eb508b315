// Package fault says what is wrong with a text and where: the place, an excerpt
// with carets below the fault, and what was probably meant. The errors of
// patterns, rule files and settings are made of these parts, so that they all
// look alike.
//
// Everything shown is untrusted. What these functions return is safe to print
// on a terminal: it has no control characters and nothing that changes the
// direction of the text.
package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Place is a position in a text, in lines and characters from 1. The zero
// Place is the text as a whole.
type Place struct{ Line, Column int }

// At returns the place of a byte of the text. An offset beyond the text is its
// end.
func At(text string, offset int) Place {
	before := text[:min(offset, len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return Place{1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[start:])}
}

// Printable replaces by a blank every character that could move the cursor of a
// terminal or hide text: control characters, marks of direction, and bytes that
// are not UTF-8. The number of characters stays the same.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}

// maxQuoted is how many characters of a value Quote shows.
const maxQuoted = 40

// Quote shows a value on one short line: between double quotes, with escapes
// where needed, or between backquotes if the value has double quotes itself.
func Quote(s string) string {
	s = Clip(s, maxQuoted)
	if strings.ContainsRune(s, '"') && !strings.ContainsRune(s, '`') && Printable(s) == s {
		return "`" + s + "`"
	}
	return fmt.Sprintf("%q", s)
}

// Clip cuts s to at most n characters and marks the cut with an ellipsis.
func Clip(s string, n int) string {
	count := 0
	for i := range s {
		if count == n {
			return s[:i] + "…"
		}
		count++
	}
	return s
}

// OneOf lists alternatives for people: a, b or c.
func OneOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// Cause returns the text of an error without the path of the file, for messages
// that name the file already.
func Cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}
