package pattern

// field is a value in a message: what it is and where it stands, of a text
// without its quotes. The zero field is absent.
type field struct {
	kind     kind
	from, to int
}

type kind uint8

const (
	kindAbsent       kind = iota
	kindText              // a string as it stands
	kindEscapedText       // a string with escapes in it
	kindTwiceEscaped      // such a string within a string
	kindNumber
	kindTrue
	kindFalse
	kindNull
	kindArray
	kindObject
)

func (f field) present() bool { return f.kind != kindAbsent }

// kindOf tells a valid value by its first byte, which for a string is a quote.
func kindOf(first byte) kind {
	switch first {
	case '"':
		return kindText
	case '{':
		return kindObject
	case '[':
		return kindArray
	case 't':
		return kindTrue
	case 'f':
		return kindFalse
	case 'n':
		return kindNull
	}
	return kindNumber
}

// fieldReader reads the selected fields of one message in a single pass, in
// which it checks that the message is one JSON object.
type fieldReader struct {
	jsonScanner
	fields []field // by slot
	once   []byte  // scratch
	key    []byte  // scratch
}

// read fills fields with the values that the tree selects. It returns false,
// and the fields mean nothing, if the message is not one JSON object.
func (r *fieldReader) read(message []byte, t *tree) bool {
	r.text = message
	clear(r.fields)
	start, ok := r.objectStart()
	if !ok {
		return false
	}
	end := r.selected(start, t)
	return end > 0 && r.blanks(end) == len(message)
}

// selected steps over the value of a node and takes down where it stands. A
// key that comes again replaces all that its first value had given.
func (r *fieldReader) selected(i int, t *tree) int {
	t.forget(r.fields)
	if len(t.byLen) == 0 || r.at(i) != '{' {
		f, end := r.fieldAt(i)
		r.fields[t.slot] = f
		return end
	}
	end := r.object(i, t)
	r.fields[t.slot] = field{kindObject, i, end}
	return end
}

// fieldAt steps over a value and returns it as a field.
func (r *fieldReader) fieldAt(i int) (f field, end int) {
	r.escaped = false
	if end = r.value(i); end < 0 {
		return field{}, end
	}
	f = field{kindOf(r.text[i]), i, end}
	if f.kind == kindText {
		f.from, f.to = i+1, end-1
		if r.escaped {
			f.kind = kindEscapedText
		}
	}
	return f, end
}

// textOf returns what comparisons with text see: the text of a string, the
// spelling of a number. It is valid until the next call.
func (r *fieldReader) textOf(f field) (content []byte, ok bool) {
	switch f.kind {
	case kindText, kindNumber:
		return r.text[f.from:f.to], true
	case kindEscapedText:
		r.key = unquote(r.key[:0], r.text[f.from:f.to])
		return r.key, true
	case kindTwiceEscaped:
		r.once = unquote(r.once[:0], r.text[f.from:f.to])
		r.key = unquote(r.key[:0], r.once)
		return r.key, true
	}
	return nil, false
}

// object steps over an object and reads the members that the tree selects. It
// recurses as deep as the tree does, not as deep as the message.
func (r *fieldReader) object(i int, t *tree) int {
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

func (r *fieldReader) memberKey(i int) int {
	if r.at(i) != '"' {
		return -1
	}
	return r.str(i)
}

// keyText returns the text of the key whose body stands at [from, to).
func (r *fieldReader) keyText(from, to int) []byte {
	body := r.text[from:to]
	if !r.escaped {
		return body
	}
	r.key = unquote(r.key[:0], body)
	return r.key
}
