// Package ruleset is how commands choose rules: the set by the flags that most
// commands share, single rules by name or severity.
package ruleset

import (
	"fmt"
	"slices"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/rules"
)

// Lookup finds a rule, or says which one may be meant.
func Lookup(set *rules.Set, name string) (*rules.Rule, error) {
	if rule, ok := set.Lookup(name); ok {
		return rule, nil
	}
	return nil, fmt.Errorf("no rule is named %q%s", name, cli.DidYouMean(name, Names(set)))
}

// Names returns the names of the rules.
func Names(set *rules.Set) []string {
	var names []string
	for _, rule := range set.Rules() {
		names = append(names, rule.Name)
	}
	return names
}

// Off says why a rule that was asked for by its name can't match.
func Off(rule *rules.Rule) error {
	if rule.Pattern == nil {
		return fmt.Errorf("the rule %s needs to know your home regions: give --home-region or HOME_REGIONS", rule.Name)
	}
	return fmt.Errorf("the rule %s is switched off (%s)", rule.Name, rule.Origin["enabled"])
}

// Severities are those of rules, in the order of their weight.
func Severities() []string {
	var all []string
	for s := rules.Info; s <= rules.Critical; s++ {
		all = append(all, s.String())
	}
	return all
}

// AtLeast returns what reports whether a severity is the given one or a higher
// one. Every severity is, when none is given.
func AtLeast(severity string) func(string) bool {
	all := Severities()
	higher := all[max(slices.Index(all, severity), 0):]
	return func(s string) bool { return slices.Contains(higher, s) }
}
