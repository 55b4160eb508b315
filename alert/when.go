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
	first := w.Span(a.First, a.Last, time.UTC)
	if r.Zone == nil || r.Zone.String() == "UTC" {
		return first
	}
	second := w.Span(a.First, a.Last, r.Zone)
	if w.LocalFirst {
		first, second = second, first
	}
	return fmt.Sprintf(w.Named, first, second)
}
