package alert

import (
	"time"

	"trailnotify/rules"
	"trailnotify/window"
)

// TestSeverity is that of a test alert on a topic for every severity.
const TestSeverity = "info"

// Test is an alert that proves the way to a topic. It is marked as a test, tells
// of no record, and has an ID of its own each second.
func Test(severity string, from Deployment) Alert {
	now := time.Now
	if from.Now != nil {
		now = from.Now
	}
	at := now().UTC().Truncate(time.Second)
	r := &rules.Rule{Name: "Test", Description: "This is a test alert from trailnotify. Nothing has happened.", Threshold: 1, Period: time.Minute}
	c := window.Crossing{
		Rule:  &window.Rule{Name: r.Name, Threshold: r.Threshold, Period: r.Period},
		Start: at, End: at.Add(r.Period), Count: 1, First: at, Last: at,
	}
	a := New(r, c, from)
	a.Test, a.Severity = true, severity
	return a
}
