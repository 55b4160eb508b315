package summary

import (
	"maps"
	"slices"
	"strings"

	"trailnotify/alert/facts"
	"trailnotify/alert/plain"
	"trailnotify/cloudtrail"
	"trailnotify/rules/group"
)

// factsTag is the tag of what a call changed.
const factsTag = 'c'

// change notes what the call changed. Parameters that are among the facts need
// no place of their own.
func (s *Summary) change(r cloudtrail.Members) {
	found := facts.Of(s.API, r)
	s.Facts = found.Encode(2*Max, plain.ClipMiddle)
	if s.Resource == found.Parameters(s.API) {
		s.Resource = ""
	}
}

// Changed is what the call changed.
func (s Summary) Changed() facts.Facts { return facts.Parse(s.Facts) }

// eachFact changes the value of each fact as an ARN is changed.
func (s Summary) eachFact(change func(v, account string) string) string {
	if s.Facts == "" {
		return ""
	}
	found := s.Changed()
	for i := range found {
		found[i].Value = change(found[i].Value, s.Account)
	}
	return found.Encode(2*Max, plain.ClipMiddle)
}

// cut shortens a value to so many bytes. Names are cut in the middle.
func cut(tag byte, v string, room int) string {
	if tag == factsTag && len(v) > room {
		return facts.Parse(v).Encode(room, plain.ClipMiddle)
	}
	return plain.ClipMiddle(v, room)
}

// Outcome is how the call ended, one of those of package group.
func (s Summary) Outcome() string {
	for _, part := range group.Denials() {
		if strings.Contains(s.Error, part) {
			return group.Denied
		}
	}
	if s.Error != "" || s.Failure != "" {
		return group.Failed
	}
	return group.Succeeded
}

// failures are the reasons for a failure that an alert can give where a record
// has no error code, as that of a sign-in, by their code in a summary.
var failures = map[string]string{
	"p": "wrong credentials",
	"u": "no such user",
	"x": "no reason given",
}

// failure returns why a call failed that has no error code, "" if it didn't.
func failure(r cloudtrail.Members) string {
	if r.Field("errorCode") != "" || group.Outcome(r) != group.Failed {
		return ""
	}
	switch r.Field("errorMessage") {
	case "Failed authentication":
		return failures["p"]
	case "No username found in supplied account":
		return failures["u"]
	default:
		return failures["x"]
	}
}

// Failures returns the reasons for a failure that [Summary.Failure] can hold.
func Failures() []string { return slices.Sorted(maps.Values(failures)) }

func failureCode(reason string) string {
	for code, known := range failures {
		if reason == known {
			return code
		}
	}
	return ""
}

// attackTools are the families of user agents that are made for attacks. Tools
// that look for weaknesses on behalf of an account's owner aren't among them.
var attackTools = []string{
	"pacu", "stratus-red-team", "grimoire", "cloudfox", "enumerate-iam", "weirdaal", "trufflehog", "nuclei",
	"kali-linux", "parrot-linux", "pentoo-linux",
}

// IsAttackTool reports whether a family of user agents is made for attacks.
func IsAttackTool(client string) bool { return slices.Contains(attackTools, client) }
