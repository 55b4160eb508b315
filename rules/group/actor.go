package group

import (
	"strings"

	"trailnotify/cloudtrail"
)

// Actor returns who made a call, as far as AWS vouches for it, "" if the record
// does not say. It is
//
//   - the ARN of the role behind a session, of the user behind a session or a
//     federation token, or of the root user of an account. The name of the
//     session is left out, because whoever takes a role on chooses it.
//   - for a session of IAM Identity Center the ARN of the session, which has
//     the permission set and the person in it. Here it is Identity Center that
//     names the session.
//   - "identitycenter/STORE/USER" for a user of Identity Center without a role.
//     A role that acts on behalf of such a user is "ROLE for
//     identitycenter/STORE/USER".
//   - the name of the service that acts for itself, ec2.amazonaws.com.
//   - "account/ID/PRINCIPAL" for a caller that is known by its account only,
//     such as one from another account, without the name of the session.
//   - "PROVIDER:NAME" for somebody who is about to take a role on with an
//     assertion of an identity provider.
func Actor(r cloudtrail.Members) string {
	identity := r.Object("userIdentity")
	arn, issuer := identity.Field("arn"), identity.Field("sessionContext", "sessionIssuer", "arn")
	person := onBehalfOf(identity)
	switch {
	case isIdentityCenter(issuer) && arn != "":
		return arn
	case issuer != "":
		return joined(issuer, " for ", person)
	case arn != "":
		return joined(withoutSession(arn), " for ", person)
	case person != "":
		return person
	}
	return withoutARN(identity)
}

// withoutARN names an actor that has no ARN.
func withoutARN(identity cloudtrail.Members) string {
	account, name := identity.Field("accountId"), identity.Field("userName")
	service, provider := identity.Field("invokedBy"), identity.Field("identityProvider")
	principal, _, _ := strings.Cut(identity.Field("principalId"), ":")
	switch kind := identity.Field("type"); {
	case service != "" && (kind == "AWSService" || kind == ""):
		return service
	case kind == "Root" && account != "":
		return "account/" + account + "/root"
	case kind == "IAMUser" && account != "" && name != "":
		return "account/" + account + "/user/" + name
	case provider != "":
		return joined(provider, ":", firstOf(name, principal))
	case account != "":
		return joined("account/"+account, "/", principal)
	case principal != "":
		return "principal/" + principal
	case name != "":
		return "name/" + name
	default:
		return service
	}
}

// identityCenterPath is the path of the roles that Identity Center makes of
// permission sets. AWS reserves it: nobody can create another role there.
const identityCenterPath = "role/aws-reserved/sso.amazonaws.com/"

func isIdentityCenter(role string) bool {
	return strings.HasPrefix(resourceOf(role), identityCenterPath)
}

// onBehalfOf is the person for whom a session acts, or who acts without one.
func onBehalfOf(identity cloudtrail.Members) string {
	user := identity.Field("onBehalfOf", "userId")
	if user == "" {
		return ""
	}
	store := identity.Field("onBehalfOf", "identityStoreArn")
	store = store[strings.LastIndexByte(store, '/')+1:]
	return joined("identitycenter", "/", joined(store, "/", user))
}

// withoutSession cuts the name of the session off the ARN of an assumed role,
// which old records have without the role itself.
func withoutSession(arn string) string {
	role, ok := strings.CutPrefix(resourceOf(arn), "assumed-role/")
	if i := strings.IndexByte(role, '/'); ok && i >= 0 {
		return arn[:len(arn)-len(role)+i]
	}
	return arn
}

// resourceOf is what follows the account in an ARN, "" if it is none.
func resourceOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return ""
	}
	return parts[5]
}

// joined puts the separator between two texts, unless one of them is empty.
func joined(a, separator, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + separator + b
}

func firstOf(candidates ...string) string {
	for _, s := range candidates {
		if s != "" {
			return s
		}
	}
	return ""
}
