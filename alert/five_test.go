package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/alert/words"

	"trailnotify/alert/summary"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/window"
)

// builtinRule is a rule of the set default.
func builtinRule(t testing.TB, name string) *rules.Rule {
	t.Helper()
	for _, r := range builtinRules(t)["default"] {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("no rule %s", name)
	return nil
}

// did is a record of a user, with what others say of it. Its number makes its
// event ID and its second.
func did(n int, user, call string, more map[string]any) []byte {
	service, name, _ := strings.Cut(call, ":")
	record := map[string]any{
		"eventID": fmt.Sprintf("0d1f3a52-8c2e-4a54-9d57-%012d", n), "eventTime": start.Add(time.Duration(n) * time.Second).Format(time.RFC3339),
		"eventSource": service + ".amazonaws.com", "eventName": name, "eventType": "AwsApiCall", "awsRegion": "ap-northeast-1",
		"sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.0", "recipientAccountId": "111122223333",
		"userIdentity": map[string]any{
			"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/" + user, "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
			"sessionContext": map[string]any{"attributes": map[string]any{"mfaAuthenticated": "false"}},
		},
	}
	for key, value := range more {
		record[key] = value
	}
	text, err := json.Marshal(record)
	if err != nil {
		panic(err)
	}
	return summary.Of(cloudtrail.Record{JSON: text})
}

type object = map[string]any

// crossed is a crossing of the rule in which the summaries are all there is.
func crossed(r *rules.Rule, group string, summaries ...[]byte) window.Crossing {
	c := window.Crossing{
		Rule:  &window.Rule{Name: r.Name, Threshold: r.Threshold, Period: r.Period},
		Start: start, End: start.Add(r.Period), Count: len(summaries), Summaries: summaries,
		First: start.Add(time.Second), Last: start.Add(time.Duration(len(summaries)) * time.Second),
	}
	if group != "" {
		c.Group = window.Group{Kind: window.GroupValue, Value: group}
	}
	return c
}

// fiveAlerts show between them every part that a message can have.
func fiveAlerts(t testing.TB) map[string]Alert {
	t.Helper()
	return map[string]Alert{
		"administrator": ofAdministrator(t),
		"denied":        ofDenials(t),
		"storm":         ofStorm(t),
		"closing":       ofClosing(t),
		"own-rule":      ofOwnRule(t),
	}
}

const alice = "arn:aws:iam::111122223333:user/alice"

func ofAdministrator(t testing.TB) Alert {
	r := builtinRule(t, "IAMPolicyChanges")
	const all = `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	return New(r, crossed(r, alice+"\x1fsucceeded",
		did(1, "alice", "iam:CreatePolicy", object{"requestParameters": object{"policyName": "batch-all", "policyDocument": all}}),
		did(2, "alice", "iam:AttachRolePolicy", object{"requestParameters": object{"roleName": "batch", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}}),
		did(3, "alice", "iam:DeleteUserPolicy", object{"requestParameters": object{"userName": "bob", "policyName": "deny-all"}}),
	), home)
}

func ofDenials(t testing.TB) Alert {
	r := builtinRule(t, "UnauthorizedAPICalls")
	var summaries [][]byte
	for i := range 9 {
		message := "is not authorized to perform: x because no identity-based policy allows the x action"
		if i > 5 {
			message = "is not authorized to perform: x with an explicit deny in a service control policy"
		}
		call := []string{"iam:ListUsers", "s3:ListBuckets", "ec2:DescribeInstances"}[i%3]
		summaries = append(summaries, did(i+1, "ci", call, object{"errorCode": "AccessDenied", "errorMessage": message}))
	}
	c := crossed(r, "arn:aws:iam::111122223333:user/ci", append(summaries,
		did(10, "ci", "s3:GetObject", object{"errorCode": "AccessDenied", "requestParameters": object{"bucketName": "payroll"}}))...)
	c.Count, c.Late, c.Overtaken = 11, 25*time.Minute, true
	c.SinceLast, c.SinceLastKnown = 17, true
	c.Excepted = map[string]window.Tally{"console browsing": {N: 12}}
	number := func(i, n int) window.Number { return window.Number{Summary: c.Summaries[i], Tally: window.Tally{N: n}} }
	c.Numbers = window.Numbers{Calls: []window.Number{number(0, 3), number(1, 3), number(2, 3), number(9, 1)}, Rest: 1}
	c.Numbers.Kinds = c.Numbers.Calls
	return New(r, c, home)
}

func ofStorm(t testing.TB) Alert {
	r := builtinRule(t, "IAMPolicyChanges")
	var summaries [][]byte
	storm := &window.Storm{Groups: 25, AtLeast: true}
	for i := range 20 {
		user := fmt.Sprintf("worker-%02d", i)
		storm.Names = append(storm.Names, "arn:aws:iam::111122223333:user/"+user+"\x1fsucceeded")
		summaries = append(summaries, did(i+1, user, "iam:DetachRolePolicy", object{
			"requestParameters": object{"roleName": "guard", "policyArn": "arn:aws:iam::111122223333:policy/deny-root"},
		}))
	}
	c := crossed(r, "", summaries...)
	c.Group, c.Storm = window.Group{Kind: window.GroupStorm}, storm
	return New(r, c, home)
}

func ofClosing(t testing.TB) Alert {
	r := builtinRule(t, "SecurityGroupChanges")
	return NewClosing(r, []window.Closing{{
		Rule: &window.Rule{Name: r.Name, Threshold: r.Threshold, Period: r.Period}, Group: window.Group{Kind: window.GroupValue, Value: alice + "\x1fsucceeded"},
		Start: start, End: start.Add(30 * time.Minute), Told: 1, Total: 4, AtLeast: true, First: start.Add(10 * time.Minute), Last: start.Add(12 * time.Minute),
		Summaries: [][]byte{
			did(600, "alice", "ec2:AuthorizeSecurityGroupIngress", object{"requestParameters": object{
				"groupId": "sg-0123456789abcdef0", "ipPermissions": object{"items": []object{
					{"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "ipRanges": object{"items": []object{{"cidrIp": "10.0.0.0/8"}}}},
					{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": object{"items": []object{{"cidrIp": "0.0.0.0/0"}}}, "ipv6Ranges": object{"items": []object{{"cidrIpv6": "::/0"}}}},
				}},
			}}),
			did(660, "alice", "ec2:RevokeSecurityGroupIngress", object{"requestParameters": object{
				"groupId": "sg-0fedcba9876543210", "ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrIp": "10.1.0.0/16", "ipPermissions": object{},
			}}),
			did(720, "alice", "ec2:CreateSecurityGroup", object{"errorCode": "Client.InvalidParameterValue", "requestParameters": object{"groupName": "web"}}),
		},
	}}, home)
}

// ofOwnRule has what no other has: a title of its own, the root user with a
// tool for attacks, records dated ahead, a topic that refused it, and no group.
func ofOwnRule(t testing.TB) Alert {
	t.Helper()
	r := &rules.Rule{
		Name: "BucketsOpened", Description: "Somebody opened a bucket", Title: "{actor} opened {bucket} in {account} for {public}[ ({direction})]",
		Severity: rules.Medium, Threshold: 1, Period: 5 * time.Minute, Reference: []string{"T1530"},
		Runbook: "https://runbooks.example.com/buckets", RunbookText: []string{"A bucket can be read by everybody.", "Usual causes: a website.", "Never shown in a message."},
	}
	root := object{"type": "Root", "arn": "arn:aws-cn:iam::444455556666:root"}
	policy := object{"Statement": object{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}}
	c := crossed(r, "",
		did(1, "", "s3:PutBucketPolicy", object{
			"userIdentity": root, "userAgent": "Boto3/1.9 kali/4.19", "awsRegion": "cn-north-1", "requestParameters": object{"bucketName": "payroll", "bucketPolicy": policy},
		}),
		summary.Summary{EventID: "0d1f3a52-8c2e-4a54-9d57-000000000002", API: "s3:PutBucketAcl", Actor: alice, Account: "111122223333", Region: "us-gov-west-1", Skewed: "yes"}.Encode(),
	)
	a := New(r, c, home)
	a.Diverted = "arn:aws:sns:ap-northeast-1:111122223333:alerts-high"
	return a
}

var english1, japanese1 = Reader{}, Reader{Japanese, tokyo}

// The five alerts in every format and both languages. Look at what changes,
// then write the files anew with -update.
func TestFiveAlerts(t *testing.T) {
	s := readSchema(t)
	for name, a := range fiveAlerts(t) {
		t.Run(name, func(t *testing.T) {
			checkMessages(t, s, a)
			var got bytes.Buffer
			write := func(name string, text []byte) { fmt.Fprintf(&got, "-- %s --\n%s\n", name, bytes.TrimSpace(text)) }
			write("text", []byte(a.Text(english1)))
			write("text in Japanese", []byte(a.Text(japanese1)))
			for _, r := range []Reader{english1, japanese1} {
				c := a.Chat(r)
				write("chat", []byte(strings.Join(append([]string{c.Content.Title, c.Content.Description}, c.Content.NextSteps...), "\n")))
				write("chat as it is sent", indented(t, c.JSON()))
			}
			write("json", indented(t, a.JSON()))
			write("cloudwatch-alarm", indented(t, a.Alarm("arn:aws:sns:ap-northeast-1:111122223333:alerts")))
			compare(t, filepath.Join("testdata", "five", name+".txt"), got.Bytes())
		})
	}
	files, err := filepath.Glob("testdata/five/*")
	if err != nil || len(files) != len(fiveAlerts(t)) {
		t.Errorf("%d files of five alerts, error %v", len(files), err)
	}
}

// Between them the five alerts have every line that a message can have, and
// every field of the machine form.
func TestFiveAlerts_ShowEveryPart(t *testing.T) {
	var lines, fields []string
	for _, a := range fiveAlerts(t) {
		for _, f := range append(a.head(english1), a.rest(english1)...) {
			lines = append(lines, words.English.Labels[f.label])
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(a.JSON(), &members); err != nil {
			t.Fatal(err)
		}
		for name := range members {
			fields = append(fields, name)
		}
	}
	for _, label := range words.English.Labels {
		if !slices.Contains(lines, label) {
			t.Errorf("no alert has the line %s", label)
		}
	}
	text, err := os.ReadFile("alert.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct{ Properties map[string]any }
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for name := range schema.Properties {
		if !slices.Contains(fields, name) && name != "ceiling" && name != "dry_run" { // no message that is sent has the latter
			t.Errorf("no alert has the field %s", name)
		}
	}
}

// Nothing but the address of a link says where it leads: the words stand for
// it, in chat and on the page made from it.
func TestFiveAlerts_LinksAreWords(t *testing.T) {
	for name, a := range fiveAlerts(t) {
		c := a.Chat(english1)
		text := strings.Join(append(c.Content.NextSteps, c.Content.Title, c.Content.Description), "\n")
		if rest := ourLink.ReplaceAllString(text, ""); strings.Contains(rest, "http") || strings.Contains(rest, "logs-insights") {
			t.Errorf("%s: an address in %s", name, rest)
		}
		blocks := strings.Split(strings.TrimSpace(a.Text(english1)), "\n\n")
		seen := false
		for _, block := range blocks {
			lines := strings.Split(block, "\n")
			address := strings.HasPrefix(lines[len(lines)-1], "https://")
			if seen && !address || address && len(lines) != 2 {
				t.Errorf("%s: addresses are not at the end, one a line: %s", name, block)
			}
			seen = seen || address
		}
	}
}
