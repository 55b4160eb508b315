package settings

import (
	"trailnotify/alert/sns"
	"trailnotify/rules"
)

// Apart returns what reports whether an alert of a rule may open an incident
// elsewhere, on one of these routes, and so needs a closing message of its own.
func Apart(to ...sns.Route) func(*rules.Rule) bool {
	return func(r *rules.Rule) bool { return sns.Alarms(r.Severity.String(), to...) }
}

// Routes are those that formats by severity make, without their topics; "" is
// the format for all that have none of their own.
func Routes(formats map[string]sns.Format) []sns.Route {
	var all []sns.Route
	for severity, format := range formats {
		all = append(all, sns.Route{Severity: severity, Format: format})
	}
	return all
}
