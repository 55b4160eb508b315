// Package ruleset makes the rule sets that everything is measured with: 15, 100
// and 1,000 rules.
//
// The 15 are the patterns of the Security Hub controls CloudWatch.1 to .14 and
// the rule for resources in other regions, without exceptions. Beyond them are
// variations: the same patterns over names of their own, so that a set of 1,000
// rules asks about the same few fields as one of 15, for about 5,000 names.
package ruleset

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing/fstest"

	"trailnotify/pattern"
	"trailnotify/rules"
)

// Sizes are the numbers of rules that are measured.
var Sizes = []int{15, 100, 1000}

// home is the region of the generated traffic.
const home = "ap-northeast-1"

// A Rule is a pattern with a name.
type Rule struct {
	Name    string
	Pattern *pattern.Pattern
}

// Of returns n rules.
func Of(n int) ([]Rule, error) {
	base, err := controls()
	if err != nil {
		return nil, err
	}
	all := make([]Rule, n)
	for i := range all {
		all[i] = base[i%len(base)]
		if v := i / len(base); v > 0 {
			if all[i], err = variation(all[i], v); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// controls returns the 15 rules.
func controls() ([]Rule, error) {
	hub, err := rules.Builtin("security-hub")
	if err != nil {
		return nil, err
	}
	all := []Rule{}
	for _, r := range hub.Rules() {
		if len(r.Reference) > 0 && strings.HasPrefix(r.Reference[0], "CloudWatch.") {
			all = append(all, Rule{r.Name, r.Pattern})
		}
	}
	own, err := withHome("default")
	if err != nil {
		return nil, err
	}
	elsewhere, ok := own.Lookup("ResourceCreationInOtherRegion")
	if !ok || len(all) != 14 {
		return nil, fmt.Errorf("the built-in sets have changed: %d controls, the rule for other regions: %t", len(all), ok)
	}
	return append(all, Rule{elsewhere.Name, elsewhere.Pattern}), nil
}

// withHome is a built-in set that knows the home region.
func withHome(name string) (*rules.Set, error) {
	set, err := rules.Builtin(name)
	if err != nil {
		return nil, err
	}
	return set.Override(nil, []string{home})
}

// Set returns the rules as the product loads them.
func Set(all []Rule) (*rules.Set, error) {
	files := fstest.MapFS{}
	for _, r := range all {
		text, err := json.Marshal(map[string]any{"name": r.Name, "pattern": r.Pattern.String(), "threshold": 1})
		if err != nil {
			return nil, err
		}
		files[r.Name+".json"] = &fstest.MapFile{Data: text}
	}
	return rules.Load(files, "bench")
}

// Patterns returns the patterns of the rules.
func Patterns(all []Rule) []*pattern.Pattern {
	patterns := make([]*pattern.Pattern, len(all))
	for i, r := range all {
		patterns[i] = r.Pattern
	}
	return patterns
}
