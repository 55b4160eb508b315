package findings_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"trailnotify/cmd/trailnotify/internal/findings"
	"trailnotify/pattern"
	"trailnotify/pattern/lint"
)

// report has an error with a place in a file, a warning in a file whose name
// tries to be more than a name, and a pattern that was no file.
func report() *findings.Report {
	warned := lint.Pattern(pattern.MustCompile(`{ $.eventNam = "X" }`).Syntax(), lint.Options{CloudTrail: true})[0]
	return &findings.Report{Version: "1.2.3", Findings: []*findings.Finding{
		{Subject: "Unproved", Pattern: "{ $.a = 1 }", Rule: true, Records: 2, Errors: []findings.Error{
			{Place: findings.Place{File: "rules/un proved.yaml", Line: 5, Column: 3}, Text: "rules/un proved.yaml:5:3: does not match\n  x\n  ^"},
		}},
		{Subject: "odd\x1b[2J", Warnings: []findings.Warning{
			{Warning: warned, At: findings.Place{File: "a,b:c%\n::error::d.yaml", Line: 2}},
		}},
		{Subject: "{ $.b == 1 }", Errors: []findings.Error{{Text: "found \"=\""}}},
		{Subject: "Fine", Rule: true, Records: 3},
	}}
}

func write(t *testing.T, r *findings.Report, format string) string {
	t.Helper()
	var b strings.Builder
	if err := r.Write(&b, format); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e") {
		t.Errorf("%s writes what a terminal obeys: %q", format, b.String())
	}
	return b.String()
}

func TestReport_SARIFFollowsItsSchema(t *testing.T) {
	text := write(t, report(), findings.SARIF)
	log, err := sarif.FromString(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Validate(); err != nil {
		t.Error(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) != 3 {
		t.Fatalf("want one run of 3 results: %s", text)
	}
	run := log.Runs[0]
	if *run.Tool.Driver.Name != "trailnotify" || *run.Tool.Driver.Version != "1.2.3" {
		t.Errorf("driver %+v", run.Tool.Driver)
	}
	first := run.Results[0]
	place := first.Locations[0].PhysicalLocation
	if first.Level != "error" || *first.RuleID != "error" || *place.ArtifactLocation.URI != "rules/un%20proved.yaml" ||
		*place.Region.StartLine != 5 || *place.Region.StartColumn != 3 {
		t.Errorf("first result %+v", first)
	}
	second := run.Results[1]
	if second.Level != "warning" || *second.RuleID != string(lint.UnknownField) || second.Locations[0].PhysicalLocation.Region.StartColumn != nil {
		t.Errorf("second result %+v", second)
	}
	if third := run.Results[2]; len(third.Locations) != 0 || !strings.Contains(*third.Message.Text, "$.b == 1") {
		t.Errorf("third result %+v", third)
	}
}

func TestReport_SARIFOfNothingIsALog(t *testing.T) {
	log, err := sarif.FromString(write(t, &findings.Report{}, findings.SARIF))
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Validate(); err != nil || len(log.Runs) != 1 || log.Runs[0].Results == nil {
		t.Errorf("%v: a scanner needs one run with a list of results", err)
	}
}

func TestReport_GitHubCommandsCantBeForged(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(write(t, report(), findings.GitHub)), "\n")
	if len(lines) != 4 {
		t.Fatalf("want 4 commands: %q", lines)
	}
	for i, want := range []string{
		`::error file=rules/un proved.yaml,line=5,col=3,title=Unproved::rules/un proved.yaml:5:3: does not match%0A  x%0A  ^`,
		`::warning file=a%2Cb%3Ac%25\u000a%3A%3Aerror%3A%3Ad.yaml,line=2,title=odd\u001b[2J%3A unknown-field::$.eventNam`,
		`::error title={ $.b == 1 }::found "="`,
		`::notice title=trailnotify check::2 rules, 5 records prove them`,
	} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("command %d is\n%s, want\n%s", i+1, lines[i], want)
		}
	}
}

func TestReport_JSONIsOneObjectALine(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(write(t, report(), findings.JSON)), "\n")
	var o struct {
		Subject  string
		Errors   []string
		Warnings []map[string]any
		ProvedBy int `json:"proved_by"`
	}
	if err := json.Unmarshal([]byte(lines[0]), &o); err != nil || o.Subject != "Unproved" || len(o.Errors) != 1 || o.ProvedBy != 2 {
		t.Errorf("%v: %s", err, lines[0])
	}
	if !strings.Contains(lines[3], `"errors":[],"warnings":[]`) {
		t.Errorf("lists are always lists: %s", lines[3])
	}
}

func TestReport_Proof(t *testing.T) {
	for _, test := range []struct {
		rules, records int
		want           string
	}{
		{0, 0, ""},
		{1, 0, "1 rule, no record proves it"},
		{1, 1, "1 rule, 1 record proves it"},
		{1, 12, "1 rule, 12 records prove it"},
		{17, 211, "17 rules, 211 records prove them"},
	} {
		t.Run(fmt.Sprint(test.rules, test.records), func(t *testing.T) {
			r := &findings.Report{Findings: []*findings.Finding{{Subject: "an exception"}}}
			for i := range test.rules {
				f := &findings.Finding{Rule: true}
				if i == 0 {
					f.Records = test.records
				}
				r.Findings = append(r.Findings, f)
			}
			if got := r.Proof(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
