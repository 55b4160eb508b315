package window

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"trailnotify/window/set"
)

// The limits of a rule. They follow from the 400 KB that one stored window may
// have, see [Rule.Validate].
const (
	MaxThreshold         = 5000               // of a rule that counts records
	MaxDistinctThreshold = 2000               // of a rule that counts different values
	MinPeriod            = time.Minute        // periods are whole minutes
	MaxPeriod            = 24 * time.Hour     //
	MaxQuiet             = 7 * 24 * time.Hour //
	MaxStorm             = 1000               // groups in a window
	maxName              = 255                // bytes
)

// Rule is what counting needs to know of a rule. It must not change while a
// [Counter] uses it.
type Rule struct {
	Name      string        // tells the rule from all others; no '#'
	Threshold int           // matches within one period that make a crossing
	Period    time.Duration // whole minutes
	Quiet     time.Duration // silence after an alert, rounded up to whole periods; 0: an alert for each Threshold new matches
	By        []string      // sources of the selectors that group; none: one count
	Distinct  string        // source of the selector whose values are counted; "": records are counted
	Ceiling   int           // threshold of the same rule counted without By; 0: no ceiling
	Storm     int           // groups of one window that are alerted by name; 0: all of them
	Closing   ClosingPolicy // whether a message closes each of its alerts
}

// Validate reports everything that is wrong with the rule, joined into one
// error. A rule that it accepts always fits into one stored window per group
// and period, however many matches come.
func (r *Rule) Validate() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if r.Name == "" || len(r.Name) > maxName || strings.Contains(r.Name, "#") {
		fault("name %q: want 1 to %d bytes without '#'", r.Name, maxName)
	}
	highest := r.maxThreshold()
	if r.Threshold < 1 || r.Threshold > highest {
		fault("threshold %d: want 1 to %d", r.Threshold, highest)
	}
	if r.Period < MinPeriod || r.Period > MaxPeriod || r.Period%time.Minute != 0 {
		fault("period %v: want whole minutes from %v to %v", r.Period, MinPeriod, MaxPeriod)
	}
	if r.Quiet < 0 || r.Quiet > MaxQuiet {
		fault("quiet %v: want 0 to %v", r.Quiet, MaxQuiet)
	}
	if r.Ceiling != 0 && (r.Ceiling < r.Threshold || r.Ceiling > highest) {
		fault("ceiling %d: want 0, or from the threshold %d to %d", r.Ceiling, r.Threshold, highest)
	}
	if r.Storm < 0 || r.Storm > MaxStorm {
		fault("storm %d: want 0 to %d", r.Storm, MaxStorm)
	}
	if r.Closing > ClosingOff {
		fault("closing %d: want one of the policies, 0 to %d", r.Closing, ClosingOff)
	}
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("rule %q: %w", r.Name, errors.Join(errs...))
}

func (r *Rule) maxThreshold() int {
	if r.Distinct != "" {
		return MaxDistinctThreshold
	}
	return MaxThreshold
}

// Key is the key under which the group g of the rule is stored:
// name # hash of period, by and distinct # group. The hash makes a rule whose
// counts would mean something else start afresh.
func (r *Rule) Key(g Group) string {
	return r.Prefix() + g.Key()
}

// Prefix is what the keys of all groups of the rule begin with.
func (r *Rule) Prefix() string {
	h := sha256.New()
	add := func(s string) {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(s))))
		h.Write([]byte(s))
	}
	add(fmt.Sprint(r.period()))
	add(fmt.Sprint(len(r.By)))
	for _, s := range r.By {
		add(s)
	}
	add(r.Distinct)
	return r.Name + "#" + base64.RawURLEncoding.EncodeToString(h.Sum(nil))[:11] + "#"
}

// Terms are what decides whether a window of the rule is due, with the
// threshold of its groups or of its ceiling.
func (r *Rule) Terms(threshold int) set.Terms {
	return set.Terms{Threshold: threshold, Period: r.period(), Reach: r.reach()}
}

// period and reach are in seconds; an alert for window j spends the windows
// that start at j to j+reach.
func (r *Rule) period() int64 { return int64(r.Period / time.Second) }

func (r *Rule) reach() int64 {
	windows := (r.Quiet + r.Period - 1) / r.Period
	return int64(windows) * r.period()
}
