package set

import (
	"slices"
	"time"
)

// Lease is the right to do something that others must not do at the same time.
type Lease struct {
	Token      string // of the holder
	Now, Until time.Time
}

// Register is what was said of one rule and group.
type Register struct {
	Alerted []int64 // windows that were alerted
	// Muted and DryRun are those of them whose alerts were not sent.
	Muted, DryRun []int64
	// Open has the alerts that are not closed, by the first window that each of
	// them covers.
	Open map[int64]Open
}

// Fate is what became of an alert. Whichever it is, the alert spends.
type Fate uint8

// The fates.
const (
	Sent   Fate = iota // it was accepted
	Muted              // somebody had muted it
	DryRun             // its rule only tries what it would send
)

// Fate is what became of the alert of a window.
func (r Register) Fate(start int64) Fate {
	switch {
	case slices.Contains(r.Muted, start):
		return Muted
	case slices.Contains(r.DryRun, start):
		return DryRun
	default:
		return Sent
	}
}

// Open is an alert that is not closed yet.
type Open struct {
	Told    int   // different identities in the windows that it covers
	Covered int64 // the last window that it covers
	Quiet   int64 // the last window of its quiet time
}

// Range returns the first and the last window that the alert of window start
// answers for: those that it spends. What a newer alert spends belongs to that
// one, so no match is in the ranges of two alerts.
func (o Open) Range(start int64, alerted []int64, period int64) (from, to int64) {
	to = o.Quiet
	if next, ok := Published(nil).With(alerted...).After(o.Covered); ok {
		to = min(to, next-period)
	}
	return start, max(to, o.Covered)
}

// Reminder asks for a look at an alert when its quiet time has ended. It is
// written before the alert is sent. Due, Key and Start are its identity: all
// attempts to send one alert write the same reminder.
type Reminder struct {
	Due      int64  // when to look, in seconds since 1970
	Key      string // of the rule and group
	Start    int64  // the first window that the alert covers
	Kind     uint8  // of the group
	Value    string // of the group, in full
	Capacity int    // identities that a window takes
	Token    string // of the last attempt to send the alert
	Put      int64  // when that attempt wrote the reminder
}

const (
	// arrival is how late a record may be and still be told of.
	arrival = 15 * 60
	// patience is how long after the last attempt to send an alert it is
	// certain that nobody will record it any more.
	patience = 24 * 60 * 60
)

// LookAt is when the alert of a window is to be looked at: when its quiet time
// has ended and late records are in. It takes two covered windows for granted,
// so that it is the same for all attempts to send the alert.
func (t Terms) LookAt(start int64) int64 { return start + t.Reach + 2*t.Period + arrival }

// Step is what is to be done about a reminder.
type Step uint8

// The steps.
const (
	Wait    Step = iota // for the alert to be recorded
	Settled             // it was closed, or a storm alert stands for it
	Unsent              // it was never sent
	Close               // it is to be closed
)

// Next decides about a reminder by the register, which was read after the
// reminder was leased.
func (r Reminder) Next(reg Register, now int64) Step {
	if _, open := reg.Open[r.Start]; open {
		return Close
	}
	for _, w := range reg.Alerted {
		if w == r.Start {
			return Settled
		}
	}
	if now-r.Put < patience {
		return Wait
	}
	return Unsent
}

// Stale returns open alerts that will not be closed any more, at most limit of
// them, the oldest first: those whose quiet time ended before a time, and of
// all others as many as there are too many. Nobody has looked at them for long.
func (r Register) Stale(before int64, keep, limit int) []int64 {
	var starts Published
	for start := range r.Open {
		starts = append(starts, start)
	}
	starts = starts.With()
	var stale []int64
	for i, start := range starts {
		if r.Open[start].Quiet < before || len(starts)-i > keep {
			stale = append(stale, start)
		}
	}
	return stale[:min(len(stale), limit)]
}
