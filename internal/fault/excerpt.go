package fault

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// The columns of a long line that are kept before and after the start of the
// fault.
const (
	excerptBefore = 60
	excerptAfter  = 40
)

// Excerpt cuts a line to the neighbourhood of a fault and returns it with a
// second line that has carets below the fault. The fault begins at a column,
// counted in characters from 1, and is a number of characters long. The carets
// fit the display: a Japanese character takes two columns of a terminal, a
// combining mark takes none.
func Excerpt(line string, column, length int) (cut, carets string) {
	line = Printable(line)
	start := byteOf(line, column-1)
	before, lead := lastColumns(line[:start], excerptBefore)
	after, tail := firstColumns(line[start:], excerptAfter)
	marked := after[:byteOf(after, length)]
	indent := Width(lead + before)
	return lead + before + after + tail,
		strings.Repeat(" ", indent) + strings.Repeat("^", max(1, Width(marked)))
}

// ExcerptAt is [Excerpt] for a fault at a byte offset of a text of several
// lines.
func ExcerptAt(text string, offset, length int) (cut, carets string) {
	offset = min(offset, len(text))
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return Excerpt(line, At(text, offset).Column, length)
}

// columnsOf knows the width of a character. It does not look at the locale, so
// that a message is the same everywhere.
var columnsOf = &runewidth.Condition{}

// Width returns how many columns of a terminal s takes, character by character
// as terminals count.
func Width(s string) int {
	columns := 0
	for _, r := range s {
		columns += columnsOf.RuneWidth(r)
	}
	return columns
}

// byteOf returns the byte offset of the nth character of s, from 0: the end of
// s if it has fewer.
func byteOf(s string, n int) int {
	for i := range s {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(s)
}

// firstColumns cuts s behind the last character that fits into so many columns.
func firstColumns(s string, columns int) (kept, ellipsis string) {
	for i, r := range s {
		if columns -= columnsOf.RuneWidth(r); columns < 0 {
			return s[:i], "…"
		}
	}
	return s, ""
}

// lastColumns is firstColumns from the end of s.
func lastColumns(s string, columns int) (kept, ellipsis string) {
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if columns -= columnsOf.RuneWidth(r); columns < 0 {
			return s[i:], "…"
		}
		i -= size
	}
	return s, ""
}
