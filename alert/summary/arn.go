package summary

import (
	"strings"

	"trailnotify/alert/plain"
)

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
	s.Account = plain.Clip(plain.Text(s.Account), 16)
	s.Actor = shortenARN(plain.Text(s.Actor), s.Account)
	s.Resource = shortenARN(plain.Text(s.Resource), s.Account)
	s.Facts = s.eachFact(shortenARN)
	s.Denial = denialCode(s.Denial)
	s.Failure = failureCode(s.Failure)
	return s
}

// expanded is the reverse.
func (s Summary) expanded() Summary {
	s.Actor = expandARN(s.Actor, s.Account)
	s.Resource = expandARN(s.Resource, s.Account)
	s.Facts = s.eachFact(expandARN)
	s.Denial = denials[s.Denial]
	s.Failure = failures[s.Failure]
	if s.Resource == "" {
		s.Resource = s.Changed().Parameters(s.API)
	}
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
