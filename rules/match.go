package rules

import (
	"math/bits"
	"time"

	"trailnotify/pattern"
	"trailnotify/rules/internal/form"
)

// A Match is a rule whose pattern a record matches, and for which its condition
// holds.
type Match struct {
	Rule      *Rule
	Exception string // the first exception that takes the record out, "" when it counts

	// Unclear says why a condition could not be evaluated, of the rule or of an
	// exception; nil: all were. The record then counts as far as this condition
	// goes: as if that of the rule held, or that of the exception did not.
	Unclear error

	excepted exceptionBits // all that take it out
}

// exceptionBits are some of the exceptions of a rule, one bit each.
type exceptionBits uint32

var _ [32 - form.MaxList]struct{} // a rule has no more of them than there are bits

// At returns the match of a record that counts at t: an exception that has
// ended by then no longer takes the record out.
func (m Match) At(t time.Time) Match {
	for left := m.excepted; left != 0; left &= left - 1 {
		e := &m.Rule.Except[bits.TrailingZeros32(uint32(left))]
		if !e.Ended(t) {
			m.Exception, m.excepted = e.Name, left
			return m
		}
	}
	if m.excepted != 0 {
		m.Exception, m.excepted = "", 0
	}
	return m
}

// Match appends the rules that are on and match the message to dst, in the
// order of their names, and returns it. It reads the message once, whatever the
// number of rules, and once more if conditions are to be evaluated. A message
// that is not a JSON object matches none.
//
// Of exceptions it says what they would take out if none of them ever ended;
// see [Match.At].
func (s *Set) Match(message []byte, dst []Match) []Match {
	var buf [32]int
	return s.matches(s.filter.Match(message, buf[:0]), dst, &subject{message: message})
}

// matches appends the rules to which the patterns that match belong, as far as
// their conditions hold for the subject.
func (s *Set) matches(patterns []int, dst []Match, of *subject) []Match {
	before := len(dst)
	for _, i := range patterns {
		o := s.owners[i]
		if o.exception < 0 {
			if holds, unclear := of.counts(o.rule.Condition); holds {
				dst = append(dst, Match{Rule: o.rule, Unclear: unclear})
			}
			continue
		}
		// The patterns of a rule follow each other, its own first.
		if last := len(dst) - 1; last >= before && dst[last].Rule == o.rule {
			dst[last].except(o.exception, of)
		}
	}
	return dst
}

// except adds an exception whose pattern matches, if its condition holds.
func (m *Match) except(exception int, of *subject) {
	holds, unclear := of.isExcepted(m.Rule.Except[exception].Condition)
	if holds {
		m.add(exception)
	}
	if m.Unclear == nil {
		m.Unclear = unclear
	}
}

// add adds an exception of the rule, by its number; lower ones come first.
func (m *Match) add(exception int) {
	if m.excepted == 0 {
		m.Exception = m.Rule.Except[exception].Name
	}
	m.excepted |= 1 << exception
}

// A Scan matches the messages of a payload in place; see [pattern.Scan].
type Scan struct {
	set  *Set
	scan *pattern.Scan
}

// Scan begins with the text of a payload.
func (s *Set) Scan(text []byte) Scan { return Scan{set: s, scan: s.filter.Scan(text)} }

// Close ends the scan.
func (c Scan) Close() { c.scan.Close() }

// Match is [Set.Match] for the message at a place of the text, and returns the
// end of the message too. That is negative, and dst as it was, where the
// message has to be taken out of its string and given to [Set.Match].
//
// It evaluates no condition: it takes those of rules to hold, and those of
// exceptions not to. So it finds every rule that [Set.Match] finds, and perhaps
// more.
func (c Scan) Match(at int, dst []Match) (matches []Match, end int) {
	var buf [32]int
	patterns, end := c.scan.Match(at, buf[:0])
	return c.set.matches(patterns, dst, nil), end
}
