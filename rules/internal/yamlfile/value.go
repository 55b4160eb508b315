package yamlfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"trailnotify/internal/fault"
)

// Unexpected notes a value of the wrong kind.
func (f *File) Unexpected(subject string, n Node, expected string) {
	width := 1
	if s, ok := n.(ast.ScalarNode); ok {
		width = Length(scalarText(s))
	}
	f.Fail(PlaceOf(n), width, subject, "found "+KindOf(n)+", expected "+expected, "")
}

// Text reads a text. A number or a truth value is none: 010 and yes mean
// different things to different readers.
func (f *File) Text(subject string, n Node) (string, bool) {
	switch node := n.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case ast.MapNode:
		f.Unexpected(subject, n, "a text; one that begins with { is written in single quotes")
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		f.Unexpected(subject, n, "a text; write it in quotes")
	default:
		f.Unexpected(subject, n, "a text")
	}
	return "", false
}

// Line reads a text of one line, without the blanks around it.
func (f *File) Line(subject string, n Node, limit int) string {
	s, ok := f.Text(subject, n)
	if !ok {
		return ""
	}
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		f.Fail(PlaceOf(n), 1, subject, "found an empty text", "")
	case strings.ContainsRune(s, '\n'):
		f.Fail(PlaceOf(n), 1, subject, "found several lines, expected one", "")
	case Length(s) > limit:
		f.Fail(PlaceOf(n), 1, subject, fmt.Sprintf("found %d characters, expected at most %d", Length(s), limit), "")
	}
	return s
}

// Matching reads a text of one line that has a form.
func (f *File) Matching(subject string, n Node, limit int, form *regexp.Regexp, expected string) string {
	before := len(f.Faults)
	s := f.Line(subject, n, limit)
	if len(f.Faults) == before && !form.MatchString(s) {
		f.Fail(PlaceOf(n), Length(s), subject, "found "+fault.Quote(s)+", expected "+expected, "")
	}
	return s
}

// Bool reads a truth value.
func (f *File) Bool(subject string, n Node) (value, ok bool) {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		f.Unexpected(subject, n, "true or false")
		return false, false
	}
	return b.Value, true
}

// Decimal is the one way to write a whole number.
var Decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)

// Count reads a whole number within limits.
func (f *File) Count(subject string, n Node, least, most int) int {
	expected := fmt.Sprintf("a whole number from %d to %d", least, most)
	if i, ok := n.(*ast.IntegerNode); ok && Decimal.MatchString(i.Token.Value) {
		if v, err := strconv.Atoi(i.Token.Value); err == nil && v >= least && v <= most {
			return v
		}
	}
	if s, ok := n.(*ast.StringNode); ok && Decimal.MatchString(s.Value) {
		expected += ", without quotes"
	}
	f.Unexpected(subject, n, expected)
	return least
}

// Duration reads a length of time with check, whose error says what was
// expected. A bare 0 is a length of time too.
func (f *File) Duration(subject string, n Node, check func(string) (time.Duration, error)) time.Duration {
	s, ok := n.(ast.ScalarNode)
	if !ok {
		_, err := check("")
		f.Unexpected(subject, n, err.Error())
		return 0
	}
	v, err := check(scalarText(s))
	if err != nil {
		f.Unexpected(subject, n, err.Error())
	}
	return v
}

// List reads a list; expected says of what.
func (f *File) List(subject string, n Node, expected string) []Node {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		f.Unexpected(subject, n, expected)
		return nil
	}
	return s.Values
}

// IsList reports whether a node is a list.
func IsList(n Node) bool {
	_, ok := n.(*ast.SequenceNode)
	return ok
}
