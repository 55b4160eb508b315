package rules

import (
	"slices"
	"strings"

	"trailnotify/internal/fault"
)

// misspelt looks at a variable that names no setting of the set. Most variables
// of a process are none of ours, and of those only the name is looked at. One
// that was plainly meant for us is a fault, for a threshold that is not in
// force must not look as if it were; one that may well be ours is noted.
func (o *overriding) misspelt(name string) {
	if name != homeRegionsVariable && fault.NearestWithin(name, []string{homeRegionsVariable}, 2) != "" {
		o.fail(name, "not a setting of trailnotify", homeRegionsVariable)
		return
	}
	prefix, suffix := splitVariable(name)
	if suffix == "" {
		o.misspeltSuffix(name)
		return
	}
	setting := strings.ToLower(prefix)
	if o.bySetting[setting] != nil {
		o.fail(name, "variables are written in capitals", strings.ToUpper(name))
		return
	}
	if other := otherSet(setting, o.set.name); other != "" {
		o.fail(name, "the rule with this setting is in the rule set "+other+", not in "+o.set.name, "")
		return
	}
	near := fault.Nearest(setting, o.settings())
	if near != "" {
		o.fail(name, "no rule has this setting", strings.ToUpper(near)+suffix)
		return
	}
	if suffix == overrides[0].suffix {
		o.fail(name, "no rule has this setting, the rule set "+o.set.name+" has "+fault.OneOf(o.settings()), "")
		return
	}
	if full := o.completions(setting, suffix); len(full) > 0 {
		o.notes = append(o.notes, name+" names no rule and changes nothing; did you mean "+fault.OneOf(full)+"?")
	}
}

// splitVariable cuts the end that overrides have off a name.
func splitVariable(name string) (prefix, suffix string) {
	for _, v := range overrides {
		if prefix, ok := strings.CutSuffix(strings.ToUpper(name), v.suffix); ok {
			return name[:len(prefix)], v.suffix
		}
	}
	return name, ""
}

// completions are the variables of the settings that begin with this one.
func (o *overriding) completions(setting, suffix string) (variables []string) {
	for _, full := range o.settings() {
		if strings.HasPrefix(full, setting+"_") {
			variables = append(variables, strings.ToUpper(full)+suffix)
		}
	}
	return variables
}

// misspeltSuffix finds variables that begin with a setting of the set and go on
// with something that is none, such as ROOT_USAGE_ALERT_TRESHOLD.
func (o *overriding) misspeltSuffix(name string) {
	lower := strings.ToLower(name)
	for _, setting := range o.settings() {
		if !strings.HasPrefix(lower, setting+"_") || !strings.Contains(setting, "_") {
			continue // a setting of one word may well begin a variable of others
		}
		variables := variablesOf(setting)
		o.fail(name, "rules have no such setting, expected "+fault.OneOf(variables), fault.Nearest(name, variables))
		return
	}
	if strings.Contains(name, "_ALERT_") {
		o.misspeltWhole(name)
	}
}

// misspeltWhole finds variables that are wrong in both parts but near to one of
// a threshold.
func (o *overriding) misspeltWhole(name string) {
	var variables []string
	for _, setting := range o.settings() {
		variables = append(variables, variablesOf(setting)[0])
	}
	if near := fault.Nearest(name, variables); near != "" {
		o.fail(name, "no rule has this setting", near)
	}
}

// variablesOf are the variables of a setting, that of the threshold first.
func variablesOf(setting string) []string {
	variables := make([]string, len(overrides))
	for i, v := range overrides {
		variables[i] = strings.ToUpper(setting) + v.suffix
	}
	return variables
}

// otherSet names the built-in set other than this one that has a setting.
func otherSet(setting, this string) string {
	for _, name := range names {
		if name != this && slices.Contains(builtinSettings(name), setting) {
			return name
		}
	}
	return ""
}
