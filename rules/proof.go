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
	File      string // where it stands
	Line      int    // in the file
}

// Examples reads the records of the rule's file, those that must match first
// if they come first there, and of the exceptions files that extend the rule. A
// rule reads its files again for them, because only tests and people at a
// terminal have a use for them.
func (r *Rule) Examples() ([]Example, error) {
	examples, faults := newSourceFile(r.file, r.source).examples()
	for _, x := range r.exceptionsFiles {
		more, wrong := newSourceFile(x.name, []byte(x.text)).examples()
		examples, faults = append(examples, more...), append(faults, wrong...)
	}
	return examples, faults.asError()
}

// exampleRegion is the home region for the records of rules that need one.
var exampleRegion = []string{"ap-northeast-1"}

// Prove holds the rule against the records of its file and of the exceptions
// files that extend it, so that an exception added to a rule can't take out
// what the rule's own file says it has to count. A record under match has to be
// counted; one under no_match must not match, or be taken out by the exception
// that stands with it. The error is [Faults], one for each record that does not
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
		return faults.asError()
	}
	for _, e := range examples {
		if problem := e.misbehaves(set); problem != "" {
			faults = append(faults, r.unproved(e, problem))
		}
	}
	return faults.asError()
}

// maxShownRecord is how much of a record a fault shows, in characters.
const maxShownRecord = 300

// unproved is the fault of a record that does not behave. One of a built-in
// rule is shown itself, because nobody has its file.
func (r *Rule) unproved(e Example, problem string) *Fault {
	if r.builtin && e.File == r.file {
		return &Fault{Subject: r.Name, Problem: problem + "; the record is one of the built-in rule's: " + e.shown()}
	}
	return &Fault{File: e.File, Line: e.Line, Column: 1, Subject: r.Name, Problem: problem}
}

// shown is the record, or the beginning of it, for a message.
func (e Example) shown() string {
	return fault.Printable(fault.Clip(string(e.Record), maxShownRecord))
}

// alone is a set of this rule, switched on, with a home region.
func (r *Rule) alone() (*Set, Faults) {
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
		return fmt.Sprintf("the exception %s has to take this record out, but the pattern does not match it", fault.Quote(e.Exception))
	case !e.Match && len(found) > 0 && found[0].Exception == "":
		return "this record must not match and does"
	case !e.Match && len(found) > 0 && found[0].Exception != e.Exception:
		return fmt.Sprintf("found that the exception %s takes this record out, expected %s", fault.Quote(found[0].Exception), fault.Quote(e.Exception))
	}
	return ""
}
