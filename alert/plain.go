package alert

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// replacement stands where a character was that must not reach a reader.
const replacement = '\uFFFD'

// Plain makes untrusted text safe to stand in one line of plain text: control
// characters, line and paragraph separators, format characters (among them the
// bidirectional overrides and zero-width characters that make text look like
// other text), private-use characters and invalid UTF-8 each become U+FFFD.
// Everything else stays as it is. Plain(Plain(s)) == Plain(s).
func Plain(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s { // an invalid byte ranges as utf8.RuneError, which is the replacement
		if unsafeRune(r) {
			r = replacement
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isPlain(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, unsafeRune) < 0
}

// unsafeRune tells whether r can change how the text around it is read. Cc, Cf,
// Zl, Zp, Co and Cs are the Unicode categories; U+00AD, U+200B to U+200F, U+202A
// to U+202E, U+2066 to U+2069 and the tag characters are all Cf.
func unsafeRune(r rune) bool {
	if r < utf8.RuneSelf { // most text
		return r < ' ' || r == 0x7f
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs) ||
		unicode.Is(unicode.Variation_Selector, r) || r == '\u115F' || r == '\u1160' || r == '\u3164' || r == '\uFFA0'
}

// Clip cuts s to at most max bytes, at a character and with an ellipsis that
// counts towards them. A max below the ellipsis' own three bytes gives "".
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
