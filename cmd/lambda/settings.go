package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Lambda's image has none

	"github.com/agnivade/levenshtein"

	"trailnotify/alert"
	"trailnotify/alert/sns"
)

// settings are what the function takes from its environment, apart from the
// overrides of single rules, which package rules reads.
type settings struct {
	table      string
	routes     map[string]*sns.Route // by severity, "" for all that have none of their own
	reader     alert.Reader
	accounts   string // file of account names
	ruleSet    string
	rulesDir   string
	logGroups  []string
	logOwners  []string
	deployment string
	logLevel   slog.Level
	metrics    string
	canary     string // topic; "" for none
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

var variables = append([]variable{
	{"TABLE_NAME", "", true, "DynamoDB table of counts", func(s *settings, v string) error {
		s.table = v
		return match(tableName, v, "the name of a table, or its ARN")
	}},
	{"SNS_TOPIC_ARN", "", true, "topic that alerts are published to", setTopic("")},
	{"ALERT_FORMAT", "auto", false, "`auto`, `chat`, `text`, `json` or `cloudwatch-alarm`, see Alerts", setFormat("")},
	{"ALERT_LANGUAGE", "en", false, "labels in English (`en`) or Japanese (`ja`)", func(s *settings, v string) (err error) {
		if s.reader.Language, err = alert.ParseLanguage(v); err != nil {
			return errors.New("en or ja")
		}
		return nil
	}},
	{"ALERT_TIME_ZONE", "UTC", false, "time zone shown beside UTC: `Asia/Tokyo`", func(s *settings, v string) (err error) {
		if s.reader.Zone, err = time.LoadLocation(v); err != nil || v == "Local" {
			return errors.New("the name of a time zone, such as Asia/Tokyo")
		}
		return nil
	}},
	{"ACCOUNTS_FILE", "", false, "YAML file in the package that gives account IDs names", func(s *settings, v string) error {
		s.accounts = v
		return nil
	}},
	{"RULE_SET", "default", false, "built-in set: `default`, `security-hub`, or `none` with `RULES_DIR`", func(s *settings, v string) error {
		s.ruleSet = v
		return nil // package rules knows the names
	}},
	{"RULES_DIR", "", false, "directory of rule files of your own, beside the built-in set", func(s *settings, v string) error {
		s.rulesDir = v
		return nil
	}},
	{"LOG_GROUPS", "any", false, "log groups that batches are taken from, with commas between them", func(s *settings, v string) (err error) {
		s.logGroups, err = list(v, logGroup, "names of log groups")
		return err
	}},
	{"LOG_OWNERS", "any", false, "accounts that batches are taken from, with commas between them", func(s *settings, v string) (err error) {
		s.logOwners, err = list(v, account, "account IDs of 12 digits")
		return err
	}},
	{"DEPLOYMENT_NAME", "trailnotify", false, "tells the alerts and metrics of two deployments apart", func(s *settings, v string) error {
		s.deployment = v
		return match(deploymentName, v, "1 to 64 letters, digits, '.', '-' and '_'")
	}},
	{"LOG_LEVEL", "info", false, "`debug` (says why each record matched), `info`, `warn` or `error`", func(s *settings, v string) error {
		if s.logLevel.UnmarshalText([]byte(v)) != nil {
			return errors.New("debug, info, warn or error")
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
}, severityRoutes()...)

// severities in the order of their weight.
var severities = []string{"critical", "high", "medium", "low", "info"}

// severityRoutes are the variables that give a severity a route of its own.
func severityRoutes() []variable {
	var all []variable
	for _, severity := range severities {
		name := strings.ToUpper(severity)
		all = append(all,
			variable{"SNS_TOPIC_ARN_" + name, "`SNS_TOPIC_ARN`", false, "topic for alerts of that severity", setTopic(severity)},
			variable{"ALERT_FORMAT_" + name, "`ALERT_FORMAT`", false, "format for alerts of that severity", setFormat(severity)})
	}
	return all
}

func setTopic(severity string) func(*settings, string) error {
	return func(s *settings, v string) error {
		s.route(severity).Topic = v
		return match(topicARN, v, wantTopic)
	}
}

func setFormat(severity string) func(*settings, string) error {
	return func(s *settings, v string) error {
		format, err := sns.ParseFormat(v)
		if err != nil {
			return fmt.Errorf("one of %v", sns.Formats())
		}
		s.route(severity).Format = format
		return nil
	}
}

// route is that of a severity, new if there is none.
func (s *settings) route(severity string) *sns.Route {
	if s.routes[severity] == nil {
		s.routes[severity] = &sns.Route{Severity: severity}
	}
	return s.routes[severity]
}

// allRoutes completes each route by what holds for all.
func (s *settings) allRoutes() []sns.Route {
	base := s.route("")
	routes := []sns.Route{*base}
	for _, severity := range severities {
		if r, ok := s.routes[severity]; ok {
			r.Topic = cmp.Or(r.Topic, base.Topic)
			r.Format = cmp.Or(r.Format, base.Format)
			routes = append(routes, *r)
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
	tableName      = newForm(`^(arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/)?[A-Za-z0-9_.-]+$`, 3, 1024)
	topicARN       = newForm(`^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$`, 1, 320)
	logGroup       = newForm(`^[A-Za-z0-9_/.#-]+$`, 1, 512)
	account        = newForm(`^[0-9]{12}$`, 12, 12)
	deploymentName = newForm(`^[A-Za-z0-9._-]+$`, 1, 64)
	metricsMode    = newForm(`^(basic|rules|off)$`, 1, 5)
)

func match(f form, value, want string) error {
	if !f.fits(value) {
		return errors.New(want)
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
			return nil, errors.New(want + " with commas between them")
		}
		all = append(all, entry)
	}
	return all, nil
}

// readSettings reads the environment, in the form of os.Environ, and reports
// everything that is wrong with it at once.
func readSettings(environ []string) (settings, error) {
	s := settings{routes: map[string]*sns.Route{}, ruleSet: "default", deployment: "trailnotify", metrics: "basic"}
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
			faults = append(faults, fmt.Errorf("%s: want %w", v.name, err))
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
