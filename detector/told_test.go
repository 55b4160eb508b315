package detector

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"trailnotify/alert"
	"trailnotify/rules"
)

// change is a call of IAM by a user that ended in one way.
func change(id int, at, user, call, code, address string) string {
	failed := ""
	if code != "" {
		failed = fmt.Sprintf(`"errorCode":%q,`, code)
	}
	return fmt.Sprintf(`{"eventID":"0d1f3a52-8c2e-4a54-9d57-%012d","eventTime":"2026-03-02T%sZ","eventSource":"iam.amazonaws.com",`+
		`"eventName":%q,%s"eventType":"AwsApiCall","sourceIPAddress":%q,"recipientAccountId":"111122223333",`+
		`"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/%s"},"requestParameters":{"userName":"worker"}}`,
		id, at, call, failed, address, user)
}

// policyAlerts are the alerts of the built-in rule for changes of policies.
func policyAlerts(t *testing.T, lines ...string) []alert.Alert {
	t.Helper()
	set, err := rules.Builtin("default")
	if err != nil {
		t.Fatal(err)
	}
	var p published
	if _, err := inMemory(set, &p).DetectBatch(context.Background(), records(lines...)); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(p.alerts, func(a alert.Alert) bool { return a.Rule != "IAMPolicyChanges" })
}

// An administrator's policy is attached half a minute after another change, in
// the next window: one alert names both calls and covers their time.
func TestDetect_TellsOfBothWindows(t *testing.T) {
	all := policyAlerts(t,
		change(1, "09:54:45", "eve", "PutRolePolicy", "", "203.0.113.7"), change(2, "09:55:12", "eve", "AttachUserPolicy", "", "203.0.113.7"))
	if len(all) != 1 || len(all[0].Calls) != 2 || all[0].Count != 2 || all[0].Window.End.Format("15:04") != "10:00" {
		t.Errorf("alerts %+v", all)
	}
}

// One call among 400 others of the same actor, from another network, is named
// with its number; so is each network.
func TestDetect_TellsWhatIsRare(t *testing.T) {
	var lines []string
	for i := range 400 {
		lines = append(lines, change(i, fmt.Sprintf("09:5%d:%02d", i/60%5, i%60), "eve", "DeleteRolePolicy", "", "203.0.113.7"))
	}
	lines = append(lines, change(1000, "09:53:20", "eve", "AttachUserPolicy", "", "198.51.100.1"))
	all := policyAlerts(t, lines...)
	if len(all) != 1 {
		t.Fatalf("%d alerts", len(all))
	}
	if want := []alert.Call{{Name: "iam:DeleteRolePolicy", Outcome: "succeeded", Count: 400}, {Name: "iam:AttachUserPolicy", Outcome: "succeeded", Count: 1}}; !slices.Equal(all[0].Calls, want) {
		t.Errorf("calls %v, want %v", all[0].Calls, want)
	}
	if want := []alert.Counted{{Name: "203.0.113.0/24", Count: 400}, {Name: "198.51.100.0/24", Count: 1}}; !slices.Equal(all[0].Networks, want) {
		t.Errorf("networks %v, want %v", all[0].Networks, want)
	}
}

// More users than are alerted by name: the storm's alert names the others, with
// what they did. Users whose calls failed don't take their places.
func TestDetect_TellsOfAStorm(t *testing.T) {
	var lines []string
	for i := range 30 {
		lines = append(lines, change(i, "09:51:00", fmt.Sprintf("prober-%02d", i), "PutUserPolicy", "NoSuchEntityException", "203.0.113.7"))
	}
	for i := range 26 {
		call := "DeleteUserPolicy"
		if i == 25 {
			call = "AttachUserPolicy"
		}
		lines = append(lines, change(100+i, "09:52:00", fmt.Sprintf("user-%02d", i), call, "", "198.51.100.1"))
	}
	all := policyAlerts(t, lines...)
	named, listed := map[string]bool{}, map[string]bool{}
	attached, storms := 0, 0
	for _, a := range all {
		for _, c := range a.Calls {
			if c.Name == "iam:AttachUserPolicy" && c.Outcome == "succeeded" {
				attached++
			}
		}
		if a.Storm == nil {
			named[a.Actors[0]] = true
			continue
		}
		storms++
		if len(a.Calls) == 0 || len(a.Networks) == 0 || len(a.EventIDs) == 0 || a.GroupParts[0].Value != a.Calls[0].Outcome {
			t.Errorf("a storm's alert lacks what the groups did: %+v", a)
		}
		for _, name := range a.Storm.Names {
			actor, outcome, _ := strings.Cut(name, ", ")
			if listed[actor] || outcome != a.GroupParts[0].Value {
				t.Errorf("the storm of what %s names %q", a.GroupParts[0].Value, name)
			}
			listed[actor] = true
		}
	}
	for actor := range listed {
		if named[actor] {
			t.Errorf("%s is named twice", actor)
		}
	}
	if storms != 2 || len(named) != 40 || len(named)+len(listed) != 56 || attached != 1 {
		t.Errorf("%d storms, %d named by themselves, %d in storms, the rare call %d times", storms, len(named), len(listed), attached)
	}
}
