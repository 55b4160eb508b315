package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cmd/internal/accounts"
	"trailnotify/rules"
)

// settings are those of the function that commands use as well, as the
// environment has them. Those of single rules are read by package rules.
type settings struct {
	ruleSet    string
	rulesDir   string
	reader     alert.Reader
	formats    map[string]sns.Format // by severity, "" for all that have none of their own
	deployment string
	accounts   map[string]string // names by ID
}

// A setting is a variable that both the function and the command line read.
// README.md has a table of them, which a test compares with this list.
type setting struct {
	name      string
	otherwise string // what holds when it is not set
	meaning   string
	set       func(s *settings, value string) error // value is not empty
}

// ruleSets are the values of RULE_SET and --rule-set.
func ruleSets() []string { return append(rules.Names(), rules.None) }

var sharedSettings = []setting{
	{"RULE_SET", "default", "built-in set: `default`, `security-hub`, or `none` with `RULES_DIR`", func(s *settings, v string) error {
		if err := oneOf(v, ruleSets()); err != nil {
			return err
		}
		s.ruleSet = v
		return nil
	}},
	{"RULES_DIR", "", "directory of rule files of your own, beside the built-in set", func(s *settings, v string) error {
		s.rulesDir = v
		return nil
	}},
	{"ALERT_FORMAT", "auto", "`auto`, `chat`, `text`, `json` or `cloudwatch-alarm`, see Alerts", setFormat("")},
	{"ALERT_LANGUAGE", "en", "labels in English (`en`) or Japanese (`ja`)", func(s *settings, v string) (err error) {
		s.reader.Language, err = alert.ParseLanguage(v)
		return err
	}},
	{"ALERT_TIME_ZONE", "UTC", "time zone shown beside UTC: `Asia/Tokyo`", func(s *settings, v string) (err error) {
		s.reader.Zone, err = parseZone(v)
		return err
	}},
	{"ACCOUNTS_FILE", "", "YAML file in the package that gives account IDs names", func(s *settings, v string) (err error) {
		s.accounts, err = accounts.Read(v)
		return err
	}},
	{"DEPLOYMENT_NAME", "trailnotify", "tells the alerts and metrics of two deployments apart", func(s *settings, v string) error {
		if s.deployment = v; !deploymentName.MatchString(v) {
			return fmt.Errorf("%q: want 1 to 64 letters, digits, '.', '-' and '_'", v)
		}
		return nil
	}},
	{"ALERT_FORMAT_CRITICAL", "`ALERT_FORMAT`", formatOfSeverity, setFormat("critical")},
	{"ALERT_FORMAT_HIGH", "`ALERT_FORMAT`", formatOfSeverity, setFormat("high")},
	{"ALERT_FORMAT_MEDIUM", "`ALERT_FORMAT`", formatOfSeverity, setFormat("medium")},
	{"ALERT_FORMAT_LOW", "`ALERT_FORMAT`", formatOfSeverity, setFormat("low")},
	{"ALERT_FORMAT_INFO", "`ALERT_FORMAT`", formatOfSeverity, setFormat("info")},
}

const formatOfSeverity = "format for alerts of that severity"

var deploymentName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func setFormat(severity string) func(*settings, string) error {
	return func(s *settings, v string) (err error) {
		s.formats[severity], err = sns.ParseFormat(v)
		return err
	}
}

// readSettings reads the environment and reports everything that is wrong with
// it at once. Every command does so, whether or not it uses the setting: what
// the function would refuse must not pass here.
func readSettings(p process) (settings, error) {
	s := settings{formats: map[string]sns.Format{}}
	var faults []error
	for _, v := range sharedSettings {
		value := p.getenv(v.name)
		if value == "" {
			continue
		}
		if err := v.set(&s, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", v.name, err))
		}
	}
	faults = append(faults, misspelt(p.environ)...)
	return s, errors.Join(faults...)
}

// misspelt finds variables whose names are nearly those of settings.
func misspelt(environ []string) (faults []error) {
	const near = 2 // letters wrong
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		known := func(v setting) bool { return v.name == name }
		if strings.TrimSpace(value) == "" || slices.ContainsFunc(sharedSettings, known) {
			continue
		}
		for _, v := range sharedSettings {
			if levenshtein.ComputeDistance(name, v.name) <= near {
				faults = append(faults, fmt.Errorf("%s: no such setting; did you mean %s?", name, v.name))
				break
			}
		}
	}
	return faults
}
