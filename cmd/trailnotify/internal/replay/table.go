package replay

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"trailnotify/alert"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// An alertPrinter prints the alerts of a replay: as JSON or on lines when they
// are found, or as a table at the end.
type alertPrinter struct {
	w      io.Writer
	json   bool
	lines  bool
	screen screen.Terminal
	alerts []alert.Alert
	byRule map[string]published
}

// published is how many messages of a rule there were, and how many a rule in
// dry-run mode only would have sent.
type published struct{ alerts, closings, dry int }

func newAlertPrinter(format string, p cli.Process) *alertPrinter {
	return &alertPrinter{w: p.Stdout, json: format == "json", screen: p.Terminal(p.Stdout), byRule: map[string]published{}}
}

func (t *alertPrinter) add(a alert.Alert) error {
	n := t.byRule[a.Rule]
	switch {
	case a.DryRun:
		n.dry++
	case a.Closing == nil:
		n.alerts++
	default:
		n.closings++
	}
	t.byRule[a.Rule] = n
	if t.json {
		_, err := fmt.Fprintf(t.w, "%s\n", screen.Escape(string(a.JSON())))
		return err
	}
	if t.lines {
		_, err := fmt.Fprintln(t.w, t.line(a))
		return err
	}
	t.alerts = append(t.alerts, a)
	return nil
}

// line shows an alert by itself, with its parts in the order of the table. As
// the alerts to come are not known, the last parts have no columns. Where the
// screen is too narrow, who, from where and what are on lines below.
func (t *alertPrinter) line(a alert.Alert) string {
	severity := t.screen.Severity(a.Severity) + strings.Repeat(" ", max(0, len("critical")-len(a.Severity)))
	head := when(a) + "  " + severity + "  " + screen.Escape(a.Rule) + "  " + count(a)
	who := screen.Escape(more(a.Actors, alert.Principal) + "  " + more(a.Sources, nil))
	what := screen.Escape(calls(a.APICalls))
	line := head + "  " + who + "  " + what
	if t.screen.Width == 0 || screen.Width(line) <= t.screen.Width {
		return line
	}
	parts := []string{head, "    " + who, "    " + what}
	for i, part := range parts {
		parts[i] = screen.Clip(part, t.screen.Width)
	}
	return strings.Join(parts, "\n")
}

// minOneLine is the narrowest screen on which an alert fits on one line.
const minOneLine = 120

// end prints the table, in the order of time. On a narrow screen an alert takes
// several lines, so that nothing of it is lost.
func (t *alertPrinter) end() error {
	if len(t.alerts) == 0 {
		return nil
	}
	slices.SortStableFunc(t.alerts, func(a, b alert.Alert) int {
		return cmp.Or(at(a).Compare(at(b)), cmp.Compare(a.Rule, b.Rule))
	})
	if t.screen.Width > 0 && t.screen.Width < minOneLine {
		return t.tall().Print(t.w)
	}
	return t.wide().Print(t.w)
}

func (t *alertPrinter) wide() *screen.Table {
	table := screen.NewTable(t.screen.Width,
		screen.Column{Title: "TIME (UTC)"},
		screen.Column{Title: "SEVERITY", Paint: t.screen.Severity},
		screen.Column{Title: "RULE"},
		screen.Column{Title: "COUNT"},
		screen.Column{Title: "WHO", Min: 10},
		screen.Column{Title: "FROM", Min: 9},
		screen.Column{Title: "WHAT", Min: 12})
	for _, a := range t.alerts {
		table.Row(when(a), a.Severity, a.Rule, count(a), more(a.Actors, alert.Principal), more(a.Sources, nil), calls(a.APICalls))
	}
	return table
}

func (t *alertPrinter) tall() *screen.Table {
	table := screen.NewTable(t.screen.Width,
		screen.Column{Title: "TIME (UTC)"},
		screen.Column{Title: "RULE, SEVERITY, COUNT", Min: 16},
		screen.Column{Title: "WHO, FROM, WHAT", Min: 12})
	for _, a := range t.alerts {
		table.TallRow([]string{when(a)},
			[]string{a.Rule, a.Severity + ", " + count(a)},
			[]string{more(a.Actors, alert.Principal), more(a.Sources, nil), calls(a.APICalls)})
	}
	return table
}

// at is the place of an alert in the order of time: that of its first match, or
// for a closing message, whose first match is that of the alert, when it is
// sent.
func at(a alert.Alert) time.Time {
	if a.Closing != nil {
		return a.Published
	}
	return a.First
}

func when(a alert.Alert) string { return at(a).Format("2006-01-02 15:04:05") }

func count(a alert.Alert) string {
	text := counts(a)
	if a.DryRun {
		text += ", dry run"
	}
	return text
}

func counts(a alert.Alert) string {
	if a.Closing != nil {
		return closing(a)
	}
	text := fmt.Sprintf("%d (threshold %d)", a.Count, a.Threshold)
	if a.AtLeast {
		text = ">=" + text
	}
	return text
}

// closing says how much came after the alerts that a closing message closes.
func closing(a alert.Alert) string {
	head := "closing"
	if n := len(a.Closing.Alerts); n > 1 {
		head = fmt.Sprintf("closing of %d", n)
	}
	n, things := a.Closing.More, "more"
	if a.Storm != nil {
		things = "more groups"
	}
	switch {
	case n.AtLeast:
		return fmt.Sprintf("%s: >=%d %s", head, n.Count, things)
	case n.Count == 0:
		return head + ": nothing more"
	default:
		return fmt.Sprintf("%s: %d %s", head, n.Count, things)
	}
}

// more shows the first of a list and how many others there are.
func more(list []string, show func(string) string) string {
	if len(list) == 0 {
		return "-"
	}
	text := list[0]
	if show != nil {
		text = show(text)
	}
	if len(list) > 1 {
		return fmt.Sprintf("%s +%d", text, len(list)-1)
	}
	return text
}

// maxCalls are named in a row; an alert has more.
const maxCalls = 4

func calls(list []alert.Counted) string {
	shown := list[:min(len(list), maxCalls)]
	parts := make([]string, 0, len(shown)+1)
	for _, c := range shown {
		part := c.Name
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
