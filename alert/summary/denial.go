package summary

import (
	"maps"
	"slices"
	"strings"
)

// policyKinds are the kinds of policy that an access denied message names, by
// their letter in a summary.
var policyKinds = []struct {
	code          byte
	article, name string
}{
	{'s', "a ", "service control policy"},
	{'c', "a ", "resource control policy"},
	{'b', "a ", "permissions boundary"},
	{'o', "a ", "session policy"},
	{'v', "a ", "VPC endpoint policy"},
	{'r', "a ", "resource-based policy"},
	{'i', "an ", "identity-based policy"},
}

// denials are the reasons for a denial that an alert can give, by their code in
// a summary: "x" for an explicit deny, "n" where nothing allows the call, and
// the kind of policy.
var denials = func() map[string]string {
	all := map[string]string{"x": explicitDeny}
	for _, k := range policyKinds {
		all["x"+string(k.code)] = explicitDeny + " in " + k.article + k.name
		all["n"+string(k.code)] = "no " + k.name + " allows it"
	}
	return all
}()

// Denials returns the reasons for a denial that [Summary.Denial] can hold.
func Denials() []string { return slices.Sorted(maps.Values(denials)) }

const explicitDeny = "explicit deny"

// denial returns why a call was denied, according to its error message, "" if
// that does not say. AWS writes
//
//	User: … is not authorized to perform: … on resource: … because no identity-based policy allows the … action
//	User: … is not authorized to perform: … on resource: … with an explicit deny in a service control policy
//
// The resource can be the caller's choice and hold any text, so that the last
// place of these words counts, which comes after it.
func denial(message string) string {
	const with, because = " with an explicit deny", " because no "
	message = strings.ToLower(message)
	explicit, implicit := strings.LastIndex(message, with), strings.LastIndex(message, because)
	switch {
	case explicit > implicit:
		return denials["x"+policyCode(message[explicit+len(with):], " in a ", " in an ", " in the ")]
	case implicit >= 0:
		return denials["n"+policyCode(message[implicit+len(because):], "")]
	default:
		return ""
	}
}

// policyCode finds the kind of policy at the beginning of text, after one of
// the given words.
func policyCode(text string, before ...string) string {
	for _, word := range before {
		rest, ok := strings.CutPrefix(text, word)
		for _, k := range policyKinds {
			if ok && strings.HasPrefix(rest, strings.ToLower(k.name)) {
				return string(k.code)
			}
		}
	}
	return ""
}

func denialCode(reason string) string {
	if reason == "" {
		return "" // as nearly always
	}
	for code, known := range denials {
		if reason == known {
			return code
		}
	}
	return ""
}
