package alert

import (
	"strings"

	"trailnotify/cloudtrail"
)

// actor names the principal of a userIdentity as exactly as the record does:
// its ARN, else the AWS service that acted, else the best name there is.
func actor(identity cloudtrail.Members) string {
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

// Principal is the short form of an actor for people: what follows the account
// in an ARN, with "role" for "assumed-role".
//
//	arn:aws:iam::111122223333:user/alice                      user/alice
//	arn:aws:sts::111122223333:assumed-role/deploy/session     role/deploy/session
//	arn:aws:iam::111122223333:root                            root
//
// An actor that is not an ARN is returned unchanged.
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

// owner is the account in an ARN, "" if it has none.
func owner(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return ""
	}
	return parts[4]
}

// An ARN is most of a summary, and most of an ARN is known: in the encoded form
// "arn:aws:" is a tilde, and the account of the record is an equals sign.
//
//	arn:aws:iam::111122223333:user/alice    ~iam::=:user/alice
//
// A value that begins with a tilde itself has another one before it.
const (
	shortARN  = "~"
	sameOwner = "="
	longARN   = "arn:aws:"
)

// shortened is the form of the summary that is encoded.
func (s Summary) shortened() Summary {
	s.Account = Clip(Plain(s.Account), 16)
	s.Actor = shortenARN(Plain(s.Actor), s.Account)
	s.Resource = shortenARN(Plain(s.Resource), s.Account)
	s.Denial = denialCode(s.Denial)
	return s
}

// expanded is the reverse.
func (s Summary) expanded() Summary {
	s.Actor = expandARN(s.Actor, s.Account)
	s.Resource = expandARN(s.Resource, s.Account)
	s.Denial = denials[s.Denial]
	return s
}

func shortenARN(v, account string) string {
	if strings.HasPrefix(v, shortARN) {
		return shortARN + v
	}
	rest, ok := strings.CutPrefix(v, longARN)
	parts := strings.SplitN(rest, ":", 4) // service, region, account, the resource
	if !ok || len(parts) < 4 || parts[2] == sameOwner || strings.HasPrefix(rest, shortARN) {
		return v
	}
	if account != "" && parts[2] == account {
		parts[2] = sameOwner
	}
	return shortARN + strings.Join(parts, ":")
}

func expandARN(v, account string) string {
	rest, ok := strings.CutPrefix(v, shortARN)
	if !ok {
		return v
	}
	if strings.HasPrefix(rest, shortARN) {
		return rest
	}
	parts := strings.SplitN(rest, ":", 4)
	if len(parts) == 4 && parts[2] == sameOwner {
		parts[2] = account
	}
	return longARN + strings.Join(parts, ":")
}
