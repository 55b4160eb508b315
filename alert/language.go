package alert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"trailnotify/alert/japanese"
	"trailnotify/alert/plain"
	"trailnotify/rules"
	"trailnotify/rules/group"
)

// Language is the language of a message's own words. Texts from records and
// rule files are not translated, except the descriptions of built-in rules.
type Language string

// The languages of messages. The zero value means English.
const (
	English  Language = "en"
	Japanese Language = "ja"
)

// Languages returns the languages that a message can be written in.
func Languages() []Language { return []Language{English, Japanese} }

// ParseLanguage reads the name of a language; "" is English.
func ParseLanguage(name string) (Language, error) {
	if name == "" {
		return English, nil
	}
	if !slices.Contains(Languages(), Language(name)) {
		return "", fmt.Errorf("language %q: want en or ja", name)
	}
	return Language(name), nil
}

// A Reader is whom a message is for. The zero value reads English and UTC.
type Reader struct {
	Language Language
	Zone     *time.Location // shown with UTC: after it in English, before it in Japanese; nil: UTC alone
}

// words are the words of a language. Those with verbs are formats.
type words struct {
	japanese   bool // else English
	labels     [lastLabel]string
	severities map[string]string
	outcomes   map[string]string // by what an alert says
	because    map[string]string // why a severity is not that of the rule

	comma      string // between the items of a list
	colon      string
	and        string
	title      string            // severity, heading
	does       string            // between who and what
	somebody   string            // who, where nobody knows, with what does says
	failing    map[string]string // before what was not done, by its outcome
	failed     map[string]string // after it
	aside      string            // how one of several calls ended
	kind       string            // one other kind of call
	kindsMany  string            // n other kinds
	accounts   string            // n
	counted    string            // count, period, threshold
	storm      string            // groups, period, threshold
	stormed    string            // groups
	weighed    string            // severity, that of the rule, why
	ceiling    string            // all groups counted as one
	atLeast    string            // n
	test       string
	missing    string
	console    string
	api        string
	service    string
	through    string // a service
	withMFA    string
	withoutMFA string
	account    string // id
	named      string // name, id
	of         string // actor, account
	to         string // two times
	late       string // duration
	overtaken  string
	diverted   string // ARN of a topic
	skewedOne  string
	skewed     string // n
	sample     string // n of m
	sampleAll  string // n
	excepted   string // n, exception
	since      string // n
	allClear   string // the end of a quiet time in which nothing came
	oneMore    string // n, n in all
	manyMore   string // n, n in all
	moreGroups string // n, n in all
	moreAfter  string // n, alerts
	more       string // n
	units      [3]string
	localFirst bool   // the local time comes before UTC
	event      string // where a link leads
	query      string
	runbook    string
}

// label is the name of a line.
type label int

const (
	labelGroups label = iota
	labelWho
	labelFrom
	labelWhat
	labelOutcome
	labelWhere
	labelWhen
	labelDiverted
	labelRule
	labelSeverity
	labelGroup
	labelDetails
	labelCalls
	labelResources
	labelKey
	labelHow
	labelClock
	labelSample
	labelExcepted
	labelSince
	labelCloses
	labelEvents
	labelReference
	lastLabel
)

// words are those of the reader's language.
func (r Reader) words() *words {
	if r.Language == Japanese {
		return &inJapanese
	}
	return &english
}

var english = words{
	labels: [lastLabel]string{
		"Groups", "Who", "From", "What", "Outcome", "Where", "When", "Diverted", "Rule", "Severity", "Group", "Details", "Calls",
		"Resources", "Access key", "How", "Clock", "Sample", "Excepted", "Since", "Closes alert", "Events", "Reference",
	},
	because: map[string]string{
		becauseGrave: "what was done is grave", becauseMild: "it restores what protects",
		becauseRoot: "the root user acted", becauseAttack: "a tool for attacks was used",
	},
	comma:      ", ",
	colon:      ": ",
	and:        " and ",
	title:      "[%s] %s",
	does:       " ",
	somebody:   "somebody ",
	failing:    map[string]string{group.Failed: "failed to ", group.Denied: "was not allowed to "},
	aside:      " (%s)",
	kind:       ", +%d kind",
	kindsMany:  ", +%d kinds",
	accounts:   "%d accounts",
	counted:    "%s (threshold %[3]d) in %[2]s",
	storm:      "%s groups reached the threshold of %[3]d in %[2]s",
	stormed:    "%s groups",
	weighed:    "%s instead of %s, because %s",
	ceiling:    "all groups together",
	atLeast:    "at least %d",
	test:       "TEST",
	missing:    "(no value)",
	console:    "console",
	api:        "API",
	service:    "AWS service",
	through:    "through %s",
	withMFA:    "with MFA",
	withoutMFA: "without MFA",
	account:    "account %s",
	named:      "%s (%s)",
	of:         "%s from %s",
	to:         "%s to %s",
	late:       "reported %s late",
	overtaken:  "after a newer alert for this rule",
	diverted:   "sent here because %s refused it",
	skewedOne:  "1 of the records shown was dated ahead and counts at the time it was logged",
	skewed:     "%d of the records shown were dated ahead and count at the time they were logged",
	sample:     "based on %d of %s matches",
	sampleAll:  "based on %d matches",
	excepted:   "%s by %s",
	since:      "%s matches since the last alert",
	allClear:   "quiet time over, nothing more",
	oneMore:    "%s more match after the alert (%s in all)",
	manyMore:   "%s more matches after the alert (%s in all)",
	moreGroups: "%s more groups after the alert (%s in all)",
	moreAfter:  "%s more matches after %d alerts",
	more:       "+%d",
	units:      [3]string{"h", "m", "s"},
	event:      "First event in CloudTrail",
	query:      "Matches in Logs Insights",
	runbook:    "Runbook",
}

// severity is the name of a severity in the language.
func (w *words) severity(name string) string { return cmp.Or(w.severities[name], name) }

// outcome is how a call ended in the language.
func (w *words) outcome(name string) string { return cmp.Or(w.outcomes[name], name) }

// fixed is a text of the program in the language, where it is known there.
func (w *words) fixed(text string) string {
	if w.japanese {
		text = cmp.Or(japanese.Of(text), text)
	}
	return plain.Text(text)
}

// kinds says that there are n other kinds of calls.
func (w *words) kinds(n int) string {
	if n == 1 {
		return fmt.Sprintf(w.kind, n)
	}
	return fmt.Sprintf(w.kindsMany, n)
}

// bound writes a number that may be a lower bound.
func (w *words) bound(n int, atLeast bool) string {
	if atLeast {
		return fmt.Sprintf(w.atLeast, n)
	}
	return fmt.Sprint(n)
}

// duration writes a duration in whole seconds in the units of the language.
func (w *words) duration(d time.Duration) string {
	s := rules.Duration(d)
	for i, unit := range []string{"h", "m", "s"} {
		s = strings.ReplaceAll(s, unit, w.units[i])
	}
	return s
}

// period writes the period of an alert in the units of the language.
func (w *words) period(text string) string {
	if d, err := time.ParseDuration(text); err == nil {
		return w.duration(d)
	}
	return plain.Text(text)
}
