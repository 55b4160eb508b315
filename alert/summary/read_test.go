package summary

import (
	"strings"
	"testing"
	"time"
)

func TestDenial(t *testing.T) {
	const call = "User: arn:aws:iam::111122223333:user/eve is not authorized to perform: s3:GetObject on resource: "
	for message, want := range map[string]string{
		call + "x because no identity-based policy allows the s3:GetObject action":     "no identity-based policy allows it",
		call + "x because no resource-based policy allows the s3:GetObject action":     "no resource-based policy allows it",
		call + "x because no service control policy allows the s3:GetObject action":    "no service control policy allows it",
		call + "x because no permissions boundary allows the s3:GetObject action":      "no permissions boundary allows it",
		call + "x because no session policy allows the s3:GetObject action":            "no session policy allows it",
		call + "x because no VPC endpoint policy allows the s3:GetObject action":       "no VPC endpoint policy allows it",
		call + "x with an explicit deny in a service control policy":                   "explicit deny in a service control policy",
		call + "x with an explicit deny in a service control policy: arn:aws:org::1:p": "explicit deny in a service control policy",
		call + "x with an explicit deny in a resource control policy":                  "explicit deny in a resource control policy",
		call + "x with an explicit deny in an identity-based policy":                   "explicit deny in an identity-based policy",
		call + "x with an explicit deny in the permissions boundary":                   "explicit deny in a permissions boundary",
		call + "x with an explicit deny":                                               "explicit deny",
		call + "x":                                                                     "",
		"Rate exceeded":                                                                "",
		"":                                                                             "",
		call + "x because no kind of policy that is known here allows it":              "",
		call + "a with an explicit deny in a session policy because no identity-based policy allows the s3:GetObject action": "no identity-based policy allows it",
	} {
		if got := denial(message); got != want {
			t.Errorf("%s\n got %q\nwant %q", message, got, want)
		}
		if want != "" && denials[denialCode(want)] != want {
			t.Errorf("%q has no code", want)
		}
	}
}

func TestClient(t *testing.T) {
	for userAgent, want := range map[string]string{
		"": "",
		"APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) terraform-provider-aws/3.76.1 aws-sdk-go/1.44": "terraform",
		"Boto3/1.26.165 Python/3.10.6 Linux/5.19.0 Botocore/1.29.165":                                                     "boto3",
		"[aws-cli/1.18.136 Python/3.8.5 Darwin/19.5.0 botocore/1.17.59]":                                                  "aws-cli",
		"aws-cli/2.15.0 md/Botocore#2.0 exec-env/CloudShell":                                                              "cloudshell",
		"[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10]":                                                "console",
		"RDS Console, aws-internal/3 aws-sdk-java/1.11.975":                                                               "console",
		"EC2ConsoleFrontend, aws-internal/3 aws-sdk-java/1.11.848":                                                        "console",
		"console.ec2.amazonaws.com":                                                                                       "console",
		"signin.amazonaws.com":                                                                                            "console",
		"cloudformation.amazonaws.com":                                                                                    "aws-service",
		"AWS Internal":                                                                                                    "aws-service",
		"aws-sdk-go-v2/1.17.0 os/linux lang/go":                                                                           "aws-sdk-go",
		"Mozilla/5.0 (X11; Linux x86_64) Firefox/":                                                                        "browser",
		"stratus-red-team_ea782787":                                                                                       "stratus-red-team",
		"Boto3/1.9 Python/3.6 kali/4.19 Botocore/":                                                                        "kali-linux",
		"S3 Browser/9.5.5":                                                                                                "s3-browser",
		"trufflehog":                                                                                                      "trufflehog",
		"something else":                                                                                                  "other",
		"<!channel>":                                                                                                      "other",
	} {
		if got := client(userAgent); got != want {
			t.Errorf("%s: %q, want %q", userAgent, got, want)
		}
	}
}

func TestVia(t *testing.T) {
	type object = map[string]any
	for name, test := range map[string]struct {
		record object
		want   string
	}{
		"somebody's call":        {object{"eventType": "AwsApiCall"}, "api"},
		"a page of the console":  {object{"eventType": "AwsApiCall", "sessionCredentialFromConsole": "true"}, "console"},
		"a sign-in":              {object{"eventType": "AwsConsoleSignIn"}, "console"},
		"a service":              {object{"eventType": "AwsServiceEvent"}, "service"},
		"a service for itself":   {object{"eventType": "AwsApiCall", "userIdentity": object{"type": "AWSService", "invokedBy": "config.amazonaws.com"}}, "service"},
		"a service for somebody": {object{"eventType": "AwsApiCall", "userIdentity": object{"type": "IAMUser", "invokedBy": "athena.amazonaws.com"}}, "athena.amazonaws.com"},
		"it does not say":        {object{}, ""},
	} {
		if got := via(record(t, test.record).Members(), record(t, test.record).Members().Object("userIdentity")); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestMFA(t *testing.T) {
	type object = map[string]any
	for name, test := range map[string]struct {
		record object
		want   string
	}{
		"a sign-in with":    {object{"additionalEventData": object{"MFAUsed": "Yes"}}, "yes"},
		"a sign-in without": {object{"additionalEventData": object{"MFAUsed": "No"}}, "no"},
		"a session with":    {object{"userIdentity": object{"sessionContext": object{"attributes": object{"mfaAuthenticated": "true"}}}}, "yes"},
		"a session without": {object{"userIdentity": object{"sessionContext": object{"attributes": object{"mfaAuthenticated": "false"}}}}, "no"},
		"it does not say":   {object{}, ""},
		"nonsense":          {object{"additionalEventData": object{"MFAUsed": "maybe"}}, ""},
	} {
		if got := mfa(record(t, test.record).Members(), record(t, test.record).Members().Object("userIdentity")); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestResource(t *testing.T) {
	type object = map[string]any
	for name, test := range map[string]struct {
		record object
		want   string
	}{
		"an ARN in the record": {object{"resources": []object{{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::logs/x"}}, "requestParameters": object{"bucketName": "logs"}}, "arn:aws:s3:::logs/x"},
		"a prefix":             {object{"resources": []object{{"ARNPrefix": "arn:aws:s3:::logs/"}}}, "arn:aws:s3:::logs/"},
		"no ARN":               {object{"resources": []object{{"ARN": "evil"}}, "requestParameters": object{"bucketName": "logs"}}, "bucketName=logs"},
		"a policy and a user":  {object{"requestParameters": object{"userName": "alice", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}}, "userName=alice policyArn=arn:aws:iam::aws:policy/AdministratorAccess"},
		"instances":            {object{"requestParameters": object{"instancesSet": object{"items": []object{{"instanceId": "i-0123"}, {"instanceId": "i-4567"}}}}}, "instanceId=i-0123"},
		"an object as a name":  {object{"requestParameters": object{"name": object{"x": "y"}}}, ""},
		"nothing that we know": {object{"requestParameters": object{"masterUserPassword": "hunter2", "value": "hunter2"}}, ""},
		"a text that is JSON":  {object{"resources": []string{`{"ARN":"arn:aws:s3:::logs"}`}}, ""},
		"a text as parameters": {object{"requestParameters": "hunter2"}, ""},
		"no parameters":        {object{"requestParameters": nil}, ""},
	} {
		if got := resource(record(t, test.record).Members()); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// Whatever else a record holds, it does not leave it.
func TestOf_NoSecrets(t *testing.T) {
	const secret = "hunter2"
	type object = map[string]any
	r := record(t, object{
		"eventName": "CreateDBInstance", "eventSource": "rds.amazonaws.com",
		"requestParameters": object{
			"dBInstanceIdentifier": "db-1", "masterUserPassword": secret, "secretString": secret, "value": secret,
			"userData": secret, "environment": object{"variables": object{"name": secret}}, "policyDocument": secret, "tags": []string{secret},
		},
		"responseElements": object{"accessKey": object{"secretAccessKey": secret}, "credentials": object{"sessionToken": secret}},
		"errorMessage":     "no " + secret + " because no session policy allows it",
		"userAgent":        secret, "additionalEventData": object{"x": secret}, "serviceEventDetails": secret, "tlsDetails": object{"clientProvidedHostHeader": secret},
	})
	s := Of(r)
	if strings.Contains(string(s), secret) {
		t.Errorf("%q", s)
	}
	if got := Parse(s); got.Resource != "dBInstanceIdentifier=db-1" || got.Denial != "no session policy allows it" {
		t.Errorf("summary %+v", got)
	}
}

func TestSummary_ARNsAreShort(t *testing.T) {
	for _, s := range []Summary{
		{Account: "111122223333", Actor: "arn:aws:iam::111122223333:user/alice", Resource: "arn:aws:s3:::logs"},
		{Account: "111122223333", Actor: "arn:aws:iam::444455556666:user/alice"},
		{Account: "", Actor: "arn:aws:iam::444455556666:user/alice", Resource: "arn:aws:iam:::x"},
		{Account: "111122223333", Actor: "arn:aws:iam::=:user/alice"},
		{Account: "111122223333", Actor: "arn:aws-cn:iam::111122223333:user/alice"},
		{Account: "111122223333", Actor: "~alice", Resource: "~~x"},
		{Account: "111122223333", Skewed: "yes"},
		{Skewed: "yes", Time: time.Date(2026, 3, 2, 9, 55, 0, 0, time.UTC)},
		{Skewed: "yes"},
		{Account: "111122223333", Actor: "arn:aws:~a:b:c:d", Resource: "arn:aws:x"},
	} {
		if got := Parse(s.Encode()); got != s {
			t.Errorf("%q became %+v, want %+v", s.Encode(), got, s)
		}
	}
	s := Summary{Account: "111122223333", Actor: "arn:aws:iam::111122223333:user/alice"}
	if got := string(s.Encode()); got != "a111122223333\x1fp~iam::=:user/alice" {
		t.Errorf("encoded %q", got)
	}
}

// Everything that an ordinary denied call says has room in a summary.
func TestSummary_HasRoomForAnOrdinaryRecord(t *testing.T) {
	s := Summary{
		EventID: "0d1f3a52-8c2e-4a54-9d57-000000000001", Time: time.Date(2026, 3, 2, 9, 55, 0, 0, time.UTC), API: "ec2:DescribeInstances",
		Actor: "arn:aws:sts::111122223333:assumed-role/application-server/i-0123456789abcdef0", Source: "198.51.100.117",
		Error: "Client.UnauthorizedOperation", Denial: "no identity-based policy allows it", Account: "111122223333", Region: "ap-northeast-1",
		MFA: "no", Via: ViaAPI, Client: "aws-cli", Key: "ASIAIOSFODNN7EXAMPLE", Resource: "instanceId=i-0123456789abcdef0",
	}
	if got := Parse(s.Encode()); got != s {
		t.Errorf("%d bytes %q became %+v", len(s.Encode()), s.Encode(), got)
	}
}

func TestParse_OldSummaries(t *testing.T) {
	got := Parse([]byte("t1772445432\x1fi0d1f3a52-0001\x1fniam:ListUsers\x1fparn:aws:iam::111122223333:user/ci\x1fs198.51.100.7\x1feAccessDenied\x1fa111122223333\x1frus-east-1"))
	if got.Actor != "arn:aws:iam::111122223333:user/ci" || got.Account != "111122223333" || got.Region != "us-east-1" || got.Error != "AccessDenied" {
		t.Errorf("%+v", got)
	}
}
