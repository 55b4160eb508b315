package fields

// A Field is a value in a message: what it is and where it is, of a text
// without its quotes. The zero field is absent.
type Field struct {
	Kind     Kind
	From, To int
}

// Kind is what a field holds.
type Kind uint8

// The kinds of fields.
const (
	Absent       Kind = iota
	Text              // a string without escapes
	EscapedText       // a string with escapes in it
	TwiceEscaped      // such a string within a string
	Number
	True
	False
	Null
	Array
	Object
)

// Present reports whether the record has the field.
func (f Field) Present() bool { return f.Kind != Absent }

// kindOf tells a valid value by its first byte, which for a string is a quote.
func kindOf(first byte) Kind {
	switch first {
	case '"':
		return Text
	case '{':
		return Object
	case '[':
		return Array
	case 't':
		return True
	case 'f':
		return False
	case 'n':
		return Null
	}
	return Number
}

// A Reader reads the selected fields of one message in a single pass, in
// which it checks that the message is one JSON object.
type Reader struct {
	stepper
	Fields []Field // by the numbers of the nodes
	once   []byte  // scratch
	key    []byte  // scratch
}

// Read fills fields with the values that the tree selects. It returns false,
// and the fields mean nothing, if the message is not one JSON object.
func (r *Reader) Read(message []byte, t *Tree) bool {
	r.text = message
	clear(r.Fields)
	start, ok := r.objectStart()
	if !ok {
		return false
	}
	end := r.selected(start, t)
	return end > 0 && r.blanks(end) == len(message)
}

// ReadAt fills fields with the values that the tree selects in the JSON object at
// a place of the text that another reader started with, and returns its end. It
// takes blanks between the parts of the object. The end is negative, and the
// fields mean nothing, if there is no object that ends in the text.
func (r *Reader) ReadAt(i int, t *Tree) (end int) {
	clear(r.Fields)
	if r.at(i) != '{' {
		return -1
	}
	return r.selected(i, t)
}

// selected steps over the value of a node and notes where it is. A
// key that comes again replaces all that its first value had given.
func (r *Reader) selected(i int, t *Tree) int {
	t.forget(r.Fields)
	if len(t.byLen) == 0 || r.at(i) != '{' {
		f, end := r.fieldAt(i)
		r.Fields[t.Field] = f
		return end
	}
	end := r.object(i, t)
	r.Fields[t.Field] = Field{Object, i, end}
	return end
}

// fieldAt steps over a value and returns it as a field.
func (r *Reader) fieldAt(i int) (f Field, end int) {
	r.escaped = false
	if end = r.value(i); end < 0 {
		return Field{}, end
	}
	f = Field{kindOf(r.text[i]), i, end}
	if f.Kind == Text {
		f.From, f.To = i+1, end-1
		if r.escaped {
			f.Kind = EscapedText
		}
	}
	return f, end
}

// TextOf returns what comparisons with text see: the text of a string, the
// spelling of a number. It is valid until the next call.
func (r *Reader) TextOf(f Field) (content []byte, ok bool) {
	switch f.Kind {
	case Text, Number:
		return r.text[f.From:f.To], true
	case EscapedText:
		r.key = Unquote(r.key[:0], r.text[f.From:f.To])
		return r.key, true
	case TwiceEscaped:
		r.once = Unquote(r.once[:0], r.text[f.From:f.To])
		r.key = Unquote(r.key[:0], r.once)
		return r.key, true
	}
	return nil, false
}

// NewReader returns a reader for a tree with so many nodes.
func NewReader(nodes int) *Reader { return &Reader{Fields: make([]Field, nodes)} }

// maxScratch bounds what a reader keeps of the memory that one odd message
// took.
const maxScratch = 1 << 16

// Trim lets go of the message, and of what was taken for it beyond the usual.
func (r *Reader) Trim() {
	r.text = nil
	if cap(r.key) > maxScratch {
		r.once, r.key = nil, nil
	}
	if cap(r.arrays) > maxScratch/8 {
		r.arrays = nil
	}
}

// Value returns the text of a string, and anything else as it was logged.
// It is valid until the next call.
func (r *Reader) Value(f Field) []byte {
	if content, ok := r.TextOf(f); ok {
		return content
	}
	return r.text[f.From:f.To]
}

// object steps over an object and reads the members that the tree selects. It
// recurses as deep as the tree does, not as deep as the message.
func (r *Reader) object(i int, t *Tree) int {
	if i = r.blanks(i + 1); r.at(i) == '}' {
		return i + 1
	}
	for {
		r.escaped = false
		from := i + 1
		if i = r.memberKey(i); i < 0 {
			return -1
		}
		kid := t.child(r.keyText(from, i-1))
		if i = r.blanks(i); r.at(i) != ':' {
			return -1
		}
		i = r.blanks(i + 1)
		if kid != nil {
			i = r.selected(i, kid)
		} else {
			i = r.value(i)
		}
		if i < 0 {
			return -1
		}
		switch i = r.blanks(i); r.at(i) {
		case ',':
			i = r.blanks(i + 1)
		case '}':
			return i + 1
		default:
			return -1
		}
	}
}

func (r *Reader) memberKey(i int) int {
	if r.at(i) != '"' {
		return -1
	}
	return r.str(i)
}

// keyText returns the text of the key whose body is at [from, to).
func (r *Reader) keyText(from, to int) []byte {
	body := r.text[from:to]
	if !r.escaped {
		return body
	}
	r.key = Unquote(r.key[:0], body)
	return r.key
}
