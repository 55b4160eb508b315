package facts

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trailnotify/cloudtrail"
	"trailnotify/rules/title"
)

func membersOf(text string) cloudtrail.Members {
	return cloudtrail.Record{JSON: []byte(text)}.Members()
}

// of are the facts of a call with the given request parameters.
func of(call, request string) Facts {
	return Of(call, membersOf(`{"requestParameters":`+request+`}`))
}

func TestOf(t *testing.T) {
	const anybody = `{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}`
	for name, test := range map[string]struct {
		call, request string
		want          string
		gravity       Gravity
	}{
		"a policy attached":            {"iam:AttachRolePolicy", `{"roleName":"batch","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}`, "role=batch policy=arn:aws:iam::aws:policy/ReadOnlyAccess", Change},
		"an administrator's policy":    {"iam:AttachUserPolicy", `{"userName":"bob","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}`, "user=bob policy=arn:aws:iam::aws:policy/AdministratorAccess", Grave},
		"the same in China":            {"iam:AttachUserPolicy", `{"userName":"bob","policyArn":"arn:aws-cn:iam::aws:policy/AdministratorAccess"}`, "user=bob policy=arn:aws-cn:iam::aws:policy/AdministratorAccess", Grave},
		"the same in GovCloud":         {"iam:AttachUserPolicy", `{"userName":"bob","policyArn":"arn:aws-us-gov:iam::aws:policy/IAMFullAccess"}`, "user=bob policy=arn:aws-us-gov:iam::aws:policy/IAMFullAccess", Grave},
		"a namesake of it":             {"iam:AttachUserPolicy", `{"userName":"bob","policyArn":"arn:aws:iam::111122223333:policy/AdministratorAccess"}`, "user=bob policy=arn:aws:iam::111122223333:policy/AdministratorAccess", Change},
		"full rights inline":           {"iam:PutRolePolicy", `{"roleName":"batch","policyName":"p","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\",\"*\"],\"Resource\":\"*\"}]}"}`, "role=batch policy=p grants=*", Grave},
		"rights to all of a service":   {"iam:CreatePolicyVersion", `{"policyArn":"arn:aws:iam::111122223333:policy/x","policyDocument":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:*\",\"Resource\":\"*\"}}"}`, "policy=arn:aws:iam::111122223333:policy/x grants=iam:*", Grave},
		"all but a few":                {"iam:CreatePolicy", `{"policyName":"x","policyDocument":"{\"Statement\":{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}}"}`, "policy=x grants=*", Grave},
		"a denial of everything":       {"iam:PutRolePolicy", `{"roleName":"batch","policyName":"p","policyDocument":"{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}"}`, "role=batch policy=p", Change},
		"a policy that is none":        {"iam:PutRolePolicy", `{"roleName":"batch","policyName":"p","policyDocument":"{"}`, "role=batch policy=p", Change},
		"a role for an account":        {"iam:UpdateAssumeRolePolicy", `{"roleName":"r","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::999988887777:root\"],\"Service\":\"ec2.amazonaws.com\"}}]}"}`, "role=r trusts=arn:aws:iam::999988887777:root", Change},
		"a role for everybody":         {"iam:CreateRole", `{"roleName":"r","assumeRolePolicyDocument":"` + anybody + `"}`, "role=r trusts=*", Grave},
		"a port for everybody":         {"ec2:AuthorizeSecurityGroupIngress", `{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"groups":{},"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8","description":"secret"},{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{"items":[{"cidrIpv6":"::/0"}]}}]}}`, "group=sg-1 ports=tcp 22 ranges=0.0.0.0/0, ::/0, 10.0.0.0/8", Grave},
		"the web for everybody":        {"ec2:AuthorizeSecurityGroupIngress", `{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}`, "group=sg-1 ports=tcp 443 ranges=0.0.0.0/0", Change},
		"the widest rule first":        {"ec2:AuthorizeSecurityGroupIngress", `{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"groups":{"items":[{"groupId":"sg-2"}]}},{"ipProtocol":"-1","ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}`, "group=sg-1 ports=all ports ranges=0.0.0.0/0 others=tcp 443 sg-2", Grave},
		"the wide one behind":          {"ec2:AuthorizeSecurityGroupIngress", `{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":3389,"toPort":3389,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}},{"ipProtocol":"tcp","fromPort":443,"toPort":444,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}`, "group=sg-1 ports=tcp 443-444 ranges=0.0.0.0/0 others=tcp 3389 0.0.0.0/0", Grave},
		"a rule in the older form":     {"ec2:RevokeSecurityGroupIngress", `{"groupName":"web","ipPermissions":{},"ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIp":"0.0.0.0/0"}`, "group=web ports=tcp 22 ranges=0.0.0.0/0", Change},
		"a rule by its ID":             {"ec2:RevokeSecurityGroupEgress", `{"groupId":"sg-1","securityGroupRuleIds":{"items":[{"securityGroupRuleId":"sgr-1"}]}}`, "group=sg-1 id=sgr-1", Change},
		"no rule":                      {"ec2:AuthorizeSecurityGroupIngress", `{"groupId":"sg-1"}`, "group=sg-1", Change},
		"an entry of an ACL":           {"ec2:CreateNetworkAclEntry", `{"aclProtocol":"6","cidrBlock":"0.0.0.0/0","egress":false,"networkAclId":"acl-1","portRange":{"from":22,"to":22},"ruleAction":"allow","ruleNumber":100}`, "acl=acl-1 number=100 access=allow ports=tcp 22 ranges=0.0.0.0/0 direction=inbound", Change},
		"an entry for all protocols":   {"ec2:CreateNetworkAclEntry", `{"aclProtocol":"-1","egress":true,"networkAclId":"acl-1","portRange":{"from":-1,"to":-1},"ruleAction":"deny"}`, "acl=acl-1 access=deny ports=all ports direction=outbound", Change},
		"a route":                      {"ec2:CreateRoute", `{"routeTableId":"rtb-1","destinationCidrBlock":"0.0.0.0/0","natGatewayId":"nat-1"}`, "table=rtb-1 route=0.0.0.0/0 target=nat-1", Change},
		"a trail stopped":              {"cloudtrail:StopLogging", `{"name":"main"}`, "trail=main", Grave},
		"a trail started":              {"cloudtrail:StartLogging", `{"name":"main"}`, "trail=main", Mild},
		"a trail of one region":        {"cloudtrail:UpdateTrail", `{"name":"main","isMultiRegionTrail":false}`, "trail=main options=isMultiRegionTrail=false", Change},
		"a trail made blind":           {"cloudtrail:PutEventSelectors", `{"trailName":"main","eventSelectors":[{"includeManagementEvents":false,"readWriteType":"ReadOnly","dataResources":[]}]}`, "trail=main selectors=includeManagementEvents=false readWriteType=ReadOnly", Grave},
		"a trail that sees all":        {"cloudtrail:PutEventSelectors", `{"trailName":"main","eventSelectors":[{"includeManagementEvents":true,"readWriteType":"All"}]}`, "trail=main", Change},
		"advanced selectors":           {"cloudtrail:PutEventSelectors", `{"trailName":"main","advancedEventSelectors":[{},{}]}`, "trail=main selectors=advancedEventSelectors=2", Change},
		"a bucket made public":         {"s3:PutBucketPolicy", `{"bucketName":"logs","bucketPolicy":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"}]}}`, "bucket=logs public=s3:GetObject, s3:ListBucket", Grave},
		"public on a condition":        {"s3:PutBucketPolicy", `{"bucketName":"logs","bucketPolicy":{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}}`, "bucket=logs", Change},
		"a public ACL":                 {"s3:PutBucketAcl", `{"bucketName":"logs","x-amz-acl":["public-read"]}`, "bucket=logs acl=public-read public=public-read", Grave},
		"a private ACL":                {"s3:PutBucketAcl", `{"bucketName":"logs","x-amz-acl":"private"}`, "bucket=logs acl=private", Change},
		"a grant to all users":         {"s3:PutBucketAcl", `{"bucketName":"logs","AccessControlPolicy":{"AccessControlList":{"Grant":[{"Grantee":{"ID":"x"},"Permission":"FULL_CONTROL"},{"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}]}}}`, "bucket=logs public=READ", Grave},
		"one grant":                    {"s3:PutBucketAcl", `{"bucketName":"logs","AccessControlPolicy":{"AccessControlList":{"Grant":{"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/AuthenticatedUsers"},"Permission":"WRITE"}}}}`, "bucket=logs public=WRITE", Grave},
		"blocks of public access off":  {"s3:PutBucketPublicAccessBlock", `{"bucketName":"logs","PublicAccessBlockConfiguration":{"BlockPublicAcls":false,"BlockPublicPolicy":true}}`, "bucket=logs public=BlockPublicAcls", Grave},
		"a snapshot for everybody":     {"ec2:ModifySnapshotAttribute", `{"snapshotId":"snap-1","createVolumePermission":{"add":{"items":[{"group":"all"}]}}}`, "snapshot=snap-1 principal=all", Grave},
		"an image for an account":      {"ec2:ModifyImageAttribute", `{"imageId":"ami-1","launchPermission":{"add":{"items":[{"userId":"999988887777"}]}}}`, "image=ami-1 principal=999988887777", Change},
		"a DB snapshot for an account": {"rds:ModifyDBSnapshotAttribute", `{"dBSnapshotIdentifier":"d","valuesToAdd":["999988887777"]}`, "snapshot=d principal=999988887777", Change},
		"sharing taken back":           {"ec2:ModifyImageAttribute", `{"imageId":"ami-1","launchPermission":{"remove":{"items":[{"userId":"999988887777"}]}}}`, "image=ami-1", Change},
		"instances asked for":          {"ec2:RunInstances", `{"instanceType":"p4d.24xlarge","instancesSet":{"items":[{"imageId":"ami-1","minCount":1,"maxCount":8,"keyName":"k"}]},"userData":"c2VjcmV0"}`, "type=p4d.24xlarge number=8 image=ami-1", Change},
		"instances ended":              {"ec2:TerminateInstances", `{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"},{"instanceId":"i-3"},{"instanceId":"i-4"}]}}`, "instances=i-1, i-2, i-3, +1", Change},
		"a lifecycle":                  {"s3:PutBucketLifecycle", `{"bucketName":"trail","LifecycleConfiguration":{"Rule":{"Expiration":{"Days":1}}}}`, "bucket=trail days=1", Change},
		"a replication":                {"s3:PutBucketReplication", `{"bucketName":"trail","ReplicationConfiguration":{"Rule":[{"Destination":{"Bucket":"arn:aws:s3:::elsewhere"}}]}}`, "bucket=trail target=arn:aws:s3:::elsewhere", Change},
		"a function of some version":   {"lambda:AddPermission20150331v2", `{"functionName":"f","principal":"*","action":"lambda:InvokeFunction"}`, "function=f principal=*", Grave},
		"parameters of another form":   {"ec2:AuthorizeSecurityGroupIngress", `{"groupId":["sg-1"],"ipPermissions":[1,{"items":3}]}`, "", Change},
		"a call without a row":         {"iam:ListUsers", `{"pathPrefix":"/"}`, "", Read},
	} {
		t.Run(name, func(t *testing.T) {
			f := of(test.call, test.request)
			var got []string
			for _, fact := range f {
				got = append(got, fact.Name+"="+fact.Value)
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
			if g := Weigh(test.call, f); g != test.gravity {
				t.Errorf("gravity %d, want %d", g, test.gravity)
			}
		})
	}
}

func TestOf_TheResponse(t *testing.T) {
	f := Of("iam:CreateAccessKey", membersOf(`{"requestParameters":null,"responseElements":{"accessKey":{"userName":"bob","accessKeyId":"AKIAIOSFODNN7EXAMPLE","status":"Active"}}}`))
	if want := (Facts{{"user", "bob"}, {"key", "AKIAIOSFODNN7EXAMPLE"}}); !slices.Equal(f, want) {
		t.Errorf("%v", f)
	}
	f = Of("ec2:RunInstances", membersOf(`{"responseElements":{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}}}`))
	if want := (Facts{{"number", "2"}, {"instances", "i-1, i-2"}}); !slices.Equal(f, want) {
		t.Errorf("%v", f)
	}
}

func TestOf_SignInsWithoutMFA(t *testing.T) {
	for record, want := range map[string]string{
		`{"additionalEventData":{"MFAUsed":"No"},"userIdentity":{"type":"IAMUser"},"responseElements":{"ConsoleLogin":"Success"}}`:     "MFA",
		`{"additionalEventData":{"MFAUsed":"No"},"userIdentity":{"type":"IAMUser"},"responseElements":{"ConsoleLogin":"Failure"}}`:     "",
		`{"additionalEventData":{"MFAUsed":"Yes"},"userIdentity":{"type":"IAMUser"},"responseElements":{"ConsoleLogin":"Success"}}`:    "",
		`{"additionalEventData":{"MFAUsed":"No"},"userIdentity":{"type":"AssumedRole"},"responseElements":{"ConsoleLogin":"Success"}}`: "",
	} {
		if got := Of("signin:ConsoleLogin", membersOf(record)).Get("without"); got != want {
			t.Errorf("%s: %q, want %q", record, got, want)
		}
	}
}

// Every row can be read, said in both languages, and has only fields that
// title knows and that some fact of the row or an alert fills.
func TestTable_IsSound(t *testing.T) {
	item := regexp.MustCompile(`^([a-z]+=(<?[A-Za-z0-9.]+)(\|<?[A-Za-z0-9.]+)*|@[a-z]+)$`)
	said := regexp.MustCompile(`^[a-z]+\|[a-z]+[ \[]`)
	name := regexp.MustCompile(`^[a-z0-9-]+:[A-Za-z]+$`)
	for call, row := range calls {
		if !name.MatchString(call) || !said.MatchString(row.say+" ") || row.japanese == "" {
			t.Errorf("%s: %+v", call, row.say)
		}
		for fact := range strings.FieldsSeq(row.facts) {
			_, known := readers[fact]
			if !item.MatchString(fact) || strings.HasPrefix(fact, "@") && !known {
				t.Errorf("%s: %s", call, fact)
			}
			if before, _, ok := strings.Cut(fact, "="); ok && !slices.Contains(title.Facts(), before) {
				t.Errorf("%s: %s is not a field of title", call, before)
			}
		}
		phrase := Say(call)
		for _, template := range []title.Template{phrase.Base, phrase.Past, phrase.Japanese} {
			if _, err := title.Parse(string(template)); err != nil {
				t.Errorf("%s: %s: %v", call, template, err)
			}
		}
	}
	if len(calls) != len(access)+len(identities)+len(network)+len(trails)+len(storage)+len(organization)+len(compute) {
		t.Error("a call has two rows")
	}
}

// Of a call nothing is picked but what the table names: whatever else a record
// holds stays in it.
func TestOf_NothingElse(t *testing.T) {
	const secret = "hunter2"
	parameters := []string{"password", "masterUserPassword", "newPassword", "secretString", "userData", "sSHPublicKeyBody", "value", "tags", "description", "environment", "clientToken", "sAMLMetadataDocument", "plaintext"}
	var request strings.Builder
	for i, p := range parameters {
		fmt.Fprintf(&request, `%s"%s":"%s"`, strings.Repeat(",", min(i, 1)), p, secret)
	}
	for _, call := range Calls() {
		for _, fact := range Of(call, membersOf(`{"requestParameters":{`+request.String()+`},"responseElements":{"accessKey":{"secretAccessKey":"hunter2"},"credentials":{"sessionToken":"hunter2"}}}`)) {
			if strings.Contains(fact.Value, secret) {
				t.Errorf("%s: %s", call, fact.Name)
			}
		}
	}
}

// What succeeded comes before what did not, and the graver before the lesser.
func TestRank(t *testing.T) {
	last := -1
	for _, r := range []int{Rank(Read, true), Rank(Mild, false), Rank(Mild, true), Rank(Change, false), Rank(Grave, false), Rank(Change, true), Rank(Grave, true)} {
		if r <= last {
			t.Errorf("rank %d after %d", r, last)
		}
		last = r
	}
}

func TestSay(t *testing.T) {
	for call, want := range map[string]Phrase{
		"iam:AttachRolePolicy": {"attach {policy} to role {role}", "attached {policy} to role {role}", "ロール {role} に {policy} をアタッチ"},
		"ec2:RunInstances":     {"start[ {number}] instances[ of type {type}]", "started[ {number}] instances[ of type {type}]", "[{type} の]インスタンスを[ {number} 台]起動"},
		"iam:ListUsers":        {"call {call}[ on {resource}]", "called {call}[ on {resource}]", "[{resource} に対して ]{call} を呼び出し"},
	} {
		if got := Say(call); got != want {
			t.Errorf("%s: %q", call, got)
		}
	}
}

func TestShort(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"policy", "arn:aws:iam::aws:policy/job-function/SystemAdministrator", "SystemAdministrator"},
		{"key", "arn:aws:kms:eu-west-1:111122223333:key/0a1b", "0a1b"},
		{"function", "arn:aws:lambda:eu-west-1:111122223333:function:f", "f"},
		{"bucket", "arn:aws:s3:::logs", "logs"},
		{"trusts", "arn:aws:iam::999988887777:root, *", "999988887777:root, *"},
		{"role", "batch", "batch"},
		{"grants", "*", "full access"},
		{"role", "*", "*"},
		{"policy", "arn:", "arn:"},
	} {
		if got := Short(test.name, test.value); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.name, test.value, got, test.want)
		}
	}
}

func clip(s string, most int) string { return s[:min(len(s), most)] }

func TestFacts_EncodeIsReadBack(t *testing.T) {
	f := Facts{{"role", "a;b=c%3B%d"}, {"policy", "日本"}}
	text := f.Encode(100, clip)
	if got := Parse(text); !slices.Equal(got, f) {
		t.Errorf("%q: %v", text, got)
	}
	if got := Parse("x;=y;z=;https://x=y;role=a"); !slices.Equal(got, Facts{{"role", "a"}}) {
		t.Errorf("%v", got)
	}
}

// Long values get shorter before short ones do, and facts go from the end.
func TestFacts_EncodeWithinBounds(t *testing.T) {
	f := Facts{{"group", "sg-0123456789"}, {"ports", "tcp 22"}, {"others", strings.Repeat("x", 500)}}
	for most := range 200 {
		text := f.Encode(most, clip)
		if len(text) > most {
			t.Fatalf("%d bytes in %d: %q", len(text), most, text)
		}
		if most >= 60 && (Parse(text).Get("group") != "sg-0123456789" || Parse(text).Get("others") == "") {
			t.Errorf("in %d: %q", most, text)
		}
	}
}

func TestFacts_Parameters(t *testing.T) {
	f := of("iam:AttachRolePolicy", `{"policyArn":"arn:aws:iam::aws:policy/X","roleName":"batch"}`)
	if got := f.Parameters("iam:AttachRolePolicy"); got != "roleName=batch policyArn=arn:aws:iam::aws:policy/X" {
		t.Errorf("%s", got)
	}
}

// Whatever a record says, reading its facts neither fails nor is kept out of
// the stored form's bounds.
func FuzzOf(f *testing.F) {
	f.Add("ec2:AuthorizeSecurityGroupIngress", `{"ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":-1}]}}`)
	f.Add("s3:PutBucketPolicy", `{"bucketPolicy":"{\"Statement\":[[]]}"}`)
	f.Add("iam:CreateRole", `{"assumeRolePolicyDocument":{"Statement":{"Effect":"Allow","Principal":{"AWS":3}}}}`)
	f.Fuzz(func(t *testing.T, call, request string) {
		if !json.Valid([]byte(request)) {
			t.Skip("not a record")
		}
		found := of(call, request)
		for _, fact := range found {
			if fact.Value == "" || !slices.Contains(title.Facts(), fact.Name) {
				t.Errorf("%+v", fact)
			}
		}
		if len(found.Encode(140, clip)) > 140 {
			t.Errorf("%v", found)
		}
		Weigh(call, found)
	})
}
