package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBuiltin_RulesBehaveAsTheirRecordsSay(t *testing.T) {
	for _, name := range Names() {
		for _, r := range builtinSet(t, name).Rules() {
			if err := r.Prove(); err != nil {
				t.Error(err)
			}
		}
	}
}

// A rule without records proves nothing, nor does an exception that none of
// them shows at work.
func TestBuiltin_RecordsProveEveryRuleAndException(t *testing.T) {
	for _, name := range Names() {
		for _, r := range builtinSet(t, name).Rules() {
			examples, err := r.Examples()
			if err != nil {
				t.Fatal(err)
			}
			match, others := 0, 0
			proven := map[string]bool{}
			for _, e := range examples {
				switch {
				case e.Match:
					match++
				case e.Exception == "":
					others++
				default:
					proven[e.Exception] = true
				}
			}
			if match == 0 || others == 0 {
				t.Errorf("%s: %d records that match, %d that the pattern leaves out, expected some of both", r.file, match, others)
			}
			for _, e := range r.Except {
				if !proven[e.Name] {
					t.Errorf("%s: no record is taken out by %q", r.file, e.Name)
				}
				if e.Reason == "" {
					t.Errorf("%s: the exception %q gives no reason", r.file, e.Name)
				}
			}
		}
	}
}

// settings is what the rules are known by outside, in the order of their
// names: changing a line breaks the configuration of users.
const settings = `
CloudTrailChanges cloudtrail_change 1 1
CMKDisabledOrDeleted cmk_disabled_or_deleted 1 1
ConfigChanges config_change 1 1
ConsoleSignInFailures console_sign_in_failure 1 3
ConsoleSignInWithoutMFA console_sign_in_without_mfa 1 1
IAMPolicyChanges iam_policy_change 1 1
NetworkACLChanges network_acl_change 1 1
NetworkGatewayChanges network_gateway_change 1 1
OrganizationsChanges organizations_change 1 1
ResourceCreationInOtherRegion resource_creation_in_other_region - 5
RootSignInFailures root_sign_in_failure - 1
RootSignIns root_sign_in - 1
RootUsage root_usage 1 1
RouteTableChanges route_table_change 1 1
S3BucketPolicyChanges s3_bucket_policy_change 1 1
SecurityGroupChanges security_group_change 1 1
UnauthorizedAPICalls unauthorized_api_call 1 10
UnauthorizedConsoleBrowsing unauthorized_console_browsing - 100
VPCChanges vpc_change 1 1
`

func TestBuiltin_KeepsNamesSettingsAndThresholds(t *testing.T) {
	hub := builtinSet(t, "security-hub")
	got := "\n"
	for _, r := range builtinSet(t, "default").Rules() {
		plain := "-"
		if h, ok := hub.Lookup(r.Name); ok {
			plain = fmt.Sprint(h.Threshold)
			if h.Setting != r.Setting || h.Severity != r.Severity || h.Source != r.Source && !slices.Contains(signIns, r.Name) {
				t.Errorf("%s differs between the sets in more than counting and exceptions", r.Name)
			}
			if h.Quiet != 0 || len(h.By) > 0 || len(h.Except) > 0 || h.Distinct != nil {
				t.Errorf("%s: security-hub has to count as an alarm does", h.file)
			}
		}
		if r.Period != 5*time.Minute {
			t.Errorf("%s: period %v, expected 5 minutes", r.file, r.Period)
		}
		if want := quietOf(r.Name); r.Quiet != want || r.Closing != ClosingSurplus {
			t.Errorf("%s: quiet %v and closing %v, expected %v and surplus", r.file, r.Quiet, r.Closing, want)
		}
		if rings := r.Threshold == 1; rings != (r.Ceiling == 0) {
			t.Errorf("%s: threshold %d and ceiling %d", r.file, r.Threshold, r.Ceiling)
		}
		got += fmt.Sprintf("%s %s %s %d\n", r.Name, r.Setting, plain, r.Threshold)
	}
	if diff := cmp.Diff(settings, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if n := len(hub.Rules()); n != 15 {
		t.Errorf("security-hub has %d rules, expected 15", n)
	}
}

// tampering are the rules of default for which a second kind of call is news at
// once. All others are quiet for half an hour, after which a closing message
// says what came.
var tampering = []string{"CloudTrailChanges", "CMKDisabledOrDeleted", "ConfigChanges", "OrganizationsChanges"}

func quietOf(rule string) time.Duration {
	if slices.Contains(tampering, rule) {
		return 0
	}
	return 30 * time.Minute
}

// signIns are the rules of default whose pattern is not that of the control:
// sign-ins of root have rules of their own, and more ways to fail count.
var signIns = []string{"RootUsage", "ConsoleSignInFailures"}

// The controls stay green only while the patterns are exactly theirs. The sum
// was taken of patterns that equal the texts of the controls.
func TestSecurityHub_PatternsDoNotChange(t *testing.T) {
	sum := sha256.New()
	for _, r := range builtinSet(t, "security-hub").Rules() {
		fmt.Fprintf(sum, "%s\x00%s\x00", r.Name, r.Source)
	}
	const want = "b95820cac469c443ee70739cfdb14c22200f865bba303fa79c228082e4a8d75d"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("found the sum %s, expected %s: a pattern is no longer that of its control", got, want)
	}
}

var techniqueForm = regexp.MustCompile(`^T[0-9]{4}(\.[0-9]{3})?$`)

func TestBuiltin_RulesSayWhatTheyStandFor(t *testing.T) {
	for _, name := range Names() {
		for _, r := range builtinSet(t, name).Rules() {
			technique := false
			for _, reference := range r.Reference {
				technique = technique || techniqueForm.MatchString(reference)
			}
			if r.Description == "" || !technique {
				t.Errorf("%s: description %q, references %q: expected both, with an ATT&CK technique", r.file, r.Description, r.Reference)
			}
			if r.Origin["severity"] == "default" || !r.wanted {
				t.Errorf("%s: expected a severity, and the rule on", r.file)
			}
		}
	}
}

// A start reads the built-in rules without their records. What it reads has to
// be the whole of each rule.
func TestBuiltin_IsTheWholeOfTheFiles(t *testing.T) {
	for _, name := range Names() {
		dir, err := fs.Sub(builtin, name)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := Load(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		quick := builtinSet(t, name)
		if diff := cmp.Diff(whole.Table(), quick.Table()); diff != "" {
			t.Errorf("%s (-whole +quick):\n%s", name, diff)
		}
		for i, r := range whole.Rules() {
			q := quick.Rules()[i]
			if len(r.Except) != len(q.Except) || r.Description != q.Description || len(r.Reference) != len(q.Reference) {
				t.Errorf("%s: the records stand before other keys", r.file)
			}
			if len(withoutExamples(q.source)) >= len(q.source) || bytes.Contains(withoutExamples(q.source), []byte("match:")) {
				t.Errorf("%s: the records are not cut off", r.file)
			}
		}
	}
}

func TestBuiltin_NamesTheSetsThereAre(t *testing.T) {
	_, err := Builtin("securityhub")
	const want = `rule set: found "securityhub", expected default or security-hub; did you mean security-hub?`
	if err == nil || err.Error() != want {
		t.Errorf("found %v, expected %s", err, want)
	}
	names := Names()
	names[0] = "changed"
	if Names()[0] == "changed" {
		t.Error("Names hands out its own list")
	}
}

// Everybody whose exception this is can forge a user agent and a session name,
// so no exception may look at them.
func TestBuiltin_ExceptsOnlyOnWhatACallerCannotChoose(t *testing.T) {
	chosen := []string{"userAgent", "userIdentity.arn", "principalId", "requestID", "errorMessage", "tlsDetails"}
	for _, name := range Names() {
		for _, r := range builtinSet(t, name).Rules() {
			for _, e := range r.Except {
				for _, field := range chosen {
					if strings.Contains(e.Pattern.String(), "$."+field) || strings.Contains(e.Pattern.String(), "."+field) {
						t.Errorf("%s: the exception %q looks at %s, which the caller chooses", r.file, e.Name, field)
					}
				}
			}
		}
	}
}
