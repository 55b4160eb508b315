package pattern

import (
	"trailnotify/pattern/internal/fields"
)

// A Scan matches the messages that are in the strings of a JSON text,
// such as a payload, one after the other and without taking them out. Taking a
// message out costs more than all else, and hardly any needs it: nearly every
// record of CloudTrail is plain, which means that it has no blanks between its
// parts, so that the only escapes of its string are \" and \\. A message that
// is not plain is refused, valid or not; [Set.Match] takes it.
//
// A Scan is not safe for concurrent use.
type Scan struct {
	set    *Set
	state  *state
	reader fields.InPlace
}

// Scan begins with a text. What Match has passed of it may change; the rest
// must not before Close.
func (s *Set) Scan(text []byte) *Scan {
	c, ok := s.scans.Get().(*Scan)
	if !ok {
		c = &Scan{set: s, state: s.newState()}
	}
	c.reader.Start(text, c.state.fields)
	return c
}

// Close gives back what the scan took of memory. It is not used any more then.
func (c *Scan) Close() {
	c.reader.End()
	c.state.trim()
	c.set.scans.Put(c)
}

// Match appends the indices of the patterns that match the message at a place
// to dst, in ascending order, and returns it with the end of the message, where
// the quote is that ends the string. Places go up from call to call. The end is
// negative, and dst as it was, if the message is refused: it is not plain, it
// is not a JSON object, it is very long or nests deep, or a pattern asks for
// more than the text of fields. Control characters, which no valid string of
// JSON holds, are let through in texts.
func (c *Scan) Match(at int, dst []int) (matches []int, end int) {
	if len(c.set.index.texts) > 0 {
		return dst, -1
	}
	if end = c.reader.Read(at, c.set.tree); end < 0 {
		return dst, -1
	}
	c.set.index.findCandidates(c.state.fields, c.state.candidates)
	return c.set.verify(nil, c.state, dst), end
}
