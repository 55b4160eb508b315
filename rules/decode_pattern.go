package rules

import (
	"errors"
	"fmt"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/pattern"
	"trailnotify/pattern/syntax"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

func (d *decoder) pattern(key string, n yamlfile.Node) {
	src, ok := d.Text(key, n)
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
func (d *decoder) compile(subject string, n yamlfile.Node, src string) *pattern.Pattern {
	if strings.TrimSpace(src) == "" {
		d.Fail(yamlfile.PlaceOf(n), 1, subject, "found an empty pattern, which every record matches", "")
		return nil
	}
	p, err := pattern.Compile(src)
	if err != nil {
		d.failPattern(subject, n, src, err)
		return nil
	}
	if offset, ok := misplaced(src); ok {
		d.Fail(d.Within(n, src, offset), len(placeholder), subject,
			"found "+placeholder+" elsewhere, expected it as the whole value of a != comparison: $.awsRegion != \""+placeholder+"\"", "")
		return nil
	}
	return p
}

// failPattern shows the fault of a pattern or selector at its place in the
// file.
func (d *decoder) failPattern(subject string, n yamlfile.Node, src string, err error) {
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		d.Fail(yamlfile.PlaceOf(n), 1, subject, err.Error(), "")
		return
	}
	problem := "the text ends, expected " + wrong.Expected
	if wrong.Found != "" {
		problem = "found " + fault.Quote(wrong.Found) + ", expected " + wrong.Expected
	}
	if wrong.Hint != "" {
		problem += " (" + wrong.Hint + ")"
	}
	d.Fail(d.Within(n, src, wrong.Offset), yamlfile.Length(wrong.Found), subject, problem, "")
}

var exceptionKeys = []string{"name", "pattern", "reason", "until", "where"}

func (d *decoder) except(key string, n yamlfile.Node) {
	seen := map[string]int{}
	for i, entry := range d.list(key, n) {
		subject := fmt.Sprintf("%s[%d]", key, i)
		m, ok := entry.(yamlfile.Mapping)
		if !ok {
			d.Unexpected(subject, entry, "a mapping with name and pattern")
			continue
		}
		e, at := d.exception(subject, entry, m)
		if first, ok := seen[e.Name]; ok && e.Name != "" {
			d.Fail(at, yamlfile.Length(e.Name), subject+".name", fmt.Sprintf("found %s again, first in except[%d]", fault.Quote(e.Name), first), "")
		}
		seen[e.Name] = i
		d.names = append(d.names, at)
		d.rule.Except = append(d.rule.Except, e)
	}
}

// exception reads one entry of except, and returns the place of its name.
func (d *decoder) exception(subject string, n yamlfile.Node, m yamlfile.Mapping) (e Exception, at fault.Place) {
	missing := map[string]bool{"name": true, "pattern": true}
	for key, value := range d.Entries(m, subject, exceptionKeys) {
		delete(missing, key)
		field := yamlfile.Join(subject, key)
		switch key {
		case "name":
			e.Name, at = d.Line(field, value, form.MaxName), yamlfile.PlaceOf(value)
		case "reason":
			e.Reason = d.Line(field, value, form.MaxReason)
		case "pattern":
			e.Pattern = d.exceptionPattern(field, value)
		case "where":
			e.Condition = d.condition(field, value)
		case "until":
			e.Until = d.until(field, value)
		}
	}
	for _, key := range sortedKeys(missing) {
		d.Fail(yamlfile.PlaceOf(n), 1, yamlfile.Join(subject, key), "missing: every exception has one", "")
	}
	e.File, e.Line = d.File.Name, yamlfile.PlaceOf(n).Line
	return e, at
}

func (d *decoder) exceptionPattern(subject string, n yamlfile.Node) *pattern.Pattern {
	src, ok := d.Text(subject, n)
	if !ok {
		return nil
	}
	if hasPlaceholder(src) {
		d.Fail(yamlfile.PlaceOf(n), 1, subject, "found "+placeholder+", expected it only in the pattern of the rule", "")
		return nil
	}
	return d.compile(subject, n, src)
}
