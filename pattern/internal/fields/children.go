package fields

// children steps through the elements of an array or the members of an object
// that is known to be valid.
type children struct {
	reader *Reader
	pos    int
	Object bool
}

// child is an element, or a member with its key.
type child struct {
	Key   Field
	Value Field
}

// Children returns the elements or members of a value; ok is false if it is
// neither array nor object.
func (r *Reader) Children(f Field) (c children, ok bool) {
	if f.Kind != Object && f.Kind != Array {
		return children{}, false
	}
	return children{reader: r, pos: r.blanks(f.From + 1), Object: f.Kind == Object}, true
}

func (c *children) Next() (child, bool) {
	r := c.reader
	var found child
	switch r.at(c.pos) {
	case '}', ']':
		return child{}, false
	case ',':
		c.pos = r.blanks(c.pos + 1)
	}
	end := 0
	if c.Object {
		found.Key, end = r.fieldAt(c.pos)
		c.pos = r.blanks(r.blanks(end) + 1)
	}
	found.Value, end = r.fieldAt(c.pos)
	c.pos = r.blanks(end)
	return found, true
}

// Member returns the last member of an object with a key; ok is false if there
// is none.
func (r *Reader) Member(f Field, key string) (found Field, ok bool) {
	c, ok := r.Children(f)
	if !ok || !c.Object {
		return Field{}, false
	}
	for child, more := c.Next(); more; child, more = c.Next() {
		if r.keyIs(child.Key, key) {
			found = child.Value
		}
	}
	return found, found.Present()
}

// Element returns the element of an array at an index, from 0; ok is false if
// there is none.
func (r *Reader) Element(f Field, index int) (found Field, ok bool) {
	c, ok := r.Children(f)
	if !ok || c.Object {
		return Field{}, false
	}
	for child, more := c.Next(); more; child, more = c.Next() {
		if index == 0 {
			return child.Value, true
		}
		index--
	}
	return Field{}, false
}

func (r *Reader) keyIs(key Field, want string) bool {
	content, _ := r.TextOf(key)
	return string(content) == want
}

// HoldsNull reports whether an array has null as an element.
func (r *Reader) HoldsNull(f Field) bool {
	c, _ := r.Children(f)
	for child, more := c.Next(); more; child, more = c.Next() {
		if child.Value.Kind == Null {
			return true
		}
	}
	return false
}
