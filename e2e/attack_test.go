package e2e

import (
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/e2e/stand"
)

// inRoot returns the path of a file or directory of the checkout.
func inRoot(t *testing.T, path string) string {
	t.Helper()
	root, err := stand.Root()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, path)
}

// event reads an event from testdata/payloads.
func event(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(inRoot(t, "testdata/payloads/"+name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// expected is an alert that must be found in testdata/sample, and in the event "attack".
type expected struct {
	Rule        string
	Threshold   int
	WindowStart time.Time `json:"window_start"`
	WindowEnd   time.Time `json:"window_end"`
	Count       int       // matches in the best span: an alert that is sent before the last of them says less
}

func expectedAlerts(t *testing.T) []expected {
	t.Helper()
	text, err := os.ReadFile(inRoot(t, "testdata/sample.expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Alerts []expected }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Alerts) == 0 {
		t.Fatal("no alert is expected: a test could not fail")
	}
	return file.Alerts
}

// sampleDay reads the records of testdata/sample, in the order of their times.
func sampleDay(t *testing.T) []string {
	t.Helper()
	var records []string
	for _, path := range sampleFiles(t) {
		records = append(records, delivered(t, path)...)
	}
	slices.SortStableFunc(records, func(a, b string) int { return strings.Compare(timeOf(t, a), timeOf(t, b)) })
	return records
}

// story reads the records of testdata/sample around the attack.
func story(t *testing.T) []string {
	t.Helper()
	const from, to = "2026-11-17T16:45", "2026-11-17T18:00"
	records := slices.DeleteFunc(sampleDay(t), func(record string) bool {
		at := timeOf(t, record)
		return at < from || at >= to
	})
	if len(records) < 50 {
		t.Fatalf("the story has only %d records", len(records))
	}
	return records
}

// timeOf returns the eventTime of a record.
func timeOf(t *testing.T, record string) string {
	t.Helper()
	var r struct{ EventTime string }
	if err := json.Unmarshal([]byte(record), &r); err != nil {
		t.Fatal(err)
	}
	return r.EventTime
}

func sampleFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(inRoot(t, "testdata/sample"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json.gz") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// delivered reads the records of one file as CloudTrail delivers it to S3.
func delivered(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Records []json.RawMessage }
	if err := json.NewDecoder(plain).Decode(&file); err != nil {
		t.Fatal(err)
	}
	records := make([]string, len(file.Records))
	for i, r := range file.Records {
		records[i] = string(r)
	}
	return records
}
