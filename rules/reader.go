package rules

import "trailnotify/pattern"

// A Reader matches records in place in a text, as [Set.Match] matches
// one by itself; see [pattern.Plain]. It is safe for concurrent use.
type Reader struct {
	set   *Set
	plain *pattern.Plain
}

// Reader returns a Reader that notes the members with these keys of every
// record.
func (s *Set) Reader(keys ...string) *Reader {
	var patterns []*pattern.Pattern
	for _, r := range s.rules {
		if !r.Enabled {
			continue
		}
		patterns = append(patterns, r.Pattern)
		for _, e := range r.Except {
			patterns = append(patterns, e.Pattern)
		}
	}
	return &Reader{s, pattern.NewPlain(patterns, keys...)}
}

// Scan begins with a text, which must not change before the scan is closed.
func (r *Reader) Scan(text []byte) *ReaderScan {
	return &ReaderScan{r.plain.Scan(text), r.set, nil}
}

// A ReaderScan goes over one text. It is not safe for concurrent use.
type ReaderScan struct {
	*pattern.PlainScan
	set   *Set
	found []int
}

// Any reports whether the pattern of a rule matches the record at a place,
// counted or excepted, and returns the end of the record. That is negative
// where the record has to be given to [Set.Match], which also evaluates the
// conditions.
func (s *ReaderScan) Any(at int) (matches bool, end int) {
	s.found, end = s.Match(at, s.found[:0])
	for _, i := range s.found {
		if s.set.owners[i].exception < 0 {
			return true, end
		}
	}
	return false, end
}
