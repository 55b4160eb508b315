package pattern

import (
	"strconv"
	"strings"
)

// A Selector names a field of a JSON record: $.userIdentity.type. The zero
// Selector finds nothing. It is immutable and safe for concurrent use.
type Selector struct {
	steps []step
	odd   bool // written in a way that no source shows
	span  span
	read  *selectorReader // of a selector on its own
}

// step is one step down: to the field of an object, to an element of an
// array, or to each element or field value.
type step struct {
	kind  stepKind
	key   string
	index int
}

type stepKind uint8

const (
	stepKey stepKind = iota
	stepIndex
	stepEach
)

// ParseSelector reads a selector on its own, as `by` and `distinct` take it. A
// selector with a wildcard is refused, because it has no single value. The
// error is a [*SyntaxError].
func ParseSelector(src string) (Selector, error) {
	if err := checkText(src); err != nil {
		return Selector{}, err
	}
	s := &source{text: src, end: len(src)}
	s.skipBlanks()
	sel, err := parseSelector(s)
	if err != nil {
		return Selector{}, err
	}
	s.skipBlanks()
	if !s.atEnd() {
		return Selector{}, s.fail("the end of the selector", "")
	}
	if sel.wildcard() {
		return Selector{}, s.failAt(sel.span.from, src[sel.span.from:sel.span.to], "a selector without a wildcard", "it has to give one value")
	}
	sel.read = newSelectorReader(sel)
	return sel, nil
}

// String returns the selector in canonical form: $.a.['b.c'][0].
func (s Selector) String() string {
	if len(s.steps) == 0 {
		return ""
	}
	text := "$"
	for i, st := range s.steps {
		if i == 0 && st.kind == stepEach {
			text += ".*"
			continue
		}
		text += st.String()
	}
	return text
}

// String returns the step as it is written behind another one.
func (s step) String() string {
	switch {
	case s.kind == stepIndex:
		return "[" + strconv.Itoa(s.index) + "]"
	case s.kind == stepEach:
		return "[*]"
	case plainName(s.key):
		return "." + s.key
	default:
		return ".['" + escapeKey.Replace(s.key) + "']"
	}
}

var escapeKey = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func plainName(key string) bool {
	for i := range len(key) {
		if !isNameByte(key[i]) {
			return false
		}
	}
	return key != ""
}

func (s Selector) wildcard() bool {
	for _, st := range s.steps {
		if st.kind == stepEach {
			return true
		}
	}
	return false
}

// parseSelector reads a selector, up to the first character that can't be part of it.
func parseSelector(s *source) (Selector, error) {
	from := s.pos
	if s.peek() != '$' {
		err := s.fail("a selector such as $.eventName", "selectors start with $.")
		err.Reason = reasonParameter
		return Selector{}, err
	}
	s.pos++
	sel := Selector{}
	for {
		at := s.pos
		st, ok, err := s.step(&sel)
		if err != nil {
			return Selector{}, err
		}
		if !ok {
			break
		}
		if st.kind == stepEach && sel.wildcard() {
			return Selector{}, s.failAt(at, s.text[at:s.pos], "one wildcard at most in a selector", "")
		}
		sel.steps = append(sel.steps, st)
	}
	sel.span = span{from, s.pos}
	if len(sel.steps) == 0 {
		return Selector{}, s.fail("a property such as .eventName after $", "")
	}
	return sel, nil
}

// step reads one step; ok is false where the selector ends.
func (s *source) step(sel *Selector) (st step, ok bool, err error) {
	switch s.peek() {
	case '.':
		s.pos++
		st, err = s.dotStep(sel)
	case '[':
		if c := s.peekAt(1); len(sel.steps) == 0 && c != '\'' && c != '"' {
			return step{}, false, s.fail("a property such as .eventName after $", "array elements follow a property: $.a[0]; all fields of the record are $.*")
		}
		st, err = s.bracketStep(sel)
	default:
		return step{}, false, nil
	}
	return st, err == nil, err
}

// dotStep reads name, * or ['name'], after the dot.
func (s *source) dotStep(sel *Selector) (step, error) {
	if s.accept("*") {
		sel.odd = sel.odd || len(sel.steps) > 0
		return step{kind: stepEach}, nil
	}
	if s.peek() == '[' {
		if s.peekAt(1) != '\'' && s.peekAt(1) != '"' {
			return step{}, s.fail("a name", "an array element has no dot before it: $.a[0]")
		}
		return s.bracketStep(sel)
	}
	name := s.take(isNameByte)
	if name == "" {
		return step{}, s.fail("a name, * or ['name']", "a name with other characters than letters, digits, - and _ is written $.['name']")
	}
	return step{kind: stepKey, key: name}, nil
}

// bracketStep reads [0], [*], ['name'] or ["name"].
func (s *source) bracketStep(sel *Selector) (step, error) {
	s.pos++
	var st step
	switch c := s.peek(); {
	case c == '\'' || c == '"':
		from := s.pos
		key, err := s.quotedKey(c)
		if err != nil {
			return step{}, err
		}
		dotted := s.text[from-2] == '.'
		sel.odd = sel.odd || !dotted || c == '"' || strings.Contains(s.text[from:s.pos], `\`)
		st = step{kind: stepKey, key: key}
	case c == '*':
		s.pos++
		st = step{kind: stepEach}
	default:
		at := s.pos
		digits := s.take(isDigit)
		n, err := strconv.ParseInt(digits, 10, 32)
		if err != nil {
			s.pos = at
			return step{}, s.fail("an index, * or 'name'", "an index is a whole number from 0; there are no slices and no negative indices")
		}
		st = step{kind: stepIndex, index: int(n)}
	}
	if !s.accept("]") {
		return step{}, s.fail("]", "")
	}
	return st, nil
}

// quotedKey reads 'name'. A backslash takes the next quote or backslash as it is.
func (s *source) quotedKey(quote byte) (string, error) {
	from := s.pos
	s.pos++
	var key []byte
	for !s.atEnd() {
		c := s.peek()
		if c == quote {
			s.pos++
			return string(key), nil
		}
		if c == '\\' && (s.peekAt(1) == quote || s.peekAt(1) == '\\') {
			s.pos++
			c = s.peek()
		}
		key = append(key, c)
		s.pos++
	}
	return "", s.failAt(from, s.text[from:s.end], "a name that ends with "+string(quote), "")
}
