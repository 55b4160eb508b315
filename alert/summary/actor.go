package summary

import (
	"cmp"

	"trailnotify/cloudtrail"
)

// actor names the principal of a userIdentity as exactly as the record does:
// its ARN, else the AWS service that acted, else the best name there is.
func actor(identity cloudtrail.Members) string {
	if arn := identity.Field("arn"); arn != "" {
		return arn
	}
	kind := identity.Field("type")
	name := cmp.Or(identity.Field("userName"), identity.Field("principalId"))
	switch {
	case kind == "AWSService":
		return cmp.Or(identity.Field("invokedBy"), "AWSService")
	case kind == "AWSAccount":
		return cmp.Or(prefixed("account/", identity.Field("accountId")), name)
	case identity.Field("onBehalfOf", "userId") != "":
		return "identitycenter/" + identity.Field("onBehalfOf", "userId")
	case name != "":
		return name
	default:
		return cmp.Or(identity.Field("invokedBy"), kind)
	}
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
