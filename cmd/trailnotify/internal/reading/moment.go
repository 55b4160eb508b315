package reading

import (
	"errors"
	"time"
)

// A moment is a flag that holds a point in time. The zero value is none.
type moment struct{ time.Time }

func (m *moment) Type() string { return "time" }

func (m *moment) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Format(time.RFC3339)
}

// Set reads a date, a time with its zone, or a duration before now.
func (m *moment) Set(s string) error {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			m.Time = t.UTC()
			return nil
		}
	}
	if ago, err := time.ParseDuration(s); err == nil && ago > 0 {
		m.Time = time.Now().Add(-ago).UTC()
		return nil
	}
	return errors.New("want a date (2026-03-02), a time (2026-03-02T09:00:00Z) or how long ago (36h)")
}
