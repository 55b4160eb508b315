// Package plain makes untrusted text safe to show.
package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// replacement takes the place of a character that must not reach a reader.
const replacement = '\uFFFD'

// Text makes untrusted text safe to show in one line of plain text. It keeps
// what can be seen: letters, marks, numbers, punctuation and symbols. Every
// other kind of blank becomes a space. Everything else becomes U+FFFD: control
// characters, line and paragraph separators, format characters (among them the
// bidirectional overrides), characters that are shown as nothing at all,
// private use, code points that Unicode has not assigned, noncharacters and
// invalid UTF-8. XML 1.0 and SQS take the result. Text(Text(s)) == Text(s).
func Text(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(plainRune, s) // an invalid byte ranges as utf8.RuneError, which is the replacement
}

// All makes every text of a list plain.
func All(list []string) []string {
	var all []string
	for _, s := range list {
		all = append(all, Text(s))
	}
	return all
}

func isPlain(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return plainRune(r) != r }) < 0
}

// plainRune returns what replaces a character in plain text.
func plainRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf: // most text
		if r < ' ' || r == 0x7f {
			return replacement
		}
		return r
	case unicode.Is(unicode.Zs, r) || r == brailleBlank:
		return ' '
	case !unicode.IsPrint(r) || isIgnorable(r):
		return replacement
	default:
		return r
	}
}

// brailleBlank is a symbol by its category and a blank to the eye.
const brailleBlank = '\u2800'

// isIgnorable reports whether a printable character is shown as nothing. With
// the format characters, which are not printable, these are all characters with
// the property Default_Ignorable_Code_Point.
func isIgnorable(r rune) bool {
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Clip cuts s to at most max bytes between two characters. The ellipsis that it
// ends in counts. A max below the three bytes of the ellipsis gives "".
func Clip(s string, max int) string {
	const ellipsis = "…"
	if len(s) <= max {
		return s
	}
	cut := max - len(ellipsis)
	if cut < 0 {
		return ""
	}
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + ellipsis
}

// ClipMiddle cuts s in the middle, to at most max bytes between characters, so
// that both of its ends stay: what tells names apart is mostly at the end. A
// max below the three bytes of the ellipsis gives "".
func ClipMiddle(s string, max int) string {
	if len(s) <= max {
		return s
	}
	if max < len("…") {
		return ""
	}
	end := len(s) - (max-len("…"))/2
	for end < len(s) && !utf8.RuneStart(s[end]) {
		end++
	}
	return Clip(s, max-(len(s)-end)) + s[end:]
}
