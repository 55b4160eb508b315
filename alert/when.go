package alert

import (
	"fmt"
	"strings"
	"time"

	"trailnotify/alert/words"
)

func (a Alert) when(r Reader) string {
	w := r.words()
	var parts []string
	if !a.First.IsZero() {
		parts = append(parts, a.times(r))
	}
	if a.LateSeconds > 0 {
		parts = append(parts, fmt.Sprintf(w.Late, w.Duration(time.Duration(a.LateSeconds)*time.Second)))
	}
	if a.Overtaken {
		parts = append(parts, w.Overtaken)
	}
	return strings.Join(parts, w.Comma)
}

// times are the first and the last match, in UTC and the reader's time zone.
func (a Alert) times(r Reader) string {
	w := r.words()
	first := span(w, a.First, a.Last, time.UTC)
	if r.Zone == nil || r.Zone.String() == "UTC" {
		return first
	}
	second := span(w, a.First, a.Last, r.Zone)
	if w.LocalFirst {
		first, second = second, first
	}
	return fmt.Sprintf(w.Named, first, second)
}

// span writes two times, the second without its date when that is the same.
func span(w *words.Words, from, to time.Time, zone *time.Location) string {
	const day, clock = "2006-01-02", "15:04:05"
	from, to = from.In(zone), to.In(zone)
	name := " " + to.Format("MST")
	switch {
	case from.Equal(to):
		return from.Format(day+" "+clock) + name
	case from.Format(day) == to.Format(day):
		return fmt.Sprintf(w.To, from.Format(day+" "+clock), to.Format(clock)) + name
	default:
		return fmt.Sprintf(w.To, from.Format(day+" "+clock), to.Format(day+" "+clock)) + name
	}
}
