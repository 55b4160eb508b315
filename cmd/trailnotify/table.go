package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"trailnotify/alert"
)

// table prints alerts as rows while they are found, so its widths are fixed
// before the first row.
type table struct {
	w        io.Writer
	screen   terminal
	ruleName int // width of the longest rule name
	rows     int
}

func (t *table) print(a alert.Alert) {
	if t.rows == 0 {
		t.row("", "FIRST (UTC)", "SEVERITY", "RULE", "COUNT", "WHO", "FROM", "WHAT")
	}
	t.rows++
	count := fmt.Sprintf("%d of %d", a.Count, a.Threshold)
	if a.AtLeast {
		count = ">=" + count
	}
	t.row(a.Severity, a.First.Format("2006-01-02 15:04:05"), a.Severity, a.Rule, count,
		more(a.Actors, alert.Principal), more(a.Sources, nil), calls(a.APICalls))
}

// row prints one line. The last column takes what is left of the screen.
func (t *table) row(severity string, when, sev, rule, count, who, from, what string) {
	line := strings.Join([]string{
		pad(when, 19), t.screen.paint(severity, pad(sev, 8)), pad(rule, t.ruleName), pad(count, 10),
		pad(who, 30), pad(from, 20), "",
	}, "  ")
	left := len(what)
	if t.screen.width > 0 {
		used := 19 + 8 + t.ruleName + 10 + 30 + 20 + 6*2
		left = max(t.screen.width-used, 12)
	}
	fmt.Fprintln(t.w, strings.TrimRight(line+clip(what, left), " "))
}

// more shows the first of a list and how many others there are.
func more(list []string, show func(string) string) string {
	if len(list) == 0 {
		return "-"
	}
	first := list[0]
	if show != nil {
		first = show(first)
	}
	if len(list) > 1 {
		return fmt.Sprintf("%s +%d", clip(alert.Plain(first), 25), len(list)-1)
	}
	return alert.Plain(first)
}

// maxCalls are named in a row; an alert has more.
const maxCalls = 4

func calls(list []alert.Counted) string {
	shown := list[:min(len(list), maxCalls)]
	parts := make([]string, 0, len(shown)+1)
	for _, c := range shown {
		part := alert.Plain(c.Name)
		if c.Count > 1 {
			part += fmt.Sprintf(" ×%d", c.Count)
		}
		parts = append(parts, part)
	}
	if others := len(list) - len(shown); others > 0 {
		parts = append(parts, fmt.Sprintf("+%d", others))
	}
	return strings.Join(parts, ", ")
}

// pad brings text to a width of so many characters.
func pad(text string, width int) string {
	text = clip(text, width)
	return text + strings.Repeat(" ", width-utf8.RuneCountInString(text))
}

// clip cuts text to so many characters, the last of them an ellipsis.
func clip(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:max(width-1, 0)]) + "…"
}
