package summary

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert/plain"
	"trailnotify/cloudtrail"
)

func record(t *testing.T, fields map[string]any) cloudtrail.Record {
	t.Helper()
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return cloudtrail.Record{JSON: text}
}

func TestOf_KeepsWhatAnAlertSays(t *testing.T) {
	r := record(t, map[string]any{
		"eventTime": "2026-03-02T09:57:12Z", "eventSource": "ec2.amazonaws.com", "eventName": "DescribeInstances",
		"awsRegion": "ap-northeast-1", "sourceIPAddress": "198.51.100.7", "errorCode": "Client.UnauthorizedOperation",
		"eventID": "0d1f3a52-8c2e-4a54-9d57-000000000001", "recipientAccountId": "111122223333",
		"userIdentity":      map[string]any{"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ci", "userName": "ci"},
		"requestParameters": map[string]any{"password": "never shown"},
	})
	want := Summary{
		EventID: "0d1f3a52-8c2e-4a54-9d57-000000000001", Time: time.Date(2026, 3, 2, 9, 57, 12, 0, time.UTC),
		API: "ec2:DescribeInstances", Actor: "arn:aws:iam::111122223333:user/ci", Source: "198.51.100.7",
		Error: "Client.UnauthorizedOperation", Account: "111122223333", Region: "ap-northeast-1",
	}
	encoded := Of(r)
	if diff := cmp.Diff(want, Parse(encoded)); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	if strings.Contains(string(encoded), "never shown") {
		t.Error("a request parameter reached the summary")
	}
}

// The account of an event is the one that received it, whoever called: a call
// from another account is an event of the account called.
func TestOf_AccountIsTheOneThatReceivedTheEvent(t *testing.T) {
	type object = map[string]any
	caller := object{"accountId": "444455556666"}
	for name, test := range map[string]struct {
		record object
		want   string
	}{
		"a caller of another account":  {object{"recipientAccountId": "111122223333", "accountId": "777788889999", "userIdentity": caller}, "111122223333"},
		"an event without a recipient": {object{"accountId": "777788889999", "userIdentity": caller}, "777788889999"},
		"an event with a caller alone": {object{"userIdentity": caller}, "444455556666"},
		"an event with neither":        {object{}, ""},
	} {
		if got := Parse(Of(record(t, test.record))).Account; got != test.want {
			t.Errorf("%s: account %q, want %q", name, got, test.want)
		}
	}
}

func TestOf_LeavesOutTheLeastImportantFirst(t *testing.T) {
	long := strings.Repeat("x", 500)
	r := record(t, map[string]any{
		"eventID": long, "eventSource": long, "eventName": long, "sourceIPAddress": long, "errorCode": long,
		"awsRegion": "eu-west-1", "userIdentity": map[string]any{"arn": long},
	})
	encoded := Of(r)
	if len(encoded) > Max {
		t.Errorf("%d bytes", len(encoded))
	}
	s := Parse(encoded)
	if s.EventID == "" || s.API == "" {
		t.Errorf("event ID %q and call %q should have stayed", s.EventID, s.API)
	}
	if len(s.EventID) > 64 || !strings.Contains(s.EventID, "…") {
		t.Errorf("event ID %q should have been cut and say so", s.EventID)
	}
}

// A value is cut to the room that is left where that still says something.
func TestSummary_CutsTheLastValueOrLeavesItOut(t *testing.T) {
	for length := range 160 {
		s := Summary{EventID: "0d1f3a52", API: strings.Repeat("n", 80), Actor: strings.Repeat("p", 120), Source: strings.Repeat("s", length%64), Resource: strings.Repeat("o", 100)}
		encoded := s.Encode()
		if len(encoded) > Max {
			t.Errorf("%d bytes", len(encoded))
		}
		if n := len(Parse(encoded).Resource); n != 0 && n < worthwhile {
			t.Errorf("%d bytes of the resource are left", n)
		}
	}
}

func TestParse_SkipsWhatItDoesNotKnow(t *testing.T) {
	got := Parse([]byte("t1772445432\x1fzfrom a later version\x1fniam:ListUsers\x1f\x1fi"))
	want := Summary{Time: time.Unix(1772445432, 0).UTC(), API: "iam:ListUsers"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

func TestActor(t *testing.T) {
	const account = "111122223333"
	tests := map[string]struct {
		identity map[string]any
		actor    string
	}{
		"user":              {map[string]any{"type": "IAMUser", "arn": "arn:aws:iam::" + account + ":user/team/alice", "userName": "alice"}, "arn:aws:iam::" + account + ":user/team/alice"},
		"role session":      {map[string]any{"type": "AssumedRole", "arn": "arn:aws:sts::" + account + ":assumed-role/deploy/run:7"}, "arn:aws:sts::" + account + ":assumed-role/deploy/run:7"},
		"root":              {map[string]any{"type": "Root", "arn": "arn:aws:iam::" + account + ":root"}, "arn:aws:iam::" + account + ":root"},
		"federated user":    {map[string]any{"type": "FederatedUser", "arn": "arn:aws:sts::" + account + ":federated-user/bob"}, "arn:aws:sts::" + account + ":federated-user/bob"},
		"service":           {map[string]any{"type": "AWSService", "invokedBy": "config.amazonaws.com"}, "config.amazonaws.com"},
		"service, unnamed":  {map[string]any{"type": "AWSService"}, "AWSService"},
		"other account":     {map[string]any{"type": "AWSAccount", "accountId": "444455556666", "principalId": "AIDAEXAMPLE"}, "account/444455556666"},
		"SAML sign-in":      {map[string]any{"type": "SAMLUser", "principalId": "x:y", "userName": "carol@example.com"}, "carol@example.com"},
		"identity center":   {map[string]any{"type": "IdentityCenterUser", "onBehalfOf": map[string]any{"userId": "u-1"}}, "identitycenter/u-1"},
		"only principal ID": {map[string]any{"type": "Unknown", "principalId": "AROAEXAMPLE:s"}, "AROAEXAMPLE:s"},
		"only type":         {map[string]any{"type": "Unknown"}, "Unknown"},
		"no identity":       {nil, ""},
		"ARN without end":   {map[string]any{"arn": "arn:aws:iam::1:"}, "arn:aws:iam::1:"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := actor(record(t, map[string]any{"userIdentity": test.identity}).Members().Object("userIdentity"))
			if got != test.actor {
				t.Errorf("actor = %q, want %q", got, test.actor)
			}
		})
	}
}

func FuzzOf(f *testing.F) {
	f.Add(`{"eventID":"0d1f3a52","eventTime":"2026-03-02T09:57:12Z","userIdentity":{"arn":"a\u001fb\u202e"},"errorCode":["x"]}`)
	f.Add(`{"eventName":"\ud800","eventSource":1e400,"awsRegion":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) || !strings.HasPrefix(text, "{") {
			t.Skip("not a record")
		}
		r := cloudtrail.Record{JSON: []byte(text)}
		encoded := Of(r)
		if len(encoded) > Max || !utf8.Valid(encoded) {
			t.Fatalf("summary of %d bytes: %q", len(encoded), encoded)
		}
		if again := Of(r); string(again) != string(encoded) {
			t.Fatalf("two summaries of one record: %q, %q", encoded, again)
		}
		s := Parse(encoded)
		for _, field := range fields {
			if v := *field.at(&s); plain.Text(v) != v {
				t.Errorf("%q is not plain", v)
			}
		}
		if again := s.Encode(); string(again) != string(encoded) {
			t.Errorf("parsed and encoded again: %q, was %q", again, encoded)
		}
	})
}

// A record that is dated ahead is shown with the time that it counts at.
func TestOf_MarksWhatIsDatedAhead(t *testing.T) {
	logged := time.Date(2026, 3, 2, 9, 57, 0, 0, time.UTC)
	r := record(t, map[string]any{"eventTime": "2026-03-03T09:57:00Z", "eventID": "0d1f3a52"})
	r.Logged = logged
	if s := Parse(Of(r)); s.Skewed != "yes" || !s.Time.Equal(logged) {
		t.Errorf("summary %+v, want one of a record that counts at %v", s, logged)
	}
}
