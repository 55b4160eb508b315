package rules

import (
	"fmt"
	"slices"

	"trailnotify/internal/fault"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

// A decoder reads the mapping of one rule file into a rule and notes every
// fault on the way. The rule is usable only if there is none.
type decoder struct {
	*yamlfile.File
	rule  *Rule
	at    map[string]fault.Place // of the keys that are there
	names []fault.Place          // of the names of the rule's exceptions
}

// keys are the keys of a rule file, each with what reads its value.
var keys = map[string]func(*decoder, string, yamlfile.Node){
	"name":        (*decoder).name,
	"setting":     (*decoder).setting,
	"description": (*decoder).description,
	"pattern":     (*decoder).pattern,
	"where":       (*decoder).where,
	"except":      (*decoder).except,
	"by":          (*decoder).by,
	"distinct":    (*decoder).distinct,
	"threshold":   func(d *decoder, key string, n yamlfile.Node) { d.rule.Threshold = d.Count(key, n, 1, MaxThreshold) },
	"period":      func(d *decoder, key string, n yamlfile.Node) { d.rule.Period = d.Duration(key, n, checkPeriod) },
	"quiet":       func(d *decoder, key string, n yamlfile.Node) { d.rule.Quiet = d.Duration(key, n, checkQuiet) },
	"closing":     (*decoder).closing,
	"ceiling":     func(d *decoder, key string, n yamlfile.Node) { d.rule.ceiling = d.Count(key, n, 0, MaxThreshold) },
	"storm":       func(d *decoder, key string, n yamlfile.Node) { d.rule.Storm = d.Count(key, n, 1, MaxStorm) },
	"severity":    (*decoder).severity,
	"reference":   (*decoder).reference,
	"runbook":     (*decoder).runbook,
	"title":       (*decoder).title,
	"enabled":     (*decoder).enabled,
	"mode":        (*decoder).mode,
	"match":       (*decoder).examples,
	"no_match":    (*decoder).examples,
}

// fileKeys are the keys of rule files and exceptions files.
var fileKeys = slices.Sorted(slices.Values(append(sortedKeys(keys), form.Extends)))

// ruleFile is what a file is expected to be.
const ruleFile = "a rule: a mapping with name, pattern and threshold"

// decode reads a file, which is a rule file or an exceptions file. It returns
// neither when anything is wrong with it.
func decode(f *yamlfile.File) (*Rule, *exceptionsFile) {
	root := f.Root(ruleFile)
	switch {
	case root == nil:
		return nil, nil
	case yamlfile.Has(root, form.Extends):
		return nil, decodeExceptions(f, root)
	default:
		return decodeRule(f, root), nil
	}
}

// decodeRule reads a rule file. It returns nil when anything is wrong with it.
func decodeRule(f *yamlfile.File, root yamlfile.Mapping) *Rule {
	d := &decoder{File: f, at: map[string]fault.Place{}, rule: &Rule{
		Period: defaultPeriod, Severity: defaultSeverity, Enabled: true, wanted: true, ceiling: -1, Origin: map[string]string{}, file: f.Name,
	}}
	for key, value := range d.Entries(root, "", fileKeys) {
		at := yamlfile.PlaceOf(value)
		d.at[key] = at
		d.rule.Origin[key] = fmt.Sprintf("rule file %s:%d", f.Name, at.Line)
		keys[key](d, key, value)
	}
	d.complete()
	if len(f.Faults) > 0 {
		return nil
	}
	return d.rule
}

// complete checks what concerns more than one key, and fills in what the file
// does not say.
func (d *decoder) complete() {
	for _, key := range []string{"name", "pattern", "threshold"} {
		if _, ok := d.at[key]; !ok {
			d.Fail(fault.Place{Line: 1, Column: 1}, 1, key, "missing: every rule has one", "")
		}
	}
	r := d.rule
	for _, key := range sortedKeys(keys) {
		if _, ok := r.Origin[key]; !ok {
			r.Origin[key] = "default"
		}
	}
	if r.Setting == "" {
		r.Setting = snakeCase(r.Name)
	}
	_, grouped := d.at["by"]
	for _, key := range []string{"ceiling", "storm"} {
		if at, ok := d.at[key]; ok && !grouped {
			d.Fail(at, 1, key, "found without by: it limits the groups that by makes", "")
		}
	}
	if grouped && r.Storm == 0 {
		r.Storm = defaultStorm
	}
	d.thresholds()
	r.settle()
}

// thresholds checks them against each other and against what is counted.
func (d *decoder) thresholds() {
	r := d.rule
	if r.Distinct != nil {
		for _, key := range []string{"threshold", "ceiling"} {
			if n := max(0, map[string]int{"threshold": r.Threshold, "ceiling": r.ceiling}[key]); n > MaxDistinctThreshold {
				d.Fail(d.at[key], digits(n), key, fmt.Sprintf("found %d, expected at most %d with distinct", n, MaxDistinctThreshold), "")
			}
		}
	}
	if r.ceiling > 0 && r.ceiling < r.Threshold {
		d.Fail(d.at["ceiling"], digits(r.ceiling), "ceiling", fmt.Sprintf("found %d, expected 0 (off) or at least the threshold, %d", r.ceiling, r.Threshold), "")
	}
}

func digits(n int) int { return len(fmt.Sprint(n)) }
