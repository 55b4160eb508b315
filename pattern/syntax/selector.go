package syntax

import (
	"errors"
	"strconv"
	"strings"
)

// A Selector names a field of a JSON record: $.userIdentity.type.
type Selector struct {
	Steps   []Step
	Unusual bool // written in a way that no source shows
	Span    Span
}

// A Step is one step down from a value.
type Step struct {
	Kind  StepKind
	Key   string // of ToField
	Index int    // of ToElement, from 0
}

// StepKind says where a step leads.
type StepKind uint8

// The kinds of steps.
const (
	ToField   StepKind = iota // the field of an object
	ToElement                 // an element of an array
	ToEach                    // each element of an array, or each field of an object
)

// ParseSelector reads a selector on its own, as `by` and `distinct` take it. A
// selector with a wildcard is refused, because it has no single value. The
// error is an [*Error].
func ParseSelector(src string) (Selector, error) {
	sel, err := parseAlone(src)
	var wrong *Error
	if errors.As(err, &wrong) {
		wrong.Selector, wrong.Reason, wrong.Open = true, "", false
	}
	return sel, err
}

// parseAlone reads a selector that nothing follows.
func parseAlone(src string) (Selector, error) {
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
	if sel.HasWildcard() {
		return Selector{}, s.failAt(sel.Span.From, src[sel.Span.From:sel.Span.To], "a selector without a wildcard", "it has to give one value")
	}
	return sel, nil
}

// String returns the selector in canonical form: $.a.['b.c'][0].
func (s Selector) String() string {
	if len(s.Steps) == 0 {
		return ""
	}
	text := "$"
	for i, st := range s.Steps {
		if i == 0 && st.Kind == ToEach {
			text += ".*"
			continue
		}
		text += st.String()
	}
	return text
}

// String returns the step as it is written behind another one.
func (s Step) String() string {
	switch {
	case s.Kind == ToElement:
		return "[" + strconv.Itoa(s.Index) + "]"
	case s.Kind == ToEach:
		return "[*]"
	case plainName(s.Key):
		return "." + s.Key
	default:
		return ".['" + escapeKey.Replace(s.Key) + "']"
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

// HasWildcard reports whether the selector can find several values.
func (s Selector) HasWildcard() bool {
	for _, st := range s.Steps {
		if st.Kind == ToEach {
			return true
		}
	}
	return false
}

// parseSelector reads a selector, up to the first character that can't be part
// of it.
func parseSelector(s *source) (Selector, error) {
	from := s.pos
	if s.peek() != '$' {
		err := s.fail("a selector such as $.eventName", "selectors start with $.")
		if isLetter(s.peek()) {
			return Selector{}, err.because(reasonParameter)
		}
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
		if st.Kind == ToEach && sel.HasWildcard() {
			return Selector{}, s.failAt(at, s.text[at:s.pos], "one wildcard at most in a selector", "").because(reasonWildcard)
		}
		sel.Steps = append(sel.Steps, st)
	}
	sel.Span = Span{from, s.pos}
	if len(sel.Steps) == 0 {
		return Selector{}, s.fail("a property such as .eventName after $", "").open()
	}
	return sel, nil
}

// step reads one step; ok is false where the selector ends.
func (s *source) step(sel *Selector) (st Step, ok bool, err error) {
	switch s.peek() {
	case '.':
		s.pos++
		st, err = s.dotStep(sel)
	case '[':
		if c := s.peekAt(1); len(sel.Steps) == 0 && c != '\'' && c != '"' {
			return Step{}, false, s.fail("a property such as .eventName after $", "array elements follow a property: $.a[0]; all fields of the record are $.*").open()
		}
		st, err = s.bracketStep(sel)
	default:
		return Step{}, false, nil
	}
	return st, err == nil, err
}

// dotStep reads name, * or ['name'], after the dot.
func (s *source) dotStep(sel *Selector) (Step, error) {
	if s.accept("*") {
		sel.Unusual = sel.Unusual || len(sel.Steps) > 0
		return Step{Kind: ToEach}, nil
	}
	if s.peek() == '[' {
		if s.peekAt(1) != '\'' && s.peekAt(1) != '"' {
			return Step{}, s.fail("a name", "an array element has no dot before it: $.a[0]")
		}
		return s.bracketStep(sel)
	}
	name := s.takeWhile(isNameByte)
	if name == "" {
		err := s.fail("a name, * or ['name']", "a name with other characters than letters, digits, - and _ is written $.['name']")
		if len(sel.Steps) == 0 && s.peek() == '.' {
			return Step{}, err.because(reasonToken("$.."))
		}
		return Step{}, err
	}
	return Step{Kind: ToField, Key: name}, nil
}

// bracketStep reads [0], [*], ['name'] or ["name"].
func (s *source) bracketStep(sel *Selector) (Step, error) {
	s.pos++
	var st Step
	switch c := s.peek(); {
	case c == '\'' || c == '"':
		from := s.pos
		key, err := s.quotedKey(c)
		if err != nil {
			return Step{}, err
		}
		dotted := s.text[from-2] == '.'
		sel.Unusual = sel.Unusual || !dotted || c == '"' || strings.Contains(s.text[from:s.pos], `\`)
		st = Step{Kind: ToField, Key: key}
	case c == '*':
		s.pos++
		st = Step{Kind: ToEach}
	default:
		n, err := s.elementIndex()
		if err != nil {
			return Step{}, err
		}
		st = Step{Kind: ToElement, Index: n}
	}
	if !s.accept("]") {
		return Step{}, s.fail("]", "")
	}
	return st, nil
}

// elementIndex reads the number of an element.
func (s *source) elementIndex() (int, error) {
	const hint = "an index is a whole number from 0; there are no slices and no negative indices"
	from := s.pos
	digits := s.takeWhile(isDigit)
	if c := s.peek(); c == '-' && digits == "" || c == ':' && digits != "" {
		return 0, s.fail("an index, * or 'name'", hint).because(reasonToken("[" + digits + string(c)))
	}
	n, err := strconv.ParseInt(digits, 10, 32)
	if err != nil {
		s.pos = from
		return 0, s.fail("an index, * or 'name'", hint)
	}
	return int(n), nil
}

// quotedKey reads 'name'. A backslash takes the next quote or backslash as it
// is.
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
