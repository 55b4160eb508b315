package rules

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLoad_FillsInWhatAFileDoesNotSay(t *testing.T) {
	set, err := loadText("name: IAMUserCreated\npattern: '{ $.eventName = CreateUser }'\nthreshold: 2\n")
	if err != nil {
		t.Fatal(err)
	}
	r := rule(t, set, "IAMUserCreated")
	if r.Setting != "iam_user_created" || r.Period != 5*time.Minute || r.Quiet != 0 || r.Severity != Medium || !r.Enabled || r.Ceiling != 0 || r.Storm != 0 {
		t.Errorf("found %+v", r)
	}
	if r.Origin["period"] != "default" || r.Origin["threshold"] != "rule file mine/rule.yaml:3" {
		t.Errorf("origins %v", r.Origin)
	}
}

func TestLoad_ReadsEveryKey(t *testing.T) {
	set, err := loadText(`
name: Sweep
setting: denied_sweep
description: Many different calls were denied
pattern: '{ $.errorCode = "AccessDenied*" }'
except:
  - name: probes
    pattern: '{ $.eventName = "HeadBucket" }'
    reason: they tell nothing
by: [[$.userIdentity.arn, "$.userIdentity.accountId"], outcome]
distinct: $.eventName
threshold: 6
period: 10m
quiet: 90m
ceiling: 60
storm: 5
severity: critical
reference: [T1580, "CIS 3.1"]
title: '{actor} was denied[ because of {reason}]'
runbook: |
  Somebody looks around.
  https://example.com/sweep
enabled: false
match:
  - {errorCode: AccessDenied}
  - '{"errorCode": "AccessDeniedException"}'
no_match:
  - exception: probes
    record: {errorCode: AccessDenied, eventName: HeadBucket, n: [1.50, true, null]}
`)
	if err != nil {
		t.Fatal(err)
	}
	r := rule(t, set, "Sweep")
	got := fmt.Sprintln(r.Setting, r.Description, r.Source, r.Except[0].Name, r.Except[0].Reason, r.By.String(), r.Distinct, r.Threshold,
		r.Period, r.Quiet, r.Ceiling, r.Storm, r.Severity, r.Reference, r.Title, r.Runbook, r.RunbookText, r.Enabled)
	const want = "denied_sweep Many different calls were denied { $.errorCode = \"AccessDenied*\" } probes they tell nothing " +
		"[$.userIdentity.arn, $.userIdentity.accountId], outcome $.eventName 6 10m0s 1h30m0s 60 5 critical [T1580 CIS 3.1] {actor} was denied[ because of {reason}] https://example.com/sweep [Somebody looks around.] false\n"
	if got != want {
		t.Errorf("found    %sexpected %s", got, want)
	}
	examples, err := r.Examples()
	if err != nil {
		t.Fatal(err)
	}
	wantExamples := []Example{
		{Record: []byte(`{"errorCode":"AccessDenied"}`), Match: true, File: "mine/rule.yaml", Line: 25},
		{Record: []byte(`{"errorCode": "AccessDeniedException"}`), Match: true, File: "mine/rule.yaml", Line: 26},
		{Record: []byte(`{"errorCode":"AccessDenied","eventName":"HeadBucket","n":[1.50,true,null]}`), Exception: "probes", File: "mine/rule.yaml", Line: 28},
	}
	if diff := cmp.Diff(wantExamples, examples); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if err := r.Prove(); err != nil {
		t.Error(err)
	}
}

func TestProve_FindsRecordsThatDoNotBehave(t *testing.T) {
	set, err := loadText(`
name: Denied
pattern: '{ $.errorCode = "AccessDenied*" }'
threshold: 1
except:
  - {name: probes, pattern: '{ $.eventName = "HeadBucket" }'}
  - {name: reads, pattern: '{ $.readOnly IS TRUE }'}
match:
  - {errorCode: Throttled}
  - {errorCode: AccessDenied, eventName: HeadBucket}
no_match:
  - {errorCode: AccessDenied}
  - {exception: reads, record: {errorCode: AccessDenied, eventName: HeadBucket, readOnly: true}}
  - {exception: reads, record: {readOnly: true}}
  - {errorCode: AccessDenied, readOnly: true}
  - {errorCode: Throttled}
`)
	if err != nil {
		t.Fatal(err)
	}
	err = rule(t, set, "Denied").Prove()
	if err == nil {
		t.Fatal("every record behaves")
	}
	want := []string{
		`mine/rule.yaml:9:1: Denied: this record has to match and does not`,
		`mine/rule.yaml:10:1: Denied: this record has to match, but the exception "probes" takes it out`,
		`mine/rule.yaml:12:1: Denied: this record must not match and does`,
		`mine/rule.yaml:13:1: Denied: found that the exception "probes" takes this record out, expected "reads"`,
		`mine/rule.yaml:14:1: Denied: the exception "reads" has to take this record out, but the rule does not match it`,
		`mine/rule.yaml:15:1: Denied: found that the exception "reads" takes this record out, expected ""`,
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// One pass over all patterns has to give what each rule gives by itself.
func TestMatch_IsThatOfEachRuleAlone(t *testing.T) {
	set, err := builtinSet(t, "default").Override([]string{"VPC_CHANGE_ENABLED=false", "CONFIG_CHANGE_ENABLED=false"}, exampleRegion)
	if err != nil {
		t.Fatal(err)
	}
	var records [][]byte
	for _, r := range set.Rules() {
		examples, err := r.Examples()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range examples {
			records = append(records, e.Record)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	matches := 0
	for range 3000 {
		record := records[random.IntN(len(records))]
		if random.IntN(4) == 0 { // damage it
			at := random.IntN(len(record))
			record = append(append([]byte(nil), record[:at]...), record[min(len(record), at+random.IntN(30)):]...)
		}
		var want []Match
		for _, r := range set.Rules() {
			if !r.Enabled || !r.Pattern.Match(record) {
				continue
			}
			m := Match{Rule: r}
			for i := len(r.Except) - 1; i >= 0; i-- {
				if r.Except[i].Pattern.Match(record) {
					m.Exception = r.Except[i].Name
					m.excepted |= 1 << i
				}
			}
			want = append(want, m)
		}
		got := set.Match(record, nil)
		if len(got) != len(want) {
			t.Fatalf("%s: found %d matches, expected %d", record, len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%s: found %s (%s), expected %s (%s)", record, got[i].Rule.Name, got[i].Exception, want[i].Rule.Name, want[i].Exception)
			}
		}
		matches += len(got)
	}
	if matches == 0 {
		t.Error("nothing matched, nothing was compared")
	}
}

func TestMatch_AppendsToWhatIsThere(t *testing.T) {
	set := builtinSet(t, "default")
	denied := []byte(`{"errorCode":"AccessDenied","sourceIPAddress":"delivery.logs.amazonaws.com"}`)
	first := Match{Rule: rule(t, set, "UnauthorizedAPICalls")}
	got := set.Match(denied, []Match{first})
	if len(got) != 2 || got[0] != first || got[1].Exception != "log delivery probes" {
		t.Errorf("found %v", got)
	}
}

func TestSet_KeepsRulesInTheOrderOfTheirNames(t *testing.T) {
	set, err := Load(fstest.MapFS{
		"1.yaml": {Data: []byte("name: Zebra\npattern: '{ $.a = 1 }'\nthreshold: 1\n")},
		"2.yaml": {Data: []byte("name: ant\npattern: '{ $.a = 1 }'\nthreshold: 1\n")},
		"3.json": {Data: []byte("{\n\t\"name\": \"Bee\",\n\t\"pattern\": \"{ $.a = 1 }\",\n\t\"threshold\": 1\n}\n")},
	}, "mine")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range set.Match([]byte(`{"a":1}`), nil) {
		got = append(got, m.Rule.Name)
		if _, ok := set.Lookup(m.Rule.Name); !ok {
			t.Errorf("Lookup does not find %s", m.Rule.Name)
		}
	}
	if diff := cmp.Diff([]string{"ant", "Bee", "Zebra"}, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if _, ok := set.Lookup("bee"); ok {
		t.Error("Lookup takes another name for this one")
	}
}

func TestTable_SaysWhereEachSettingComesFrom(t *testing.T) {
	set, err := builtinSet(t, "default").Override([]string{"ROOT_USAGE_ALERT_THRESHOLD=3"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range set.Table() {
		switch row.Name {
		case "RootUsage":
			want := Row{
				Name: "RootUsage", Setting: "root_usage",
				Severity:  Cell{"high", "rule file default/root_usage.yaml:"},
				Enabled:   Cell{"true", "default"},
				Threshold: Cell{"3", "ROOT_USAGE_ALERT_THRESHOLD"},
				Period:    Cell{"5m", "rule file default/root_usage.yaml:"},
				Quiet:     Cell{"30m", "rule file default/root_usage.yaml:"},
				By:        Cell{"actor, network, outcome, $.readOnly", "rule file default/root_usage.yaml:"},
				Ceiling:   Cell{"60", "default"},
				Closing:   Cell{"surplus", "default"},
				Mode:      Cell{"live", "default"},
			}
			if diff := cmp.Diff(want, row, cmp.Transformer("line", lineless)); diff != "" {
				t.Errorf("row (-want +got):\n%s", diff)
			}
		case elsewhere:
			if want := (Cell{"false", "no home region"}); row.Enabled != want {
				t.Errorf("%s: found %v, expected %v", row.Name, row.Enabled, want)
			}
		}
	}
}

// lineless is a cell without the number of the line that it comes from.
func lineless(c Cell) [2]string {
	if trimmed := strings.TrimRight(c.Origin, "0123456789"); strings.HasSuffix(trimmed, ":") {
		return [2]string{c.Value, trimmed}
	}
	return [2]string{c.Value, c.Origin}
}

func TestSnakeCase_SplitsNamesIntoWords(t *testing.T) {
	for name, want := range map[string]string{
		"RootUsage": "root_usage", "IAMPolicyChanges": "iam_policy_changes", "CMKDisabledOrDeleted": "cmk_disabled_or_deleted",
		"S3BucketPolicyChanges": "s3_bucket_policy_changes", "VPC": "vpc", "already_snake": "already_snake", "kebab-case": "kebab_case",
		"With-Capital": "with_capital", "ConsoleSignInWithoutMFA": "console_sign_in_without_mfa",
	} {
		if got := snakeCase(name); got != want {
			t.Errorf("%s: found %s, expected %s", name, got, want)
		}
	}
}

// What a caller does with the slice of the rules does not reach the set.
func TestRules_IsTheCallersOwnSlice(t *testing.T) {
	set, err := Builtin("default")
	if err != nil {
		t.Fatal(err)
	}
	set.Rules()[0] = nil
	if r := set.Rules()[0]; r == nil {
		t.Error("the set has lost a rule")
	}
}

func TestLoad_ReadsEveryEnding(t *testing.T) {
	files := map[string]string{"readme.md": "no rule", ".hidden.yaml": "no rule"}
	for i, name := range []string{"a.yaml", "b.yml", "c.json", "D.YAML", "e.Json"} {
		files[name] = fmt.Sprintf(`{"name": "Rule%d", "pattern": "{ $.a = b }", "threshold": 1}`, i)
	}
	if got := len(own(t, files).Rules()); got != 5 {
		t.Errorf("%d rules, want 5", got)
	}
}
