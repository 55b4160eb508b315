package traffic

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// files reads all files below a directory, by path.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		all[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func gunzip(t testing.TB, data []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSample_IsReproducible(t *testing.T) {
	dir := t.TempDir()
	if err := WriteSample(dir); err != nil {
		t.Fatal(err)
	}
	want, got := files(t, dir), files(t, testdata)
	for name := range got {
		if _, ok := want[name]; !ok && (strings.HasPrefix(name, "sample/") || strings.HasPrefix(name, "payloads/")) {
			t.Errorf("testdata/%s is not written by the generator", name)
		}
	}
	for name, text := range want {
		switch committed, ok := got[name]; {
		case !ok:
			t.Errorf("testdata/%s is missing: run `make sample`", name)
		case bytes.Equal(committed, text):
		case strings.HasSuffix(name, ".gz") && bytes.Equal(gunzip(t, committed), gunzip(t, text)):
			t.Errorf("testdata/%s has the same content, compressed differently: another version of Go? run `make sample`", name)
		default:
			t.Errorf("testdata/%s differs from what the generator writes: run `make sample`", name)
		}
	}
}

func TestSample_IsSmall(t *testing.T) {
	total := 0
	for _, text := range files(t, testdata) {
		total += len(text)
	}
	if total > 600_000 {
		t.Errorf("testdata has %d bytes, want at most 600,000", total)
	}
}

func TestSample_DeliveryFilesHoldEveryRecord(t *testing.T) {
	deliveries := 0
	for range generator(t, SampleConfig).Records() {
		deliveries++
	}
	regions, read := map[string]bool{}, 0
	for name, data := range files(t, testdata+"/sample") {
		if mtime := data[4:8]; !bytes.Equal(mtime, make([]byte, 4)) {
			t.Errorf("%s carries a time", name)
		}
		var content struct{ Records []fields }
		if err := json.Unmarshal(gunzip(t, data), &content); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		read += len(content.Records)
		region := strings.Split(name, "/")[3]
		regions[region] = true
		for _, f := range content.Records {
			if f.AWSRegion != region {
				t.Errorf("%s has a record of %s", name, f.AWSRegion)
			}
		}
	}
	if read != deliveries {
		t.Errorf("the files hold %d records, want %d", read, deliveries)
	}
	if len(regions) != 3 || !regions[HomeRegion] || !regions[globalRegion] || !regions[otherRegion] {
		t.Errorf("regions %v", regions)
	}
}

func TestSample_Payloads(t *testing.T) {
	for name, event := range files(t, testdata+"/payloads") {
		t.Run(name, func(t *testing.T) {
			if got, want := describe(event), map[string]string{
				"attack.json":             "DATA_MESSAGE of 111122223333, 38 records",
				"ordinary.json":           "DATA_MESSAGE of 111122223333, 40 records",
				"control-message.json":    "CONTROL_MESSAGE of CloudwatchLogs, 0 records, 1 other",
				"unreadable-message.json": "DATA_MESSAGE of 111122223333, 2 records, 1 other",
				"truncated-gzip.json":     "gzip: unexpected EOF",
				"not-json.json":           "JSON: invalid",
				"not-gzip.json":           "gzip: gzip: invalid header",
				"not-base64.json":         "base64: invalid",
				"unknown-shape.json":      "no payload",
			}[name]; got != want {
				t.Errorf("is %q, want %q", got, want)
			}
		})
	}
}

// describe decodes a Lambda event as far as it goes.
func describe(event []byte) string {
	var outer struct{ AWSLogs struct{ Data string } }
	if err := json.Unmarshal(event, &outer); err != nil {
		return "event: " + err.Error()
	}
	if outer.AWSLogs.Data == "" {
		return "no payload"
	}
	compressed, err := base64.StdEncoding.DecodeString(outer.AWSLogs.Data)
	if err != nil {
		return "base64: invalid"
	}
	zip, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return "gzip: " + err.Error()
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		return "gzip: " + err.Error()
	}
	var b subscriptionBatch
	if err := json.Unmarshal(text, &b); err != nil {
		return "JSON: invalid"
	}
	records, other := 0, ""
	for _, e := range b.LogEvents {
		if json.Valid([]byte(e.Message)) {
			records++
		} else {
			other = ", 1 other"
		}
	}
	return fmt.Sprintf("%s of %s, %d records%s", b.MessageType, b.Owner, records, other)
}
