package inplace

import "time"

// A Filter says which records are wanted.
type Filter struct {
	Since, Until time.Time // zero: no limit
	Timed        bool      // records without a time are faults
	Scan         func(text []byte) Scan
}

// Limited reports whether the time of a record matters.
func (f *Filter) Limited() bool { return !f.Since.IsZero() || !f.Until.IsZero() }

// Within reports whether a time is within the limits.
func (f *Filter) Within(at time.Time) bool {
	return !at.Before(f.Since) && (f.Until.IsZero() || at.Before(f.Until))
}

// A Scan looks at records in a text, as that of package history does.
type Scan interface {
	Any(at int) (wanted bool, end int)
	Text(key int) (text []byte, ok bool)
	Object(key int) bool
	Close()
}

// The members of records that a scan notes, by their number.
const (
	EventName = iota
	EventSource
	EventTime
	UserIdentity
)
