package rules

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"trailnotify/internal/fault"
	"trailnotify/pattern"
)

// unexpected notes a value of the wrong kind.
func (d *decoder) unexpected(subject string, n ast.Node, expected string) {
	width := 1
	if s, ok := n.(ast.ScalarNode); ok {
		width = runeCount(scalarText(s))
	}
	d.fail(nodePlace(n), width, subject, "found "+kindOf(n)+", expected "+expected, "")
}

// text reads a text. A number or a truth value is none: 010 and yes mean
// different things to different readers.
func (d *decoder) text(subject string, n ast.Node) (string, bool) {
	switch node := n.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case ast.MapNode:
		d.unexpected(subject, n, "a text; one that begins with { is written in single quotes")
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		d.unexpected(subject, n, "a text; write it in quotes")
	default:
		d.unexpected(subject, n, "a text")
	}
	return "", false
}

// line reads a text of one line.
func (d *decoder) line(subject string, n ast.Node, limit int) string {
	s, ok := d.text(subject, n)
	if !ok {
		return ""
	}
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		d.fail(nodePlace(n), 1, subject, "found an empty text", "")
	case strings.ContainsRune(s, '\n'):
		d.fail(nodePlace(n), 1, subject, "found several lines, expected one", "")
	case runeCount(s) > limit:
		d.fail(nodePlace(n), 1, subject, fmt.Sprintf("found %d characters, expected at most %d", runeCount(s), limit), "")
	}
	return s
}

// matching reads a text of one line that has a form.
func (d *decoder) matching(subject string, n ast.Node, limit int, form *regexp.Regexp, expected string) string {
	before := len(d.faults)
	s := d.line(subject, n, limit)
	if len(d.faults) == before && !form.MatchString(s) {
		d.fail(nodePlace(n), runeCount(s), subject, "found "+fault.Quote(s)+", expected "+expected, "")
	}
	return s
}

var decimalPattern = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)

// count reads a whole number.
func (d *decoder) count(subject string, n ast.Node, least, most int) int {
	expected := fmt.Sprintf("a whole number from %d to %d", least, most)
	if i, ok := n.(*ast.IntegerNode); ok && decimalPattern.MatchString(i.Token.Value) {
		if v, err := strconv.Atoi(i.Token.Value); err == nil && v >= least && v <= most {
			return v
		}
	}
	if s, ok := n.(*ast.StringNode); ok && decimalPattern.MatchString(s.Value) {
		expected += ", without quotes"
	}
	d.unexpected(subject, n, expected)
	return least
}

// duration reads a length of time: 5m, 1h30m; a bare 0 will do for none.
func (d *decoder) duration(subject string, n ast.Node, check func(string) (time.Duration, error)) time.Duration {
	s, ok := n.(ast.ScalarNode)
	if !ok {
		_, err := check("")
		d.unexpected(subject, n, err.Error())
		return 0
	}
	v, err := check(scalarText(s))
	if err != nil {
		d.unexpected(subject, n, err.Error())
	}
	return v
}

var (
	errPeriod = errors.New("whole minutes from 1m to 24h, such as 5m")
	errQuiet  = errors.New("a length of time from 0 to 168h, such as 1h")
)

// checkPeriod reads a period. Its error says what was expected.
func checkPeriod(s string) (time.Duration, error) {
	v, err := time.ParseDuration(s)
	if err != nil || v < MinPeriod || v > MaxPeriod || v%time.Minute != 0 {
		return 0, errPeriod
	}
	return v, nil
}

// checkQuiet reads a quiet time. Its error says what was expected.
func checkQuiet(s string) (time.Duration, error) {
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 || v > MaxQuiet {
		return 0, errQuiet
	}
	return v, nil
}

// list reads a list.
func (d *decoder) list(subject string, n ast.Node) []ast.Node {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		d.unexpected(subject, n, "a list")
		return nil
	}
	if len(s.Values) > maxList {
		d.fail(nodePlace(n), 1, subject, fmt.Sprintf("found %d entries, expected at most %d", len(s.Values), maxList), "")
		return nil
	}
	return s.Values
}

func (d *decoder) by(key string, n ast.Node) {
	if _, ok := n.(*ast.SequenceNode); !ok {
		if s := d.selector(key, n); s != nil {
			d.rule.By = []pattern.Selector{*s}
		}
		return
	}
	entries := d.list(key, n)
	if len(entries) == 0 {
		d.fail(nodePlace(n), 1, key, "found an empty list, expected a selector or a list of them", "")
	}
	for i, entry := range entries {
		if s := d.selector(fmt.Sprintf("%s[%d]", key, i), entry); s != nil {
			d.rule.By = append(d.rule.By, *s)
		}
	}
}

func (d *decoder) distinct(key string, n ast.Node) {
	d.rule.Distinct = d.selector(key, n)
}

// selector reads a selector; nil when it is none.
func (d *decoder) selector(subject string, n ast.Node) *pattern.Selector {
	src, ok := d.text(subject, n)
	if !ok {
		return nil
	}
	s, err := pattern.ParseSelector(src)
	if err != nil {
		d.failPattern(subject, n, src, err)
		return nil
	}
	return &s
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
