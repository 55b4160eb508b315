package detector

import (
	"context"
	"slices"
	"testing"
	"time"

	"trailnotify/alert"
	"trailnotify/rules"
	"trailnotify/window/memory"
)

const noisy = `
name: Noisy
pattern: '{ $.errorCode = "AccessDenied*" }'
by: [[$.userIdentity.arn]]
threshold: 2
quiet: 30m
`

// muting is a detector in memory, with what it publishes and what it leaves out
// because muted says so.
func muting(t *testing.T, counts Counter, muted func(rule, group string) bool) (d *Detector, sent, left *published) {
	t.Helper()
	sent, left = &published{}, &published{}
	d = New(load(t, noisy, denied), counts, sent.publish, alert.Deployment{})
	d.Mutes = func(context.Context) func(*rules.Rule, string) bool {
		return func(r *rules.Rule, group string) bool { return muted(r.Name, group) }
	}
	d.Muted = func(ctx context.Context, a alert.Alert) { _ = left.publish(ctx, a) }
	return d, sent, left
}

// An alert that is muted counts, spends and is acknowledged; nobody is told of
// it until the mute is over and its quiet time has ended.
func TestDetect_MutedAlerts(t *testing.T) {
	counts := memory.NewCounter(24 * time.Hour)
	silent := true
	d, sent, left := muting(t, counts, func(rule, _ string) bool { return silent && rule == "Noisy" })
	report, err := d.DetectBatch(t.Context(), records(denial(1, 0, "a"), denial(2, 1, "a")))
	if err != nil || report.Rules["Noisy"] != (RuleReport{Matches: 2, Muted: 1}) || report.Rules["Denied"].Alerts != 1 || report.Muted != 1 {
		t.Errorf("report %+v, error %v", report, err)
	}
	if !slices.Equal(names(sent), []string{"Denied"}) || !slices.Equal(names(left), []string{"Noisy"}) {
		t.Errorf("sent %v, left out %v", names(sent), names(left))
	}
	if report, err := d.DetectBatch(t.Context(), records(denial(3, 2, "a"))); err != nil || report.Rules["Noisy"].Spent != 1 {
		t.Errorf("after the alert: report %+v, error %v", report, err)
	}
	sent.alerts = nil
	for _, c := range []struct {
		silent        bool
		muted, closed int
	}{{true, 1, 0}, {true, 1, 0}, {false, 0, 1}, {false, 0, 0}} {
		silent = c.silent
		if _, err := d.Close(t.Context()); err != nil { // nothing is due yet
			t.Fatal(err)
		}
		closed, err := counts.CloseAll(t.Context(), (&closing{Detector: d}).what(t.Context()))
		if err != nil || closed.Muted != c.muted {
			t.Errorf("muted %v: closed %+v, error %v", c.silent, closed, err)
		}
	}
	var told []string
	for _, a := range sent.alerts {
		if a.Rule != "Noisy" {
			continue
		}
		told = append(told, a.Title)
		if a.Closing == nil || !a.Closing.Muted || a.Closing.Told != 0 || a.Closing.More.Count != 3 {
			t.Errorf("closing %+v", a.Closing)
		}
	}
	if len(told) != 1 {
		t.Errorf("told %q, want one message when the mute is over", told)
	}
}

// A mute of one group leaves the others alone.
func TestDetect_MutedGroup(t *testing.T) {
	group := ""
	d, sent, left := muting(t, counter(), func(rule, g string) bool { return rule == "Noisy" && g == group })
	if _, err := d.DetectBatch(t.Context(), records(denial(1, 0, "a"), denial(2, 1, "a"))); err != nil || len(left.alerts) != 0 {
		t.Fatalf("left out %v, error %v", names(left), err)
	}
	group = sent.alerts[len(sent.alerts)-1].GroupID
	for _, a := range sent.alerts {
		if a.Rule == "Noisy" {
			group = a.GroupID
		}
	}
	d, sent, left = muting(t, counter(), func(rule, g string) bool { return rule == "Noisy" && g == group })
	if _, err := d.DetectBatch(t.Context(), records(denial(1, 0, "a"), denial(2, 1, "a"), denial(3, 0, "b"), denial(4, 1, "b"))); err != nil {
		t.Fatal(err)
	}
	if len(left.alerts) != 1 || left.alerts[0].Group != "a" || len(sent.alerts) != 3 {
		t.Errorf("sent %v, left out %v", names(sent), names(left))
	}
}
