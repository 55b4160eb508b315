package alert

import (
	"fmt"
	"slices"
	"testing"

	"trailnotify/alert/summary"
	"trailnotify/rules"
)

// weighed is an alert of a rule over the given matches.
func weighed(severity rules.Severity, source string, matches ...summary.Summary) Alert {
	r := &rules.Rule{Name: "R", Severity: severity, Threshold: 1, Period: rule.Period, Source: source}
	var summaries [][]byte
	for i, s := range matches {
		s.EventID = fmt.Sprintf("0d1f3a52-%04d", i)
		summaries = append(summaries, s.Encode())
	}
	return New(r, crossed(r, "", summaries...), home)
}

func TestWeigh(t *testing.T) {
	const root, anyone = "arn:aws:iam::111122223333:root", "{ $.eventName = * }"
	attach := func(policy string) summary.Summary {
		return summary.Summary{API: "iam:AttachRolePolicy", Actor: alice, Facts: "role=batch;policy=" + policy}
	}
	const admin, own = "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::111122223333:policy/x"
	start, stop := summary.Summary{API: "cloudtrail:StartLogging"}, summary.Summary{API: "cloudtrail:StopLogging"}
	refused := func(s summary.Summary) summary.Summary { s.Error = "AccessDenied"; return s }
	with := func(s summary.Summary, actor, client string) summary.Summary {
		s.Actor, s.Client = actor, client
		return s
	}
	for name, test := range map[string]struct {
		rule    rules.Severity
		source  string
		matches []summary.Summary
		want    string
		because []string
	}{
		"that of the rule":                      {rules.Medium, anyone, []summary.Summary{attach(own)}, "medium", nil},
		"an administrator's rights":             {rules.Medium, anyone, []summary.Summary{attach(own), attach(admin)}, "high", []string{"gravity"}},
		"not those that were refused":           {rules.Medium, anyone, []summary.Summary{refused(attach(admin))}, "medium", nil},
		"grave, and the rule says it already":   {rules.High, anyone, []summary.Summary{stop}, "high", nil},
		"no less than the rule":                 {rules.Critical, anyone, []summary.Summary{stop}, "critical", nil},
		"a trail started again":                 {rules.High, anyone, []summary.Summary{start, start}, "medium", []string{"restored"}},
		"low stays low":                         {rules.Low, anyone, []summary.Summary{start}, "low", nil},
		"started and stopped":                   {rules.High, anyone, []summary.Summary{start, stop}, "high", nil},
		"a start that was refused":              {rules.High, anyone, []summary.Summary{refused(start)}, "high", nil},
		"a start beside a match without a call": {rules.High, anyone, []summary.Summary{start, {}}, "high", nil},
		"root":                                  {rules.Medium, anyone, []summary.Summary{with(attach(own), root, "")}, "high", []string{"root"}},
		"a user named root":                     {rules.Medium, anyone, []summary.Summary{with(attach(own), "root", "")}, "medium", nil},
		"root in a rule about root":             {rules.High, `{$.userIdentity.type="Root"}`, []summary.Summary{with(attach(own), root, "")}, "high", nil},
		"root in a rule about all but root":     {rules.Medium, `{ $.userIdentity.type != "Root" }`, []summary.Summary{with(attach(own), root, "")}, "high", []string{"root"}},
		"a tool for attacks":                    {rules.Low, anyone, []summary.Summary{with(attach(own), alice, "pacu")}, "medium", []string{"attack tool"}},
		"a tool of the owner's":                 {rules.Low, anyone, []summary.Summary{with(attach(own), alice, "prowler")}, "low", nil},
		"root with a tool is one more":          {rules.Medium, anyone, []summary.Summary{with(attach(own), root, "pacu")}, "high", []string{"root", "attack tool"}},
		"all of it":                             {rules.Medium, anyone, []summary.Summary{with(attach(admin), root, "pacu")}, "critical", []string{"gravity", "root", "attack tool"}},
		"never more than critical":              {rules.Critical, anyone, []summary.Summary{with(attach(admin), root, "")}, "critical", []string{"root"}},
		"a start with a tool for attacks":       {rules.High, anyone, []summary.Summary{with(start, alice, "pacu")}, "high", []string{"restored", "attack tool"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := weighed(test.rule, test.source, test.matches...)
			if a.Severity != test.want || a.RuleSeverity != test.rule.String() || !slices.Equal(a.SeverityReasons, test.because) {
				t.Errorf("%s instead of %s because of %v, want %s because of %v", a.Severity, a.RuleSeverity, a.SeverityReasons, test.want, test.because)
			}
		})
	}
}

// What isn't known to restore anything is not called harmless: matches beyond
// the sample, and those of a storm or a closing message.
func TestWeigh_IsLoweredOnlyWhereEverythingIsKnown(t *testing.T) {
	r := &rules.Rule{Name: "R", Severity: rules.High, Threshold: 1, Period: rule.Period}
	one := summary.Summary{API: "cloudtrail:StartLogging"}.Encode()
	c := crossed(r, "", one)
	if a := New(r, c, home); a.Severity != "medium" {
		t.Fatalf("severity %s of what restores", a.Severity)
	}
	c.Count = 2
	if a := New(r, c, home); a.Severity != "high" {
		t.Errorf("severity %s with a match that nobody has seen", a.Severity)
	}
	c.Count, c.AtLeast = 1, true
	if a := New(r, c, home); a.Severity != "high" {
		t.Errorf("severity %s of at least one match", a.Severity)
	}
}

// Every match can only raise the severity, whatever its caller makes of it: a
// harmless call beside a grave one hides nothing.
func TestWeigh_NothingHidesAGraveCall(t *testing.T) {
	grave := summary.Summary{API: "cloudtrail:DeleteTrail"}
	for _, call := range []string{"cloudtrail:StartLogging", "iam:ListUsers", "x:y", "", "cloudtrail:CreateTrail"} {
		for _, client := range []string{"", "console", "prowler", "aws-cli"} {
			a := weighed(rules.Low, "", summary.Summary{API: call, Client: client, Facts: "trail=x"}, grave)
			if a.Severity != "high" {
				t.Errorf("%s with %s beside DeleteTrail: %s", call, client, a.Severity)
			}
		}
	}
}
