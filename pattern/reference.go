package pattern

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/tidwall/gjson"
)

// The reference evaluator: the meaning of a pattern, as plainly as it can be
// written, on gjson. It is slow. Explain shows its steps, and tests hold the
// fast evaluator to it. It shares with that one only what has a test of its
// own: unquote, parseDecimal and regexp.

// referenceMatch reports whether the message matches the pattern.
func referenceMatch(p *Pattern, message []byte) bool {
	switch p.form {
	case JSON:
		root, ok := referenceObject(message)
		return ok && referenceHolds(p.expr, func(c *condition) bool {
			return referenceCondition(c, root)
		})
	case Delimited:
		return referenceSlots(p.slots, string(message))
	default:
		return referenceTerms(p.terms, string(message))
	}
}

// referenceHolds evaluates a tree of conditions.
func referenceHolds(e *expr, ask func(*condition) bool) bool {
	switch e.op {
	case opCond:
		return ask(e.cond)
	case opAnd:
		for _, kid := range e.kids {
			if !referenceHolds(kid, ask) {
				return false
			}
		}
		return true
	default:
		for _, kid := range e.kids {
			if referenceHolds(kid, ask) {
				return true
			}
		}
		return false
	}
}

// referenceObject returns the object that a message is, behind a byte order mark.
func referenceObject(message []byte) (root gjson.Result, ok bool) {
	message = bytes.TrimPrefix(message, []byte("\ufeff"))
	if !referenceValid(message) {
		return gjson.Result{}, false
	}
	root = gjson.Parse(strings.Trim(string(message), blanks))
	return root, root.IsObject()
}

// maxGjsonNesting is how deep gjson.ValidBytes is trusted to go: it recurses.
const maxGjsonNesting = 10_000

// referenceValid is gjson.ValidBytes, but for messages with so many brackets
// that its recursion could exhaust the stack.
func referenceValid(message []byte) bool {
	if bytes.Count(message, []byte("["))+bytes.Count(message, []byte("{")) < maxGjsonNesting {
		return gjson.ValidBytes(message)
	}
	s := jsonScanner{text: message}
	end := s.value(s.blanks(0))
	return end > 0 && s.blanks(end) == len(message)
}

// referenceCondition reports whether the condition holds in one of the places
// that its selector comes to.
func referenceCondition(c *condition, root gjson.Result) bool {
	for _, p := range referencePlaces(rootPlace(root), c.selector.steps) {
		if referencePlace(c, p) {
			return true
		}
	}
	return false
}

// referencePlace reports whether the condition holds in a place.
func referencePlace(c *condition, p place) bool {
	if !p.exists || c.op == opNotExists {
		return !p.exists && c.op == opNotExists
	}
	switch c.op {
	case opIsNull:
		return p.value.Type == gjson.Null || referenceHasNull(p.value)
	case opIsTrue:
		return p.value.Type == gjson.True
	case opIsFalse:
		return p.value.Type == gjson.False
	}
	switch p.value.Type {
	case gjson.String:
		return referenceText(c, referenceString(p.value))
	case gjson.Number:
		return referenceNumber(c, p.value.Raw)
	}
	return false
}

func referenceHasNull(v gjson.Result) bool {
	for _, element := range referenceElements(v) {
		if element.Type == gjson.Null {
			return true
		}
	}
	return false
}

// referenceText compares with a JSON string: as text, and by size never.
func referenceText(c *condition, s string) bool {
	switch c.op {
	case opEqual:
		return referenceEqual(&c.value, s)
	case opNotEqual:
		return !referenceEqual(&c.value, s)
	}
	return false
}

// referenceNumber compares with a JSON number: by value with a bare number, as
// the text of its spelling with anything else.
func referenceNumber(c *condition, raw string) bool {
	if c.value.kind != numberLiteral {
		return referenceText(c, raw)
	}
	return referenceSize(c, raw)
}

// referenceSize compares s with a bare number by value. What is spelled like
// no number is no match.
func referenceSize(c *condition, s string) bool {
	d, ok := parseDecimal([]byte(s))
	if !ok {
		return false
	}
	order := d.compare(&c.value.number)
	return map[operator]bool{
		opEqual: order == 0, opNotEqual: order != 0,
		opLess: order < 0, opLessEqual: order <= 0,
		opGreater: order > 0, opGreaterEqual: order >= 0,
	}[c.op]
}

// referenceEqual reports whether s is the text of the literal, with any text in
// place of its wildcards, or holds what its regular expression looks for.
func referenceEqual(l *literal, s string) bool {
	if l.kind == regexLiteral {
		return l.re.MatchString(s)
	}
	if len(l.parts) == 1 {
		return s == l.parts[0]
	}
	quoted := make([]string, len(l.parts))
	for i, part := range l.parts {
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
