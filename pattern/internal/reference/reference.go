package reference

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/tidwall/gjson"

	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/syntax"
)

// Match reports whether the message matches the pattern.
func Match(p *syntax.Pattern, message []byte) bool {
	switch p.Form {
	case syntax.JSON:
		root, ok := Object(message)
		return ok && Holds(p.Expr, func(c *syntax.Condition) bool {
			return condition(c, root)
		})
	case syntax.Delimited:
		return slots(p.Slots, string(message))
	default:
		return Terms(p.Terms, string(message))
	}
}

// Holds evaluates a tree of conditions.
func Holds(e *syntax.Expr, ask func(*syntax.Condition) bool) bool {
	switch e.Kind {
	case syntax.Single:
		return ask(e.Condition)
	case syntax.All:
		for _, kid := range e.Parts {
			if !Holds(kid, ask) {
				return false
			}
		}
		return true
	default:
		for _, kid := range e.Parts {
			if Holds(kid, ask) {
				return true
			}
		}
		return false
	}
}

// Object returns the object that a message is, behind a byte order mark.
func Object(message []byte) (root gjson.Result, ok bool) {
	message = bytes.TrimPrefix(message, []byte("\ufeff"))
	if !valid(message) {
		return gjson.Result{}, false
	}
	root = gjson.Parse(strings.Trim(string(message), " \t\r\n"))
	return root, root.IsObject()
}

// maxGjsonNesting is how deep gjson.ValidBytes is trusted to go: it recurses.
const maxGjsonNesting = 10_000

// valid is gjson.ValidBytes, but for messages with so many brackets
// that its recursion could exhaust the stack.
func valid(message []byte) bool {
	if bytes.Count(message, []byte("["))+bytes.Count(message, []byte("{")) < maxGjsonNesting {
		return gjson.ValidBytes(message)
	}
	return fields.Valid(message)
}

// condition reports whether the condition holds in one of the places
// that its selector comes to.
func condition(c *syntax.Condition, root gjson.Result) bool {
	for _, p := range Places(Root(root), c.Selector.Steps) {
		if At(c, p) {
			return true
		}
	}
	return false
}

// At reports whether the condition holds in a place.
func At(c *syntax.Condition, p Place) bool {
	if !p.Exists || c.Operator == syntax.NotExists {
		return !p.Exists && c.Operator == syntax.NotExists
	}
	switch c.Operator {
	case syntax.IsNull:
		return p.Value.Type == gjson.Null || HasNull(p.Value)
	case syntax.IsTrue:
		return p.Value.Type == gjson.True
	case syntax.IsFalse:
		return p.Value.Type == gjson.False
	}
	switch p.Value.Type {
	case gjson.String:
		return Text(c, String(p.Value))
	case gjson.Number:
		return Number(c, p.Value.Raw)
	}
	return false
}

// HasNull reports whether an array or object has an element that is null.
func HasNull(v gjson.Result) bool {
	for _, element := range elements(v) {
		if element.Type == gjson.Null {
			return true
		}
	}
	return false
}

// Text compares with a JSON string: as text, and by size never.
func Text(c *syntax.Condition, s string) bool {
	switch c.Operator {
	case syntax.Equal:
		return Equal(&c.Value, s)
	case syntax.NotEqual:
		return !Equal(&c.Value, s)
	}
	return false
}

// Number compares with a JSON number: by value with a bare number, as
// the text of its spelling with anything else.
func Number(c *syntax.Condition, raw string) bool {
	if c.Value.Kind != syntax.Number {
		return Text(c, raw)
	}
	return Size(c, raw)
}

// Size compares s with a bare number by value. What is not
// spelled like a number does not match.
func Size(c *syntax.Condition, s string) bool {
	d, ok := syntax.ParseDecimal([]byte(s))
	if !ok {
		return false
	}
	order := d.Compare(&c.Value.Number)
	return map[syntax.Operator]bool{
		syntax.Equal: order == 0, syntax.NotEqual: order != 0,
		syntax.Less: order < 0, syntax.LessEqual: order <= 0,
		syntax.Greater: order > 0, syntax.GreaterEqual: order >= 0,
	}[c.Operator]
}

// Equal reports whether s is the text of the literal, with any text in
// place of its wildcards, or holds what its regular expression looks for.
func Equal(l *syntax.Literal, s string) bool {
	if l.Kind == syntax.Regex {
		return l.Regex.MatchString(s)
	}
	if len(l.Parts) == 1 {
		return s == l.Parts[0]
	}
	quoted := make([]string, len(l.Parts))
	for i, part := range l.Parts {
		quoted[i] = literalExpr(part)
	}
	return regexp.MustCompile(`(?s)\A` + strings.Join(quoted, `.*`) + `\z`).MatchString(literalRunes(s))
}

// literalRunes maps every byte to the character with its number, so that a
// regular expression sees bytes, whether they are valid UTF-8 or not.
func literalRunes(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

func literalExpr(part string) string { return regexp.QuoteMeta(literalRunes(part)) }
