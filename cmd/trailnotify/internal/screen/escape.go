package screen

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Escape makes untrusted text safe to print on one line of a terminal. Every
// character that a terminal may obey, or that changes how the text around it
// reads, becomes its JSON escape: control characters (ESC and line breaks among
// them), DEL, C1 controls, bidirectional overrides and other format characters,
// separators of lines and paragraphs, private and unassigned characters. So a
// JSON text without line breaks remains the same JSON. Bytes that are not
// UTF-8 become \ufffd.
func Escape(s string) string { return escape(s, "") }

// EscapeText is Escape for text of several lines: line breaks and tabs remain.
func EscapeText(s string) string { return escape(s, "\n\t") }

func escape(s, except string) string {
	dangerous := func(r rune) bool { return !unicode.IsGraphic(r) && !strings.ContainsRune(except, r) }
	if utf8.ValidString(s) && strings.IndexFunc(s, dangerous) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			b.WriteString(`\ufffd`)
		case dangerous(r):
			writeEscape(&b, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// writeEscape writes a character as JSON does: in UTF-16.
func writeEscape(b *strings.Builder, r rune) {
	for _, unit := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(b, `\u%04x`, unit)
	}
}
