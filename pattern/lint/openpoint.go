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
	switch {
	case cond.Operator == syntax.NotEqual:
		c.warn(OpenPoint, cond.Span, "!= with a wildcard holds as soon as one value differs; it is false if there is no value")
	case cond.Operator == syntax.NotExists:
		c.warn(OpenPoint, cond.Span, "NOT EXISTS with a wildcard holds as soon as the field is missing in one place, or there is no place at all")
	case cond.Operator.AsksKind():
		c.warn(OpenPoint, cond.Span, cond.Operator.String()+" with a wildcard holds as soon as it holds in one place")
	}
}

func (c *checker) openValue(cond *syntax.Condition) {
	l := &cond.Value
	switch {
	case !cond.Operator.HasValue():
	case l.Kind == syntax.Regex:
		c.flavour(l.Regex.String(), l.Span)
		if c.mayBeNumber(cond) {
			c.warn(OpenPoint, l.Span, "a regular expression searches a JSON number in the spelling in which it was logged")
		}
	case l.Kind == syntax.Number:
		c.openNumber(l)
	case l.Quoted() && strings.Contains(plainEscapes.Replace(l.Source), `\`):
		c.warn(OpenPoint, l.Span, `\* is read as an asterisk, not as a wildcard, and a backslash before anything but ", \ and * as a backslash`)
	case !l.Quoted() && l.HasWildcard() && likeNumber(l.Parts) && c.mayBeNumber(cond):
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

// plainEscapes takes out the escapes that the service is known to have.
var plainEscapes = strings.NewReplacer(`\\`, "", `\"`, "")

// mayBeNumber reports whether the condition can meet a JSON number.
func (c *checker) mayBeNumber(cond *syntax.Condition) bool {
	return len(cond.Selector.Steps) > 0 && c.known(cond.Selector).kind != stringField
}

func likeNumber(parts []string) bool {
	text := strings.Join(parts, "")
	return strings.Trim(text, "0123456789+-.eE") == "" && strings.ContainsAny(text, "0123456789") && strings.Count(text, ".") < 2
}

// flavour warns of regular expressions that RE2 and other engines may read
// differently.
func (c *checker) flavour(re string, at syntax.Span) {
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
