package rules

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"trailnotify/internal/fault"
	"trailnotify/pattern"
	"trailnotify/pattern/syntax"
)

func (d *decoder) pattern(key string, n ast.Node) {
	src, ok := d.text(key, n)
	if !ok {
		return
	}
	d.rule.Source = src
	if p := d.compile(key, n, src); p != nil && !hasPlaceholder(src) {
		d.rule.Pattern = p
	}
}

// compile compiles a pattern as the file has it. One with the placeholder is a
// valid pattern too, so its faults are found without knowing a region.
func (d *decoder) compile(subject string, n ast.Node, src string) *pattern.Pattern {
	if strings.TrimSpace(src) == "" {
		d.fail(nodePlace(n), 1, subject, "found an empty pattern, which every record matches", "")
		return nil
	}
	p, err := pattern.Compile(src)
	if err != nil {
		d.failPattern(subject, n, src, err)
		return nil
	}
	if offset, ok := misplaced(src); ok {
		d.fail(d.within(n, src, offset), len(placeholder), subject,
			"found "+placeholder+" elsewhere, expected it as the whole value of a != comparison: $.awsRegion != \""+placeholder+"\"", "")
		return nil
	}
	return p
}

// failPattern shows the fault of a pattern or selector at its place in the
// file.
func (d *decoder) failPattern(subject string, n ast.Node, src string, err error) {
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		d.fail(nodePlace(n), 1, subject, err.Error(), "")
		return
	}
	problem := "the text ends, expected " + wrong.Expected
	if wrong.Found != "" {
		problem = "found " + fault.Quote(wrong.Found) + ", expected " + wrong.Expected
	}
	if wrong.Hint != "" {
		problem += " (" + wrong.Hint + ")"
	}
	d.fail(d.within(n, src, wrong.Offset), runeCount(wrong.Found), subject, problem, "")
}

var exceptionKeys = []string{"name", "pattern", "reason"}

func (d *decoder) except(key string, n ast.Node) {
	seen := map[string]int{}
	for i, entry := range d.list(key, n) {
		subject := fmt.Sprintf("%s[%d]", key, i)
		m, ok := entry.(ast.MapNode)
		if !ok {
			d.unexpected(subject, entry, "a mapping with name and pattern")
			continue
		}
		e, at := d.exception(subject, entry, m)
		if first, ok := seen[e.Name]; ok && e.Name != "" {
			d.fail(at, runeCount(e.Name), subject+".name", fmt.Sprintf("found %s again, first in except[%d]", fault.Quote(e.Name), first), "")
		}
		seen[e.Name] = i
		d.names = append(d.names, at)
		d.rule.Except = append(d.rule.Except, e)
	}
}

// exception reads one entry of except, and returns the place of its name.
func (d *decoder) exception(subject string, n ast.Node, m ast.MapNode) (e Exception, at place) {
	missing := map[string]bool{"name": true, "pattern": true}
	for key, value := range d.entries(m, subject, exceptionKeys) {
		delete(missing, key)
		field := joinSubject(subject, key)
		switch key {
		case "name":
			e.Name, at = d.line(field, value, maxName), nodePlace(value)
		case "reason":
			e.Reason = d.line(field, value, maxReason)
		case "pattern":
			e.Pattern = d.exceptionPattern(field, value)
		}
	}
	for _, key := range sortedKeys(missing) {
		d.fail(nodePlace(n), 1, joinSubject(subject, key), "missing: every exception has one", "")
	}
	e.File, e.Line = d.sourceFile.name, nodePlace(n).line
	return e, at
}

func (d *decoder) exceptionPattern(subject string, n ast.Node) *pattern.Pattern {
	src, ok := d.text(subject, n)
	if !ok {
		return nil
	}
	if hasPlaceholder(src) {
		d.fail(nodePlace(n), 1, subject, "found "+placeholder+", expected it only in the pattern of the rule", "")
		return nil
	}
	return d.compile(subject, n, src)
}
