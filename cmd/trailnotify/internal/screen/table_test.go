package screen_test

import (
	"strings"
	"testing"

	"trailnotify/cmd/trailnotify/internal/screen"
)

func printed(t *testing.T, table *screen.Table) string {
	t.Helper()
	var b strings.Builder
	if err := table.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// history is a table of two columns that shrink and two that do not.
func history(width int) *screen.Table {
	t := screen.NewTable(width,
		screen.Column{Title: "RULE", Min: 8},
		screen.Column{Title: "COUNT", Right: true},
		screen.Column{Title: "WHO", Min: 6},
		screen.Column{Title: "ON"})
	t.Row("UnauthorizedAPICalls", "11", "user/日本語の名前", "yes")
	t.Row("Root", "1", "root", "no")
	return t
}

func TestTable_IsAsWideAsItNeedsWithoutAScreen(t *testing.T) {
	const want = `
RULE                  COUNT  WHO                ON
UnauthorizedAPICalls     11  user/日本語の名前  yes
Root                      1  root               no
`
	if got := printed(t, history(0)); got != want[1:] {
		t.Errorf("got\n%s", got)
	}
}

func TestTable_ShrinksToTheScreen(t *testing.T) {
	for width := 20; width <= 60; width++ {
		for line := range strings.Lines(printed(t, history(width))) {
			if got := screen.Width(strings.TrimRight(line, "\n")); got > width {
				t.Errorf("%d columns on a screen of %d: %s", got, width, line)
			}
		}
	}
	const want = `
RULE            COUNT  WHO             ON
UnauthorizedA…     11  user/日本語の…  yes
Root                1  root            no
`
	if got := printed(t, history(42)); got != want[1:] {
		t.Errorf("at 42 columns\n%s", got)
	}
}

func TestTable_EscapesAndPaints(t *testing.T) {
	table := screen.NewTable(0,
		screen.Column{Title: "FILE"},
		screen.Column{Title: "SEVERITY", Paint: func(cell string) string { return "\x1b[31m" + cell + "\x1b[0m" }},
		screen.Column{Title: "N"})
	table.Row("a\x1b[2J\u202eb", "high", "1")
	table.Row("two\nlines", "low", "2")
	table.TallRow([]string{"two", "lines\n"}, []string{"low"}, []string{"3"})
	const want = "FILE               SEVERITY  N\n" +
		"a\\u001b[2J\\u202eb  \x1b[31mhigh\x1b[0m      1\n" +
		"two\\u000alines     \x1b[31mlow\x1b[0m       2\n" +
		"two                \x1b[31mlow\x1b[0m       3\n" +
		"lines\\u000a\n"
	if got := printed(t, table); got != want {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
}

func TestClip(t *testing.T) {
	for _, test := range []struct {
		line  string
		width int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"日本語", 6, "日本語"},
		{"日本語", 5, "日本…"},
		{"日本語", 4, "日…"},
		{"", 3, ""},
	} {
		if got := screen.Clip(test.line, test.width); got != test.want {
			t.Errorf("%q in %d columns: %q, want %q", test.line, test.width, got, test.want)
		}
	}
}

func TestWrap_BreaksBetweenWords(t *testing.T) {
	const line = "2636 records from 88 files: 7 alerts"
	if got := screen.Wrap(line, 0); got != line {
		t.Errorf("without a limit: %q", got)
	}
	for width := 8; width < 40; width++ {
		got := screen.Wrap(line, width)
		if strings.Join(strings.Fields(got), " ") != line {
			t.Errorf("%d columns: words are lost or broken: %q", width, got)
		}
		for part := range strings.SplitSeq(got, "\n") {
			if screen.Width(part) > width {
				t.Errorf("%q is wider than %d", part, width)
			}
		}
	}
}
