package main

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/detector"
	"trailnotify/handler"
)

// began is when the tests begin.
var began = time.UnixMilli(1772445432000)

// written are the lines of a metrics, which f is given, each as an object.
func written(t *testing.T, m *metrics, f func()) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	m.w, m.deployment = &out, "d"
	if m.now == nil {
		m.now = func() time.Time { return began }
	}
	f()
	var lines []map[string]any
	for line := range strings.Lines(out.String()) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		checkFormat(t, object)
		lines = append(lines, object)
	}
	return lines
}

func measured(t *testing.T, m *metrics, got handler.Measures) []map[string]any {
	t.Helper()
	return written(t, m, func() { m.measure(got) })
}

// checkFormat holds a line to the embedded metric format: every metric that it
// defines must be in it as a number, and every dimension as a text, or
// CloudWatch leaves the line out silently.
func checkFormat(t *testing.T, line map[string]any) {
	t.Helper()
	envelope := line["_aws"].(map[string]any)
	if at, ok := envelope["Timestamp"].(float64); !ok || at < 1772445432000 || at != math.Trunc(at) {
		t.Errorf("time %v", envelope["Timestamp"])
	}
	definition := envelope["CloudWatchMetrics"].([]any)[0].(map[string]any)
	if definition["Namespace"] != "trailnotify" {
		t.Errorf("namespace %v", definition["Namespace"])
	}
	members := 1 // _aws
	for _, name := range definition["Dimensions"].([]any)[0].([]any) {
		if _, ok := line[name.(string)].(string); !ok {
			t.Errorf("dimension %v = %v", name, line[name.(string)])
		}
		members++
	}
	for _, m := range definition["Metrics"].([]any) {
		name := m.(map[string]any)["Name"].(string)
		if _, ok := line[name].(float64); !ok {
			t.Errorf("metric %s = %v", name, line[name])
		}
		want := "Count"
		if slices.Contains([]string{"Lateness", "CanaryAge", "OldestDue"}, name) {
			want = "Seconds"
		}
		if unit := m.(map[string]any)["Unit"]; unit != want {
			t.Errorf("metric %s in %v, want %s", name, unit, want)
		}
		members++
	}
	if len(line) != members {
		t.Errorf("%d members, %d defined: %v", len(line), members, line)
	}
}

// numbers are the metrics of a line.
func numbers(line map[string]any) map[string]float64 {
	all := map[string]float64{}
	for name, value := range line {
		if n, ok := value.(float64); ok {
			all[name] = n
		}
	}
	return all
}

func TestMeasure_WritesEverything(t *testing.T) {
	got := handler.Measures{
		Report: detector.Report{
			Records: 1, Matches: 2, Excepted: 3, Spent: 4, Alerts: 5, WouldAlert: 15, Muted: 16, Refused: 6, Rejected: 7, Uncounted: 8, Skewed: 9, Early: 10, Unclear: 17,
			Rules: map[string]detector.RuleReport{"R": {Matches: 2, Excepted: 3, Spent: 4, Uncounted: 8, Alerts: 5, WouldAlert: 15, Muted: 16}},
		},
		RejectedPayloads: 11, Contended: 12, ContendedPayloads: 13, Failed: 14, Lateness: 90*time.Second + 1234567,
	}
	lines := measured(t, &metrics{perRule: true}, got)
	if len(lines) != 2 {
		t.Fatalf("%d lines, want one for all and one for the rule", len(lines))
	}
	want := map[string]float64{
		"Records": 1, "Matches": 2, "Excepted": 3, "Spent": 4, "Alerts": 5, "WouldAlert": 15, "Muted": 16, "Refused": 6, "Rejected": 7, "Uncounted": 8, "Skewed": 9, "Unclear": 17,
		"Early": 10, "RejectedPayloads": 11, "Contended": 12, "ContendedPayloads": 13, "Failed": 14, "Lateness": 90,
	}
	if diff := cmp.Diff(want, numbers(lines[0])); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	want = map[string]float64{"Matches": 2, "Excepted": 3, "Spent": 4, "Uncounted": 8, "Alerts": 5, "WouldAlert": 15, "Muted": 16}
	if diff := cmp.Diff(want, numbers(lines[1])); diff != "" || lines[1]["Rule"] != "R" {
		t.Errorf("rule's line %v (-want +got):\n%s", lines[1], diff)
	}
}

// An alarm on silence needs a number even where there is none. Everything else
// that is 0 is left out, and a bill needs no metric per rule unless asked for.
func TestMeasure_NothingHappened(t *testing.T) {
	nothing := handler.Measures{Report: detector.Report{Rules: map[string]detector.RuleReport{"R": {}}}}
	for _, perRule := range []bool{false, true} {
		lines := measured(t, &metrics{perRule: perRule}, nothing)
		if len(lines) != 1 || len(numbers(lines[0])) != 1 || lines[0]["Records"] != 0.0 {
			t.Errorf("per rule %v: lines %v", perRule, lines)
		}
	}
	nothing.Rules["R"] = detector.RuleReport{Matches: 1}
	if lines := measured(t, &metrics{}, nothing); len(lines) != 1 {
		t.Errorf("lines %v, want none of the rule", lines)
	}
}

func TestMetrics_OfOneKind(t *testing.T) {
	m := &metrics{}
	for name, c := range map[string]struct {
		write func()
		want  float64
	}{
		"CanaryAge": {func() { m.canary(90 * time.Second) }, 90},
		"Diverted":  {m.diverted, 1},
	} {
		lines := written(t, m, c.write)
		if len(lines) != 1 || !cmp.Equal(numbers(lines[0]), map[string]float64{name: c.want}) || lines[0]["Deployment"] != "d" {
			t.Errorf("%s: %v", name, lines)
		}
	}
}
