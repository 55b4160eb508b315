package detector

import (
	"time"

	"trailnotify/rules"
	"trailnotify/window"
)

// A Report says what became of a batch.
type Report struct {
	Records   int // records looked at
	Rejected  int // log events that were no record
	Matches   int // pairs of a record and a rule that counts it
	Excepted  int // pairs of a record and a rule whose exception took it out
	Ended     int // of the matches, those that an exception took out until it ended
	Unclear   int // of the matches, those with a condition that could not be evaluated
	Uncounted int // pairs of a record without a time that can be counted, and a rule
	Spent     int // of the matches, those that an earlier alert had spent
	Skewed    int // records that count at another time than their own, see cloudtrail.Record.Counted
	Early     int // records that match and aren't counted yet, see ErrEarly
	Alerts    int // published
	// WouldAlert are the alerts that would have been published if their rules
	// did not run dry.
	WouldAlert int
	Muted      int // alerts that were not published because they were muted
	Refused    int // alerts that no topic accepts
	// Held reports that other invocations hold the leases on some of what is
	// due, and that nothing else failed.
	Held bool
	// Rules has the same of each rule that matched; nil when none did.
	Rules map[string]RuleReport
	// Newest is the newest time at which a log event of the batch was logged,
	// zero when unknown.
	Newest time.Time
	// Faults are why log events were rejected.
	Faults []error
}

// RuleReport is the part of a [Report] that concerns one rule.
type RuleReport struct{ Matches, Excepted, Uncounted, Spent, Alerts, WouldAlert, Muted int }

// Add adds what became of another batch, except for Held, Newest and
// Faults.
func (r *Report) Add(other Report) {
	r.Records += other.Records
	r.Rejected += other.Rejected
	r.Ended += other.Ended
	r.Unclear += other.Unclear
	r.Skewed += other.Skewed
	r.Early += other.Early
	r.Refused += other.Refused
	for rule, n := range other.Rules {
		r.add(rule, n)
	}
}

// reject reports log events that were no record.
func (r *Report) reject(faults ...error) {
	r.Rejected += len(faults)
	r.Faults = append(r.Faults, faults...)
}

// ended reports a match that no exception takes out any more.
func (r *Report) ended(m rules.Match) {
	if m.Exception == "" {
		r.Ended++
	}
}

// unclear reports a match that counts although a condition could not be
// evaluated.
func (r *Report) unclear(m rules.Match) {
	if m.Exception == "" && m.Unclear != nil {
		r.Unclear++
	}
}

// add adds to what is reported of a rule.
func (r *Report) add(rule string, n RuleReport) {
	r.Matches += n.Matches
	r.Excepted += n.Excepted
	r.Uncounted += n.Uncounted
	r.Spent += n.Spent
	r.Alerts += n.Alerts
	r.WouldAlert += n.WouldAlert
	r.Muted += n.Muted
	if r.Rules == nil {
		r.Rules = map[string]RuleReport{}
	}
	sum := r.Rules[rule]
	r.Rules[rule] = RuleReport{
		Matches:   sum.Matches + n.Matches,
		Excepted:  sum.Excepted + n.Excepted,
		Uncounted: sum.Uncounted + n.Uncounted,
		Spent:     sum.Spent + n.Spent,
		Alerts:    sum.Alerts + n.Alerts,

		WouldAlert: sum.WouldAlert + n.WouldAlert,
		Muted:      sum.Muted + n.Muted,
	}
}

// outcome is what a match adds to the report.
func outcome(m window.Match) RuleReport {
	switch {
	case !m.Countable():
		return RuleReport{Uncounted: 1}
	case m.Exception != "":
		return RuleReport{Excepted: 1}
	default:
		return RuleReport{Matches: 1}
	}
}
