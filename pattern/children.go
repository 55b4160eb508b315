package pattern

// children steps through the elements of an array or the members of an object
// that is known to be valid.
type children struct {
	reader *fieldReader
	pos    int
	object bool
}

// child is an element, or a member with the body of its key.
type child struct {
	key   field
	value field
}

// children returns the elements or members of a value; ok is false if it is
// neither array nor object.
func (r *fieldReader) children(f field) (c children, ok bool) {
	open := r.text[f.from]
	if open != '{' && open != '[' {
		return children{}, false
	}
	return children{reader: r, pos: r.blanks(f.from + 1), object: open == '{'}, true
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
	if c.object {
		end := r.str(c.pos)
		found.key = field{c.pos + 1, end - 1}
		c.pos = r.blanks(r.blanks(end) + 1)
	}
	end := r.value(c.pos)
	found.value = field{c.pos, end}
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
	return string(r.unquoted(r.text[key.from-1:key.to+1])) == want
}

// holdsNull reports whether an array has null as an element.
func (r *fieldReader) holdsNull(f field) bool {
	c, _ := r.children(f)
	for child, more := c.next(); more; child, more = c.next() {
		if r.text[child.value.from] == 'n' {
			return true
		}
	}
	return false
}
