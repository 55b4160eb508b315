package rules

import (
	"fmt"
	"slices"

	"trailnotify/internal/fault"
)

// Extend returns the set with the rules of another one added, which take the
// place of rules of the same name and of the exceptions added to those; a note
// names each of them, as the rule that is replaced is gone. Then the exceptions
// files of both sets whose rule was in another file are applied to the rules
// there are now. The error is [fault.Faults]: every setting that two rules
// would share, every exceptions file whose rule is in neither set, and every
// name that two exceptions of a rule would share.
//
// Like [Load], it leaves rules that need home regions off until [Set.Override].
func (s *Set) Extend(other *Set) (*Set, error) {
	name := s.name + " and " + other.name
	rules, replaced, faults := s.merge(other)
	pending, wrong := applyExceptions(rules, slices.Concat(s.pending, other.pending))
	faults = append(faults, wrong...)
	faults = append(faults, noRules(name, rules, pending)...)
	if err := faults.AsError(); err != nil {
		return nil, err
	}
	notes, _ := settleHome(rules, nil, "")
	set := newSet(name, rules)
	set.notes, set.lasting = notes, slices.Concat(s.lasting, other.lasting, replaced)
	return set, nil
}

// merge clones the rules of both sets, of two with the same name that of the
// other set. The notes name those.
func (s *Set) merge(other *Set) (rules []*Rule, notes []string, faults fault.Faults) {
	for _, r := range s.rules {
		if by, replaced := other.Lookup(r.Name); replaced {
			notes = append(notes, fmt.Sprintf("%s replaces the rule %s of %s", by.file, r.Name, s.name))
			continue
		}
		rules = append(rules, r.clone())
	}
	own := len(rules)
	for _, r := range other.rules {
		rules = append(rules, r.clone())
	}
	return rules, notes, sharedSettings(rules[:own], rules[own:])
}

// sharedSettings finds the rules that have the setting of one of the others.
func sharedSettings(others, rules []*Rule) (faults fault.Faults) {
	for _, r := range rules {
		for _, first := range others {
			if r.Setting == first.Setting {
				faults = append(faults, &fault.Fault{
					File: r.file, Place: r.place("setting"), Subject: "setting",
					Problem: fmt.Sprintf("found %s, which %s has as well: it must be unique", fault.Quote(r.Setting), first.file),
				})
			}
		}
	}
	return faults
}
