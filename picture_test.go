package trailnotify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/detector"
	"trailnotify/rules"
	"trailnotify/window/memory"
)

// update writes docs/alert.json anew, see `make picture`.
var update = flag.Bool("update", false, "write docs/alert.json anew")

// The alert that docs/alert.svg is drawn from is one of the sample attack, as
// the function publishes it to a topic of chat.
func TestPicture_ShowsARealAlert(t *testing.T) {
	const file = "docs/alert.json"
	var want bytes.Buffer
	encoder := json.NewEncoder(&want)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(alertOfSample(t, "UnauthorizedAPICalls").Chat(alert.Reader{})); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what the function publishes: run make picture\n%s", file, want.String())
	}
}

// alertOfSample is the only alert of a rule on the sample.
func alertOfSample(t *testing.T, rule string) alert.Alert {
	t.Helper()
	set, err := rules.Builtin("default")
	if err == nil {
		set, err = set.Override(nil, []string{"ap-northeast-1"})
	}
	if err != nil {
		t.Fatal(err)
	}
	var found []alert.Alert
	publish := func(_ context.Context, a alert.Alert) error {
		if a.Rule == rule {
			found = append(found, a)
		}
		return nil
	}
	d := detector.New(set, memory.NewCounter(24*time.Hour), publish, alert.Deployment{
		Region: "ap-northeast-1", Accounts: map[string]string{"111122223333": "prod"},
	})
	for _, batch := range deliveries(t, "testdata/sample") {
		if _, err := d.DetectBatch(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d alerts of %s on the sample, want 1", len(found), rule)
	}
	return found[0]
}

// deliveries are the records of a directory, a batch for each file in the order
// of delivery.
func deliveries(t *testing.T, dir string) []cloudtrail.Batch {
	t.Helper()
	in, err := history.Open([]string{dir}, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var batches []cloudtrail.Batch
	file := ""
	for record, err := range in.Records() {
		if err != nil {
			t.Fatal(err)
		}
		if record.Place.File != file {
			file = record.Place.File
			batches = append(batches, cloudtrail.Batch{LogGroup: "/aws/trail/main"})
		}
		last := &batches[len(batches)-1]
		last.Records = append(last.Records, record)
	}
	return batches
}
