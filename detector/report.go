package detector

import (
	"time"

	"trailnotify/window"
)

// A Report says what became of a batch.
type Report struct {
	Records   int // records looked at
	Rejected  int // log events that were no record
	Matches   int // pairs of a record and a rule that counts it
	Excepted  int // pairs of a record and a rule whose exception took it out
	Uncounted int // matches of records without a time that can be counted
	Alerts    int // published
	// Rules has the same of each rule that matched; nil when none did.
	Rules map[string]RuleReport
	// Newest is the newest time at which a log event of the batch was logged,
	// zero when unknown.
	Newest time.Time
	// Faults are why log events were rejected.
	Faults []error
}

// RuleReport is the part of a [Report] that concerns one rule.
type RuleReport struct{ Matches, Excepted, Uncounted, Alerts int }

// Add adds what became of another batch, but for Newest and Faults.
func (r *Report) Add(other Report) {
	r.Records += other.Records
	r.Rejected += other.Rejected
	for rule, n := range other.Rules {
		r.note(rule, n)
	}
}

// logged notes when a log event was logged.
func (r *Report) logged(at time.Time) {
	if at.After(r.Newest) {
		r.Newest = at
	}
}

// note adds to what is reported of a rule.
func (r *Report) note(rule string, n RuleReport) {
	r.Matches += n.Matches
	r.Excepted += n.Excepted
	r.Uncounted += n.Uncounted
	r.Alerts += n.Alerts
	if r.Rules == nil {
		r.Rules = map[string]RuleReport{}
	}
	sum := r.Rules[rule]
	r.Rules[rule] = RuleReport{sum.Matches + n.Matches, sum.Excepted + n.Excepted, sum.Uncounted + n.Uncounted, sum.Alerts + n.Alerts}
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
