package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"trailnotify/alert"
	"trailnotify/rules"
	"trailnotify/window"
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

func tooLate(totals []window.Total) int {
	n := 0
	for _, t := range totals {
		n += t.TooLate
	}
	return n
}

// print writes a line for every rule that matched, then the totals.
func (s *summary) print(w io.Writer, set *rules.Set, totals []window.Total) {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	header := "\nRULE\tTHRESHOLD\tMATCHES\tEXCEPTED\tALERTS\n"
	for _, rule := range set.Rules() {
		i := slices.IndexFunc(totals, func(t window.Total) bool { return t.Rule == rule.Name })
		if i < 0 || totals[i].Matches+len(totals[i].Excepted) == 0 {
			continue
		}
		fmt.Fprint(columns, header)
		header = ""
		excepted := 0
		for _, n := range totals[i].Excepted {
			excepted += n
		}
		fmt.Fprintf(columns, "%s\t%d in %s\t%d\t%d\t%d\n", rule.Name, rule.Threshold,
			alert.Period(rule.Period), totals[i].Matches, excepted, s.alerts[rule.Name])
	}
	_ = columns.Flush()
	fmt.Fprintf(w, "\n%s\n", s.totals(tooLate(totals)))
}

// totals is the last line of a replay.
func (s *summary) totals(tooLate int) string {
	alerts := 0
	for _, n := range s.alerts {
		alerts += n
	}
	text := s.text() + ": " + plural(alerts, "alert")
	if tooLate > 0 {
		text += fmt.Sprintf(", %d matches too late to count (more than %s behind the newest: without --as-delivered they count)", tooLate, alert.Period(closeAfter))
	}
	return text + fmt.Sprintf(" (%s, %.0f records/s)", s.took.Round(time.Millisecond), float64(s.input.Tally().Records)/max(s.took.Seconds(), 1e-3))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
