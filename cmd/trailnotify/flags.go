package main

import (
	"errors"

	"github.com/spf13/cobra"

	"trailnotify/cmd/internal/settings"
	"trailnotify/rules"
)

// ruleFlags choose the rules of a command. Where a flag is not given the
// setting of the function counts, and the environment tunes the rules as it
// does for the function.
type ruleFlags struct {
	dir         string
	set         string
	homeRegions []string
}

func (f *ruleFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "rules", "", "`directory` of rule files to add to the built-in set (default RULES_DIR)")
	cmd.Flags().StringVar(&f.set, "rule-set", "", "built-in rule `set`: default, security-hub, or none for --rules alone (default RULE_SET, else default)")
	cmd.Flags().StringArrayVar(&f.homeRegions, "home-region", nil, "`region` in which resources are expected (repeatable; default HOME_REGIONS, else AWS_REGION)")
	completeValues(cmd, "rule-set", settings.RuleSets()...)
	completeValues(cmd, "home-region", regions...)
	_ = cmd.MarkFlagDirname("rules")
}

// load loads the rules, applies the environment, and says on standard error
// what is not as one may expect. The error is everything that is wrong with
// settings and rules.
func (f *ruleFlags) load(p process) (*rules.Set, error) {
	set, err := f.loadQuietly(p)
	if err != nil {
		return nil, err
	}
	for _, note := range set.Notes() {
		p.note("note: %s", note)
	}
	return set, nil
}

// loadQuietly is load for those who may not use the rules, and so need not know
// more than whether they are sound.
func (f *ruleFlags) loadQuietly(p process) (*rules.Set, error) {
	s, faults := settings.Read(p.environ)
	set, err := f.open(s)
	if err == nil {
		set, err = set.Override(p.environ, f.homeRegions)
	}
	if err := errors.Join(faults, err); err != nil {
		return nil, err
	}
	return set, nil
}

// open reads the built-in set and adds the directory of rules to it.
func (f *ruleFlags) open(s settings.Settings) (*rules.Set, error) {
	name, dir := orElse(f.set, orElse(s.RuleSet, "default")), orElse(f.dir, s.RulesDir)
	if err := flagOneOf("rule-set", name, settings.RuleSets()...); err != nil {
		return nil, err
	}
	return rules.Open(name, dir)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
