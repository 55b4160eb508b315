package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"trailnotify/detector"
	"trailnotify/handler"
)

func measured(t *testing.T, m *metrics, got handler.Measures) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	m.w, m.deployment = &out, "d"
	m.now = func() time.Time { return time.UnixMilli(1772445432000) }
	m.measure(got)
	var lines []map[string]any
	for line := range strings.Lines(out.String()) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		lines = append(lines, object)
	}
	return lines
}

// Every metric that a line defines must stand in it as a number, and every
// dimension as a text, or CloudWatch leaves the line out silently.
func TestMeasure_IsEmbeddedMetricFormat(t *testing.T) {
	got := handler.Measures{
		Report:   detector.Report{Records: 5, Matches: 2, Alerts: 1, Rules: map[string]detector.RuleReport{"R": {Matches: 2, Alerts: 1}}},
		Lateness: 90 * time.Second, Duration: 1500 * time.Microsecond,
	}
	lines := measured(t, &metrics{perRule: true}, got)
	if len(lines) != 2 {
		t.Fatalf("%d lines, want one for all and one for the rule", len(lines))
	}
	for _, line := range lines {
		envelope := line["_aws"].(map[string]any)
		if envelope["Timestamp"] != 1772445432000.0 {
			t.Errorf("time %v", envelope["Timestamp"])
		}
		definition := envelope["CloudWatchMetrics"].([]any)[0].(map[string]any)
		for _, name := range definition["Dimensions"].([]any)[0].([]any) {
			if _, ok := line[name.(string)].(string); !ok {
				t.Errorf("dimension %v = %v", name, line[name.(string)])
			}
		}
		for _, m := range definition["Metrics"].([]any) {
			name := m.(map[string]any)["Name"].(string)
			if _, ok := line[name].(float64); !ok {
				t.Errorf("metric %s = %v", name, line[name])
			}
		}
	}
	all, rule := lines[0], lines[1]
	for name, want := range map[string]float64{"Records": 5, "Matches": 2, "Alerts": 1, "Rejected": 0, "RejectedPayloads": 0, "Lateness": 90, "Duration": 1.5} {
		if all[name] != want {
			t.Errorf("%s = %v, want %v", name, all[name], want)
		}
	}
	if rule["Rule"] != "R" || rule["Matches"] != 2.0 || rule["Alerts"] != 1.0 {
		t.Errorf("rule's line %v", rule)
	}
}

// An alarm on silence needs a number with every event, and a bill needs no
// metric per rule unless asked for.
func TestMeasure_NothingHappened(t *testing.T) {
	lines := measured(t, &metrics{}, handler.Measures{Report: detector.Report{Rules: map[string]detector.RuleReport{"R": {Matches: 1}}}})
	if len(lines) != 1 || lines[0]["Records"] != 0.0 {
		t.Errorf("lines %v", lines)
	}
}
