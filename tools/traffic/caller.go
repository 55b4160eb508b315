package traffic

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// caller is who makes calls, and how that shows in a record.
type caller struct {
	identity template // userIdentity
	arn      template // as error messages name the caller
	from     string   // sourceIPAddress
	agent    string   // userAgent
	console  bool     // sessionCredentialFromConsole
	direct   bool     // reaches the endpoint itself, so that tlsDetails is recorded
	salt     uint64   // tells one caller's sessions from another's
}

// session is the time for which a caller keeps its credentials.
type session struct {
	key   string // access key ID
	since time.Time
	name  uint64 // of sessions that have no better name
}

// sessionHours is how long sessions last: new ones begin at 0, 6, 12 and 18 hours UTC.
const sessionHours = 6

// sessionAt returns the session that a caller is in; it follows from the seed alone.
func (c *caller) sessionAt(seed uint64, at time.Time) session {
	begin := at.Truncate(sessionHours * time.Hour)
	r := rand.New(rand.NewPCG(seed^c.salt, uint64(begin.Unix())))
	return session{
		key:   string(appendLetters([]byte("ASIA"), r, base32, 9)) + "EXAMPLE",
		since: begin.Add(-time.Duration(r.IntN(3000)) * time.Second),
		name:  r.Uint64(),
	}
}

// as returns the caller at an address with a user agent.
func (c caller) as(from, agent string) *caller {
	c.from, c.agent = from, agent
	return &c
}

// at is as, for a caller who reaches the endpoints itself.
func (c caller) at(from, agent string) *caller {
	c.direct = true
	return c.as(from, agent)
}

// browsing is at, for a person at the console.
func (c caller) browsing(from, agent string) *caller {
	c.console = true
	return c.at(from, agent)
}

// user is an IAM user that signs with a long-lived access key.
func user(name, key string) caller {
	return named(fmt.Sprintf(`{"type":"IAMUser","principalId":%q,"arn":"arn:aws:iam::<account>:user/%s","accountId":"<account>","accessKeyId":%q,"userName":%q}`,
		uniqueID("AIDA", name), name, key, name), "arn:aws:iam::<account>:user/"+name)
}

// visitor is an IAM user at the sign-in page.
func visitor(name string) caller {
	return named(fmt.Sprintf(`{"type":"IAMUser","principalId":%q,"arn":"arn:aws:iam::<account>:user/%s","accountId":"<account>","userName":%q}`,
		uniqueID("AIDA", name), name, name), "arn:aws:iam::<account>:user/"+name)
}

// insider is an IAM user who signed in to the console with a second factor.
func insider(name string) caller {
	return named(fmt.Sprintf(`{"type":"IAMUser","principalId":%q,"arn":"arn:aws:iam::<account>:user/%s","accountId":"<account>","accessKeyId":"<key>","userName":%q,`+
		`"sessionContext":{"attributes":{"creationDate":"<since>","mfaAuthenticated":"true"}}}`,
		uniqueID("AIDA", name), name, name), "arn:aws:iam::<account>:user/"+name)
}

// role is a role's session. path ends in a slash, or is empty; more is appended to the session context, after is appended to the
// identity.
func role(path, name, sessionName, more, after string) caller {
	return named(fmt.Sprintf(`{"type":"AssumedRole","principalId":"%[1]s:%[4]s","arn":"arn:aws:sts::<account>:assumed-role/%[3]s/%[4]s","accountId":"<account>","accessKeyId":"<key>",`+
		`"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"%[1]s","arn":"arn:aws:iam::<account>:role/%[2]s%[3]s","accountId":"<account>","userName":"%[3]s"},`+
		`"attributes":{"creationDate":"<since>","mfaAuthenticated":"false"}%[5]s}%[6]s}`,
		uniqueID("AROA", name), path, name, sessionName, more, after), "arn:aws:sts::<account>:assumed-role/"+name+"/"+sessionName)
}

// person is someone who came in through IAM Identity Center.
func person(permissions, name string) caller {
	set := fmt.Sprintf("AWSReservedSSO_%s_%016x", permissions, hash(permissions))
	return role("aws-reserved/sso.amazonaws.com/"+HomeRegion+"/", set, name+"@example.com", "", "")
}

// pod is a Kubernetes service account that has a role.
func pod(name string) caller {
	provider := "arn:aws:iam::<account>:oidc-provider/oidc.eks." + HomeRegion + ".amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
	return role("", name, "<session>", `,"webIdFederationData":{"federatedProvider":"`+provider+`","attributes":{}}`, "")
}

// linked is a service that works through its service-linked role.
func linked(name, sessionName, service string) *caller {
	return role("aws-service-role/"+service+"/", name, sessionName, "", `,"invokedBy":"`+service+`"`).as(service, service)
}

// service is a service that calls in its own name.
func service(name string) *caller {
	return named(`{"type":"AWSService","invokedBy":"`+name+`"}`, name).as(name, name)
}

// federated is a user of a broker that hands out federation tokens.
func federated(broker, name string) caller {
	return named(fmt.Sprintf(`{"type":"FederatedUser","principalId":"<account>:%[1]s","arn":"arn:aws:sts::<account>:federated-user/%[1]s","accountId":"<account>","accessKeyId":"<key>",`+
		`"sessionContext":{"sessionIssuer":{"type":"IAMUser","principalId":"%[3]s","arn":"arn:aws:iam::<account>:user/%[2]s","accountId":"<account>","userName":"%[2]s"},`+
		`"attributes":{"creationDate":"<since>","mfaAuthenticated":"false"}}}`,
		name, broker, uniqueID("AIDA", broker)), "arn:aws:sts::<account>:federated-user/"+name)
}

// rootFor is the account itself, with a service calling for it: no use of the root user.
func rootFor(service string) *caller {
	arn := "arn:aws:iam::<account>:root"
	return named(`{"type":"Root","principalId":"<account>","arn":"`+arn+`","accountId":"<account>","invokedBy":"`+service+`"}`, arn).as(service, service)
}

// outsider is a principal of another account.
func outsider(account, roleName string) caller {
	return named(fmt.Sprintf(`{"type":"AWSAccount","principalId":"%s:%s","accountId":"%s"}`, uniqueID("AROA", roleName), roleName, account), "arn:aws:iam::"+account+":root")
}

// tokenBearer is someone who trades a token of an identity provider for a role.
func tokenBearer(provider, subject string) caller {
	arn := "arn:aws:iam::<account>:oidc-provider/" + provider
	return named(fmt.Sprintf(`{"type":"WebIdentityUser","principalId":"%[1]s:sts.amazonaws.com:%[2]s","userName":"%[2]s","identityProvider":"%[1]s"}`, arn, subject), arn)
}

func named(identity, arn string) caller {
	return caller{identity: parse(identity), arn: parse(arn), salt: hash(identity)}
}
