package replay

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"trailnotify/alert"
	"trailnotify/cmd/trailnotify/internal/cli"
)

var ten = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// first is an alert of three calls.
func first() alert.Alert {
	return alert.Alert{Rule: "Denied", Severity: "high", Count: 3, Threshold: 3, First: ten, Published: ten.Add(time.Minute)}
}

// last closes it, with what came in the meantime.
func last(more int, atLeast bool) alert.Alert {
	a := first()
	a.Count += more
	a.Published = ten.Add(time.Hour)
	a.Closing = &alert.Closing{Alerts: []string{"id"}, Told: 3, More: alert.Tally{Count: more, AtLeast: atLeast}}
	return a
}

func TestCount_OfAClosingMessage(t *testing.T) {
	storm := last(5, false)
	storm.Storm = &alert.Storm{Groups: 8}
	several := last(7, false)
	several.Closing.Alerts = []string{"a", "b", "c"}
	for want, a := range map[string]alert.Alert{
		"3 (threshold 3)":        first(),
		"closing: 12 more":       last(12, false),
		"closing: nothing more":  last(0, false),
		"closing: >=997 more":    last(997, true),
		"closing: >=0 more":      last(0, true),
		"closing: 5 more groups": storm,
		"closing of 3: 7 more":   several,
	} {
		if got := count(a); got != want {
			t.Errorf("found %q, want %q", got, want)
		}
	}
}

// A closing message has the first match of its alert, and comes after what was
// alerted meanwhile.
func TestAlertPrinter_OrderOfTime(t *testing.T) {
	between := first()
	between.Rule, between.First = "Between", ten.Add(30*time.Minute)
	after := first()
	after.Rule, after.First = "After", ten.Add(2*time.Hour)
	var out bytes.Buffer
	p := newAlertPrinter("table", cli.Process{Stdout: &out})
	for _, a := range []alert.Alert{after, last(4, false), first(), between} {
		if err := p.add(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.end(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Join(strings.Fields(line)[:4], " "))
	}
	want := []string{
		"TIME (UTC) SEVERITY RULE", "2026-03-02 10:00:00 high Denied", "2026-03-02 10:30:00 high Between",
		"2026-03-02 11:00:00 high Denied", "2026-03-02 12:00:00 high After",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("printed\n%s", out.String())
	}
	if n := p.byRule["Denied"]; n != (published{alerts: 1, closings: 1}) {
		t.Errorf("counted %+v", n)
	}
}
