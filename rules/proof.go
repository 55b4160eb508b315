package rules

import (
	"fmt"

	"trailnotify/internal/fault"
)

// An Example is a record in a rule file, or in an exceptions file, that proves
// the rule.
type Example struct {
	Record    []byte // JSON object
	Match     bool   // the rule has to count it
	Exception string // which exception has to take it out; "" for none
	File      string // where it is
	Line      int    // in the file
}

// Examples reads the records of the rule's file, those that must match first
// if they come first there, and of the exceptions files that extend the rule. A
// rule reads its files again for them, because only tests and people at a
// terminal have a use for them.
func (r *Rule) Examples() ([]Example, error) {
	examples, faults := examplesIn(r.file, r.source)
	for _, x := range r.exceptionsFiles {
		more, wrong := examplesIn(x.Name, x.source)
		examples, faults = append(examples, more...), append(faults, wrong...)
	}
	return examples, faults.AsError()
}

// exampleRegion is the home region for the records of rules that need one.
var exampleRegion = []string{"ap-northeast-1"}

// Prove tries the rule on the records of its file and of the exceptions
// files that extend it, so that an exception added to a rule can't take out
// what the rule's own file says it has to count. A record under match has to be
// counted; one under no_match must not match, or be taken out by the exception
// named with it. The error is [fault.Faults], one for each record that does not
// behave.
//
// A rule that needs home regions is proved with ap-northeast-1 as the only one.
func (r *Rule) Prove() error {
	examples, err := r.Examples()
	if err != nil {
		return err
	}
	set, faults := r.alone()
	if len(faults) > 0 {
		return faults.AsError()
	}
	for _, e := range examples {
		if problem := e.misbehaves(set); problem != "" {
			faults = append(faults, r.unproved(e, problem))
		}
	}
	return faults.AsError()
}

// maxShownRecord is how much of a record a fault shows, in characters.
const maxShownRecord = 300

// unproved is the fault of a record that does not behave. One of a built-in
// rule is shown itself, because nobody has its file.
func (r *Rule) unproved(e Example, problem string) *fault.Fault {
	if r.builtin && e.File == r.file {
		return &fault.Fault{Subject: r.Name, Problem: problem + "; the record is one of the built-in rule's: " + e.shown()}
	}
	return &fault.Fault{File: e.File, Place: fault.Place{Line: e.Line, Column: 1}, Subject: r.Name, Problem: problem}
}

// shown is the record, or the beginning of it, for a message.
func (e Example) shown() string {
	return fault.Printable(fault.Clip(string(e.Record), maxShownRecord))
}

// alone is a set of this rule, switched on, with a home region.
func (r *Rule) alone() (*Set, fault.Faults) {
	c := r.clone()
	c.wanted, c.Enabled = true, true
	_, faults := settleHome([]*Rule{c}, exampleRegion, "example")
	return newSet(r.Name, []*Rule{c}), faults
}

// misbehaves says what a set of one rule makes of an example other than it
// should.
func (e Example) misbehaves(set *Set) string {
	found := set.Match(e.Record, nil)
	switch {
	case e.Match && len(found) == 0:
		return "this record has to match and does not"
	case e.Match && found[0].Exception != "":
		return fmt.Sprintf("this record has to match, but the exception %s takes it out", fault.Quote(found[0].Exception))
	case !e.Match && len(found) == 0 && e.Exception != "":
		return fmt.Sprintf("the exception %s has to take this record out, but the rule does not match it", fault.Quote(e.Exception))
	case !e.Match && len(found) > 0 && found[0].Exception == "":
		return "this record must not match and does"
	case !e.Match && len(found) > 0 && found[0].Exception != e.Exception:
		return fmt.Sprintf("found that the exception %s takes this record out, expected %s", fault.Quote(found[0].Exception), fault.Quote(e.Exception))
	}
	return ""
}

// WeakerThan says in what ways the rule alerts on less than another one, which
// it is about to replace: it is off, has a higher threshold, a lower severity,
// a shorter period or a longer quiet time, sends no closing messages, or does
// not count a record that the other rule has to count. The answers are parts of
// a sentence about the rule. The error is that of [Rule.Examples] of the other
// rule.
func (r *Rule) WeakerThan(other *Rule) (ways []string, err error) {
	weaker := func(is bool, format string, args ...any) {
		if is {
			ways = append(ways, fmt.Sprintf(format, args...))
		}
	}
	weaker(other.wanted && !r.wanted, "it is switched off")
	weaker(r.Threshold > other.Threshold, "its threshold is %d, not %d", r.Threshold, other.Threshold)
	weaker(r.Severity < other.Severity, "its severity is %s, not %s", r.Severity, other.Severity)
	weaker(r.Period < other.Period && r.Threshold > 1, "its period is %s, not %s", Duration(r.Period), Duration(other.Period))
	weaker(r.Quiet > other.Quiet, "its quiet time is %s, not %s", Duration(r.Quiet), Duration(other.Quiet))
	weaker(other.Mode == Live && r.Mode != Live, "it only says in the log what it would send")
	weaker(r.Closing == ClosingOff && other.Closing != ClosingOff, "it sends no closing messages")
	missed, of, err := r.misses(other)
	if err != nil {
		return nil, err
	}
	if len(missed) > 0 {
		weaker(true, "it does not count %d of the %d records that prove the other rule, such as %s", len(missed), of, missed[0].shown())
	}
	return ways, nil
}

// misses returns the records that the other rule has to count and this one does
// not, and how many records the other one has to count.
func (r *Rule) misses(other *Rule) (missed []Example, of int, err error) {
	examples, err := other.Examples()
	if err != nil {
		return nil, 0, err
	}
	set, faults := r.alone()
	if err := faults.AsError(); err != nil {
		return nil, 0, err
	}
	for _, e := range examples {
		if !e.Match {
			continue
		}
		of++
		if e.misbehaves(set) != "" {
			missed = append(missed, e)
		}
	}
	return missed, of, nil
}
