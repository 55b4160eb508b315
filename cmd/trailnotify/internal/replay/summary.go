package replay

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"trailnotify/cmd/trailnotify/internal/replaying"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/rules"
	"trailnotify/window/memory"
)

// A summary says at the end of a replay what became of the input.
type summary struct {
	*replaying.Replay
	published map[string]published // by rule
}

// print writes a row for every rule that matched, then the totals.
func (s *summary) print(w io.Writer, to screen.Terminal) error {
	totals := s.Totals()
	var b strings.Builder
	if table := s.table(to, totals); table.Rows() > 0 {
		b.WriteString("\n")
		if err := table.Print(&b); err != nil {
			return err
		}
	}
	fmt.Fprintf(&b, "\n%s\n", screen.Wrap(s.totals(totals), to.Width))
	_, err := io.WriteString(w, b.String())
	return err
}

// table has a row for every rule that matched.
func (s *summary) table(to screen.Terminal, totals []memory.Total) *screen.Table {
	table := screen.NewTable(to.Width,
		screen.Column{Title: "RULE", Min: 16},
		screen.Column{Title: "THRESHOLD"},
		screen.Column{Title: "MATCHES", Right: true},
		screen.Column{Title: "EXCEPTED", Right: true},
		screen.Column{Title: "ALERTS", Right: true},
		screen.Column{Title: "CLOSINGS", Right: true})
	for _, rule := range s.Rules.Rules() {
		i := slices.IndexFunc(totals, func(t memory.Total) bool { return t.Rule == rule.Name })
		if i < 0 || totals[i].Matches+len(totals[i].Excepted) == 0 {
			continue
		}
		n := s.published[rule.Name]
		table.Row(rule.Name, fmt.Sprintf("%d in %s", rule.Threshold, rules.Duration(rule.Period)),
			strconv.Itoa(totals[i].Matches), strconv.Itoa(sum(totals[i].Excepted)), n.alertsText(), strconv.Itoa(n.closings))
	}
	return table
}

// totals is the last line of a replay.
func (s *summary) totals(totals []memory.Total) string {
	tooLate := 0
	for _, t := range totals {
		tooLate += t.TooLate
	}
	var n published
	for _, of := range s.published {
		n.alerts += of.alerts
		n.closings += of.closings
		n.dry += of.dry
	}
	text := s.Text() + ": " + screen.Plural(n.alerts, "alert")
	if n.closings > 0 {
		text += " and " + screen.Plural(n.closings, "closing message")
	}
	if n.dry > 0 {
		text += ", " + screen.Plural(n.dry, "message") + " of rules in dry-run mode"
	}
	if tooLate > 0 {
		text += fmt.Sprintf(", %d matches too late to count (more than %s behind the newest: without --as-delivered they count)", tooLate, rules.Duration(replaying.CloseAfter))
	}
	return text + " (" + s.Pace() + ")"
}

// alertsText says how many alerts there were. Of a rule in dry-run mode there
// are none.
func (n published) alertsText() string {
	if n.dry > 0 && n.alerts == 0 {
		return "dry run"
	}
	return strconv.Itoa(n.alerts)
}

// sum adds up what was counted by name.
func sum(counts map[string]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}
