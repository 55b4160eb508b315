// Package words has the words of messages for people in each language. Those of
// a text that the program has in one place only, such as the description of a
// rule, are translated by package japanese.
package words

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"trailnotify/alert/japanese"
	"trailnotify/alert/plain"
	"trailnotify/rules"
	"trailnotify/rules/group"
)

// The reasons for which the severity of an alert is not that of its rule.
const (
	BecauseGrave  = "gravity"     // a call that makes an administrator, opens something to everybody, or stops what records
	BecauseMild   = "restored"    // every call restores or adds what protects
	BecauseRoot   = "root"        // the root user acted
	BecauseAttack = "attack tool" // a user agent is one of a tool for attacks
)

// Words are the words of a language. Those with verbs are formats.
type Words struct {
	Japanese   bool // else English
	Labels     [LastLabel]string
	Severities map[string]string
	Outcomes   map[string]string // by what an alert says
	Because    map[string]string // why a severity is not that of the rule

	Comma       string // between the items of a list
	Colon       string
	And         string
	Title       string            // severity, heading
	Does        string            // between who and what
	Somebody    string            // who, where nobody knows, with what does says
	Failing     map[string]string // before what was not done, by its outcome
	Failed      map[string]string // after it
	Aside       string            // how one of several calls ended
	OneKind     string            // one other kind of call
	ManyKinds   string            // n other kinds
	Accounts    string            // n
	Counted     string            // count, period, threshold
	Storm       string            // groups, period, threshold
	Stormed     string            // groups
	Weighed     string            // severity, that of the rule, why
	Ceiling     string            // all groups counted as one
	AtLeast     string            // n
	Test        string
	Missing     string
	Console     string
	API         string
	Service     string
	Through     string // a service
	WithMFA     string
	WithoutMFA  string
	Account     string // id
	Named       string // name, id
	Of          string // actor, account
	To          string // two times
	Late        string // duration
	Overtaken   string
	Diverted    string // ARN of a topic
	SkewedOne   string
	Skewed      string // n
	Sample      string // n of m
	SampleAll   string // n
	Excepted    string // n, exception
	Since       string // n
	AllClear    string // the end of a quiet time in which nothing came
	OneMore     string // n, n in all
	ManyMore    string // n, n in all
	MoreGroups  string // n, n in all
	MoreAfter   string // n, alerts
	WhileMuted  string // n
	MutedGroups string // n
	More        string // n
	Units       [3]string
	LocalFirst  bool   // the local time comes before UTC
	Event       string // where a link leads
	Query       string
	Runbook     string
}

// A Label is the name of a line.
type Label int

// The labels, in the order of a message.
const (
	LabelGroups Label = iota
	LabelWho
	LabelFrom
	LabelWhat
	LabelOutcome
	LabelWhere
	LabelWhen
	LabelDiverted
	LabelRule
	LabelSeverity
	LabelGroup
	LabelDetails
	LabelCalls
	LabelResources
	LabelKey
	LabelHow
	LabelClock
	LabelSample
	LabelExcepted
	LabelSince
	LabelCloses
	LabelEvents
	LabelReference
	LastLabel // is none, but their number
)

// English are the words of English.
var English = Words{
	Labels: [LastLabel]string{
		"Groups", "Who", "From", "What", "Outcome", "Where", "When", "Diverted", "Rule", "Severity", "Group", "Details", "Calls",
		"Resources", "Access key", "How", "Clock", "Sample", "Excepted", "Since", "Closes alert", "Events", "Reference",
	},
	Because: map[string]string{
		BecauseGrave: "what was done is grave", BecauseMild: "it restores what protects",
		BecauseRoot: "the root user acted", BecauseAttack: "a tool for attacks was used",
	},
	Comma:       ", ",
	Colon:       ": ",
	And:         " and ",
	Title:       "[%s] %s",
	Does:        " ",
	Somebody:    "somebody ",
	Failing:     map[string]string{group.Failed: "failed to ", group.Denied: "was not allowed to "},
	Aside:       " (%s)",
	OneKind:     ", +%d kind",
	ManyKinds:   ", +%d kinds",
	Accounts:    "%d accounts",
	Counted:     "%s (threshold %[3]d) in %[2]s",
	Storm:       "%s groups reached the threshold of %[3]d in %[2]s",
	Stormed:     "%s groups",
	Weighed:     "%s instead of %s, because %s",
	Ceiling:     "all groups together",
	AtLeast:     "at least %d",
	Test:        "TEST",
	Missing:     "(no value)",
	Console:     "console",
	API:         "API",
	Service:     "AWS service",
	Through:     "through %s",
	WithMFA:     "with MFA",
	WithoutMFA:  "without MFA",
	Account:     "account %s",
	Named:       "%s (%s)",
	Of:          "%s from %s",
	To:          "%s to %s",
	Late:        "reported %s late",
	Overtaken:   "after a newer alert for this rule",
	Diverted:    "sent here because %s refused it",
	SkewedOne:   "1 of the records shown was dated ahead and counts at the time it was logged",
	Skewed:      "%d of the records shown were dated ahead and count at the time they were logged",
	Sample:      "based on %d of %s matches",
	SampleAll:   "based on %d matches",
	Excepted:    "%s by %s",
	Since:       "%s matches since the last alert",
	AllClear:    "quiet time over, nothing more",
	OneMore:     "%s more match after the alert (%s in all)",
	ManyMore:    "%s more matches after the alert (%s in all)",
	MoreGroups:  "%s more groups after the alert (%s in all)",
	MoreAfter:   "%s more matches after %d alerts",
	WhileMuted:  "muted, matches: %s",
	MutedGroups: "muted, groups: %s",
	More:        "+%d",
	Units:       [3]string{"h", "m", "s"},
	Event:       "First event in CloudTrail",
	Query:       "Matches in Logs Insights",
	Runbook:     "Runbook",
}

// Severity is the name of a severity in the language.
func (w *Words) Severity(name string) string { return cmp.Or(w.Severities[name], name) }

// Outcome is how a call ended in the language.
func (w *Words) Outcome(name string) string { return cmp.Or(w.Outcomes[name], name) }

// Fixed is a text of the program in the language, where it is known there.
func (w *Words) Fixed(text string) string {
	if w.Japanese {
		text = cmp.Or(japanese.Of(text), text)
	}
	return plain.Text(text)
}

// Kinds says that there are n other kinds of calls.
func (w *Words) Kinds(n int) string {
	if n == 1 {
		return fmt.Sprintf(w.OneKind, n)
	}
	return fmt.Sprintf(w.ManyKinds, n)
}

// Bound writes a number that may be a lower bound.
func (w *Words) Bound(n int, atLeast bool) string {
	if atLeast {
		return fmt.Sprintf(w.AtLeast, n)
	}
	return fmt.Sprint(n)
}

// Duration writes a duration in whole seconds in the units of the language.
func (w *Words) Duration(d time.Duration) string {
	s := rules.Duration(d)
	for i, unit := range []string{"h", "m", "s"} {
		s = strings.ReplaceAll(s, unit, w.Units[i])
	}
	return s
}

// Period writes the period of an alert in the units of the language.
func (w *Words) Period(text string) string {
	if d, err := time.ParseDuration(text); err == nil {
		return w.Duration(d)
	}
	return plain.Text(text)
}

// Span writes two times, the second without its date when that is the same.
func (w *Words) Span(from, to time.Time, zone *time.Location) string {
	const day, clock = "2006-01-02", "15:04:05"
	from, to = from.In(zone), to.In(zone)
	name := " " + to.Format("MST")
	switch {
	case from.Equal(to):
		return from.Format(day+" "+clock) + name
	case from.Format(day) == to.Format(day):
		return fmt.Sprintf(w.To, from.Format(day+" "+clock), to.Format(clock)) + name
	default:
		return fmt.Sprintf(w.To, from.Format(day+" "+clock), to.Format(day+" "+clock)) + name
	}
}
