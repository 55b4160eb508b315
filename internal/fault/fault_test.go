package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAt(t *testing.T) {
	const text = "ab\nログ=x\n"
	for offset, want := range map[int]Place{
		0: {1, 1}, 2: {1, 3}, 3: {2, 1}, 6: {2, 2}, 9: {2, 3}, 10: {2, 4}, 12: {3, 1}, 99: {3, 1},
	} {
		if got := At(text, offset); got != want {
			t.Errorf("byte %d is at %v, want %v", offset, got, want)
		}
	}
}

// The carets stand below the fault as a terminal shows it.
func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		name           string
		line           string
		column, length int
		cut, carets    string
	}{
		{"plain", "name: x", 7, 1, "name: x", "      ^"},
		{"Japanese before the fault", "監視の規則: perod", 8, 5, "監視の規則: perod", "            ^^^^^"},
		{"Japanese at fault", "a: 規則", 4, 2, "a: 規則", "   ^^^^"},
		{"half-width katakana", "ﾛｸﾞ: x", 6, 1, "ﾛｸﾞ: x", "     ^"},
		{"an emoji", "😀: x", 4, 1, "😀: x", "    ^"},
		{"a combining mark", "e\u0301: x", 5, 1, "e\u0301: x", "   ^"},
		{"behind the line", "name", 5, 3, "name", "    ^"},
		{"far behind the line", "name", 50, 1, "name", "    ^"},
		{"before the line", "name", 0, 0, "name", "^"},
		{"longer than the line", "name", 3, 50, "name", "  ^^"},
		{"an empty line", "", 1, 1, "", "^"},
		{"control characters", "a\x1b[2J\u202eb", 7, 1, "a [2J b", "      ^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut, carets := Excerpt(c.line, c.column, c.length)
			if cut != c.cut || carets != c.carets {
				t.Errorf("got\n%s|\n%s|\nwant\n%s|\n%s|", cut, carets, c.cut, c.carets)
			}
		})
	}
}

func TestExcerpt_CutsALongLine(t *testing.T) {
	for _, fill := range []string{"x", "ログ"} {
		line := strings.Repeat(fill, 100) + "!" + strings.Repeat(fill, 100)
		cut, carets := Excerpt(line, 100*utf8.RuneCountInString(fill)+1, 1)
		if !strings.HasPrefix(cut, "…") || !strings.HasSuffix(cut, "…") || Width(cut) > 102 || Width(cut) < 98 {
			t.Errorf("%d columns are left: %s", Width(cut), cut)
		}
		before, _, _ := strings.Cut(cut, "!")
		if want := strings.Repeat(" ", Width(before)) + "^"; carets != want {
			t.Errorf("the caret is not below the fault:\n%s\n%s", cut, carets)
		}
	}
}

func TestExcerptAt_ShowsTheLineOfTheFault(t *testing.T) {
	for offset, want := range map[int]string{0: "first\n^", 5: "first\n     ^", 6: "規則 x\n^^", 13: "規則 x\n     ^", 15: "\n^", 99: "\n^"} {
		cut, carets := ExcerptAt("first\n規則 x\n", offset, 1)
		if got := cut + "\n" + carets; got != want {
			t.Errorf("offset %d:\n%s\nwant\n%s", offset, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for s, want := range map[string]string{
		``: `""`, `a`: `"a"`, `say "hi"`: "`say \"hi\"`", "`\"": "\"`\\\"\"", "\x1b\"": `"\x1b\""`, "\u202e": `"\u202e"`,
		strings.Repeat("é", 41): `"` + strings.Repeat("é", 40) + `…"`,
	} {
		if got := Quote(s); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

func TestOneOf(t *testing.T) {
	for want, names := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := OneOf(names); got != want {
			t.Errorf("%q: %q", names, got)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"period", "threshold", "by", "StopLogging"}
	for s, want := range map[string]string{
		"perod": "period", "preiod": "period", "PERIOD": "period", "treshhold": "threshold", "stoplogging": "StopLogging", "StopLoging": "StopLogging",
		"bz": "by", "x": "", "xx": "", "": "", "runbook": "", "規則": "",
	} {
		if got := Nearest(s, names); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestCause_LeavesThePathOut(t *testing.T) {
	_, err := os.Open("/no/such/file")
	for _, err := range []error{err, fmt.Errorf("reading: %w", err)} {
		if got := Cause(err); got != fs.ErrNotExist.Error() && got != "no such file or directory" {
			t.Errorf("%v: %q", err, got)
		}
	}
	if got := Cause(errors.New("broken")); got != "broken" {
		t.Errorf("%q", got)
	}
}

// FuzzExcerpt checks that an excerpt fits a terminal and its carets the
// excerpt.
func FuzzExcerpt(f *testing.F) {
	f.Add("監視の規則: perod", 8, 5)
	f.Add(strings.Repeat("e\u0301😀\x1b", 60), 90, 1000)
	f.Add("\xff\u202e", -3, -1)
	f.Fuzz(func(t *testing.T, line string, column, length int) {
		cut, carets := Excerpt(line, column, length)
		if Printable(cut) != cut || strings.Trim(carets, " ^") != "" || !strings.HasSuffix(carets, "^") {
			t.Fatalf("%q %d %d:\n%q\n%q", line, column, length, cut, carets)
		}
		if Width(cut) > 102 || len(carets) > max(1, Width(cut)+1) {
			t.Fatalf("%q %d %d: %d columns, %d carets", line, column, length, Width(cut), len(carets))
		}
	})
}
