package pattern

// selectorReader finds the value of one selector.
type selectorReader struct {
	tree  *tree
	slots int
	node  *tree
	tail  []step
}

func newSelectorReader(s Selector) *selectorReader {
	path, tail := s.split()
	r := &selectorReader{tree: &tree{}, tail: tail}
	r.node = r.tree.insert(path)
	r.slots = r.tree.number(0)
	return r
}

// Value returns what the selector finds in a JSON record, as text: a string
// without its quotes and escapes, anything else as its JSON text as logged,
// null as "null". The text of a string may hold any bytes. found is false if
// the field is absent or the message is not one JSON object. Of a key that
// comes twice the last one counts.
func (s Selector) Value(message []byte) (text string, found bool) {
	if s.read == nil {
		return "", false
	}
	r := fieldReader{fields: make([]field, s.read.slots)}
	if !r.read(message, s.read.tree) {
		return "", false
	}
	f := r.fields[s.read.node.slot]
	for _, st := range s.read.tail {
		if !f.present() {
			return "", false
		}
		f, _ = r.step(f, st)
	}
	if !f.present() {
		return "", false
	}
	if content, ok := r.textOf(f); ok {
		return string(content), true
	}
	return string(r.text[f.from:f.to]), true
}
