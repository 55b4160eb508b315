package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"trailnotify/alert/sns"
	shared "trailnotify/cmd/internal/settings"
)

// settings are what the function takes from its environment, apart from the
// overrides of single rules, which package rules reads.
type settings struct {
	shared.Settings // with the command line
	table           string
	topics          map[string]string // by severity, "" for all that have none of their own
	logGroups       []string
	logOwners       []string
	logLevel        slog.Level
	metrics         string
	canary          string // topic; "" for none
}

// A variable is an environment variable that the function reads. The table of
// the README is this list; a test holds the two equal.
type variable struct {
	name      string
	otherwise string // what holds when it is not set
	required  bool
	meaning   string
	// set takes a value that is not empty. Its error says what was expected,
	// and never what was found: that may be a secret in the wrong place.
	set func(s *settings, value string) error
}

var variables = slices.Concat([]variable{
	{"TABLE_NAME", "", true, "DynamoDB table of counts", func(s *settings, v string) error {
		s.table = v
		return match(tableName, v, "the name of a table, or its ARN")
	}},
	{"SNS_TOPIC_ARN", "", true, "topic that alerts are published to", setTopic("")},
	{"LOG_GROUPS", "any", false, "log groups that batches are taken from, with commas between them", func(s *settings, v string) (err error) {
		s.logGroups, err = list(v, logGroup, "names of log groups")
		return err
	}},
	{"LOG_OWNERS", "any", false, "accounts that batches are taken from, with commas between them", func(s *settings, v string) (err error) {
		s.logOwners, err = list(v, account, "account IDs of 12 digits")
		return err
	}},
	{"LOG_LEVEL", "info", false, "`debug` (says why each record matched), `info`, `warn` or `error`", func(s *settings, v string) error {
		if s.logLevel.UnmarshalText([]byte(v)) != nil {
			return errors.New("want debug, info, warn or error")
		}
		return nil
	}},
	{"METRICS", "basic", false, "`basic`, `rules` for matches and alerts per rule besides, or `off`", func(s *settings, v string) error {
		s.metrics = v
		return match(metricsMode, v, "basic, rules or off")
	}},
	{"CANARY_TOPIC_ARN", "", false, "topic for the canary's alerts; switches the canary on", func(s *settings, v string) error {
		s.canary = v
		return match(topicARN, v, wantTopic)
	}},
}, topicsOfSeverities(), sharedVariables())

// sharedVariables are those that the command line reads as well.
func sharedVariables() []variable {
	var all []variable
	for _, v := range shared.Shared {
		all = append(all, variable{v.Name, v.Otherwise, false, v.Meaning, func(s *settings, value string) error {
			err := v.Set(&s.Settings, value)
			if err != nil && v.Want != "" {
				return errors.New("want " + v.Want)
			}
			return err
		}})
	}
	return all
}

// severities in the order of their weight.
var severities = []string{"critical", "high", "medium", "low", "info"}

// topicsOfSeverities are the variables that give a severity a topic of its own.
func topicsOfSeverities() []variable {
	var all []variable
	for _, severity := range severities {
		all = append(all, variable{
			"SNS_TOPIC_ARN_" + strings.ToUpper(severity), "`SNS_TOPIC_ARN`", false, "topic for alerts of that severity", setTopic(severity),
		})
	}
	return all
}

func setTopic(severity string) func(*settings, string) error {
	return func(s *settings, v string) error {
		s.topics[severity] = v
		return match(topicARN, v, wantTopic)
	}
}

// allRoutes completes each route by what holds for all.
func (s *settings) allRoutes() []sns.Route {
	base := sns.Route{Topic: s.topics[""], Format: s.Formats[""]}
	routes := []sns.Route{base}
	for _, severity := range severities {
		topic, format := s.topics[severity], s.Formats[severity]
		if topic != "" || format != "" {
			routes = append(routes, sns.Route{
				Severity: severity, Topic: cmp.Or(topic, base.Topic), Format: cmp.Or(format, base.Format),
			})
		}
	}
	return routes
}

const wantTopic = "arn:aws:sns:REGION:ACCOUNT:NAME of a standard topic"

// A form is what a value looks like and how long it may be. The length is not
// part of the expression because one that counts to hundreds takes milliseconds
// to compile, at every start.
type form struct {
	*regexp.Regexp
	min, max int
}

func newForm(expression string, least, most int) form {
	return form{regexp.MustCompile(expression), least, most}
}

func (f form) fits(value string) bool {
	return len(value) >= f.min && len(value) <= f.max && f.MatchString(value)
}

var (
	tableName   = newForm(`^(arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/)?[A-Za-z0-9_.-]+$`, 3, 1024)
	topicARN    = newForm(`^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$`, 1, 320)
	logGroup    = newForm(`^[A-Za-z0-9_/.#-]+$`, 1, 512)
	account     = newForm(`^[0-9]{12}$`, 12, 12)
	metricsMode = newForm(`^(basic|rules|off)$`, 1, 5)
)

func match(f form, value, want string) error {
	if !f.fits(value) {
		return errors.New("want " + want)
	}
	return nil
}

// list reads values with commas between them.
func list(value string, f form, want string) ([]string, error) {
	var all []string
	for entry := range strings.SplitSeq(value, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		if !f.fits(entry) {
			return nil, errors.New("want " + want + " with commas between them")
		}
		all = append(all, entry)
	}
	return all, nil
}

// readSettings reads the environment, in the form of os.Environ, and reports
// everything that is wrong with it at once.
func readSettings(environ []string) (settings, error) {
	s := settings{topics: map[string]string{}, metrics: "basic"}
	s.Settings = shared.Settings{RuleSet: "default", Deployment: "trailnotify", Formats: map[string]sns.Format{}}
	values := map[string]string{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok {
			values[name] = strings.TrimSpace(value)
		}
	}
	var faults []error
	for _, v := range variables {
		value := values[v.name]
		delete(values, v.name)
		if value == "" && v.required {
			faults = append(faults, fmt.Errorf("%s is not set: want the %s", v.name, v.meaning))
		}
		if value == "" {
			continue
		}
		if err := v.set(&s, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", v.name, err))
		}
	}
	faults = append(faults, misspelt(values)...)
	return s, errors.Join(faults...)
}

// misspelt finds variables whose names are nearly those of settings.
func misspelt(values map[string]string) []error {
	const near = 2 // letters wrong
	var faults []error
	for name := range values {
		for _, v := range variables {
			if levenshtein.ComputeDistance(name, v.name) <= near {
				faults = append(faults, fmt.Errorf("%s: no such setting; did you mean %s?", name, v.name))
				break
			}
		}
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return faults
}
