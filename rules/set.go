package rules

import (
	"slices"

	"trailnotify/pattern"
)

// A Set is a list of rules with different names and settings. It is immutable
// and safe for concurrent use.
type Set struct {
	name    string
	rules   []*Rule
	notes   []string     // of what changes with the environment
	lasting []string     // notes of what does not
	pending []*extension // whose rules are not in the set
	owners  []owner      // of each pattern of the filter
	filter  *pattern.Set // of the rules that are on
}

// owner is the rule, and the exception of it if any, that a pattern belongs to.
type owner struct {
	rule      *Rule
	exception string
}

// A Match is a rule whose pattern a record matches.
type Match struct {
	Rule      *Rule
	Exception string // the first exception that takes the record out, "" when it counts
}

// newSet makes a set of rules, which it keeps, sorted by name.
func newSet(name string, rules []*Rule) *Set {
	slices.SortFunc(rules, func(a, b *Rule) int { return compareNames(a.Name, b.Name) })
	s := &Set{name: name, rules: rules}
	var patterns []*pattern.Pattern
	for _, r := range rules {
		if !r.Enabled {
			continue
		}
		patterns = append(patterns, r.Pattern)
		s.owners = append(s.owners, owner{rule: r})
		for _, e := range r.Except {
			patterns = append(patterns, e.Pattern)
			s.owners = append(s.owners, owner{r, e.Name})
		}
	}
	s.filter = pattern.NewSet(patterns...)
	return s
}

// Name is the name of the built-in set, or of the directory.
func (s *Set) Name() string { return s.name }

// Rules returns the rules in the order of their names, those that are off
// included. The slice is the caller's, the rules must not be changed.
func (s *Set) Rules() []*Rule { return slices.Clone(s.rules) }

// Lookup returns the rule of a name.
func (s *Set) Lookup(name string) (*Rule, bool) {
	i, ok := slices.BinarySearchFunc(s.rules, name, func(r *Rule, name string) int { return compareNames(r.Name, name) })
	if !ok {
		return nil, false
	}
	return s.rules[i], true
}

// Missing returns, in order, the names of the rules that exceptions files of the
// set extend and that are not in it. A set with such names has to extend another
// that has the rules; used by itself it is a fault, which [Set.Override] reports.
func (s *Set) Missing() []string {
	missing := make([]string, len(s.pending))
	for i, x := range s.pending {
		missing[i] = x.rule
	}
	slices.SortFunc(missing, compareNames)
	return slices.Compact(missing)
}

// Notes says in sentences for people what is not as they may expect, such as a
// rule that is off because it waits for home regions, or one that takes the
// place of a built-in rule.
func (s *Set) Notes() []string { return slices.Concat(s.lasting, s.notes) }

// Match appends the rules that are on and match the message to dst, in the
// order of their names, and returns it. It reads the message once, whatever the
// number of rules. A message that is no JSON object matches none.
func (s *Set) Match(message []byte, dst []Match) []Match {
	var buf [32]int
	return s.matches(s.filter.Match(message, buf[:0]), dst)
}

// matches appends the rules to which the patterns that match belong.
func (s *Set) matches(patterns []int, dst []Match) []Match {
	before := len(dst)
	for _, i := range patterns {
		o := s.owners[i]
		if o.exception == "" {
			dst = append(dst, Match{Rule: o.rule})
			continue
		}
		// The patterns of a rule follow each other, its own first.
		if last := len(dst) - 1; last >= before && dst[last].Rule == o.rule && dst[last].Exception == "" {
			dst[last].Exception = o.exception
		}
	}
	return dst
}

// A Scan matches the messages of a payload where they stand; see [pattern.Scan].
type Scan struct {
	set  *Set
	scan *pattern.Scan
}

// Scan begins with the text of a payload.
func (s *Set) Scan(text []byte) Scan { return Scan{s, s.filter.Scan(text)} }

// Close ends the scan.
func (c Scan) Close() { c.scan.Close() }

// Match is [Set.Match] for the message at a place of the text, and returns the
// end of the message too. That is negative, and dst as it was, where the message
// has to be taken out of its string and given to [Set.Match].
func (c Scan) Match(at int, dst []Match) (matches []Match, end int) {
	var buf [32]int
	patterns, end := c.scan.Match(at, buf[:0])
	return c.set.matches(patterns, dst), end
}
