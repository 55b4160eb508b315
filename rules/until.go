package rules

import (
	"errors"
	"fmt"
	"time"

	"trailnotify/internal/fault"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

// Ended reports whether the exception no longer takes out a record that counts
// at t. A record without a time, for which t is zero, is never counted, so for
// it no exception has ended.
func (e *Exception) Ended(t time.Time) bool {
	return !e.Until.IsZero() && !t.Before(e.Until)
}

// untilForms are the ways to write an end. A date includes the whole day.
var untilForms = []struct {
	layout string
	add    time.Duration
}{
	{time.RFC3339, 0},
	{time.DateOnly, 24 * time.Hour},
}

// firstYear is that of the earliest time that a record is believed to have.
const firstYear = 2000

var errUntil = errors.New("a date such as 2027-03-31, whose end in UTC it is, or a time such as 2027-03-31T18:00:00+09:00")

// parseUntil reads the end of an exception. Its error says what was expected.
func parseUntil(s string) (time.Time, error) {
	for _, f := range untilForms {
		if t, err := time.Parse(f.layout, s); err == nil && t.Year() >= firstYear {
			return t.Add(f.add).UTC(), nil
		}
	}
	return time.Time{}, errUntil
}

// until reads the end of an exception.
func (d *decoder) until(subject string, n yamlfile.Node) time.Time {
	before := len(d.Faults)
	s := d.Matching(subject, n, form.MaxUntil, form.Until, errUntil.Error())
	if len(d.Faults) > before {
		return time.Time{}
	}
	t, err := parseUntil(s)
	if err != nil { // it has the form, but there is no such day or hour
		d.Fail(yamlfile.PlaceOf(n), yamlfile.Length(s), subject, "found "+fault.Quote(s)+", expected "+err.Error(), "")
	}
	return t
}

// ends are the ends of the exceptions that have one, nil if none has.
func (r *Rule) ends() map[string]time.Time {
	var ends map[string]time.Time
	for _, e := range r.Except {
		if !e.Until.IsZero() {
			if ends == nil {
				ends = map[string]time.Time{}
			}
			ends[e.Name] = e.Until
		}
	}
	return ends
}

// An Ending is an exception that has an end.
type Ending struct {
	Rule      string    `json:"rule"`
	Exception string    `json:"exception"`
	Until     time.Time `json:"until"`
	Ended     bool      `json:"ended"`
}

// String says it in a sentence for people.
func (e Ending) String() string {
	verb := "ends"
	if e.Ended {
		verb = "ended"
	}
	return fmt.Sprintf("the exception %q of %s %s at %s", e.Exception, e.Rule, verb, e.Until.Format(time.RFC3339))
}

// Endings returns the exceptions that have an end, as they are at now, in the
// order of their rules. Those of rules that are off are left out.
func (s *Set) Endings(now time.Time) []Ending {
	var all []Ending
	for _, r := range s.rules {
		for _, e := range r.Except {
			if r.Enabled && !e.Until.IsZero() {
				all = append(all, Ending{r.Name, e.Name, e.Until, e.Ended(now)})
			}
		}
	}
	return all
}
