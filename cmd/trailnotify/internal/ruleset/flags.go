package ruleset

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/rules"
)

// Flags choose the rules of a command. Where a flag is not given the setting of
// the function counts, and the environment tunes the rules as it does for the
// function.
type Flags struct {
	dir         string
	set         string
	homeRegions []string
}

// Add adds the flags to a command.
func (f *Flags) Add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "rules", "", "`directory` of rule files to add to the built-in set (default RULES_DIR)")
	cli.Choice(cmd, &f.set, "rule-set", "built-in rule `set`: default, security-hub, or none for --rules alone (default RULE_SET, else default)", settings.RuleSets()...)
	cmd.Flags().StringArrayVar(&f.homeRegions, "home-region", nil, "`region` in which resources are expected (repeatable; default HOME_REGIONS, else AWS_REGION)")
	cli.CompleteValues(cmd, "home-region", cli.Regions...)
	_ = cmd.MarkFlagDirname("rules")
}

// Complete offers the names of the rules that the flags choose, with their
// descriptions. Of rules that can't be loaded it offers none.
func (f *Flags) Complete(p cli.Process) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		set, err := f.LoadQuietly(p)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var names []cobra.Completion
		for _, rule := range set.Rules() {
			names = append(names, cobra.CompletionWithDesc(rule.Name, rule.Description))
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// Load loads the rules, applies the environment, and says on standard error
// what is not as one may expect. The error is everything that is wrong with
// settings and rules.
func (f *Flags) Load(p cli.Process) (*rules.Set, error) {
	set, err := f.LoadQuietly(p)
	if err != nil {
		return nil, err
	}
	for _, note := range set.Notes() {
		p.Note("note: %s", note)
	}
	for _, e := range set.Endings(time.Now()) {
		if e.Ended {
			p.Note("note: %s, so records of later times count", e)
		}
	}
	return set, nil
}

// LoadQuietly is Load for those who may not use the rules, and so need not know
// more than whether they are sound.
func (f *Flags) LoadQuietly(p cli.Process) (*rules.Set, error) {
	s, faults := settings.Read(p.Environ)
	set, err := f.open(s)
	if err == nil {
		set, err = set.Override(p.Environ, f.homeRegions)
	}
	if err := errors.Join(faults, err); err != nil {
		return nil, err
	}
	return set, nil
}

// Sound reports whatever is wrong with the settings, for commands that use none
// of them: what the function would refuse is never passed over.
func Sound(p cli.Process) error {
	_, err := new(Flags).LoadQuietly(p)
	return err
}

// open reads the built-in set and adds the directory of rules to it.
func (f *Flags) open(s settings.Settings) (*rules.Set, error) {
	return rules.Open(cmp.Or(f.set, s.RuleSet, "default"), cmp.Or(f.dir, s.RulesDir))
}

// HomeRegions are those of the flags or, without them, of the environment.
func (f *Flags) HomeRegions(p cli.Process) []string {
	for _, list := range []string{p.Getenv("HOME_REGIONS"), p.Getenv("AWS_REGION")} {
		if len(f.homeRegions) == 0 && list != "" {
			return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	return f.homeRegions
}
