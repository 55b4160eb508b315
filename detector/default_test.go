package detector

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/rules/group"
)

// A fields is a record, or a part of one.
type fields = map[string]any

// history counts records one by one, as they happen, with the built-in rules.
type history struct {
	t        *testing.T
	detector *Detector
	p        published
	n        int
}

func defaultHistory(t *testing.T) *history {
	set, err := rules.Builtin("default")
	if err != nil {
		t.Fatal(err)
	}
	if set, err = set.Override(nil, []string{"ap-northeast-1"}); err != nil {
		t.Fatal(err)
	}
	h := &history{t: t}
	h.detector = inMemory(set, &h.p)
	return h
}

// at counts a record so long after the beginning, with what the others change
// in it. It returns the alerts that it raises.
func (h *history) at(after time.Duration, changes ...fields) []alert.Alert {
	h.t.Helper()
	h.n++
	record := fields{
		"eventID": fmt.Sprintf("0d1f3a52-8c2e-4a54-9d57-%012d", h.n), "eventTime": now.Add(after).Format(time.RFC3339),
		"awsRegion": "ap-northeast-1", "recipientAccountId": "111122223333", "sourceIPAddress": "198.51.100.7", "readOnly": false,
	}
	for _, c := range changes {
		maps.Copy(record, c)
	}
	text, err := json.Marshal(record)
	if err != nil {
		h.t.Fatal(err)
	}
	before := len(h.p.alerts)
	if _, err := h.detector.DetectBatch(context.Background(), records(string(text))); err != nil {
		h.t.Fatal(err)
	}
	return h.p.alerts[before:]
}

// rang checks which rules alerted.
func rang(t *testing.T, when string, alerts []alert.Alert, want ...string) {
	t.Helper()
	var got []string
	for _, a := range alerts {
		got = append(got, a.Rule)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v alerted, want %v", when, got, want)
	}
}

func call(service, name string) fields {
	return fields{"eventSource": service + ".amazonaws.com", "eventName": name, "eventType": "AwsApiCall"}
}

func withError(code string) fields { return fields{"errorCode": code} }

func from(address string) fields { return fields{"sourceIPAddress": address} }

func by(identity fields) fields { return fields{"userIdentity": identity} }

func user(name string) fields {
	return by(fields{"type": "IAMUser", "userName": name, "accountId": "111122223333", "arn": "arn:aws:iam::111122223333:user/" + name})
}

func person(name string) fields {
	const role = "AWSReservedSSO_Admin_0123456789abcdef"
	return by(fields{
		"type": "AssumedRole", "accountId": "111122223333", "arn": "arn:aws:sts::111122223333:assumed-role/" + role + "/" + name,
		"sessionContext": fields{"sessionIssuer": fields{"type": "Role", "arn": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/" + role}},
	})
}

var root = by(fields{"type": "Root", "accountId": "111122223333", "arn": "arn:aws:iam::111122223333:root"})

func signIn(result, message string) fields {
	f := fields{
		"eventSource": "signin.amazonaws.com", "eventName": "ConsoleLogin", "eventType": "AwsConsoleSignIn",
		"responseElements": fields{"ConsoleLogin": result}, "additionalEventData": fields{"MFAUsed": "Yes"},
	}
	if message != "" {
		f["errorMessage"] = message
	}
	return f
}

// Whoever tampers with the trail can't hide a call behind another one.
func TestDefault_TamperingRingsForEachCall(t *testing.T) {
	h, mallory := defaultHistory(t), user("mallory")
	for i, name := range []string{"StartLogging", "StopLogging", "DeleteTrail", "UpdateTrail"} {
		alerts := h.at(time.Duration(i)*time.Minute, mallory, call("cloudtrail", name))
		rang(t, name, alerts, "CloudTrailChanges")
		if len(alerts) == 1 && !slices.Contains(alerts[0].GroupParts, alert.Part{Name: "call", Value: "cloudtrail:" + name}) {
			t.Errorf("%s: the parts are %v", name, alerts[0].GroupParts)
		}
	}
	rang(t, "the same call in the next window", h.at(6*time.Minute, mallory, call("cloudtrail", "StopLogging")), "CloudTrailChanges")
	rang(t, "a failing call", h.at(7*time.Minute, mallory, call("config", "StopConfigurationRecorder"), withError("AccessDenied")), "ConfigChanges")
	rang(t, "the call itself", h.at(8*time.Minute, mallory, call("config", "StopConfigurationRecorder")), "ConfigChanges")
}

// No call that failed silences one that succeeded, in any rule: each rule is
// given failures until it rings, and then as many successes.
func TestDefault_FailuresSilenceNoSuccess(t *testing.T) {
	set := defaultHistory(t).detector.rules
	tried := 0
	for _, r := range set.Rules() {
		examples, err := r.Examples()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range examples {
			var success fields
			if err := json.Unmarshal(e.Record, &success); err != nil {
				t.Fatal(err)
			}
			failure := maps.Clone(success)
			failure["errorCode"] = "Throttling"
			if !e.Match || group.Outcome(cloudtrail.Record{JSON: e.Record}.Members()) != group.Succeeded || !matches(t, r, failure) {
				continue
			}
			tried++
			h := defaultHistory(t)
			if !reaches(h, r, failure, 0) || !reaches(h, r, success, time.Minute) {
				t.Errorf("%s:%d: failures silence the success", e.File, e.Line)
			}
		}
	}
	if tried < 25 {
		t.Errorf("only %d records were tried", tried)
	}
}

func matches(t *testing.T, r *rules.Rule, record fields) bool {
	t.Helper()
	text, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	return r.Pattern.Match(text)
}

// reaches counts a record until the rule alerts, as often as its threshold at
// most.
func reaches(h *history, r *rules.Rule, record fields, after time.Duration) bool {
	again := maps.Clone(record)
	delete(again, "eventTime")
	delete(again, "eventID")
	for range r.Threshold {
		for _, a := range h.at(after, again) {
			if a.Rule == r.Name {
				return true
			}
		}
	}
	return false
}

func TestDefault_TwoPeopleBehindOnePermissionSetAreTwo(t *testing.T) {
	h := defaultHistory(t)
	policy := call("iam", "PutRolePolicy")
	rang(t, "alice", h.at(0, person("alice"), policy), "IAMPolicyChanges")
	rang(t, "alice again", h.at(10*time.Minute, person("alice"), policy))
	rang(t, "bob", h.at(11*time.Minute, person("bob"), policy), "IAMPolicyChanges")
}

// A deployment that changes many things is few messages: eight kinds of calls,
// of which each fails once before it succeeds, are two.
func TestDefault_ADeploymentIsTwoMessages(t *testing.T) {
	h := defaultHistory(t)
	pipeline := by(fields{
		"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/deploy/1700000000",
		"sessionContext": fields{"sessionIssuer": fields{"arn": "arn:aws:iam::111122223333:role/deploy"}},
	})
	var all []alert.Alert
	for i, name := range []string{
		"CreatePolicy", "CreatePolicyVersion", "DeletePolicyVersion", "PutRolePolicy", "DeleteRolePolicy", "AttachRolePolicy", "DetachRolePolicy", "PutUserPolicy",
	} {
		after := time.Duration(i) * 50 * time.Second // over more than one window
		all = append(all, h.at(after, pipeline, call("iam", name), withError("MalformedPolicyDocument"))...)
		all = append(all, h.at(after+time.Second, pipeline, call("iam", name))...)
	}
	rang(t, "the deployment", all, "IAMPolicyChanges", "IAMPolicyChanges")
}

func TestDefault_RootSignsInApart(t *testing.T) {
	h := defaultHistory(t)
	failed := h.at(0, root, signIn("Failure", "Failed authentication"))
	rang(t, "a failure", failed, "RootSignInFailures")
	succeeded := h.at(time.Second, root, signIn("Success", ""))
	rang(t, "a success", succeeded, "RootSignIns")
	if failed[0].Description == succeeded[0].Description || failed[0].Severity == succeeded[0].Severity {
		t.Errorf("a failure and a success read alike: %s, %s", failed[0].Severity, failed[0].Description)
	}
	rang(t, "looking around", h.at(2*time.Second, root, call("iam", "ListUsers"), fields{"readOnly": true}), "RootUsage")
	rang(t, "looking on", h.at(3*time.Second, root, call("iam", "ListRoles"), fields{"readOnly": true}))
	rang(t, "a key", h.at(4*time.Second, root, call("iam", "CreateAccessKey")), "RootUsage")
	rang(t, "from elsewhere", h.at(5*time.Second, root, call("iam", "CreateAccessKey"), from("203.0.113.1")), "RootUsage")
}

// However many addresses try to sign in as root, who gets in is told.
func TestDefault_RootFailuresAreNoStormOfSuccesses(t *testing.T) {
	h := defaultHistory(t)
	alerts := 0
	for i := range 60 {
		alerts += len(h.at(time.Duration(i)*time.Second, root, signIn("Failure", "Failed authentication"), from(fmt.Sprintf("203.0.%d.%d", i/3, i))))
	}
	if alerts < 20 || alerts > 21 {
		t.Errorf("60 addresses in 20 networks raise %d alerts", alerts)
	}
	rang(t, "the success", h.at(61*time.Second, root, signIn("Success", ""), from("192.0.2.9")), "RootSignIns")
	rang(t, "the key", h.at(62*time.Second, root, call("iam", "CreateAccessKey"), from("192.0.2.9")), "RootUsage")
}

// Each sign-in of root is counted by exactly one rule, whatever its record
// looks like.
func TestDefault_EverySignInOfRootIsCountedOnce(t *testing.T) {
	set := defaultHistory(t).detector.rules
	for _, response := range []string{``, `,"responseElements":null`, `,"responseElements":{}`, `,"responseElements":{"ConsoleLogin":"Success"}`, `,"responseElements":{"ConsoleLogin":"Failure"}`, `,"responseElements":{"ConsoleLogin":null}`, `,"responseElements":"x"`} {
		for _, message := range []string{``, `,"errorMessage":null`, `,"errorMessage":""`, `,"errorMessage":"Failed authentication"`} {
			record := `{"userIdentity":{"type":"Root"},"eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","eventType":"AwsConsoleSignIn"` + response + message + `}`
			if found := set.Match([]byte(record), nil); len(found) != 1 || !strings.HasPrefix(found[0].Rule.Name, "RootSignIn") {
				t.Errorf("%s is counted by %v", record, found)
			}
		}
	}
}

func TestDefault_SignInFailures(t *testing.T) {
	nobody := by(fields{"type": "IAMUser", "accountId": "111122223333", "userName": "HIDDEN_DUE_TO_SECURITY_REASONS"})
	noName := signIn("Failure", "No username found in supplied account")
	h := defaultHistory(t)
	h.at(0, nobody, noName)
	h.at(time.Second, nobody, noName, from("198.51.100.99"))
	rang(t, "three of a network", h.at(2*time.Second, nobody, noName), "ConsoleSignInFailures")

	h = defaultHistory(t)
	for i := range 9 {
		rang(t, "one of a network", h.at(time.Duration(i)*time.Second, nobody, noName, from(fmt.Sprintf("203.0.%d.1", i))))
	}
	tenth := h.at(10*time.Second, nobody, noName, from("203.0.99.1"))
	rang(t, "ten networks", tenth, "ConsoleSignInFailures")
	if len(tenth) == 1 && !tenth[0].Ceiling {
		t.Error("the tenth is not counted in sum")
	}
}

// That somebody gets in after failures is not told yet: it takes a rule over
// rules. This test says so, and fails when it is.
func TestDefault_SuccessAfterFailuresIsNotTold(t *testing.T) {
	h := defaultHistory(t)
	for i := range 5 {
		h.at(time.Duration(i)*time.Second, user("bob"), signIn("Failure", "Failed authentication"))
	}
	rang(t, "five failures", h.p.alerts, "ConsoleSignInFailures")
	rang(t, "the success", h.at(10*time.Second, user("bob"), signIn("Success", "")))
}

// A change that did not happen rings no rule about changes, and holds back none
// that does. An attempt that was denied rings.
func TestDefault_CallsThatChangedNothing(t *testing.T) {
	h, mallory := defaultHistory(t), user("mallory")
	open := call("ec2", "AuthorizeSecurityGroupIngress")
	for i, nothing := range [][]fields{
		{open, withError("Client.DryRunOperation")},
		{open, withError("Client.InvalidPermission.Duplicate")},
		{call("ec2", "CreateVpc"), withError("Client.DryRunOperation")},
		{call("ec2", "CreateRoute"), withError("Client.RouteAlreadyExists")},
		{call("iam", "CreatePolicy"), withError("EntityAlreadyExistsException")},
		{call("organizations", "AttachPolicy"), withError("DuplicatePolicyAttachmentException")},
	} {
		rang(t, fmt.Sprint(nothing), h.at(time.Duration(i)*time.Second, append([]fields{mallory}, nothing...)...))
	}
	rang(t, "an attempt", h.at(time.Minute, mallory, open, withError("Client.UnauthorizedOperation")), "SecurityGroupChanges")
	rang(t, "the change", h.at(2*time.Minute, mallory, open), "SecurityGroupChanges")
}

// What an alert of each of these records says in its title, and how urgent it
// is: nobody has to look at the record to see which one is bad.
func TestDefault_TitlesSayWhatHappened(t *testing.T) {
	asked := func(parameters fields) fields { return fields{"requestParameters": parameters} }
	ingress := func(address string) fields {
		return asked(fields{"groupId": "sg-1", "ipPermissions": fields{"items": []fields{
			{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": fields{"items": []fields{{"cidrIp": address}}}},
		}}})
	}
	policy := func(name string) fields {
		return asked(fields{"userName": "bob", "policyArn": "arn:aws:iam::aws:policy/" + name})
	}
	trail, open := asked(fields{"name": "main"}), call("ec2", "AuthorizeSecurityGroupIngress")
	for name, test := range map[string]struct {
		record          []fields
		severity, title string
	}{
		"a sign-in of root":         {[]fields{root, signIn("Success", "")}, "high", "root signed in to the console"},
		"one that failed":           {[]fields{root, signIn("Failure", "Failed authentication")}, "medium", "root failed to sign in to the console"},
		"a port for everybody":      {[]fields{user("eve"), open, ingress("0.0.0.0/0")}, "high", "eve opened tcp 22 of group sg-1 to 0.0.0.0/0"},
		"a port for somebody":       {[]fields{user("eve"), open, ingress("10.1.2.3/32")}, "medium", "eve opened tcp 22 of group sg-1 to 10.1.2.3/32"},
		"a port that stayed closed": {[]fields{user("eve"), open, ingress("0.0.0.0/0"), withError("Client.UnauthorizedOperation")}, "medium", "eve was not allowed to open tcp 22 of group sg-1 to 0.0.0.0/0"},
		"an administrator":          {[]fields{user("eve"), call("iam", "AttachUserPolicy"), policy("AdministratorAccess")}, "high", "eve attached AdministratorAccess to user bob"},
		"a reader":                  {[]fields{user("eve"), call("iam", "AttachUserPolicy"), policy("ReadOnlyAccess")}, "medium", "eve attached ReadOnlyAccess to user bob"},
		"a trail stopped":           {[]fields{user("eve"), call("cloudtrail", "StopLogging"), trail}, "high", "eve stopped trail main"},
		"a trail started":           {[]fields{user("eve"), call("cloudtrail", "StartLogging"), trail}, "medium", "eve started trail main"},
		"a trail stopped by a tool": {[]fields{user("eve"), call("cloudtrail", "StopLogging"), trail, {"userAgent": "Pacu"}}, "critical", "eve stopped trail main"},
		"what root does elsewhere":  {[]fields{root, call("cloudtrail", "StopLogging"), trail}, "critical", "root stopped trail main"},
	} {
		h := defaultHistory(t)
		found := false
		for _, a := range h.at(0, test.record...) {
			if a.Rule == "RootUsage" {
				continue
			}
			found = true
			if title, _, _ := strings.Cut(a.Title, " · "); title != test.title || a.Severity != test.severity {
				t.Errorf("%s: [%s] %s, want [%s] %s", name, a.Severity, title, test.severity, test.title)
			}
		}
		if !found {
			t.Errorf("%s: no alert", name)
		}
	}
}
