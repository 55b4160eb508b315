package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
)

// recorded is where collections of real records lie, beside the repository,
// where they do.
const recorded = "../../../shared/cloudtrail"

func needRecorded(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(recorded); err != nil {
		t.Skip("no collection of recorded events next to the repository: ", err)
	}
}

// Every file of the collections reads without a fault but for those listed,
// which are unreadable or hold no records.
func TestRecorded_FaultsAreKnown(t *testing.T) {
	needRecorded(t)
	known := map[string]int{
		"policy-to-guess.json": 1, "event-config-rule-instance.json": 1, "event-config-rule-security-group.json": 1,
		"samples-large.json": 3, // edited by hand: braces too many at two places, too few at one
		// EventBridge events that CloudTrail did not record
		"ec2-duty-event.json": 1, "event-asg-instance-failed.json": 1, "event-instance-state.json": 1, "event-phd-ec2-retire.json": 1,
		"event-scheduled.json": 1, "event-securityhub-cloudtrail-finding-action.json": 1, "event-securityhub-iamkey-finding-action.json": 1,
		"event-securityhub-insight-2.json": 1, "event-securityhub-lambda-cross.json": 1, "iam-duty-event.json": 1, "sqs-discover.json": 1,
	}
	in, err := Open([]string{recorded}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	records, faults := drain(t, in)
	if len(records) < 9_000 {
		t.Errorf("only %d records", len(records))
	}
	for _, f := range faults {
		name := filepath.Base(f.Place.File)
		if strings.HasSuffix(name, ".cis.jsonl") || strings.HasSuffix(name, ".expect.jsonl") || errors.As(f.Err, new(*Foreign)) && !strings.HasSuffix(name, ".json") {
			continue // lists of what others found, licences
		}
		if known[name]--; known[name] < 0 {
			t.Errorf("not known: %v", f)
		}
	}
	for name, n := range known {
		if n > 0 {
			t.Errorf("%s: %d faults less than known", name, n)
		}
	}
}

// In files with one record a line the number of a record is the number of its
// line, and the bytes are those of the line.
func TestRecorded_NumbersAreLines(t *testing.T) {
	needRecorded(t)
	files, err := filepath.Glob(filepath.Join(recorded, "derived", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, ".cis.jsonl") || strings.HasSuffix(path, ".expect.jsonl") {
			continue // not records
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.Split(content, []byte("\n"))
		in, err := Open([]string{path}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		records, faults := drain(t, in)
		if len(faults) > 0 || len(records) != len(lines)-1 && len(content) > 0 {
			t.Errorf("%s: %d records, %d lines, faults %v", path, len(records), len(lines)-1, faults)
		}
		for i, r := range records {
			if r.Place != (cloudtrail.Place{File: path, N: i + 1}) || !bytes.Equal(r.JSON, bytes.TrimSpace(lines[i])) {
				t.Fatalf("%v is not line %d", r.Place, i+1)
			}
		}
		compareIDs(t, path, records)
	}
}

// compareIDs compares event IDs with those that others found in the same lines.
func compareIDs(t *testing.T, path string, records []cloudtrail.Record) {
	t.Helper()
	found, err := os.Open(strings.Replace(path, ".jsonl", ".cis.jsonl", 1))
	if err != nil {
		return // this file is such a list itself
	}
	defer found.Close()
	lines := bufio.NewScanner(found)
	for lines.Scan() {
		var line struct {
			Line    int
			EventID string
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if got := records[line.Line-1].EventID(); got != line.EventID {
			t.Errorf("%s:%d: event ID %q, want %q", path, line.Line, got, line.EventID)
		}
	}
}

// The extracted records of a collection are those that are read from its
// original files.
func TestRecorded_OriginalsGiveTheDerived(t *testing.T) {
	needRecorded(t)
	for derived, original := range map[string]string{
		"invictus_aws_dataset.jsonl": "invictus", "stratus_red_team.jsonl": "stratus-red-team", "otrf_ec2_proxy_s3_exfil.jsonl": "otrf", "plaso.jsonl": "plaso",
	} {
		want := compacted(t, filepath.Join(recorded, "derived", derived))
		got := compacted(t, filepath.Join(recorded, original))
		if len(got) < 6 || len(got) != len(want) {
			t.Errorf("%s: %d records, want %d", original, len(got), len(want))
		}
		for r, n := range want {
			if got[r] != n {
				t.Fatalf("%s: %d times, want %d: %.300s", original, got[r], n, r)
			}
		}
	}
}

// compacted counts the records under path by their content.
func compacted(t *testing.T, path string) map[string]int {
	t.Helper()
	in, err := Open([]string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	records, faults := drain(t, in)
	for _, f := range faults {
		if !errors.As(f.Err, new(*Foreign)) { // licences
			t.Error(f)
		}
	}
	n := map[string]int{}
	for _, r := range records {
		var v any
		if err := json.Unmarshal(r.JSON, &v); err != nil {
			t.Fatal(err)
		}
		same, err := json.Marshal(v) // keys in order
		if err != nil {
			t.Fatal(err)
		}
		n[string(same)]++
	}
	return n
}
