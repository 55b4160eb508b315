package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"trailnotify/alert"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/rules"
	"trailnotify/window/memory"
)

// A summary says at the end of a replay what became of the input.
type summary struct {
	*reading
	alerts map[string]int // by rule
}

func (s *summary) alerted(a alert.Alert) {
	if s.alerts == nil {
		s.alerts = map[string]int{}
	}
	s.alerts[a.Rule]++
}

func tooLate(totals []memory.Total) int {
	n := 0
	for _, t := range totals {
		n += t.TooLate
	}
	return n
}

// print writes a row for every rule that matched, then the totals.
func (s *summary) print(w io.Writer, to terminal, set *rules.Set, totals []memory.Total) error {
	table := screen.NewTable(to.width,
		screen.Column{Title: "RULE", Min: 16},
		screen.Column{Title: "THRESHOLD"},
		screen.Column{Title: "MATCHES", Right: true},
		screen.Column{Title: "EXCEPTED", Right: true},
		screen.Column{Title: "ALERTS", Right: true})
	for _, rule := range set.Rules() {
		i := slices.IndexFunc(totals, func(t memory.Total) bool { return t.Rule == rule.Name })
		if i < 0 || totals[i].Matches+len(totals[i].Excepted) == 0 {
			continue
		}
		excepted := 0
		for _, n := range totals[i].Excepted {
			excepted += n
		}
		table.Row(rule.Name, fmt.Sprintf("%d in %s", rule.Threshold, rules.Duration(rule.Period)),
			strconv.Itoa(totals[i].Matches), strconv.Itoa(excepted), strconv.Itoa(s.alerts[rule.Name]))
	}
	var b strings.Builder
	if table.Rows() > 0 {
		b.WriteString("\n")
		if err := table.Print(&b); err != nil {
			return err
		}
	}
	fmt.Fprintf(&b, "\n%s\n", screen.Wrap(s.totals(tooLate(totals)), to.width))
	_, err := io.WriteString(w, b.String())
	return err
}

// totals is the last line of a replay.
func (s *summary) totals(tooLate int) string {
	alerts := 0
	for _, n := range s.alerts {
		alerts += n
	}
	text := s.text() + ": " + plural(alerts, "alert")
	if tooLate > 0 {
		text += fmt.Sprintf(", %d matches too late to count (more than %s behind the newest: without --as-delivered they count)", tooLate, rules.Duration(closeAfter))
	}
	return text + fmt.Sprintf(" (%s, %.0f records/s)", s.took.Round(time.Millisecond), float64(s.input.Tally().Records)/max(s.took.Seconds(), 1e-3))
}

var plural = screen.Plural
