package rules

import "trailnotify/rules/where"

// A subject is the record that conditions are evaluated on. It is decoded when
// the first of them is. A nil subject is a record that can't be decoded yet:
// every rule counts it, and no condition of an exception takes it out.
type subject struct {
	message []byte
	record  where.Record
	decoded bool
}

// counts reports whether a rule with this condition counts the record. It does
// if that can't be told, and the error says why.
func (s *subject) counts(c *where.Condition) (holds bool, unclear error) {
	if c == nil || s == nil {
		return true, nil
	}
	holds, err := s.evaluate(c)
	return holds || err != nil, err
}

// isExcepted reports whether an exception with this condition takes the record
// out. It does not if that can't be told, and the error says why.
func (s *subject) isExcepted(c *where.Condition) (holds bool, unclear error) {
	if c == nil {
		return true, nil
	}
	if s == nil {
		return false, nil
	}
	holds, err := s.evaluate(c)
	return holds && err == nil, err
}

func (s *subject) evaluate(c *where.Condition) (bool, error) {
	if !s.decoded {
		s.record, s.decoded = where.Decode(s.message), true
	}
	return c.Match(s.record)
}
