package plain

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"ordinary text stays":               {"arn:aws:iam::111122223333:user/日本 café", "arn:aws:iam::111122223333:user/日本 café"},
		"line break can't begin a new line": {"Mozilla\nWho root", "Mozilla\uFFFDWho root"},
		"escape can't colour a terminal":    {"\x1b[31mred", "\uFFFD[31mred"},
		"C1 control":                        {"a\u009bb", "a\uFFFDb"},
		"right-to-left override":            {"user/\u202Enimda", "user/\uFFFDnimda"},
		"isolate":                           {"a\u2066b", "a\uFFFDb"},
		"zero width space":                  {"ro\u200bot", "ro\uFFFDot"},
		"soft hyphen":                       {"ro\u00adot", "ro\uFFFDot"},
		"tag character":                     {"a\U000E0041b", "a\uFFFDb"},
		"line separator":                    {"a\u2028b", "a\uFFFDb"},
		"blank that is a letter":            {"a\u3164b", "a\uFFFDb"},
		"combining mark that can't be seen": {"ro\u034fot", "ro\uFFFDot"},
		"vowel that can't be seen":          {"a\u17b4b", "a\uFFFDb"},
		"reserved for what can't be seen":   {"a\u2065b\U000E0080c", "a\uFFFDb\uFFFDc"},
		"noncharacter":                      {"a\uFFFEb\uFFFFc\uFDD0d\U0010FFFFe", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe"},
		"not assigned":                      {"a\u0378b", "a\uFFFDb"},
		"no-break and other blanks":         {"a\u00a0b\u2003c\u3000d\u2800e\u1680f", "a b c d e f"},
		"invalid UTF-8":                     {"a\xffb", "a\uFFFDb"},
		"private use":                       {"a\uE000b", "a\uFFFDb"},
		"empty":                             {"", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Text(test.in); got != test.want {
				t.Errorf("Text(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

// defaultIgnorable is the property Default_Ignorable_Code_Point of the Unicode
// Character Database, written out here so that the test does not share tables
// with the code.
var defaultIgnorable = []struct{ first, last rune }{
	{0x00AD, 0x00AD},
	{0x034F, 0x034F},
	{0x061C, 0x061C},
	{0x115F, 0x1160},
	{0x17B4, 0x17B5},
	{0x180B, 0x180F},
	{0x200B, 0x200F},
	{0x202A, 0x202E},
	{0x2060, 0x206F},
	{0x3164, 0x3164},
	{0xFE00, 0xFE0F},
	{0xFEFF, 0xFEFF},
	{0xFFA0, 0xFFA0},
	{0xFFF0, 0xFFF8},
	{0x1BCA0, 0x1BCA3},
	{0x1D173, 0x1D17A},
	{0xE0000, 0xE0FFF},
}

func isDefaultIgnorable(r rune) bool {
	for _, ignorable := range defaultIgnorable {
		if ignorable.first <= r && r <= ignorable.last {
			return true
		}
	}
	return false
}

// sqsTakes reports whether SQS accepts a message with the character:
// #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD | #x10000-#x10FFFF.
func sqsTakes(r rune) bool {
	return r == 0x9 || r == 0xA || r == 0xD || 0x20 <= r && r <= 0xD7FF || 0xE000 <= r && r <= 0xFFFD || 0x10000 <= r && r <= 0x10FFFF
}

// Every code point either stays or becomes a blank or the replacement. What
// stays can be seen, is part of Unicode, and is taken by SQS.
func TestPlain_EveryCodePoint(t *testing.T) {
	stay := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		in := string(r)
		if !utf8.ValidRune(r) {
			continue // a surrogate, which no string can hold
		}
		got := Text(in)
		want := in
		switch {
		case r == ' ' || unicode.Is(unicode.Zs, r) || r == 0x2800:
			want = " "
		case !unicode.IsPrint(r) || isDefaultIgnorable(r):
			want = "\uFFFD"
		default:
			stay++
		}
		if got != want {
			t.Errorf("%U: %q, want %q", r, got, want)
		}
		for _, shown := range got {
			if noncharacter := shown&0xFFFE == 0xFFFE || 0xFDD0 <= shown && shown <= 0xFDEF; noncharacter || !sqsTakes(shown) {
				t.Errorf("%U: %U is left, which SQS may refuse", r, shown)
			}
		}
		if again := Text(got); again != got {
			t.Errorf("%U: %q and then %q", r, got, again)
		}
	}
	if stay < 140_000 { // of which 128,000 are letters
		t.Errorf("%d code points stay as they are", stay)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("a\x1bb\u202E\xff日")
	f.Fuzz(func(t *testing.T, s string) {
		p := Text(s)
		if !isPlain(p) {
			t.Errorf("Text(%q) = %q is not plain", s, p)
		}
		if Text(p) != p {
			t.Errorf("Text is not idempotent on %q", s)
		}
		if isPlain(s) && p != s {
			t.Errorf("Text(%q) = %q changes plain text", s, p)
		}
		for limit := range 12 {
			c := Clip(p, limit)
			if len(c) > limit || !utf8.ValidString(c) {
				t.Errorf("Clip(%q, %d) = %q", p, limit, c)
			}
			if !strings.HasPrefix(p, strings.TrimSuffix(c, "…")) {
				t.Errorf("Clip(%q, %d) = %q does not begin it", p, limit, c)
			}
		}
	})
}

func TestClipMiddle(t *testing.T) {
	for _, test := range []struct {
		in   string
		max  int
		want string
	}{
		{"abc", 3, "abc"},
		{"abcdefghij", 7, "ab…ij"},
		{"abcdefghij", 8, "abc…ij"},
		{"日本日本", 9, "日…本"},
		{"abcdef", 3, "…"},
		{"abcdef", 2, ""},
		{"", 0, ""},
	} {
		if got := ClipMiddle(test.in, test.max); got != test.want {
			t.Errorf("%q in %d: %q, want %q", test.in, test.max, got, test.want)
		}
	}
	for max := range 30 {
		if got := ClipMiddle("aé日🚨aé日🚨aé日🚨", max); len(got) > max || !utf8.ValidString(got) {
			t.Errorf("in %d: %q", max, got)
		}
	}
}
