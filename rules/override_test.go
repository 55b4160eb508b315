package rules

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestOverride_ChangesTheSettingsOfARule(t *testing.T) {
	before := builtinSet(t, "default")
	set, err := before.Override([]string{
		"UNAUTHORIZED_API_CALL_ALERT_THRESHOLD=1", // the last of a name counts
		"UNAUTHORIZED_API_CALL_ALERT_THRESHOLD=25",
		"UNAUTHORIZED_API_CALL_PERIOD=10m",
		"UNAUTHORIZED_API_CALL_QUIET=0",
		"UNAUTHORIZED_API_CALL_CLOSING=always",
		"UNAUTHORIZED_API_CALL_MODE=dry-run",
		"VPC_CHANGE_ENABLED=false",
		"ROOT_USAGE_ENABLED=",
		"PATH=/bin", "AWS_LAMBDA_FUNCTION_NAME=trail", "OTEL_SDK_ENABLED=1", "REFRESH_PERIOD=soon", "STORE_CLOSING=18:00", "DISPLAY_MODE=dark", "no equals sign",
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := rule(t, set, "UnauthorizedAPICalls")
	if r.Threshold != 25 || r.Period != 10*time.Minute || r.Quiet != 0 || r.Ceiling != 20*25 || r.Closing != ClosingAlways || r.Mode != DryRun {
		t.Errorf("found threshold %d, period %v, quiet %v, ceiling %d, closing %v", r.Threshold, r.Period, r.Quiet, r.Ceiling, r.Closing)
	}
	for key, want := range map[string]string{
		"threshold": "UNAUTHORIZED_API_CALL_ALERT_THRESHOLD",
		"period":    "UNAUTHORIZED_API_CALL_PERIOD",
		"quiet":     "UNAUTHORIZED_API_CALL_QUIET",
		"closing":   "UNAUTHORIZED_API_CALL_CLOSING",
		"mode":      "UNAUTHORIZED_API_CALL_MODE",
		"ceiling":   "default",
		"severity":  "rule file default/unauthorized_api_call.yaml:",
	} {
		if got := strings.TrimRight(r.Origin[key], "0123456789"); got != want {
			t.Errorf("%s comes from %q, expected %q", key, r.Origin[key], want)
		}
	}
	if rule(t, set, "VPCChanges").Enabled || !rule(t, set, "RootUsage").Enabled {
		t.Error("expected VPCChanges off and RootUsage on")
	}
	if old := rule(t, before, "UnauthorizedAPICalls"); old.Threshold != 10 || old.Origin["quiet"] == "UNAUTHORIZED_API_CALL_QUIET" {
		t.Error("the override changed the set that it was made from")
	}
}

func TestOverride_ReportsEveryFaultAtOnce(t *testing.T) {
	for _, c := range []struct {
		name    string
		set     string
		environ []string
		want    []string // in order of the variables' names
	}{
		{"wrong values", "default", []string{
			"ROOT_USAGE_ALERT_THRESHOLD=0", "ROOT_USAGE_ENABLED=yes", "ROOT_USAGE_PERIOD=90s", "ROOT_USAGE_QUIET=169h", "ROOT_USAGE_CLOSING=never", "ROOT_USAGE_MODE=off", "VPC_CHANGE_ALERT_THRESHOLD=+5",
		}, []string{
			`ROOT_USAGE_ALERT_THRESHOLD: found "0", expected a whole number from 1 to 5000`,
			`ROOT_USAGE_CLOSING: found "never", expected surplus, always or off`,
			`ROOT_USAGE_ENABLED: found "yes", expected true or false`,
			`ROOT_USAGE_MODE: found "off", expected live or dry-run`,
			`ROOT_USAGE_PERIOD: found "90s", expected whole minutes from 1m to 24h, such as 5m`,
			`ROOT_USAGE_QUIET: found "169h", expected a length of time from 0 to 168h, such as 1h`,
			`VPC_CHANGE_ALERT_THRESHOLD: found "+5", expected a whole number from 1 to 5000`,
		}},
		{"misspelt rules", "default", []string{
			"ROOT_USEAGE_ALERT_THRESHOLD=2", "VPC_CHANGES_ENABLED=false", "root_usage_ENABLED=false",
		}, []string{
			"ROOT_USEAGE_ALERT_THRESHOLD: no rule has this setting; did you mean ROOT_USAGE_ALERT_THRESHOLD?",
			"VPC_CHANGES_ENABLED: no rule has this setting; did you mean VPC_CHANGE_ENABLED?",
			"root_usage_ENABLED: variables are written in capitals; did you mean ROOT_USAGE_ENABLED?",
		}},
		{"misspelt settings", "security-hub", []string{
			"ROOT_USAGE_ALERT_TRESHOLD=2", "ROOT_USAGE_THRESHOLD=2", "ROTO_USAGE_ALERT_TRESHOLD=2",
		}, []string{
			"ROOT_USAGE_ALERT_TRESHOLD: rules have no such setting, expected ROOT_USAGE_ALERT_THRESHOLD, ROOT_USAGE_ENABLED, ROOT_USAGE_PERIOD, ROOT_USAGE_QUIET, ROOT_USAGE_CLOSING or ROOT_USAGE_MODE; did you mean ROOT_USAGE_ALERT_THRESHOLD?",
			"ROOT_USAGE_THRESHOLD: rules have no such setting, expected ROOT_USAGE_ALERT_THRESHOLD, ROOT_USAGE_ENABLED, ROOT_USAGE_PERIOD, ROOT_USAGE_QUIET, ROOT_USAGE_CLOSING or ROOT_USAGE_MODE; did you mean ROOT_USAGE_ALERT_THRESHOLD?",
			"ROTO_USAGE_ALERT_TRESHOLD: no rule has this setting; did you mean ROOT_USAGE_ALERT_THRESHOLD?",
		}},
		{"a rule of the other set", "security-hub", []string{"RESOURCE_CREATION_IN_OTHER_REGION_ALERT_THRESHOLD=5"}, []string{
			"RESOURCE_CREATION_IN_OTHER_REGION_ALERT_THRESHOLD: the rule with this setting is in the rule set default, not in security-hub",
		}},
		{"regions", "default", []string{"HOME_REGIONS=ap-northeast-1,Tokyo", "HOME_REGION=ap-northeast-1"}, []string{
			"HOME_REGION: not a setting of trailnotify; did you mean HOME_REGIONS?",
			`HOME_REGIONS: found "Tokyo", expected names of regions such as ap-northeast-1, with commas between them`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := builtinSet(t, c.set).Override(c.environ, nil)
			if set != nil || err == nil {
				t.Fatal("found no fault")
			}
			if diff := cmp.Diff(c.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOverride_ShowsNoValueOfOthers(t *testing.T) {
	const secret = "hunter2"
	_, err := builtinSet(t, "default").Override([]string{
		"DATABASE_ALERT_THRESHOLD=" + secret, "ROOT_USEAGE_ENABLED=" + secret, "ROOT_USAGE_TOKEN=" + secret, "HOME_REGION=" + secret,
	}, nil)
	if err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Fatalf("found %v, expected four faults", err)
	}
	if strings.Contains(err.Error(), secret) {
		t.Errorf("the value of a variable is shown:\n%v", err)
	}
}

func TestOverride_NotesWhatMayBeMeantForARule(t *testing.T) {
	set, err := builtinSet(t, "default").Override([]string{"ROOT_ENABLED=false", "AWS_REGION=eu-west-1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"ROOT_ENABLED names no rule and changes nothing; did you mean ROOT_SIGN_IN_ENABLED, ROOT_SIGN_IN_FAILURE_ENABLED or ROOT_USAGE_ENABLED?"}
	if diff := cmp.Diff(want, set.Notes()); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestOverride_KeepsALimitToTheThreshold(t *testing.T) {
	set, err := loadText("name: Denied\nthreshold: 10\nceiling: 30\nby: $.userIdentity.arn\npattern: '{ $.errorCode = \"AccessDenied*\" }'\n")
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]int{"1": 30, "20": 30, "40": 40} {
		changed, err := set.Override([]string{"DENIED_ALERT_THRESHOLD=" + value}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := rule(t, changed, "Denied").Ceiling; got != want {
			t.Errorf("threshold %s: ceiling %d, expected %d", value, got, want)
		}
	}
}

func TestOverride_HoldsADistinctRuleToItsLimit(t *testing.T) {
	set, err := loadText("name: Sweep\nthreshold: 10\ndistinct: $.eventName\npattern: '{ $.errorCode = \"AccessDenied*\" }'\n")
	if err != nil {
		t.Fatal(err)
	}
	_, err = set.Override([]string{"SWEEP_ALERT_THRESHOLD=2001"}, nil)
	const want = `SWEEP_ALERT_THRESHOLD: found "2001", expected a whole number from 1 to 2000`
	if err == nil || err.Error() != want {
		t.Errorf("found %v, expected %s", err, want)
	}
}

// The rule set that a Terraform module can configure has to fit into the
// environment of a function together with all else.
func TestOverride_FitsIntoTheEnvironment(t *testing.T) {
	var environ []string
	for _, r := range builtinSet(t, "default").Rules() {
		environ = append(environ, strings.ToUpper(r.Setting)+"_ALERT_THRESHOLD=5000")
	}
	environ = append(environ, "HOME_REGIONS=ap-northeast-1,ap-northeast-3,us-east-1,us-west-2")
	if size := len(strings.Join(environ, "\x00")); size > 3<<10 {
		t.Errorf("every threshold takes %d bytes, expected at most 3 KiB", size)
	}
	if _, err := builtinSet(t, "default").Override(environ, nil); err != nil {
		t.Error(err)
	}
}

func rule(t testing.TB, set *Set, name string) *Rule {
	t.Helper()
	r, ok := set.Lookup(name)
	if !ok {
		t.Fatalf("no rule %s", name)
	}
	return r
}
