package lint

import (
	"strings"

	"trailnotify/pattern/syntax"
)

// openPoints warns of what is not known about the service. PATTERNS.md lists
// these points with the reading that was chosen and why.
func (c *checker) openPoints(cond *syntax.Condition) {
	if cond.LowerCase {
		c.warn(OpenPoint, cond.Span, "keywords are read in any case; every source writes them in capitals")
	}
	c.openSelector(cond)
	c.openValue(cond)
}

func (c *checker) openSelector(cond *syntax.Condition) {
	s := &cond.Selector
	if s.Unusual {
		c.warn(OpenPoint, s.Span, "no source shows a selector written like this; it is read as "+s.String())
	}
	if !s.HasWildcard() {
		return
	}
	switch cond.Operator {
	case syntax.NotEqual:
		c.warn(OpenPoint, cond.Span, "!= with a wildcard holds as soon as one value differs; it is false where there is no value")
	case syntax.NotExists:
		c.warn(OpenPoint, cond.Span, "NOT EXISTS with a wildcard holds as soon as the field is missing in one place, or there is no place at all")
	case syntax.IsNull, syntax.IsTrue, syntax.IsFalse:
		c.warn(OpenPoint, cond.Span, cond.Operator.String()+" with a wildcard holds as soon as it holds in one place")
	}
}

func (c *checker) openValue(cond *syntax.Condition) {
	l := &cond.Value
	switch {
	case !cond.Operator.HasValue():
	case l.Kind == syntax.Regex:
		c.flavour(l.Regex.String(), l.Span)
		if len(cond.Selector.Steps) > 0 && c.known(cond.Selector).kind != stringField {
			c.warn(OpenPoint, l.Span, "a regular expression searches a JSON number in the spelling in which it was logged")
		}
	case l.Kind == syntax.Number:
		c.openNumber(l)
	case l.Quoted() && strings.Contains(l.Source, `\`):
		c.warn(OpenPoint, l.Span, `a backslash before ", \ or * takes that character as it is, and stands for itself before any other`)
	case l.HasWildcard() && likeNumber(l.Parts):
		c.warn(OpenPoint, l.Span, "a wildcard meets a JSON number in the spelling in which it was logged: 404 and 4.04e2 differ")
	}
}

// openNumber warns of numbers beyond what a double or the guide's grammar
// holds.
func (c *checker) openNumber(l *syntax.Literal) {
	d := &l.Number
	digits := strings.TrimLeft(l.Source, "+-")
	switch {
	case len(digits) > 1 && digits[0] == '0' && strings.ContainsRune("0123456789", rune(digits[1])), digits[0] == '.', strings.HasSuffix(digits, "."):
		c.warn(OpenPoint, l.Span, "read as a number, and as the text "+l.Source+" against strings; quote it to compare the text alone")
	case d.BeyondDouble():
		c.warn(OpenPoint, l.Span, "numbers are compared digit by digit; the service may round them")
	}
}

func likeNumber(parts []string) bool {
	text := strings.Join(parts, "")
	return text != "" && strings.Trim(text, "0123456789+-.eE") == "" && strings.ContainsAny(text, "0123456789")
}

// flavour warns of regular expressions that RE2 and other engines may read
// differently, and of blanks, which the guide's list of characters lacks.
func (c *checker) flavour(re string, at syntax.Span) {
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
			if i++; i < len(re) && isLetterOrDigit(re[i]) && !strings.ContainsRune("dDsSwWx", rune(re[i])) {
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

func isLetterOrDigit(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}
