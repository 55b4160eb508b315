package fields

// A walker reads the selected fields of objects in a text that have no blanks
// between their parts. Somebody else has found all quotes and backslashes
// before, so it steps over a string without looking at it:
//
//	{\"eventName\":\"GetObject\"}
//	 ^          ^  ^          ^
//
// The string behind the mark that is next ends at the one after that, unless
// something in it is escaped.
type walker struct {
	stepper
	quoting
	fields  []Field
	marks   []uint32 // where quotes and backslashes are, and what was taken for them
	next    int      // the first of them that was not passed
	others  int      // those passed in this object that belong to no quote
	indexed int      // the text is indexed up to here
}

// quoting is how quotes are written in a text.
type quoting struct {
	first byte // of a quote
	width int  // of a quote
	kind  Kind // of a string with escapes
}

var (
	// byItself is a text that is nothing but JSON.
	byItself = quoting{'"', 1, EscapedText}
	// inString is JSON within a string of other JSON: a quote is \" and a
	// backslash \\.
	inString = quoting{'\\', 2, TwiceEscaped}
)

// selected steps over the value of a node and notes where it is. A key that
// comes again replaces all that its first value had given.
func (r *walker) selected(i int, t *Tree) int {
	t.forget(r.fields)
	c := r.at(i)
	f := Field{Kind: kindOf(c), From: i}
	switch {
	case c == r.first:
		r.escaped = false
		end := r.str(i)
		f = Field{Text, i + r.width, end - r.width}
		if r.escaped {
			f.Kind = r.kind
		}
		r.fields[t.Field] = f
		return end
	case t.Inside && (c == '{' || c == '['):
		return -1
	case c == '{' && len(t.byLen) > 0:
		f.To = r.object(i, t)
	default:
		f.To = r.value(i)
	}
	r.fields[t.Field] = f
	return f.To
}

// object steps over an object and reads the members that the tree selects.
func (r *walker) object(i int, t *Tree) int {
	if i++; r.at(i) == '}' {
		return i + 1
	}
	for {
		if i = r.texts(i, t); i < 0 {
			return -1
		}
		from := i + r.width
		r.escaped = false
		if i = r.key(i); i < 0 || r.escaped {
			return -1
		}
		if kid := t.child(r.text[from : i-1-r.width]); kid != nil {
			i = r.selected(i, kid)
		} else {
			i = r.value(i)
		}
		switch r.at(i) {
		case ',':
			i++
		case '}':
			return i + 1
		default:
			return -1
		}
	}
}
