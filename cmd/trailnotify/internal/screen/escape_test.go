package screen_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"trailnotify/cmd/trailnotify/internal/screen"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"rules/日本語 v2.yaml":        "rules/日本語 v2.yaml",
		"全角\u3000空白":               "全角\u3000空白",
		"\x1b]0;owned\x07":         `\u001b]0;owned\u0007`,
		"a\r\nb\tc":                `a\u000d\u000ab\u0009c`,
		"\x7f":                     `\u007f`,
		"\u009b31m":                `\u009b31m`,
		"\u202egpj.exe":            `\u202egpj.exe`,
		"\u2066x\u2069":            `\u2066x\u2069`,
		"zero\u200bwidth":          `zero\u200bwidth`,
		"\u2028\u2029":             `\u2028\u2029`,
		"\U000e0041":               `\udb40\udc41`, // a tag character
		"\xff\xfe":                 `\ufffd\ufffd`,
		"\uFFFD stays":             "\uFFFD stays",
		`C:\new "quoted" \u001b`:   `C:\new "quoted" \u001b`,
		"\ue000 is private":        `\ue000 is private`,
		"👍🏽 and e\u0301 are plain": "👍🏽 and e\u0301 are plain",
	} {
		if got := screen.Escape(in); got != want {
			t.Errorf("%q became %s, want %s", in, got, want)
		}
	}
	if got, want := screen.EscapeText("a\n\tb\x1b[2J\r\n"), "a\n\tb\\u001b[2J\\u000d\n"; got != want {
		t.Errorf("text became %q, want %q", got, want)
	}
}

// What is escaped holds nothing that a terminal obeys, and a JSON text remains
// the same value.
func FuzzEscape(f *testing.F) {
	f.Add("\x1b[31m\u009b\u202e\x7f\xff")
	f.Add(`{"userAgent":"a"}`)
	f.Fuzz(func(t *testing.T, text string) {
		escaped := screen.Escape(text)
		if strings.ContainsAny(escaped, "\x1b\x7f\u009b\u202e\u2066\n\r\t\x00") || !utf8.ValidString(escaped) {
			t.Errorf("%q became %q", text, escaped)
		}
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var before, after string
		if err := json.Unmarshal(encoded, &before); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(screen.Escape(string(encoded))), &after); err != nil || before != after {
			t.Errorf("%s became %q (%v), want %q", encoded, after, err, before)
		}
	})
}
