package reading

import (
	"trailnotify/cloudtrail/history"
	"trailnotify/pattern"
	"trailnotify/rules"
)

// ByPattern wants the records that a pattern matches.
func ByPattern(p *pattern.Pattern) history.Matcher {
	return onePattern{p, pattern.NewPlain([]*pattern.Pattern{p}, history.Keys()...)}
}

type onePattern struct {
	pattern *pattern.Pattern
	plain   *pattern.Plain
}

// Match implements history.Matcher.
func (o onePattern) Match(record []byte) bool { return o.pattern.Match(record) }

// Scan implements history.Matcher.
func (o onePattern) Scan(text []byte) history.Scan { return patternScan{o.plain.Scan(text)} }

type patternScan struct{ *pattern.PlainScan }

// Any implements history.Scan.
func (s patternScan) Any(at int) (wanted bool, end int) {
	var buf [1]int
	found, end := s.Match(at, buf[:0])
	return len(found) > 0, end
}

// ByRules wants the records that a rule of the set matches, excepted or not.
func ByRules(set *rules.Set) history.Matcher { return anyRule{set, set.Reader(history.Keys()...)} }

type anyRule struct {
	set    *rules.Set
	reader *rules.Reader
}

// Scan implements history.Matcher.
func (a anyRule) Scan(text []byte) history.Scan { return a.reader.Scan(text) }

// Match implements history.Matcher.
func (a anyRule) Match(record []byte) bool {
	var buf [8]rules.Match
	return len(a.set.Match(record, buf[:0])) > 0
}
