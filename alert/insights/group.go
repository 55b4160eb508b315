package insights

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"trailnotify/pattern"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/window"
)

// groupCondition asks for the records of one group, "" for those of all groups.
// Parts that can't be said are left out and returned.
func groupCondition(r *rules.Rule, g window.Group) (condition string, left []string) {
	values := groupValues(r.By, g)
	var all []string
	for _, v := range values {
		said, ok := partCondition(v)
		if !ok {
			left = append(left, v.Part.String())
			continue
		}
		if len(values) > 1 && strings.Contains(said, " or ") {
			said = "(" + said + ")"
		}
		all = append(all, said)
	}
	return strings.Join(all, " and "), left
}

// groupValues are the values that make a group, one for each part: none for all
// groups together.
func groupValues(by group.By, g window.Group) (values []group.Value) {
	switch g.Kind {
	case window.GroupValue:
		return by.Values(g.Value)
	case window.GroupMissing:
		for _, p := range by {
			values = append(values, group.Value{Part: p, Missing: true})
		}
	case window.GroupStorm:
		if outcome, ok := group.Named("outcome"); ok && g.Value != "" {
			values = append(values, group.Value{Part: outcome, Text: g.Value})
		}
	}
	return values
}

// partCondition asks for the records with one value of a part. It may find
// more than these, never less.
func partCondition(v group.Value) (condition string, ok bool) {
	if v.Cut {
		return "", false
	}
	if v.Part.Name() == "" {
		return selected(v.Part.Selectors(), v)
	}
	if v.Missing {
		return "", false
	}
	value, ok := quoted(v.Text)
	if !ok {
		return "", false
	}
	switch v.Part.Name() {
	case "actor":
		return actorCondition(v.Text, value)
	case "call":
		return callCondition(v.Text)
	case "outcome":
		condition, ok := outcomes[v.Text]
		return condition, ok
	case "account":
		return "coalesce(recipientAccountId,accountId,userIdentity.accountId) = " + value, true
	case "region":
		return "awsRegion = " + value, true
	case "network":
		return networkCondition(v.Text, value), true
	default:
		return "sourceIPAddress = " + value, true
	}
}

// selected asks for the records in which the first of the selectors that is
// present has a value, or in which none is present.
func selected(selectors []pattern.Selector, v group.Value) (condition string, ok bool) {
	fields, ok := fieldNames(selectors)
	if !ok {
		return "", false
	}
	if v.Missing {
		for i, f := range fields {
			fields[i] = "not ispresent(" + f + ")"
		}
		return strings.Join(fields, " and "), true
	}
	value, ok := quoted(v.Text)
	if !ok || !isText(v.Text) {
		return "", false
	}
	if len(fields) == 1 {
		return fields[0] + " = " + value, true
	}
	return "coalesce(" + strings.Join(fields, ",") + ") = " + value, true
}

// fieldNames are the fields that selectors ask for, not ok if one of them can't
// be said.
func fieldNames(selectors []pattern.Selector) (names []string, ok bool) {
	names = make([]string, len(selectors))
	for i, s := range selectors {
		if names[i], ok = fieldName(s.Syntax().Steps); !ok {
			return nil, false
		}
	}
	return names, true
}

// isText reports whether the value of a group was a text or a number. An object
// or array has no field of its own in Logs Insights, and the rest is written in
// another way there.
func isText(value string) bool {
	return !strings.HasPrefix(value, "{") && !strings.HasPrefix(value, "[") &&
		!slices.Contains([]string{"true", "false", "null"}, value)
}

// actorCondition can say those that the record has as they are: ARNs, and names
// of services.
func actorCondition(actor, value string) (condition string, ok bool) {
	switch {
	case strings.HasPrefix(actor, "arn:") && !strings.Contains(actor, " for "):
		const session = "userIdentity.sessionContext.sessionIssuer.arn"
		return session + " = " + value + " or userIdentity.arn = " + value, true
	case strings.HasSuffix(actor, ".amazonaws.com"):
		return "userIdentity.invokedBy = " + value, true
	default:
		return "", false
	}
}

// plainService is the beginning of a name such as iam.amazonaws.com.
var plainService = regexp.MustCompile(`^[a-z0-9-]+$`)

func callCondition(call string) (condition string, ok bool) {
	service, name, _ := strings.Cut(call, ":")
	value, ok := quoted(name)
	if !ok || name == "" {
		return "", false
	}
	condition = "eventName = " + value
	if !plainService.MatchString(service) {
		return condition, true
	}
	return fmt.Sprintf(`eventSource in ["%s.amazonaws.com","%s"] and `, service, service) + condition, true
}

// outcomes ask for the records with an outcome. That of a sign-in is in a field
// of its own name, so that all sign-ins are found.
var outcomes = map[string]string{
	group.Succeeded: `not ispresent(errorCode) or errorCode = ""`,
	group.Failed:    `ispresent(errorCode) or ispresent(errorMessage) or eventSource = "signin.amazonaws.com" or ispresent(serviceEventDetails)`,
	group.Denied:    "errorCode like /" + strings.Join(group.Denials(), "|") + "/",
}

// networkCondition compares the beginnings of addresses where it can.
func networkCondition(network, value string) string {
	prefix, err := netip.ParsePrefix(network)
	switch {
	case err != nil:
		return "sourceIPAddress = " + value
	case prefix.Addr().Is4():
		return "isIpv4InSubnet(sourceIPAddress," + value + ")"
	default:
		return "isIpv6InSubnet(sourceIPAddress," + value + ")"
	}
}
