package traffic

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var sinkConfig = Config{Seed: 2, Days: 2, Records: 3000, Duplicates: .02}

// fill writes all records of a configuration and returns their lines, sorted.
func fill(t testing.TB, sink Sink, c Config) []string {
	t.Helper()
	g := generator(t, c)
	for r := range g.Records() {
		if err := sink.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	return sortedLines(text(g))
}

func sortedLines(text string) []string {
	return slices.Sorted(strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n"))
}

var deliveryPattern = regexp.MustCompile(`^AWSLogs/(\d{12})/CloudTrail/([a-z0-9-]+)/(\d{4})/(\d\d)/(\d\d)/(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{8}T\d{4}Z)_([A-Za-z0-9]{16})\.json(\.gz)?$`)

func TestS3_FilesAreNamedAndFilledAsDelivered(t *testing.T) {
	for _, level := range []int{0, 1} {
		t.Run(fmt.Sprintf("level %d", level), func(t *testing.T) {
			dir := t.TempDir()
			want := fill(t, NewS3(Files{Dir: dir, Level: level, Every: time.Hour}), sinkConfig)
			var got []string
			for name, data := range files(t, dir) {
				if level > 0 {
					data = gunzip(t, data)
				}
				got = append(got, checkDelivery(t, name, data)...)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%d records read back, %d written", len(got), len(want))
			}
		})
	}
}

// checkDelivery checks a delivery file against its name and returns its records.
func checkDelivery(t *testing.T, name string, data []byte) []string {
	t.Helper()
	m := deliveryPattern.FindStringSubmatch(name)
	if m == nil {
		t.Fatalf("file name %s", name)
	}
	at, err := time.Parse("20060102T1504Z", m[8])
	if err != nil || m[1] != m[6] || m[2] != m[7] || at.Format("2006 01 02") != m[3]+" "+m[4]+" "+m[5] {
		t.Errorf("parts of the name disagree: %s", name)
	}
	var content struct{ Records []json.RawMessage }
	if err := json.Unmarshal(data, &content); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var records []string
	for _, r := range content.Records {
		f := decode(t, r)
		if f.AWSRegion != m[2] {
			t.Errorf("%s has a record of %s", name, f.AWSRegion)
		}
		if f.EventTime >= at.Format(time.RFC3339) {
			t.Errorf("%s has a record of %s", name, f.EventTime)
		}
		records = append(records, string(r))
	}
	return records
}

func TestS3_TimesAscendWithoutDuplicates(t *testing.T) {
	dir := t.TempDir()
	c := sinkConfig
	c.NoStory, c.Duplicates = true, 0
	fill(t, NewS3(Files{Dir: dir, Every: time.Hour}), c)
	for name, data := range files(t, dir) {
		var content struct{ Records []fields }
		if err := json.Unmarshal(data, &content); err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(content.Records, func(a, b fields) int { return strings.Compare(a.EventTime, b.EventTime) }) {
			t.Errorf("%s is not in the order of time", name)
		}
	}
}

func TestS3_FileEndsBeforeTheTimeInItsName(t *testing.T) {
	dir := t.TempDir()
	sink := NewS3(Files{Dir: dir, Every: 5 * time.Minute})
	for _, second := range []int{0, 299, 300, 301, 299, 600} {
		if err := sink.Write(Record{JSON: []byte(`{}`), Time: first.Add(time.Duration(second) * time.Second), Region: HomeRegion}); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, data := range files(t, dir) {
		got[deliveryPattern.FindStringSubmatch(name)[8]] = string(data)
	}
	want := map[string]string{ // the second 299 is late, as a duplicate is
		"20261117T0005Z": `{"Records":[{},{}]}`,
		"20261117T0010Z": `{"Records":[{},{},{}]}`,
		"20261117T0015Z": `{"Records":[{}]}`,
	}
	if !maps.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
}

func TestS3_FullFilesGoOnInAnother(t *testing.T) {
	dir := t.TempDir()
	c := Config{Seed: 2, Days: 1, Records: fullFile + 5000, NoStory: true}
	want := fill(t, NewS3(Files{Dir: dir, Every: 24 * time.Hour}), c)
	read, home := 0, 0
	for name, data := range files(t, dir) {
		records := len(checkDelivery(t, name, data))
		if records > fullFile {
			t.Errorf("%s has %d records", name, records)
		}
		read += records
		if strings.Contains(name, HomeRegion) {
			home++
		}
	}
	if read != len(want) || home != 2 {
		t.Errorf("%d of %d records read back, %d files of the home region, want 2", read, len(want), home)
	}
}

func TestLines(t *testing.T) {
	var plain, zipped bytes.Buffer
	want := fill(t, NewLines(&plain), sinkConfig)
	if got := sortedLines(plain.String()); !slices.Equal(got, want) {
		t.Errorf("%d lines read back, %d written", len(got), len(want))
	}
	sink, err := NewZippedLines(&zipped, 1)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, sink, sinkConfig)
	if !bytes.Equal(gunzip(t, zipped.Bytes()), plain.Bytes()) {
		t.Error("zipped lines differ from plain ones")
	}
}

func TestLineFiles_OneADay(t *testing.T) {
	dir := t.TempDir()
	want := fill(t, NewLineFiles(Files{Dir: dir, Level: 1}), sinkConfig)
	all := files(t, dir)
	names := slices.Sorted(maps.Keys(all))
	if !slices.Equal(names, []string{"cloudtrail-2026-11-17.jsonl.gz", "cloudtrail-2026-11-18.jsonl.gz"}) {
		t.Fatalf("files %v", names)
	}
	got := sortedLines(string(gunzip(t, all[names[0]])) + string(gunzip(t, all[names[1]])))
	if !slices.Equal(got, want) {
		t.Errorf("%d lines read back, %d written", len(got), len(want))
	}
}

func TestPayloads_KeepTheirLimits(t *testing.T) {
	var out bytes.Buffer
	want := fill(t, NewPayloads(&out, Payloads{Records: 7, Every: time.Minute, Level: 1}), sinkConfig)
	var got []string
	ids := map[string]bool{}
	for line := range strings.SplitSeq(strings.TrimSuffix(out.String(), "\n"), "\n") {
		b := openPayload(t, line)
		if len(b.LogEvents) == 0 || len(b.LogEvents) > 7 || b.MessageType != "DATA_MESSAGE" || b.Owner != Account || b.LogGroup != LogGroup {
			t.Fatalf("payload %+v", b)
		}
		for _, e := range b.LogEvents {
			if len(e.ID) != 56 {
				t.Errorf("log event ID %s", e.ID)
			}
			ids[e.ID] = true
			got = append(got, e.Message)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%d records read back, %d written", len(got), len(want))
	}
	if distinct := len(slices.Compact(slices.Clone(want))); len(ids) != distinct {
		t.Errorf("%d log event IDs for %d different records", len(ids), distinct)
	}
}

func TestPayloadFiles(t *testing.T) {
	dir := t.TempDir()
	want := fill(t, NewPayloadFiles(dir, Payloads{Records: 500, Every: 24 * time.Hour, Level: 1}), sinkConfig)
	n := 0
	for _, event := range files(t, dir) {
		n += len(openPayload(t, string(event)).LogEvents)
	}
	if n != len(want) {
		t.Errorf("%d records read back, %d written", n, len(want))
	}
}

func openPayload(t testing.TB, event string) subscriptionBatch {
	t.Helper()
	var outer struct{ AWSLogs struct{ Data []byte } }
	var b subscriptionBatch
	if err := json.Unmarshal([]byte(event), &outer); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(gunzip(t, outer.AWSLogs.Data), &b); err != nil {
		t.Fatal(err)
	}
	return b
}
