package examine

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"strings"

	"trailnotify/cmd/trailnotify/internal/findings"
	"trailnotify/internal/fault"
	"trailnotify/pattern/lint"
	"trailnotify/rules"
	"trailnotify/rules/advice"
)

// examineRules reads a rule file, an exceptions file or a directory of them.
func (x *Examiner) examineRules(path string) []*findings.Finding {
	return x.examineSet(path, func() (*rules.Set, error) { return LoadRules(path) })
}

// examineSet looks at the rules that were loaded from a path, and proves each
// of them by the records of its files.
func (x *Examiner) examineSet(path string, load func() (*rules.Set, error)) []*findings.Finding {
	own, err := load()
	if err != nil {
		return []*findings.Finding{{Subject: path, Errors: each(err, path)}}
	}
	x.own = append(x.own, own)
	base, set := own, own
	if len(own.Missing()) > 0 && x.Base != rules.None {
		if base, set, err = x.with(own); err != nil {
			return []*findings.Finding{{Subject: path, Errors: append(each(err, path), onlyFile(path)...)}}
		}
	}
	home, err := set.Override(nil, []string{"us-east-1"}) // any region fills the placeholder
	if err != nil {
		return []*findings.Finding{{Subject: path, Errors: each(err, path)}}
	}
	return x.examineOwn(home, own, base)
}

// examineOwn looks at the rules of a set that come from own files, and at what
// these add to the rules of base.
func (x *Examiner) examineOwn(set, own, base *rules.Set) []*findings.Finding {
	var all []*findings.Finding
	for _, rule := range set.Rules() {
		if _, ours := own.Lookup(rule.Name); ours {
			all = append(all, x.examineRule(rule)...)
			continue
		}
		if before, ok := base.Lookup(rule.Name); ok && slices.Contains(own.Missing(), rule.Name) {
			all = append(all, x.examineAdded(rule, len(before.Except))...)
		}
	}
	return all
}

// with adds files that extend built-in rules to the built-in set.
func (x *Examiner) with(own *rules.Set) (base, both *rules.Set, err error) {
	if base, err = rules.Builtin(x.Base); err != nil {
		return nil, nil, err
	}
	both, err = base.Extend(own)
	return base, both, err
}

// Environment reports variables that name no rule or have a wrong value. dir
// has the rules that are in force in addition to Base, "" for none. The rules
// that were looked at count as well: their variables are not faults.
func (x *Examiner) Environment(environ []string, dir string) error {
	if x.Base == rules.None && dir == "" {
		return nil // no rules, so nothing that a variable could name
	}
	set, err := rules.Open(x.Base, dir)
	if err != nil {
		return err
	}
	for _, own := range x.own {
		if both, err := set.Extend(own); err == nil {
			set = both
		}
	}
	_, err = set.Override(environ, nil)
	return err
}

// onlyFile says of a file, where a rule was looked for in vain, that those
// beside it were not read.
func onlyFile(path string) []findings.Error {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return nil
	}
	return []findings.Error{{
		Place: findings.Place{File: path},
		Text:  "only this file was read: for exceptions to a rule of your own, check the directory of both",
	}}
}

// examineRule looks at a rule of the files and all of its exceptions.
func (x *Examiner) examineRule(rule *rules.Rule) []*findings.Finding {
	f := &findings.Finding{Subject: rule.Name, Pattern: rule.Source, Rule: true}
	prove(f, rule)
	x.compare(f, rule)
	for _, w := range advice.Rule(rule) {
		if w.Except == "" {
			f.Warnings = append(f.Warnings, warningOf(w))
		}
	}
	return append([]*findings.Finding{f}, x.examineExceptions(f.Subject, rule, rule.Except)...)
}

// weaker is the kind of a warning about a rule that alerts on less than the
// built-in rule that it replaces.
const weaker lint.Kind = "weaker"

// compare compares a rule with the built-in rule of the same name, if there is
// one, which it would replace.
func (x *Examiner) compare(f *findings.Finding, rule *rules.Rule) {
	ways, err := x.weaknesses(rule)
	if err != nil {
		f.Errors = append(f.Errors, each(err, "")...)
	}
	for _, way := range ways {
		message := "weaker than the rule of the rule set " + x.Base + " that it replaces: " + way
		f.Warnings = append(f.Warnings, findings.Warning{
			Warning: lint.Warning{Kind: weaker, Message: message}, At: findings.Place{File: fileOf(rule)},
		})
	}
}

// weaknesses are the ways in which a rule alerts on less than the built-in rule
// that it would replace: none where there is no such rule.
func (x *Examiner) weaknesses(rule *rules.Rule) ([]string, error) {
	if x.Base == rules.None {
		return nil, nil
	}
	set, err := rules.Builtin(x.Base)
	if err != nil {
		return nil, err
	}
	if builtin, ok := set.Lookup(rule.Name); ok {
		return rule.WeakerThan(builtin)
	}
	return nil, nil
}

// fileOf is the file that a rule was read from.
func fileOf(rule *rules.Rule) string {
	_, place, _ := strings.Cut(rule.Origin["name"], " file ")
	return place[:max(strings.LastIndex(place, ":"), 0)]
}

// examineAdded looks at the exceptions that the files add to a built-in rule,
// which are those behind its own.
func (x *Examiner) examineAdded(rule *rules.Rule, own int) []*findings.Finding {
	f := &findings.Finding{Subject: rule.Name + " of the rule set " + x.Base, Pattern: rule.Source, Rule: true}
	prove(f, rule)
	return append([]*findings.Finding{f}, x.examineExceptions(f.Subject, rule, rule.Except[own:])...)
}

// ended is the kind of a warning about an exception that no longer takes out
// anything new.
const ended lint.Kind = "ended"

// examineExceptions looks at each of the exceptions, and says when one ends.
func (x *Examiner) examineExceptions(subject string, rule *rules.Rule, exceptions []rules.Exception) []*findings.Finding {
	all := make([]*findings.Finding, len(exceptions))
	for i, e := range exceptions {
		all[i] = &findings.Finding{Subject: subject + ", except " + e.Name, Pattern: e.Pattern.String()}
		for _, w := range advice.Exception(rule, &e) {
			all[i].Warnings = append(all[i].Warnings, warningOf(w))
		}
		ending := rules.Ending{Rule: rule.Name, Exception: e.Name, Until: e.Until, Ended: e.Ended(x.Now)}
		switch {
		case ending.Ended:
			all[i].Warnings = append(all[i].Warnings, findings.Warning{
				Warning: lint.Warning{Kind: ended, Message: ending.String() + ": remove it, or give it another end"},
				At:      findings.Place{File: e.File, Line: e.Line},
			})
		case !e.Until.IsZero():
			x.Note("%s", ending)
		}
	}
	return all
}

// warningOf keeps where the warning is in the file, and which part of the rule
// it is about unless that is a pattern.
func warningOf(w advice.Warning) findings.Warning {
	found := findings.Warning{Warning: w.Warning, At: findings.Place{File: w.File, Line: w.Row}}
	switch w.Part {
	case "by", "distinct", "where":
		found.Part = w.Part
	case "except.where":
		found.Part = "where"
	}
	return found
}

// prove tries the rule on its records.
func prove(f *findings.Finding, rule *rules.Rule) {
	if err := rule.Prove(); err != nil {
		f.Errors = each(err, "")
		return
	}
	if examples, err := rule.Examples(); err == nil { // Prove has read them as well
		f.Records = len(examples)
	}
}

// each takes faults apart. Those that know no file are about the path.
func each(err error, path string) []findings.Error {
	var faults fault.Faults
	if !errors.As(err, &faults) {
		return []findings.Error{{Place: findings.Place{File: path}, Text: err.Error()}}
	}
	all := make([]findings.Error, len(faults))
	for i, f := range faults {
		all[i] = findings.Error{Place: findings.Place{File: cmp.Or(f.File, path), Line: f.Line, Column: f.Column}, Text: f.Error()}
	}
	return all
}
