package explain

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/examine"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/internal/fault"
	"trailnotify/pattern"
	"trailnotify/rules"
)

// A subject is what is explained: a rule, or a pattern by itself.
type subject struct {
	rule    *rules.Rule
	pattern *pattern.Pattern
}

// word is what looks like a name: of a rule, a setting or a file.
var word = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)

// subject finds what is meant by the first argument.
func (f *flags) subject(arg string, p cli.Process) (subject, error) {
	set, err := f.rules.LoadQuietly(p)
	if err != nil {
		return subject{}, err
	}
	for _, rule := range set.Rules() {
		if arg == rule.Name || arg == rule.Setting {
			return ruleSubject(rule)
		}
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil:
		return f.file(arg, info, p)
	case examine.IsPath(arg):
		return subject{}, fmt.Errorf("%s: %w", arg, examine.Cause(err))
	case word.MatchString(arg):
		return subject{}, noSuchName(arg, set)
	}
	return patternSubject(arg)
}

// file reads a file with a rule or a pattern.
func (f *flags) file(path string, info os.FileInfo, p cli.Process) (subject, error) {
	switch {
	case info.IsDir():
		return subject{}, fmt.Errorf("%s is a directory: name a rule, and give the directory with --rules", path)
	case rules.IsRuleFile(path):
		return f.ruleFile(path, p)
	}
	text, err := examine.ReadFile(path)
	if err != nil {
		return subject{}, fmt.Errorf("%s: %w", path, err)
	}
	return patternSubject(strings.TrimRight(string(text), "\r\n"))
}

// ruleFile explains the rule of a file.
func (f *flags) ruleFile(path string, p cli.Process) (subject, error) {
	own, err := examine.LoadRules(path)
	if err == nil && len(own.Missing()) > 0 {
		return subject{}, fmt.Errorf("%s adds exceptions to %s: name that rule, and give the directory with --rules", path, own.Missing()[0])
	}
	if err == nil {
		own, err = own.Override(nil, f.rules.HomeRegions(p))
	}
	if err != nil {
		return subject{}, err
	}
	return ruleSubject(own.Rules()[0])
}

func ruleSubject(rule *rules.Rule) (subject, error) {
	if rule.Pattern == nil {
		return subject{}, ruleset.Off(rule)
	}
	return subject{rule: rule, pattern: rule.Pattern}, nil
}

func patternSubject(src string) (subject, error) {
	compiled, err := pattern.Compile(src)
	return subject{pattern: compiled}, err
}

// noSuchName says what a word may have meant that names nothing.
func noSuchName(name string, set *rules.Set) error {
	names := ruleset.Names(set)
	for _, rule := range set.Rules() {
		names = append(names, rule.Setting)
	}
	if fault.Nearest(name, names) == "" {
		return fmt.Errorf("%s is the name of no rule, setting or file; a pattern of one term is written in quotes: '\"%s\"'", name, name)
	}
	return errors.New(name + " is the name of no rule, setting or file" + cli.DidYouMean(name, slices.Compact(names)))
}
