package pattern

import "bytes"

// tokenizer cuts a message into the fields that delimited patterns see. Fields
// are separated by blanks and tabs; "..." and [...] are one field, without the
// delimiters. A delimiter that is not closed is part of an ordinary field.
type tokenizer struct {
	message []byte
	pos     int
	// No more closing delimiter was found from some place on: without this,
	// a message of opening brackets would take quadratic time.
	noQuote, noBracket bool
}

// token is a field of a message: its value, and its source with delimiters.
type token struct{ value, source stretch }

// stretch is a part of a message, in bytes.
type stretch struct{ from, to int }

// tokenize appends the fields of the message to dst.
func tokenize(message []byte, dst []token) []token {
	t := tokenizer{message: message}
	for {
		tok, ok := t.next()
		if !ok {
			return dst
		}
		dst = append(dst, tok)
	}
}

func (t *tokenizer) next() (token, bool) {
	for t.pos < len(t.message) && isSeparator(t.message[t.pos]) {
		t.pos++
	}
	start := t.pos
	if start == len(t.message) {
		return token{}, false
	}
	if end := t.closing(); end > 0 {
		t.pos = end + 1
		return token{value: stretch{start + 1, end}, source: stretch{start, t.pos}}, true
	}
	for t.pos < len(t.message) && !isSeparator(t.message[t.pos]) {
		t.pos++
	}
	return token{value: stretch{start, t.pos}, source: stretch{start, t.pos}}, true
}

// closing returns where the delimiter at the current place is closed, 0 if it
// is not or if there is no delimiter.
func (t *tokenizer) closing() int {
	var want byte
	var none *bool
	switch t.message[t.pos] {
	case '"':
		want, none = '"', &t.noQuote
	case '[':
		want, none = ']', &t.noBracket
	default:
		return 0
	}
	if *none {
		return 0
	}
	n := bytes.IndexByte(t.message[t.pos+1:], want)
	if *none = n < 0; *none {
		return 0
	}
	return t.pos + 1 + n
}

func isSeparator(c byte) bool { return c == ' ' || c == '\t' }
