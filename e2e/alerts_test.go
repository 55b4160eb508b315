package e2e

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"trailnotify/e2e/stand"
)

// alert is the machine form of an alert, as subscribers read it.
type alert struct {
	ID        string `json:"alert_id"`
	Rule      string
	Severity  string
	Count     int
	Threshold int
	Window    struct{ Start, End time.Time }
	Accounts  []string
	EventIDs  []string `json:"event_ids"`
}

// alerts takes the alerts from the queue and holds each message against what every one must have.
func alerts(t *testing.T, queue *stand.Queue) []alert {
	t.Helper()
	var received []alert
	for _, m := range queue.Receive() {
		var a alert
		if err := json.Unmarshal([]byte(m.Message), &a); err != nil {
			t.Fatalf("a message that is not an alert: %v: %s", err, m.Message)
		}
		if m.Subject == "" || len(a.ID) != 32 || len(a.EventIDs) == 0 || len(a.Accounts) == 0 {
			t.Errorf("something is missing in the alert with the subject %q: %s", m.Subject, m.Message)
		}
		for name, value := range map[string]string{"alert_id": a.ID, "rule": a.Rule, "severity": a.Severity} {
			if got := m.MessageAttributes[name].Value; got != value || value == "" {
				t.Errorf("alert of rule %q: attribute %s is %q, want %q", a.Rule, name, got, value)
			}
		}
		received = append(received, a)
	}
	return received
}

// checkAlerts holds alerts against those expected: each once, no other, none with less matches than its threshold or
// more than there are.
func checkAlerts(t *testing.T, got []alert, want []expected) {
	t.Helper()
	got = slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(got, func(a alert) bool {
			return a.Rule == w.Rule && a.Window.Start.Equal(w.WindowStart) && a.Window.End.Equal(w.WindowEnd)
		})
		if i < 0 {
			t.Errorf("no alert of rule %s for %v to %v", w.Rule, w.WindowStart, w.WindowEnd)
			continue
		}
		if a := got[i]; a.Threshold != w.Threshold || a.Count < w.Threshold || a.Count > w.Count {
			t.Errorf("alert of rule %s: count %d of threshold %d, want %d to %d", w.Rule, a.Count, a.Threshold, w.Threshold, w.Count)
		}
		got = slices.Delete(got, i, i+1)
	}
	for _, a := range got {
		t.Errorf("an alert too many: rule %s for %v to %v, count %d", a.Rule, a.Window.Start, a.Window.End, a.Count)
	}
}
