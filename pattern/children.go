package pattern

// children steps through the elements of an array or the members of an object
// that is known to be valid.
type children struct {
	reader *fieldReader
	pos    int
	object bool
}

// child is an element, or a member with its key.
type child struct {
	key   field
	value field
}

// children returns the elements or members of a value; ok is false if it is
// neither array nor object.
func (r *fieldReader) children(f field) (c children, ok bool) {
	if f.kind != kindObject && f.kind != kindArray {
		return children{}, false
	}
	return children{reader: r, pos: r.blanks(f.from + 1), object: f.kind == kindObject}, true
}

func (c *children) next() (child, bool) {
	r := c.reader
	var found child
	switch r.at(c.pos) {
	case '}', ']':
		return child{}, false
	case ',':
		c.pos = r.blanks(c.pos + 1)
	}
	end := 0
	if c.object {
		found.key, end = r.fieldAt(c.pos)
		c.pos = r.blanks(r.blanks(end) + 1)
	}
	found.value, end = r.fieldAt(c.pos)
	c.pos = r.blanks(end)
	return found, true
}

// step goes to the element of an array or to the last member with a key.
func (r *fieldReader) step(f field, st step) (found field, ok bool) {
	c, ok := r.children(f)
	if !ok || c.object != (st.kind == stepKey) {
		return field{}, false
	}
	n := 0
	for child, more := c.next(); more; child, more = c.next() {
		if c.object && r.keyIs(child.key, st.key) {
			found = child.value
		}
		if !c.object && n == st.index {
			return child.value, true
		}
		n++
	}
	return found, found.present()
}

func (r *fieldReader) keyIs(key field, want string) bool {
	content, _ := r.textOf(key)
	return string(content) == want
}

// holdsNull reports whether an array has null as an element.
func (r *fieldReader) holdsNull(f field) bool {
	c, _ := r.children(f)
	for child, more := c.next(); more; child, more = c.next() {
		if child.value.kind == kindNull {
			return true
		}
	}
	return false
}
