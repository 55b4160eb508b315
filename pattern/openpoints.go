package pattern

import "strings"

// openPoints warns of what is not known about the service. PATTERNS.md lists
// these points with the reading that was chosen and why.
func (c *checker) openPoints(cond *condition) {
	if cond.lower {
		c.warn(OpenPoint, cond.span, "keywords are read in any case; every source writes them in capitals")
	}
	c.openSelector(cond)
	c.openValue(cond)
}

func (c *checker) openSelector(cond *condition) {
	s := &cond.selector
	if s.odd {
		c.warn(OpenPoint, s.span, "no source shows a selector written like this; it is read as "+s.String())
	}
	if !s.wildcard() {
		return
	}
	switch cond.op {
	case opNotEqual:
		c.warn(OpenPoint, cond.span, "!= with a wildcard holds as soon as one value differs; it is false where there is no value")
	case opNotExists:
		c.warn(OpenPoint, cond.span, "NOT EXISTS with a wildcard holds as soon as the field is missing in one place, or there is no place at all")
	case opIsNull, opIsTrue, opIsFalse:
		c.warn(OpenPoint, cond.span, cond.op.String()+" with a wildcard holds as soon as it holds in one place")
	}
}

func (c *checker) openValue(cond *condition) {
	l := &cond.value
	switch {
	case !cond.op.hasValue():
	case l.kind == regexLiteral:
		c.flavour(l.re.String(), l.span)
		if len(cond.selector.steps) > 0 && c.known(cond.selector).kind != stringField {
			c.warn(OpenPoint, l.span, "a regular expression searches a JSON number in the spelling in which it was logged")
		}
	case l.kind == numberLiteral:
		c.openNumber(l)
	case l.quoted() && strings.Contains(l.source, `\`):
		c.warn(OpenPoint, l.span, `a backslash before ", \ or * takes that character as it is, and stands for itself before any other`)
	case l.wildcard() && likeNumber(l.parts):
		c.warn(OpenPoint, l.span, "a wildcard meets a JSON number in the spelling in which it was logged: 404 and 4.04e2 differ")
	}
}

// openNumber warns of numbers beyond what a double or the guide's grammar holds.
func (c *checker) openNumber(l *literal) {
	d := &l.number
	digits := strings.TrimLeft(l.source, "+-")
	switch {
	case len(digits) > 1 && digits[0] == '0' && isDigit(digits[1]), digits[0] == '.', strings.HasSuffix(digits, "."):
		c.warn(OpenPoint, l.span, "read as a number, and as the text "+l.source+" against strings; quote it to compare the text alone")
	case d.digits > 15, d.digits > 0 && (d.magnitude > 307 || d.magnitude < -307):
		c.warn(OpenPoint, l.span, "numbers are compared digit by digit; the service may round them")
	}
}

func likeNumber(parts []string) bool {
	text := strings.Join(parts, "")
	return text != "" && strings.Trim(text, "0123456789+-.eE") == "" && strings.ContainsAny(text, "0123456789")
}

// flavour warns of regular expressions that RE2 and other engines may read
// differently, and of blanks, which the guide's list of characters lacks.
func (c *checker) flavour(re string, at span) {
	if strings.Contains(re, " ") {
		c.warn(OpenPoint, at, `the guide does not list the blank among the characters of a regular expression: \x20 is sure`)
	}
	if oddRegex(re) {
		c.warn(OpenPoint, at, "parts of this regular expression are not in the guide; it is read as RE2 reads it")
	}
}

// oddRegex finds escapes that the guide does not list, lazy operators, and
// brackets or braces within a class.
func oddRegex(re string) bool {
	class := false
	for i := 0; i < len(re); i++ {
		switch re[i] {
		case '\\':
			if i++; i < len(re) && isAlphanumeric(re[i]) && !strings.ContainsRune("dDsSwWx", rune(re[i])) {
				return true
			}
		case '[':
			if class {
				return true
			}
			class = true
		case ']':
			class = false
		case '*', '+', '?', '}':
			if !class && i+1 < len(re) && re[i+1] == '?' {
				return true
			}
		}
	}
	return false
}
