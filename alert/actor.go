package alert

import "strings"

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
