package rules

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"trailnotify/internal/fault"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

// The variables that concern all rules.
const (
	homeRegionsVariable = "HOME_REGIONS"
	regionVariable      = "AWS_REGION" // of the function itself, when nothing else says where home is
)

// overrides are the settings that the environment can change, by the end of
// the variable's name. Each returns what was expected when the value is wrong.
var overrides = []struct {
	suffix string
	key    string // of the rule file
	apply  func(r *Rule, value string) error
}{
	{"_ALERT_THRESHOLD", "threshold", overrideThreshold},
	{"_ENABLED", "enabled", overrideEnabled},
	{"_PERIOD", "period", func(r *Rule, value string) error { return setDuration(&r.Period, value, checkPeriod) }},
	{"_QUIET", "quiet", func(r *Rule, value string) error { return setDuration(&r.Quiet, value, checkQuiet) }},
	{"_CLOSING", "closing", overrideClosing},
	{"_MODE", "mode", overrideMode},
}

func overrideThreshold(r *Rule, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > r.maxThreshold() || !yamlfile.Decimal.MatchString(value) {
		return fmt.Errorf("a whole number from 1 to %d", r.maxThreshold())
	}
	r.Threshold = n
	return nil
}

func overrideEnabled(r *Rule, value string) error {
	switch value {
	case "true", "false":
		r.wanted = value == "true"
		r.Enabled = r.wanted
		return nil
	}
	return errors.New("true or false")
}

func overrideClosing(r *Rule, value string) error {
	i, err := oneOf(value, form.Closings)
	if err == nil {
		r.Closing = Closing(i)
	}
	return err
}

func overrideMode(r *Rule, value string) error {
	i, err := oneOf(value, form.Modes)
	if err == nil {
		r.Mode = Mode(i)
	}
	return err
}

// oneOf returns which of the values it is. The error says what was expected.
func oneOf(value string, values []string) (int, error) {
	i := slices.Index(values, value)
	if i < 0 {
		return 0, errors.New(fault.OneOf(values))
	}
	return i, nil
}

func setDuration(to *time.Duration, value string, check func(string) (time.Duration, error)) error {
	v, err := check(value)
	if err == nil {
		*to = v
	}
	return err
}

// Override returns the set with the changes that the environment makes to it;
// environ is in the form of [os.Environ]. A rule with the setting root_usage
// takes ROOT_USAGE_ALERT_THRESHOLD, _ENABLED, _PERIOD, _QUIET, _CLOSING and
// _MODE; HOME_REGIONS, a comma list, fills the placeholder in, or AWS_REGION
// where it is not set. Regions given as an argument come before both. A
// variable with an empty value counts as not set.
//
// The error is [fault.Faults], all at once: every wrong value; every variable
// that ends in _ALERT_THRESHOLD and names no rule; one that ends in _ENABLED,
// _PERIOD, _QUIET, _CLOSING or _MODE only if it is nearly the name of a rule of
// this or another set, because others have such variables too; one that begins
// with a setting and continues wrongly; and every exceptions file whose rule is
// not in the set. Values of variables that are not ours are never shown.
func (s *Set) Override(environ []string, homeRegions []string) (*Set, error) {
	o := &overriding{bySetting: map[string]*Rule{}, set: s}
	for _, r := range s.rules {
		c := r.clone()
		o.rules = append(o.rules, c)
		o.bySetting[c.Setting] = c
	}
	variables := parseEnviron(environ)
	for _, name := range sortedKeys(variables) {
		if value := strings.TrimSpace(variables[name]); value != "" {
			o.variable(name, value)
		}
	}
	for _, r := range o.rules {
		r.settle()
	}
	regions, origin := o.home(variables, homeRegions)
	notes, faults := settleHome(o.rules, regions, origin)
	o.faults = append(o.faults, faults...)
	o.faults = append(o.faults, noRules(s.name, s.rules, s.pending)...)
	if err := o.faults.AsError(); err != nil {
		return nil, err
	}
	set := newSet(s.name, o.rules)
	set.notes, set.lasting = append(o.notes, notes...), s.lasting
	return set, nil
}

// parseEnviron reads NAME=value entries; the last of a name counts.
func parseEnviron(environ []string) map[string]string {
	variables := make(map[string]string, len(environ))
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok {
			variables[name] = value
		}
	}
	return variables
}

// overriding is the work of one call of Override.
type overriding struct {
	set       *Set
	rules     []*Rule
	bySetting map[string]*Rule
	notes     []string
	faults    fault.Faults
}

func (o *overriding) fail(name, problem, nearest string) {
	o.faults = append(o.faults, &fault.Fault{Subject: name, Problem: problem, Nearest: nearest})
}

// variable applies one variable, if it is ours.
func (o *overriding) variable(name, value string) {
	for _, v := range overrides {
		prefix, ok := strings.CutSuffix(name, v.suffix)
		if !ok {
			continue
		}
		r := o.bySetting[strings.ToLower(prefix)]
		if r == nil || prefix != strings.ToUpper(prefix) {
			break
		}
		if err := v.apply(r, value); err != nil {
			o.fail(name, "found "+fault.Quote(value)+", expected "+err.Error(), "")
		}
		r.Origin[v.key] = name
		return
	}
	o.misspelt(name)
}

// home finds the home regions and where they come from.
func (o *overriding) home(variables map[string]string, given []string) (regions []string, origin string) {
	list := variables[homeRegionsVariable]
	origin = homeRegionsVariable
	switch {
	case len(given) > 0:
		list, origin = strings.Join(given, ","), "--home-region"
	case strings.TrimSpace(list) == "":
		list, origin = variables[regionVariable], regionVariable
	}
	regions, wrong := parseRegions(list)
	if wrong != "" {
		o.fail(origin, "found "+fault.Quote(wrong)+", expected names of regions such as ap-northeast-1, with commas between them", "")
	}
	return regions, origin
}

// settings are the settings of the set, in order.
func (o *overriding) settings() []string {
	settings := make([]string, len(o.rules))
	for i, r := range o.rules {
		settings[i] = r.Setting
	}
	slices.Sort(settings)
	return settings
}
