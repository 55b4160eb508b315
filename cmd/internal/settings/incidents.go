package settings

import "trailnotify/alert/sns"

// Incidents reports whether alerts that end with this severity may have opened
// an incident elsewhere, by the formats of severities; "" is the format for all
// that have none of their own.
func Incidents(formats map[string]sns.Format) func(severity string) bool {
	var routes []sns.Route
	for severity, format := range formats {
		routes = append(routes, sns.Route{Severity: severity, Format: format})
	}
	return func(severity string) bool { return sns.Incidents(severity, routes...) }
}
