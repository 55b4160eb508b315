// Package settings reads from the environment what the function and the command
// line share, so that both mean the same by it.
package settings

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cmd/internal/accounts"
	"trailnotify/internal/fault"
	"trailnotify/rules"
)

// Settings are those of the function that commands use as well, as the
// environment has them. Those of single rules are read by package rules.
type Settings struct {
	RuleSet    string
	RulesDir   string
	Reader     alert.Reader
	Formats    map[string]sns.Format // by severity, "" for all that have none of their own
	Deployment string
	Accounts   map[string]string // names by ID
}

// A Setting is a variable that both the function and the command line read.
// README.md has a table of them, which a test compares with [Shared].
type Setting struct {
	Name      string
	Otherwise string // what holds when it is not set
	Meaning   string
	Want      string                                // what a value has to be, for errors that must not show it; "" if Set's errors never do
	Set       func(s *Settings, value string) error // value is not empty
}

// RuleSets returns the values of RULE_SET and --rule-set.
func RuleSets() []string { return append(rules.Names(), rules.None) }

// Shared are the settings, in the order of the README.
var Shared = []Setting{
	{"RULE_SET", "default", "built-in set: `default`, `security-hub`, or `none` with `RULES_DIR`", fault.OneOf(RuleSets()), func(s *Settings, v string) error {
		if err := OneOf(v, RuleSets()); err != nil {
			return err
		}
		s.RuleSet = v
		return nil
	}},
	{"RULES_DIR", "", "directory of your own rule files, in addition to the built-in set", "", func(s *Settings, v string) error {
		s.RulesDir = v
		return nil
	}},
	{"ALERT_FORMAT", "auto", "`auto`, `chat`, `text`, `json` or `cloudwatch-alarm`, see Alerts", wantFormat, setFormat("")},
	{"ALERT_LANGUAGE", "en", "labels in English (`en`) or Japanese (`ja`)", "en or ja", func(s *Settings, v string) (err error) {
		s.Reader.Language, err = alert.ParseLanguage(v)
		return err
	}},
	{"ALERT_TIME_ZONE", "UTC", "time zone shown with UTC: `Asia/Tokyo`", "the name of a time zone, such as Asia/Tokyo", func(s *Settings, v string) (err error) {
		s.Reader.Zone, err = ParseZone(v)
		return err
	}},
	{"ACCOUNTS_FILE", "", "YAML file in the package that gives account IDs names", "", func(s *Settings, v string) (err error) {
		s.Accounts, err = accounts.Load(v)
		return err
	}},
	{"DEPLOYMENT_NAME", "trailnotify", "tells the alerts and metrics of two deployments apart", wantDeployment, func(s *Settings, v string) error {
		if s.Deployment = v; len(v) > maxDeployment || !deploymentName.MatchString(v) {
			return fmt.Errorf("%q: want %s", v, wantDeployment)
		}
		return nil
	}},
	{"ALERT_FORMAT_CRITICAL", "`ALERT_FORMAT`", formatOfSeverity, wantFormat, setFormat("critical")},
	{"ALERT_FORMAT_HIGH", "`ALERT_FORMAT`", formatOfSeverity, wantFormat, setFormat("high")},
	{"ALERT_FORMAT_MEDIUM", "`ALERT_FORMAT`", formatOfSeverity, wantFormat, setFormat("medium")},
	{"ALERT_FORMAT_LOW", "`ALERT_FORMAT`", formatOfSeverity, wantFormat, setFormat("low")},
	{"ALERT_FORMAT_INFO", "`ALERT_FORMAT`", formatOfSeverity, wantFormat, setFormat("info")},
}

const formatOfSeverity = "format for alerts of that severity"

// The length is not part of the expression, because one that counts is slow to
// compile.
var deploymentName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

const (
	maxDeployment  = 64
	wantDeployment = "1 to 64 letters, digits, '.', '-' and '_'"
)

var wantFormat = fmt.Sprintf("one of %v", sns.Formats())

func setFormat(severity string) func(*Settings, string) error {
	return func(s *Settings, v string) (err error) {
		s.Formats[severity], err = sns.ParseFormat(v)
		return err
	}
}

// Read reads the environment, in the form of os.Environ, and reports everything
// that is wrong with it at once. Every command does so, whether or not it uses
// the setting: what the function would refuse must not pass here.
func Read(environ []string) (Settings, error) {
	s := Settings{Formats: map[string]sns.Format{}}
	var faults []error
	for _, v := range Shared {
		value := Lookup(environ, v.Name)
		if value == "" {
			continue
		}
		if err := v.Set(&s, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", v.Name, err))
		}
	}
	faults = append(faults, misspelt(environ)...)
	return s, errors.Join(faults...)
}

// misspelt finds variables whose names are nearly those of settings.
func misspelt(environ []string) (faults []error) {
	const near = 2 // letters wrong
	var names []string
	for _, v := range Shared {
		names = append(names, v.Name)
	}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if strings.TrimSpace(value) == "" || slices.Contains(names, name) {
			continue
		}
		if near := fault.NearestWithin(name, names, near); near != "" {
			faults = append(faults, fmt.Errorf("%s: no such setting; did you mean %s?", name, near))
		}
	}
	return faults
}

// Lookup returns the value of a variable without blanks around it, "" when it
// is not set. Of a name that is set twice the last one counts.
func Lookup(environ []string, name string) string {
	value := ""
	for _, entry := range environ {
		if v, ok := strings.CutPrefix(entry, name+"="); ok {
			value = strings.TrimSpace(v)
		}
	}
	return value
}

// OneOf reports a value that is none of those that a setting takes.
func OneOf(value string, values []string) error {
	if err := NoneOf(value, values); err != nil {
		return fmt.Errorf("%q: %w", value, err)
	}
	return nil
}

// NoneOf is OneOf for those who name the value themselves.
func NoneOf(value string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	text := "want " + fault.OneOf(values)
	if near := fault.Nearest(value, values); near != "" {
		text += "; did you mean " + near + "?"
	}
	return errors.New(text)
}
