package rules

import (
	"strings"
	"time"

	"trailnotify/pattern"
	"trailnotify/rules/group"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/title"
	"trailnotify/rules/where"
)

// A Rule is a metric filter and its alarm in one. A Rule of a [Set] is shared
// and must not be changed.
type Rule struct {
	Name        string // unique in its set: UnauthorizedAPICalls
	Setting     string // its name in settings, unique in its set: unauthorized_api_call
	Description string // one line for people, "" when the file has none

	// Title says what happened, with fields. "": the alert says what the
	// gravest call did.
	Title title.Template

	// Pattern decides which records match. It is nil in a rule that waits for
	// its home regions and is therefore off; Source holds the text as the rule
	// file has it, with its placeholder.
	Pattern *pattern.Pattern
	Source  string
	Except  []Exception // any of these takes a matching record out

	// Condition has to hold as well for a record that Pattern matches; nil:
	// there is none.
	Condition *where.Condition

	By        group.By          // one count for each group that its parts make; empty: one count
	Distinct  *pattern.Selector // count different values of this, not records; nil: records
	Threshold int               // matches that raise an alert, at least 1
	Period    time.Duration     // whole minutes, from 1 minute to 1 day
	Quiet     time.Duration     // silence after an alert, 0 to 7 days
	Ceiling   int               // threshold of the count without By; 0: none
	Storm     int               // most groups alerted by name in one window; 0 without By
	Closing   Closing           // when a message follows an alert at the end of its quiet time

	Severity  Severity
	Reference []string // what the rule implements: CloudWatch.2, CIS 3.1, T1526
	Runbook   string   // the runbook's address, "" if there is none

	// RunbookText are the lines of the runbook: what the alert means, innocent
	// causes, what to look at first, how to undo it.
	RunbookText []string
	Enabled     bool
	Mode        Mode // whether what the rule has to say is sent

	// Origin says where each setting comes from: "rule file set/rule.yaml:12",
	// the environment variable, or "default". Its keys are those of the rule
	// file, and home_regions in a rule that knows its home regions. That of
	// except names every file: "rule file
	// set/rule.yaml:12 and exceptions file own/scanner.yaml:1".
	Origin map[string]string

	builtin         bool              // its file is part of the program
	wanted          bool              // not switched off; Enabled also needs a pattern
	ceiling         int               // as the rule file has it; unset below 0
	file            string            // the rule file
	source          []byte            // its text, for Examples
	exceptionsFiles []*exceptionsFile // what other files added to Except
}

// An Exception takes a record that matches out of its rule. What it takes out
// is counted apart and reported.
type Exception struct {
	Name    string // unique in its rule
	Pattern *pattern.Pattern
	// Condition has to hold as well for a record that Pattern matches; nil:
	// there is none.
	Condition *where.Condition
	Reason    string    // why nothing is lost, "" when the file does not say
	Until     time.Time // a record that counts at this time or later is not taken out; zero: no end
	File      string    // where the exception is written, "" in a built-in rule
	Line      int       // in the file, from 1; 0 in a built-in rule
}

// Severity says how soon somebody should look.
type Severity uint8

// The severities, the least urgent first. A rule that names none is Medium.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

// String returns the name that rule files and alerts use.
func (s Severity) String() string {
	if int(s) >= len(form.Severities) {
		return "unknown"
	}
	return form.Severities[s]
}

// Closing says when a closing message follows an alert of a rule, once its
// quiet time has ended.
type Closing uint8

// The values of closing. A rule that names none has ClosingSurplus.
const (
	ClosingSurplus Closing = iota // when more matches came than the alert told
	ClosingAlways                 // after every alert
	ClosingOff                    // never
)

// String returns the name that rule files use.
func (c Closing) String() string {
	if int(c) >= len(form.Closings) {
		return "unknown"
	}
	return form.Closings[c]
}

// Mode says whether the messages of a rule are sent.
type Mode uint8

// The modes. A rule that names none is Live.
const (
	Live   Mode = iota
	DryRun      // it counts as always, and its messages go to the log alone
)

// String returns the value that rule files use.
func (m Mode) String() string {
	if int(m) >= len(form.Modes) {
		return "unknown"
	}
	return form.Modes[m]
}

// The limits of a rule. Those of threshold and storm come from what a window
// of the table can hold.
const (
	MaxThreshold         = form.MaxThreshold // of a rule that counts records
	MaxDistinctThreshold = 2000              // of a rule that counts different values
	MaxStorm             = form.MaxStorm
	MinPeriod            = time.Minute
	MaxPeriod            = 24 * time.Hour
	MaxQuiet             = 7 * 24 * time.Hour
)

// What a rule file need not say.
const (
	defaultPeriod        = 5 * time.Minute
	defaultSeverity      = Medium
	defaultStorm         = 20
	defaultCeilingFactor = 20
)

// maxThreshold is the largest threshold that the rule's counts can reach.
func (r *Rule) maxThreshold() int {
	if r.Distinct != nil {
		return MaxDistinctThreshold
	}
	return MaxThreshold
}

// settle derives what depends on the threshold, which the environment may have
// changed. At threshold 1 every group rings by itself, so that a count without
// groups has nothing to add; above it, the ceiling is never below the
// threshold.
func (r *Rule) settle() {
	switch {
	case len(r.By) == 0 || r.ceiling == 0:
		r.Ceiling = 0
	case r.ceiling > 0:
		r.Ceiling = max(r.ceiling, r.Threshold)
	case r.Threshold > 1:
		r.Ceiling = min(defaultCeilingFactor*r.Threshold, r.maxThreshold())
	default:
		r.Ceiling = 0
	}
}

// clone copies what an override may change. What else the rule holds is shared
// and never changed in place.
func (r *Rule) clone() *Rule {
	c := *r
	c.Origin = make(map[string]string, len(r.Origin))
	for key, origin := range r.Origin {
		c.Origin[key] = origin
	}
	return &c
}

// Where returns the line of a key in the rule file: that of the name if the
// file does not have the key. file is "" for a built-in rule, whose file nobody
// has.
func (r *Rule) Where(key string) (file string, line int) {
	if r.builtin {
		return "", 0
	}
	return r.file, r.place(key).Line
}

// Duration writes a length of time as rule files do, without zeros at its end:
// 5m, 1h30m, 0.
func Duration(d time.Duration) string {
	if d == 0 {
		return "0"
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
