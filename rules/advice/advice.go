// Package advice warns of what is valid in a rule but may surprise: what
// [lint.Pattern] finds in its patterns and selectors, and exceptions that let
// through whoever knows of them.
//
// A warning must be true. It is for people who write rules; nothing here is
// part of the function.
package advice

import (
	"trailnotify/pattern"
	"trailnotify/pattern/lint"
	"trailnotify/rules"
)

// A Warning is something in a rule that may surprise.
type Warning struct {
	lint.Warning // its line and column are those in the pattern or selector

	Rule    string `json:"rule"`           // the name of the rule
	Setting string `json:"setting"`        // its name in settings
	Part    string `json:"part"`           // pattern, where, except, except.where, by or distinct
	Except  string `json:"except"`         // the name of the exception, "" for none
	Text    string `json:"text"`           // the whole pattern, condition or selector
	File    string `json:"file,omitempty"` // "" for what is built in
	Row     int    `json:"row,omitempty"`  // the line in the file, from 1
}

// The kinds of warnings that concern exceptions and groups, besides those of
// lint.
const (
	// ChosenByCaller: an exception holds for what the caller writes there, or a
	// part of by is what the caller writes there.
	ChosenByCaller lint.Kind = "chosen-by-caller"
	// NothingByAWS: an exception, or one of its alternatives, needs no field
	// that AWS sets.
	NothingByAWS lint.Kind = "nothing-by-aws"
)

// options: rules are about CloudTrail records.
var options = lint.Options{CloudTrail: true}

// Set returns the warnings of all rules of a set, in the order of their names.
func Set(s *rules.Set) []Warning {
	var all []Warning
	for _, r := range s.Rules() {
		all = append(all, Rule(r)...)
	}
	return all
}

// Rule returns the warnings of a rule: of its pattern, of its exceptions, and
// of the selectors that it groups and counts by. The pattern of a rule that
// waits for its home regions is left out.
func Rule(r *rules.Rule) []Warning {
	a := adviser{rule: r}
	if r.Pattern != nil {
		a.add("pattern", r.Pattern.String(), lint.Pattern(r.Pattern.Syntax(), options))
	}
	if r.Condition != nil {
		a.add("where", r.Condition.String(), fields(r.Condition))
	}
	for i := range r.Except {
		a.exception(&r.Except[i])
	}
	for _, p := range r.By {
		for _, s := range p.Selectors() {
			a.selector("by", s)
		}
		a.spread(p)
	}
	if r.Distinct != nil {
		a.selector("distinct", *r.Distinct)
	}
	return a.found
}

// Exception returns the warnings of one exception of a rule.
func Exception(r *rules.Rule, e *rules.Exception) []Warning {
	a := adviser{rule: r}
	a.exception(e)
	return a.found
}

// adviser collects the warnings of one rule.
type adviser struct {
	rule  *rules.Rule
	found []Warning
}

// add takes over warnings of a part of the rule.
func (a *adviser) add(part, text string, warnings []lint.Warning) {
	file, row := a.rule.Where(part)
	for _, w := range warnings {
		a.found = append(a.found, Warning{
			Warning: w, Rule: a.rule.Name, Setting: a.rule.Setting, Part: part, Text: text, File: file, Row: row,
		})
	}
}

func (a *adviser) selector(part string, s pattern.Selector) {
	a.add(part, s.String(), lint.Selector(s.Syntax(), options))
}

// exception takes over the warnings of an exception. That != is false of a
// field that is missing is not among them: then the exception does not hold,
// and the record counts.
func (a *adviser) exception(e *rules.Exception) {
	text := e.Pattern.String()
	var warnings []lint.Warning
	for _, w := range lint.Pattern(e.Pattern.Syntax(), options) {
		if w.Kind != lint.MayBeMissing {
			warnings = append(warnings, w)
		}
	}
	before := len(a.found)
	if e.Condition == nil { // which may ask for what AWS sets
		warnings = append(warnings, loopholes(e.Pattern.Syntax())...)
	}
	a.add("except", text, warnings)
	if e.Condition != nil {
		a.add("except.where", e.Condition.String(), fields(e.Condition))
	}
	for i := range a.found[before:] {
		w := &a.found[before+i]
		w.Except, w.File, w.Row = e.Name, e.File, e.Line
	}
}
