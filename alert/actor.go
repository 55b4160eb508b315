package alert

import (
	"strings"

	"trailnotify/cloudtrail"
)

// actor names the principal of a userIdentity as exactly as the record does: its ARN,
// else the AWS service that acted, else the best name there is. The shapes are
// those of CloudTrail's userIdentity element.
func actor(identity cloudtrail.Record) string {
	if arn := identity.Field("arn"); arn != "" {
		return arn
	}
	kind := identity.Field("type")
	name := firstOf(identity.Field("userName"), identity.Field("principalId"))
	switch {
	case kind == "AWSService":
		return firstOf(identity.Field("invokedBy"), "AWSService")
	case kind == "AWSAccount":
		return firstOf(prefixed("account/", identity.Field("accountId")), name)
	case identity.Field("onBehalfOf", "userId") != "":
		return "identitycenter/" + identity.Field("onBehalfOf", "userId")
	case name != "":
		return name
	default:
		return firstOf(identity.Field("invokedBy"), kind)
	}
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// Principal is the short form of an actor for people: what stands behind the
// account in an ARN, with "assumed-role" as "role".
//
//	arn:aws:iam::111122223333:user/alice                      user/alice
//	arn:aws:sts::111122223333:assumed-role/deploy/session     role/deploy/session
//	arn:aws:iam::111122223333:root                            root
//
// An actor that is no ARN stands as it is.
func Principal(actor string) string {
	parts := strings.SplitN(actor, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[5] == "" {
		return actor
	}
	if session, ok := strings.CutPrefix(parts[5], "assumed-role/"); ok {
		return "role/" + session
	}
	return parts[5]
}

// owners are the accounts in ARNs of actors.
func owners(actors []string) []string {
	var accounts []string
	for _, actor := range actors {
		if id := owner(actor); id != "" {
			accounts = append(accounts, id)
		}
	}
	return accounts
}

// owner is the account in an ARN, "" when there is none.
func owner(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return ""
	}
	return parts[4]
}
