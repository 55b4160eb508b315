package rules

import "trailnotify/pattern"

// A Match is a rule whose pattern a record matches.
type Match struct {
	Rule      *Rule
	Exception string // the first exception that takes the record out, "" when it counts
}

// Match appends the rules that are on and match the message to dst, in the
// order of their names, and returns it. It reads the message once, whatever the
// number of rules. A message that is not a JSON object matches none.
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
func (c Scan) Match(at int, dst []Match) (matches []Match, end int) {
	var buf [32]int
	patterns, end := c.scan.Match(at, buf[:0])
	return c.set.matches(patterns, dst), end
}
