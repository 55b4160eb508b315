package pattern

import "trailnotify/pattern/internal/fields"

// A Plain matches records that stand in a text as they were logged, one behind
// the other, as in a file of CloudTrail: the sibling of [Set.Scan] for JSON that
// does not stand within a string. Beside the patterns it notes fields that the
// caller wants to know of every record. It is immutable and safe for concurrent
// use.
type Plain struct {
	set   *Set
	noted []int // the numbers of the fields to note
}

// NewPlain makes a Plain of patterns, whose order gives them their indices, and
// of the keys of the members to note.
func NewPlain(patterns []*Pattern, keys ...string) *Plain {
	nodes := make([]*fields.Tree, len(keys))
	set := newSet(patterns, func(t *fields.Tree) {
		for i, key := range keys {
			nodes[i] = t.Insert([]string{key})
		}
	})
	p := &Plain{set: set}
	for _, node := range nodes {
		p.noted = append(p.noted, node.Field)
	}
	return p
}

// A PlainScan goes over one text. It is not safe for concurrent use.
type PlainScan struct {
	plain  *Plain
	state  *state
	reader fields.Plain
}

// Scan begins with a text, which must not change before Close.
func (p *Plain) Scan(text []byte) *PlainScan {
	c, ok := p.set.scans.Get().(*PlainScan)
	if !ok {
		c = &PlainScan{plain: p, state: p.set.newState()}
	}
	c.reader.Start(text, c.state.fields)
	return c
}

// Close gives back what the scan took of memory. It is not used any more then.
func (c *PlainScan) Close() {
	c.reader.End()
	c.state.trim()
	c.plain.set.scans.Put(c)
}

// Match appends the indices of the patterns that match the record at a place to
// dst, in ascending order, and returns it with the end of the record. Places go
// up from call to call. The end is negative, and dst as it was, if the record is
// refused: it is not a JSON object, does not end in the text, or a pattern is not
// one of JSON. [Set.Match] takes it then. It is -2 if the record may go on behind
// the text. Records without blanks between their parts are read the fastest.
func (c *PlainScan) Match(at int, dst []int) (matches []int, end int) {
	set := c.plain.set
	if len(set.index.texts) > 0 {
		return dst, -1
	}
	if end = c.reader.Read(at, set.tree); end == fields.Unfinished {
		return dst, end
	}
	if end < 0 {
		if end = c.state.fields.ReadAt(at, set.tree); end < 0 {
			return dst, end
		}
	}
	set.index.findCandidates(c.state.fields, c.state.candidates)
	return set.verify(nil, c.state, dst), end
}

// Text returns the text of a noted member of the last record that was read. ok is
// false if it is not a string, or one with escapes.
func (c *PlainScan) Text(key int) (text []byte, ok bool) {
	f := c.state.fields.Fields[c.plain.noted[key]]
	if f.Kind != fields.Text {
		return nil, false
	}
	return c.state.fields.TextOf(f)
}

// Object reports whether a noted member of the last record that was read is an
// object.
func (c *PlainScan) Object(key int) bool {
	return c.state.fields.Fields[c.plain.noted[key]].Kind == fields.Object
}
