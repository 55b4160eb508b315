package sns

import (
	"fmt"
	"slices"

	"trailnotify/alert"
)

// Format is the form in which a topic gets its alerts.
type Format string

// The formats. Their names are those of the settings.
const (
	// Auto serves several kinds of subscriber at once: https, which is how chat
	// applications subscribe, gets Chat, email gets Text, everything else JSON.
	Auto  Format = "auto"
	Chat  Format = "chat"             // custom notification for Amazon Q Developer
	Text  Format = "text"             // text for people
	JSON  Format = "json"             // the machine form
	Alarm Format = "cloudwatch-alarm" // the keys of a CloudWatch alarm's message
)

// Formats returns all formats.
func Formats() []Format { return []Format{Auto, Chat, Text, JSON, Alarm} }

// ParseFormat reads the name of a format; "" is Auto.
func ParseFormat(name string) (Format, error) {
	if name == "" {
		return Auto, nil
	}
	if !slices.Contains(Formats(), Format(name)) {
		return "", fmt.Errorf("format %q: want one of %v", name, Formats())
	}
	return Format(name), nil
}

// A Route sends the alerts of a severity to a topic.
type Route struct {
	Severity string // as in an alert: "high"; "": every severity without a route of its own
	Topic    string // ARN
	Format   Format // "": Auto
}

// routes are the routes of a router in the order in which they were given.
type routes []Route

// of is the route of a severity: the last of its own, else the last for every
// severity.
func (rs routes) of(severity string) (Route, error) {
	for _, want := range []string{severity, ""} {
		for _, r := range slices.Backward(rs) {
			if r.Severity == want {
				return r, nil
			}
		}
	}
	return Route{}, fmt.Errorf("no topic for alerts of severity %s", severity)
}

// severities in the order of their weight.
var severities = []string{"info", "low", "medium", "high", "critical"}

// Incidents reports whether alerts that end with this severity may have opened
// an incident elsewhere: whether any of them went out as [Alarm]. While more
// and more comes, the severity of an alert grows and does not fall.
func Incidents(severity string, to ...Route) bool { return len(routes(to).alarms(severity)) > 0 }

// alarms are the routes by which alerts of a severity or a lower one may go out
// as [Alarm], one for each topic: their own, and that for every severity, to
// which they may be diverted.
func (rs routes) alarms(severity string) (all []Route) {
	upTo := severities[:slices.Index(severities, severity)+1]
	for _, s := range append([]string{""}, upTo...) {
		route, err := rs.of(s)
		isThere := slices.ContainsFunc(all, func(r Route) bool { return r.Topic == route.Topic && route.Topic != "" })
		if err == nil && route.Format == Alarm && !isThere {
			all = append(all, route)
		}
	}
	return all
}

// severity is one whose alerts take the route, for a test alert.
func (r Route) severity() string {
	if r.Severity == "" {
		return alert.TestSeverity
	}
	return r.Severity
}
