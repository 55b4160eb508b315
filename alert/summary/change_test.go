package summary

import (
	"slices"
	"strings"
	"testing"

	"trailnotify/rules/group"
)

func TestRead_WhatWasChanged(t *testing.T) {
	type object = map[string]any
	s := Parse(Of(record(t, object{
		"eventID": "0d1f3a52-8c2e-4a54-9d57-000000000001", "eventTime": "2026-03-02T09:57:12Z", "eventSource": "iam.amazonaws.com", "eventName": "AttachRolePolicy",
		"requestParameters": object{"roleName": "batch", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess", "note": "never shown"},
	})))
	if s.Changed().Get("role") != "batch" || s.Changed().Get("policy") != "arn:aws:iam::aws:policy/AdministratorAccess" {
		t.Errorf("facts %v", s.Changed())
	}
	if s.Resource != "roleName=batch policyArn=arn:aws:iam::aws:policy/AdministratorAccess" {
		t.Errorf("resource %q", s.Resource)
	}
}

// The facts of a call have a place in a summary of the usual size, and even
// where a name is as long as it can be they are there.
func TestEncode_FactsHaveAPlace(t *testing.T) {
	type object = map[string]any
	for _, name := range []string{"alice", "team/platform/" + strings.Repeat("x", 480) + "/REALNAME"} {
		encoded := Of(record(t, object{
			"eventID": "0d1f3a52-8c2e-4a54-9d57-000000000001", "eventTime": "2026-03-02T09:57:12Z", "eventSource": "ec2.amazonaws.com", "eventName": "AuthorizeSecurityGroupIngress",
			"awsRegion": "ap-northeast-1", "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2", "recipientAccountId": "111122223333", "eventType": "AwsApiCall",
			"userIdentity":      object{"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/" + name, "accessKeyId": "AKIAIOSFODNN7EXAMPLE"},
			"requestParameters": object{"groupId": "sg-0123456789abcdef0", "ipPermissions": object{"items": []any{object{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": object{"items": []any{object{"cidrIp": "0.0.0.0/0"}}}}}}},
		}))
		s := Parse(encoded)
		if len(encoded) > Max || s.Changed().Get("ranges") != "0.0.0.0/0" || s.Changed().Get("ports") != "tcp 22" || !strings.HasPrefix(s.Changed().Get("group"), "sg-01") {
			t.Errorf("%d bytes: %v", len(encoded), s.Changed())
		}
		if !strings.HasSuffix(s.Actor, name[strings.LastIndexByte(name, '/')+1:]) {
			t.Errorf("the actor lost its name: %s", s.Actor)
		}
	}
}

func TestSummary_Outcome(t *testing.T) {
	type object = map[string]any
	for name, test := range map[string]struct {
		record           object
		outcome, failure string
	}{
		"a success":          {object{"eventName": "ListUsers"}, group.Succeeded, ""},
		"a denial":           {object{"errorCode": "Client.UnauthorizedOperation"}, group.Denied, ""},
		"a failure":          {object{"errorCode": "NoSuchEntityException", "errorMessage": "Failed authentication"}, group.Failed, ""},
		"a wrong password":   {object{"eventName": "ConsoleLogin", "errorMessage": "Failed authentication", "responseElements": object{"ConsoleLogin": "Failure"}}, group.Failed, "wrong credentials"},
		"an unknown user":    {object{"eventName": "ConsoleLogin", "errorMessage": "No username found in supplied account"}, group.Failed, "no such user"},
		"another message":    {object{"errorMessage": "hunter2"}, group.Failed, "no reason given"},
		"a failure in a way": {object{"eventName": "CheckMfa", "responseElements": object{"CheckMfa": "Failure"}}, group.Failed, "no reason given"},
	} {
		r := record(t, test.record)
		s := Parse(Of(r))
		if s.Outcome() != test.outcome || s.Failure != test.failure || s.Outcome() != group.Outcome(r.Members()) {
			t.Errorf("%s: %s, %q", name, s.Outcome(), s.Failure)
		}
	}
}

func TestIsAttackTool_NamesFamilies(t *testing.T) {
	families := map[string]bool{}
	for _, c := range clients {
		families[c.family] = true
	}
	for _, tool := range attackTools {
		if !families[tool] {
			t.Errorf("%s is not a family of user agents", tool)
		}
	}
	if IsAttackTool("aws-cli") || !IsAttackTool(client("Pacu/1.0")) || slices.Contains(attackTools, otherClient) {
		t.Error("the wrong families are attack tools")
	}
}
