package group

import (
	"strings"
	"testing"

	"trailnotify/cloudtrail"
)

func membersOf(json string) cloudtrail.Members {
	return cloudtrail.Record{JSON: []byte(json)}.Members()
}

const ssoRole = `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`

func TestActor(t *testing.T) {
	session := func(issuer, arn, more string) string {
		return `{"type":"AssumedRole","arn":"` + arn + `","principalId":"AROAEXAMPLE:chosen","accountId":"111122223333","sessionContext":{"sessionIssuer":{"type":"Role","arn":"` + issuer + `"}}` + more + `}`
	}
	const behalf = `,"onBehalfOf":{"userId":"94d8-66","identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-9067"}`
	for name, c := range map[string]struct{ identity, want string }{
		"a user": {
			`{"type":"IAMUser","userName":"alice","accountId":"111122223333","arn":"arn:aws:iam::111122223333:user/team/alice","principalId":"AIDAEXAMPLE"}`,
			"arn:aws:iam::111122223333:user/team/alice",
		},
		"a session of a role": {
			session("arn:aws:iam::111122223333:role/ci/deploy", "arn:aws:sts::111122223333:assumed-role/deploy/chosen", ""),
			"arn:aws:iam::111122223333:role/ci/deploy",
		},
		"a session of a role, on behalf of a person": {
			session("arn:aws:iam::111122223333:role/query", "arn:aws:sts::111122223333:assumed-role/query/chosen", behalf),
			"arn:aws:iam::111122223333:role/query for identitycenter/d-9067/94d8-66",
		},
		"a person behind a permission set": {
			session(ssoRole, "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com", ""),
			"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com",
		},
		"a permission set without the session": {session(ssoRole, "", ""), ssoRole},
		"a role that is named like a permission set": {
			session("arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef", "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/chosen", ""),
			"arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef",
		},
		"a role with the reserved path inside its own": {
			session("arn:aws:iam::111122223333:role/x/role/aws-reserved/sso.amazonaws.com/r", "arn:aws:sts::111122223333:assumed-role/r/chosen", ""),
			"arn:aws:iam::111122223333:role/x/role/aws-reserved/sso.amazonaws.com/r",
		},
		"a session without its role": {
			`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/deploy/chosen/still-chosen"}`,
			"arn:aws:sts::111122223333:assumed-role/deploy",
		},
		"a federation token": {
			`{"type":"FederatedUser","arn":"arn:aws:sts::111122223333:federated-user/chosen","sessionContext":{"sessionIssuer":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice"}}}`,
			"arn:aws:iam::111122223333:user/alice",
		},
		"the root user": {
			`{"type":"Root","principalId":"111122223333","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333"}`,
			"arn:aws:iam::111122223333:root",
		},
		"the root user without an ARN": {`{"type":"Root","accountId":"111122223333","userName":"mine"}`, "account/111122223333/root"},
		"a service":                    {`{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}`, "ec2.amazonaws.com"},
		"a service event":              {`{"accountId":"111122223333","invokedBy":"AWS Internal"}`, "AWS Internal"},
		"a role that acts through a service": {
			session("arn:aws:iam::111122223333:role/deploy", "arn:aws:sts::111122223333:assumed-role/deploy/chosen", `,"invokedBy":"cloudformation.amazonaws.com"`),
			"arn:aws:iam::111122223333:role/deploy",
		},
		"a role of another account": {`{"type":"AWSAccount","principalId":"AROAOTHER:chosen","accountId":"444455556666"}`, "account/444455556666/AROAOTHER"},
		"nobody":                    {`{"type":"AWSAccount","principalId":"","accountId":"ANONYMOUS_PRINCIPAL"}`, "account/ANONYMOUS_PRINCIPAL"},
		"a person of Identity Center": {
			`{"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":{"userId":"94d8-66","identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-9067"}}`,
			"identitycenter/d-9067/94d8-66",
		},
		"a person of Identity Center without the store": {`{"type":"IdentityCenterUser","onBehalfOf":{"userId":"94d8-66"}}`, "identitycenter/94d8-66"},
		"a failed sign-in":           {`{"type":"IAMUser","accountId":"111122223333","accessKeyId":"","userName":"alice"}`, "account/111122223333/user/alice"},
		"an identity provider":       {`{"type":"SAMLUser","principalId":"x=:SAML","userName":"alice@example.com","identityProvider":"arn:aws:iam::111122223333:saml-provider/corp"}`, "arn:aws:iam::111122223333:saml-provider/corp:alice@example.com"},
		"a web identity":             {`{"type":"WebIdentityUser","principalId":"accounts.example.com:app:1234","userName":"1234","identityProvider":"accounts.example.com"}`, "accounts.example.com:1234"},
		"only a principal":           {`{"principalId":"AIDAEXAMPLE:x"}`, "principal/AIDAEXAMPLE"},
		"only a name":                {`{"userName":"ec2.amazonaws.com"}`, "name/ec2.amazonaws.com"},
		"nothing":                    {`{}`, ""},
		"empty texts":                {`{"type":"","arn":"","accountId":"","userName":""}`, ""},
		"the last of two":            {`{"arn":"arn:aws:iam::111122223333:user/a","arn":"arn:aws:iam::111122223333:user/b"}`, "arn:aws:iam::111122223333:user/b"},
		"objects where texts belong": {`{"type":[],"arn":{"a":1},"sessionContext":"x","onBehalfOf":[1],"accountId":null,"invokedBy":["s"]}`, ""},
		"an issuer that is a list":   {`{"arn":"arn:aws:iam::111122223333:user/a","sessionContext":{"sessionIssuer":["x"]}}`, "arn:aws:iam::111122223333:user/a"},
	} {
		if got := Actor(membersOf(`{"userIdentity":` + c.identity + `}`)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	for _, record := range []string{`{}`, `{"userIdentity":null}`, `{"userIdentity":"x"}`, `{"userIdentity":[{"arn":"x"}]}`} {
		if got := Actor(membersOf(record)); got != "" {
			t.Errorf("%s: got %q, want nobody", record, got)
		}
	}
}

// Two people behind one permission set are two, and one person with two
// sessions of a role is one.
func TestActor_TellsPeopleApart(t *testing.T) {
	actor := func(issuer, arn string) string {
		return Actor(membersOf(`{"userIdentity":{"type":"AssumedRole","arn":"` + arn + `","sessionContext":{"sessionIssuer":{"arn":"` + issuer + `"}}}}`))
	}
	const session = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/"
	if actor(ssoRole, session+"alice") == actor(ssoRole, session+"bob") {
		t.Error("two people behind one permission set are one")
	}
	const role = "arn:aws:iam::111122223333:role/deploy"
	if actor(role, "arn:aws:sts::111122223333:assumed-role/deploy/a") != actor(role, "arn:aws:sts::111122223333:assumed-role/deploy/b") {
		t.Error("a session name makes another actor")
	}
}

func TestOutcome(t *testing.T) {
	for record, want := range map[string]string{
		`{}`:                                     Succeeded,
		`{"errorCode":null,"errorMessage":null}`: Succeeded,
		`{"errorCode":""}`:                       Succeeded,
		`{"errorCode":{"a":1}}`:                  Succeeded,
		`{"errorCode":"AccessDenied"}`:           Denied,
		`{"errorCode":"AccessDeniedException","errorMessage":"x"}`:                                          Denied,
		`{"errorCode":"Client.UnauthorizedOperation"}`:                                                      Denied,
		`{"errorCode":"KMS.AccessDeniedException"}`:                                                         Denied,
		`{"errorCode":"NotAuthorizedException"}`:                                                            Denied,
		`{"errorCode":"AuthorizationErrorException"}`:                                                       Denied,
		`{"errorCode":"ForbiddenException"}`:                                                                Denied,
		`{"errorCode":"VpceAccessDenied"}`:                                                                  Denied,
		`{"errorCode":"Client.DryRunOperation"}`:                                                            Failed,
		`{"errorCode":"NoSuchEntityException"}`:                                                             Failed,
		`{"errorCode":"TrailNotFoundException","errorMessage":"no x"}`:                                      Failed,
		`{"errorCode":404}`:                                                                                 Failed,
		`{"errorMessage":"Failed authentication"}`:                                                          Failed,
		`{"errorMessage":"AccessDenied"}`:                                                                   Failed,
		`{"eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Failure"}}`:                        Failed,
		`{"eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Success"}}`:                        Succeeded,
		`{"eventName":"ConsoleLogin","responseElements":{"CheckMfa":"Failure"}}`:                            Succeeded,
		`{"eventName":"ConsoleLogin","responseElements":null}`:                                              Succeeded,
		`{"eventName":"CredentialVerification","serviceEventDetails":{"CredentialVerification":"Failure"}}`: Failed,
		`{"eventName":["ConsoleLogin"],"responseElements":{"ConsoleLogin":"Failure","":"x"}}`:               Succeeded,
		`{"errorCode":"Throttling","errorCode":"AccessDenied"}`:                                             Denied,
		`{"errorCode":"` + strings.Repeat("x", 1<<16) + `Unauthorized"}`:                                    Denied,
	} {
		if got := Outcome(membersOf(record)); got != want {
			t.Errorf("%.80s: got %s, want %s", record, got, want)
		}
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.7":           "203.0.113.0/24",
		"203.0.113.255":         "203.0.113.0/24",
		"::ffff:203.0.113.7":    "203.0.113.0/24",
		"2001:db8:1:2:3:4:5:6":  "2001:db8:1:2::/64",
		"2001:DB8:1:2::1":       "2001:db8:1:2::/64",
		"fe80::1%eth0":          "fe80::/64",
		"config.amazonaws.com":  "config.amazonaws.com",
		"AWS Internal":          "AWS Internal",
		"203.0.113":             "203.0.113",
		"203.0.113.7, 10.0.0.1": "203.0.113.7, 10.0.0.1",
		"":                      "",
	} {
		if got := Network(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}
