package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert"
	"trailnotify/cmd/trailnotify/internal/cli"
)

// expectation is testdata/sample.expected.json: what the writer of the sample
// planted, told from the story alone.
type expectation struct {
	RuleSet     string   `json:"rule_set"`
	HomeRegions []string `json:"home_regions"`
	Alerts      []struct {
		Rule        string
		Threshold   int
		WindowStart time.Time `json:"window_start"`
		WindowEnd   time.Time `json:"window_end"`
		Count       int
		First, Last time.Time
	}
}

// The demonstration of the README, held against what was planted: every alert
// of the attack, and none for the two classical false positives.
func TestReplay_SampleAttack(t *testing.T) {
	var want expectation
	readJSON(t, "../../testdata/sample.expected.json", &want)
	if len(want.Alerts) == 0 {
		t.Fatal("nothing is expected of the sample")
	}
	got, closings := withoutClosings(replayed(t, "--rule-set", want.RuleSet, "--home-region", want.HomeRegions[0], "../../testdata/sample"))
	toTell := map[string]int{} // that an alert did not tell, by its ID
	for i := range max(len(got), len(want.Alerts)) {
		if i >= len(got) {
			t.Errorf("missed: %s at %s", want.Alerts[i].Rule, want.Alerts[i].First)
			continue
		}
		a := got[i]
		if i >= len(want.Alerts) {
			t.Errorf("false: %s", a.Title)
			continue
		}
		w := want.Alerts[i]
		if a.Rule != w.Rule || !a.First.Equal(w.First) || !a.Window.Start.Equal(w.WindowStart) || !a.Window.End.Equal(w.WindowEnd) {
			t.Errorf("alert %d: %s from %s in %v, want %s from %s in %s to %s", i, a.Rule, a.First, a.Window, w.Rule, w.First, w.WindowStart, w.WindowEnd)
		}
		if more := w.Count - a.Count; more > 0 {
			toTell[a.ID] = more
		}
		if a.Count < w.Threshold || a.Count > w.Count || a.Threshold != w.Threshold || a.Last.After(w.Last) {
			t.Errorf("%s: %d matches to %s, threshold %d; want from %d to %d and to %s", a.Rule, a.Count, a.Last, a.Threshold, w.Threshold, w.Count, w.Last)
		}
	}
	if diff := cmp.Diff(toTell, closings); diff != "" || len(toTell) == 0 {
		t.Errorf("what came after the alerts (-want +got):\n%s", diff)
	}
}

// withoutClosings divides messages into alerts, and what closing messages say
// came after each.
func withoutClosings(all []alert.Alert) (alerts []alert.Alert, more map[string]int) {
	more = map[string]int{}
	for _, a := range all {
		if a.Closing == nil {
			alerts = append(alerts, a)
			continue
		}
		more[strings.Join(a.Closing.Alerts, " ")] += a.Closing.More.Count
	}
	return alerts, more
}

// replayed runs the command and reads the alerts that it prints.
func replayed(t *testing.T, args ...string) []alert.Alert {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), append([]string{"replay", "--format", "json"}, args...), cli.Process{Stdout: &stdout, Stderr: &stderr})
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	var alerts []alert.Alert
	for decoder := json.NewDecoder(&stdout); decoder.More(); {
		var a alert.Alert
		if err := decoder.Decode(&a); err != nil {
			t.Fatal(err)
		}
		alerts = append(alerts, a)
	}
	return alerts
}

func readJSON(t *testing.T, file string, to any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, to); err != nil {
		t.Fatal(err)
	}
}
