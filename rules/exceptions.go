package rules

import (
	"fmt"
	"slices"

	"trailnotify/internal/fault"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

// An exceptionsFile is an exceptions file: exceptions for a rule in
// another file, and the records that prove them. Sets share it, so it does not
// change once it is decoded.
type exceptionsFile struct {
	*yamlfile.File
	source []byte      // its text, for Examples
	rule   string      // the name of the rule that it extends
	at     fault.Place // of that name
	except []Exception
	names  []fault.Place // of the names of except
}

// decodeExceptions reads an exceptions file. It returns nil when anything is
// wrong with it.
func decodeExceptions(f *yamlfile.File, root yamlfile.Mapping) *exceptionsFile {
	d := &decoder{File: f, at: map[string]fault.Place{}, rule: &Rule{}}
	for key, value := range d.Entries(root, "", fileKeys) {
		at := yamlfile.PlaceOf(value)
		d.at[key] = at
		switch key {
		case form.Extends:
			d.name(key, value)
		case "except":
			d.except(key, value)
			if yamlfile.IsList(value) && len(d.List(key, value, "")) == 0 {
				d.Fail(at, 1, key, "found an empty list: a file with extends has at least one exception", "")
			}
		case "match", "no_match":
			d.examples(key, value)
		default:
			d.Fail(at, 1, key, "not allowed with extends, which only adds exceptions: expected except, match or no_match", "")
		}
	}
	if _, ok := d.at["except"]; !ok {
		d.Fail(fault.Place{Line: 1, Column: 1}, 1, "except", "missing: a file with extends has at least one exception", "")
	}
	if len(f.Faults) > 0 {
		return nil
	}
	return &exceptionsFile{File: f, rule: d.rule.Name, at: d.at[form.Extends], except: d.rule.Except, names: d.names}
}

// applyExceptions adds the exceptions to the rules, which must not be shared
// yet. It returns the files whose rules are not there.
func applyExceptions(rules []*Rule, files []*exceptionsFile) (pending []*exceptionsFile, faults fault.Faults) {
	for _, x := range files {
		i := slices.IndexFunc(rules, func(r *Rule) bool { return r.Name == x.rule })
		if i < 0 {
			pending = append(pending, x)
			continue
		}
		faults = append(faults, rules[i].extend(x)...)
	}
	return pending, faults
}

// extend adds the exceptions after those that are there. The slices may be
// shared with the rule that this one was cloned from.
func (r *Rule) extend(x *exceptionsFile) (faults fault.Faults) {
	for i, e := range x.except {
		if first := r.exceptedIn(e.Name); first != "" {
			problem := fmt.Sprintf("found %s, which %s has as well: names of exceptions of %s must be unique", fault.Quote(e.Name), first, r.Name)
			faults = append(faults, x.Fault(x.names[i], yamlfile.Length(e.Name), fmt.Sprintf("except[%d].name", i), problem, ""))
		}
	}
	if n := len(r.Except) + len(x.except); n > form.MaxList {
		problem := fmt.Sprintf("found %d exceptions of %s with those of this file, expected at most %d", n, r.Name, form.MaxList)
		faults = append(faults, x.Fault(x.at, yamlfile.Length(x.rule), form.Extends, problem, ""))
	}
	r.Except = slices.Concat(r.Except, x.except)
	r.exceptionsFiles = slices.Concat(r.exceptionsFiles, []*exceptionsFile{x})
	origin := fmt.Sprintf("exceptions file %s:%d", x.Name, x.at.Line)
	if before := r.Origin["except"]; before != "default" {
		origin = before + " and " + origin
	}
	r.Origin["except"] = origin
	return faults
}

// exceptedIn is the file of an exception of the rule, "" if no exception has
// this name.
func (r *Rule) exceptedIn(name string) string {
	named := func(e Exception) bool { return e.Name == name }
	for _, x := range r.exceptionsFiles {
		if slices.ContainsFunc(x.except, named) {
			return x.Name
		}
	}
	if slices.ContainsFunc(r.Except, named) {
		return r.file
	}
	return ""
}

// noRules are the faults of exceptions files whose rules are not in the set.
func noRules(set string, rules []*Rule, pending []*exceptionsFile) (faults fault.Faults) {
	if len(pending) == 0 {
		return nil
	}
	here, builtin := ruleNames(rules), builtinRules()
	for _, x := range pending {
		problem, near := "found "+fault.Quote(x.rule)+", but no rule of "+set+" has this name", ""
		if in := builtin[x.rule]; len(in) > 0 {
			problem += "; the built-in set " + fault.OneOf(in) + " has it: choose that with --rule-set or RULE_SET"
		} else if near = fault.Nearest(x.rule, here); near == "" {
			near = fault.Nearest(x.rule, sortedKeys(builtin))
		}
		faults = append(faults, x.Fault(x.at, yamlfile.Length(x.rule), form.Extends, problem, near))
	}
	return faults
}

// builtinRules returns, by the name of each built-in rule, the sets that have
// it.
func builtinRules() map[string][]string {
	in := map[string][]string{}
	for _, name := range names {
		set, err := Builtin(name)
		if err != nil {
			continue // the tests load every built-in set
		}
		for _, r := range set.rules {
			in[r.Name] = append(in[r.Name], name)
		}
	}
	return in
}

func ruleNames(rules []*Rule) []string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = r.Name
	}
	return names
}
