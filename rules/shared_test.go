package rules

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Recorded traffic and the texts of the controls lie beside the repository
// where there is room for them.
const (
	sharedPatterns = "../../shared/patterns/security-hub.json"
	sharedTraffic  = "../../shared/cloudtrail/derived"
)

func TestSecurityHub_PatternsAreThoseOfTheControlsWordForWord(t *testing.T) {
	var controls []struct {
		Control *string
		Pattern *string
	}
	text, err := os.ReadFile(sharedPatterns)
	if err != nil {
		t.Skipf("the texts of the controls are not at hand: %v", err)
	}
	if err := json.Unmarshal(text, &controls); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	byReference := map[string]string{}
	for _, c := range controls {
		if c.Pattern == nil {
			continue
		}
		want[*c.Pattern] = true
		if c.Control != nil {
			byReference[*c.Control] = *c.Pattern
		}
	}
	for _, r := range builtinSet(t, "security-hub").Rules() {
		if !want[r.Source] {
			t.Errorf("%s: its pattern is that of no control:\n%s", r.Name, r.Source)
		}
		if text, ok := byReference[r.Reference[0]]; ok && text != r.Source {
			t.Errorf("%s: its pattern is not that of %s", r.Name, r.Reference[0])
		}
		delete(want, r.Source)
	}
	for p := range want {
		t.Errorf("no rule has the pattern %s", p)
	}
}

// sharedKeys are the rules by the names that the independent implementation
// has for their patterns.
var sharedKeys = map[string]string{
	"root_usage": "RootUsage", "unauthorized": "UnauthorizedAPICalls", "nomfa_v14": "ConsoleSignInWithoutMFA",
	"iam_policy": "IAMPolicyChanges", "cloudtrail_cfg": "CloudTrailChanges", "console_auth_failure": "ConsoleSignInFailures",
	"kms_cmk": "CMKDisabledOrDeleted", "s3_policy": "S3BucketPolicyChanges", "config_cfg": "ConfigChanges",
	"security_group": "SecurityGroupChanges", "nacl": "NetworkACLChanges", "gateway": "NetworkGatewayChanges",
	"route_table": "RouteTableChanges", "vpc": "VPCChanges", "organizations": "OrganizationsChanges",
}

func TestSecurityHub_AgreesWithAnIndependentImplementation(t *testing.T) {
	set := builtinSet(t, "security-hub")
	records, agreed := 0, 0
	for _, file := range trafficFiles(t) {
		want := map[int][]string{}
		eachLine(t, strings.TrimSuffix(file, ".jsonl")+".cis.jsonl", func(_ int, line []byte) {
			var labels struct {
				Line int
				CIS  []string
			}
			if err := json.Unmarshal(line, &labels); err != nil {
				t.Fatal(err)
			}
			for _, key := range labels.CIS {
				if rule, ok := sharedKeys[key]; ok {
					want[labels.Line] = append(want[labels.Line], rule)
				}
			}
			slices.Sort(want[labels.Line])
		})
		eachLine(t, file, func(n int, line []byte) {
			var got []string
			for _, m := range set.Match(line, nil) {
				got = append(got, m.Rule.Name)
			}
			slices.Sort(got)
			if !slices.Equal(got, want[n]) {
				t.Errorf("%s:%d: found %v, the independent implementation %v", filepath.Base(file), n, got, want[n])
			}
			records++
			agreed += len(got)
		})
	}
	if agreed == 0 {
		t.Errorf("no match in %d records: nothing was compared", records)
	}
	t.Logf("%d records, %d matches", records, agreed)
}

// What the default set takes out of recorded traffic must be no part of an
// attack, and no rule may be lost on the way from one set to the other.
func TestDefault_ExceptsNoRecordedAttack(t *testing.T) {
	plain := builtinSet(t, "security-hub")
	set := builtinSet(t, "default")
	taken, matched := map[string]int{}, map[string]int{}
	for _, file := range trafficFiles(t) {
		attack := map[int]bool{}
		labels := strings.TrimSuffix(file, ".jsonl") + ".expect.jsonl"
		if _, err := os.Stat(labels); err == nil {
			eachLine(t, labels, func(_ int, line []byte) { readLabel(t, line, attack) })
		}
		home := homeOf(t, file)
		set, err := set.Override(nil, []string{home})
		if err != nil {
			t.Fatal(err)
		}
		eachLine(t, file, func(n int, line []byte) {
			counted := map[string]bool{}
			for _, m := range set.Match(line, nil) {
				counted[m.Rule.Name] = true
				matched[m.Rule.Name]++
				if m.Exception == "" {
					continue
				}
				taken[m.Rule.Name+": "+m.Exception]++
				if attack[n] && !harmless(m) {
					t.Errorf("%s:%d: %s takes an attack out of %s", filepath.Base(file), n, m.Exception, m.Rule.Name)
				}
			}
			for _, m := range plain.Match(line, nil) {
				if m.Rule.Name == "RootUsage" && (counted["RootSignIns"] || counted["RootSignInFailures"]) {
					continue
				}
				if !counted[m.Rule.Name] {
					t.Errorf("%s:%d: %s matches in security-hub and not in default", filepath.Base(file), n, m.Rule.Name)
				}
			}
		})
	}
	for _, key := range sortedKeys(matched) {
		t.Logf("%-32s %4d matches", key, matched[key])
	}
	for _, key := range sortedKeys(taken) {
		t.Logf("%-60s %4d taken out", key, taken[key])
	}
}

// harmless are exceptions that may take out a record of an attack, because
// their rule has nothing to say about it: a resource of IAM belongs to no
// region, wherever an attacker makes it, and a call that changed nothing is no
// change.
func harmless(m Match) bool {
	return m.Exception == "calls that changed nothing" || m.Rule.Name == "ResourceCreationInOtherRegion" && m.Exception == "global services"
}

func readLabel(t *testing.T, line []byte, attack map[int]bool) {
	t.Helper()
	var label struct {
		Line     int
		Expected struct {
			Attack bool
			Rules  []string `json:"trigger_rules"`
		}
	}
	if err := json.Unmarshal(line, &label); err != nil {
		t.Fatal(err)
	}
	attack[label.Line] = label.Expected.Attack || len(label.Expected.Rules) > 0
}

// homeOf is the region that most records of a file come from.
func homeOf(t *testing.T, file string) string {
	t.Helper()
	counts := map[string]int{}
	eachLine(t, file, func(_ int, line []byte) {
		var r struct {
			AWSRegion string `json:"awsRegion"`
		}
		if json.Unmarshal(line, &r) == nil && regionForm.MatchString(r.AWSRegion) {
			counts[r.AWSRegion]++
		}
	})
	home := "us-east-1"
	for _, region := range sortedKeys(counts) {
		if counts[region] > counts[home] {
			home = region
		}
	}
	return home
}

func trafficFiles(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(sharedTraffic + "/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	files := slices.DeleteFunc(all, func(file string) bool { return strings.Count(filepath.Base(file), ".") > 1 })
	if len(files) == 0 {
		t.Skip("no recorded traffic is at hand")
	}
	return files
}

func eachLine(t *testing.T, file string, do func(n int, line []byte)) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		do(n, lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func builtinSet(t testing.TB, name string) *Set {
	t.Helper()
	set, err := Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	return set
}
