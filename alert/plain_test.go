package alert

import (
	"strings"
	"testing"
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
		"invalid UTF-8":                     {"a\xffb", "a\uFFFDb"},
		"private use":                       {"a\uE000b", "a\uFFFDb"},
		"empty":                             {"", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Plain(test.in); got != test.want {
				t.Errorf("Plain(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("a\x1bb\u202E\xff日")
	f.Fuzz(func(t *testing.T, s string) {
		p := Plain(s)
		if !isPlain(p) {
			t.Errorf("Plain(%q) = %q is not plain", s, p)
		}
		if Plain(p) != p {
			t.Errorf("Plain is not idempotent on %q", s)
		}
		if isPlain(s) && p != s {
			t.Errorf("Plain(%q) = %q changes plain text", s, p)
		}
		for limit := range 12 {
			c := Clip(p, limit)
			if len(c) > limit || !utf8.ValidString(c) {
				t.Errorf("Clip(%q, %d) = %q", p, limit, c)
			}
			if !strings.HasPrefix(p, strings.TrimSuffix(c, "…")) {
				t.Errorf("Clip(%q, %d) = %q is no beginning of it", p, limit, c)
			}
		}
	})
}
