package alert

import (
	"fmt"
	"strings"
	"time"
)

func (a Alert) when(r Reader) string {
	w := r.words()
	var parts []string
	if !a.First.IsZero() {
		parts = append(parts, a.times(r))
	}
	if a.LateSeconds > 0 {
		parts = append(parts, fmt.Sprintf(w.late, w.duration(time.Duration(a.LateSeconds)*time.Second)))
	}
	if a.Overtaken {
		parts = append(parts, w.overtaken)
	}
	return strings.Join(parts, w.comma)
}

// times are the first and the last match, in UTC and the reader's time zone.
func (a Alert) times(r Reader) string {
	w := r.words()
	first := span(w, a.First, a.Last, time.UTC)
	if r.Zone == nil || r.Zone.String() == "UTC" {
		return first
	}
	second := span(w, a.First, a.Last, r.Zone)
	if w.localFirst {
		first, second = second, first
	}
	return fmt.Sprintf(w.named, first, second)
}

// span writes two times, the second without its date when that is the same.
func span(w *words, from, to time.Time, zone *time.Location) string {
	const day, clock = "2006-01-02", "15:04:05"
	from, to = from.In(zone), to.In(zone)
	name := " " + to.Format("MST")
	switch {
	case from.Equal(to):
		return from.Format(day+" "+clock) + name
	case from.Format(day) == to.Format(day):
		return fmt.Sprintf(w.to, from.Format(day+" "+clock), to.Format(clock)) + name
	default:
		return fmt.Sprintf(w.to, from.Format(day+" "+clock), to.Format(day+" "+clock)) + name
	}
}
