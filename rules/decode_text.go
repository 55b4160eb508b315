package rules

import (
	"errors"
	"fmt"
	"strings"

	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
	"trailnotify/rules/title"
)

// title reads a line with fields.
func (d *decoder) title(key string, n yamlfile.Node) {
	before := len(d.Faults)
	text := d.Line(key, n, form.MaxTitle)
	if len(d.Faults) > before {
		return
	}
	template, err := title.Parse(text)
	if err != nil {
		nearest := ""
		if unknown, ok := errors.AsType[*title.UnknownField](err); ok {
			nearest = unknown.Nearest()
		}
		d.Fail(yamlfile.PlaceOf(n), yamlfile.Length(text), key, "found "+err.Error(), nearest)
		return
	}
	d.rule.Title = template
}

// runbook reads lines of text and an address, each at most once: a line that
// is an address is the address of the runbook.
func (d *decoder) runbook(key string, n yamlfile.Node) {
	text, ok := d.Text(key, n)
	if !ok {
		return
	}
	fail := func(problem string, args ...any) {
		d.Fail(yamlfile.PlaceOf(n), 1, key, fmt.Sprintf(problem, args...), "")
	}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		line = strings.TrimSpace(line)
		most := form.MaxRunbook
		switch isAddress := form.Address.MatchString(line); {
		case line == "":
			fail("found an empty line, expected text or an address")
		case yamlfile.Length(line) > most:
			fail("found a line of %d characters, expected at most %d", yamlfile.Length(line), most)
		case isAddress && d.rule.Runbook != "":
			fail("found two addresses, expected one")
		case isAddress:
			d.rule.Runbook = line
		default:
			d.rule.RunbookText = append(d.rule.RunbookText, line)
		}
	}
	if len(d.rule.RunbookText) > form.MaxRunbookLines {
		fail("found %d lines of text, expected at most %d", len(d.rule.RunbookText), form.MaxRunbookLines)
	}
}
