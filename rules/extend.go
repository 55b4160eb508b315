package rules

import (
	"fmt"
	"slices"

	"trailnotify/internal/fault"
)

// Extend returns the set with the rules of another one besides, which take the
// place of rules of the same name and of the exceptions added to those. Then
// the exceptions files of both sets whose rule was not beside them are applied
// to the rules there are now. The error is [Faults]: every setting that two
// rules would share, every exceptions file whose rule is in neither set, and
// every name that two exceptions of a rule would share.
//
// Like [Load], it leaves rules that need home regions off until [Set.Override].
func (s *Set) Extend(other *Set) (*Set, error) {
	name := s.name + " and " + other.name
	rules, faults := s.merge(other)
	pending, wrong := applyExtensions(rules, slices.Concat(s.pending, other.pending))
	faults = append(faults, wrong...)
	faults = append(faults, noRules(name, rules, pending)...)
	if err := faults.asError(); err != nil {
		return nil, err
	}
	notes, _ := settleHome(rules, nil, "")
	return newSet(name, rules, notes), nil
}

// merge clones the rules of both sets, of two with the same name that of the
// other set.
func (s *Set) merge(other *Set) (rules []*Rule, faults Faults) {
	for _, r := range s.rules {
		if _, replaced := other.Lookup(r.Name); !replaced {
			rules = append(rules, r.clone())
		}
	}
	own := len(rules)
	for _, r := range other.rules {
		rules = append(rules, r.clone())
	}
	for _, r := range rules[own:] {
		for _, first := range rules[:own] {
			if r.Setting == first.Setting {
				faults = append(faults, &Fault{
					File: r.file, Line: r.lineOf("setting"), Column: 1, Subject: "setting",
					Problem: fmt.Sprintf("found %s, which %s has too: every rule has its own", fault.Quote(r.Setting), first.file),
				})
			}
		}
	}
	return rules, faults
}
