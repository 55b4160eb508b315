package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/cli"
)

// An event is a record with the time that it is of.
type event struct {
	at   time.Time
	json string
}

// logged is when CloudTrail handed the record to CloudWatch Logs. A log event
// from before its record would count at another time.
func (e event) logged() time.Time { return e.at.Add(3 * time.Minute) }

// randomHistory makes records over two days, a third of which some rule
// matches, in order of time.
func randomHistory(r *rand.Rand, n int) []event {
	calls := []string{"cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "iam:PutRolePolicy", "ec2:CreateRoute", "s3:PutBucketPolicy", "iam:GetUser"}
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	all := make([]event, n)
	for i := range all {
		// In bursts, so that windows fill and quiet times matter.
		at := start.Add(time.Duration(r.IntN(24))*2*time.Hour + time.Duration(r.IntN(900))*time.Second)
		source, name, _ := strings.Cut(calls[r.IntN(len(calls))], ":")
		failure := ""
		if r.IntN(2) == 0 {
			failure = `"errorCode":"AccessDenied",`
		}
		kind := "IAMUser"
		if r.IntN(20) == 0 {
			kind = "Root"
		}
		all[i] = event{at, fmt.Sprintf(`{"eventVersion":"1.09","userIdentity":{"type":%q,"arn":"arn:aws:iam::111122223333:user/u%d"},"eventTime":%q,"eventSource":"%s.amazonaws.com","eventName":%q,%s"awsRegion":"eu-west-1","eventID":"%08d-0000-4000-8000-000000000000"}`,
			kind, r.IntN(3), at.Format(time.RFC3339), source, name, failure, i)}
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all
}

// ways are forms in which some records may be kept.
var ways = []func(part []event) (ending string, content []byte){
	func(part []event) (string, []byte) { return ".jsonl", []byte(joined(part, "%s\n", plainText)) },
	func(part []event) (string, []byte) {
		return ".json.gz", gzipped([]byte(`{"Records":[` + commas(part, "%s", plainText) + `]}`))
	},
	func(part []event) (string, []byte) {
		return ".json", []byte(`{"Events":[` + commas(part, `{"EventId":"x","CloudTrailEvent":%s}`, quotedText) + `]}`)
	},
	func(part []event) (string, []byte) {
		return "", []byte(`{"events":[` + commas(part, `{"timestamp":%t,"message":%s}`, quotedText) + `]}`)
	},
	func(part []event) (string, []byte) {
		return ".csv", []byte("@timestamp,@message\n" + joined(part, "1,%s\n", func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }))
	},
	func(part []event) (string, []byte) {
		return ".ndjson", []byte(joined(part, `{"detail-type":"AWS API Call via CloudTrail","detail":%s}`+"\n", plainText))
	},
	func(part []event) (string, []byte) {
		var b cloudtrail.Batch
		for _, e := range part {
			b.Records = append(b.Records, cloudtrail.Record{JSON: []byte(e.json), Logged: e.logged()})
		}
		payload, err := cloudtrail.EncodePayload(b)
		if err != nil {
			panic(err)
		}
		return ".txt", payload
	},
	func(part []event) (string, []byte) {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		f, err := w.Create("history")
		if err == nil {
			_, err = f.Write([]byte(joined(part, "%s\n", plainText)))
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			panic(err)
		}
		return ".zip", b.Bytes()
	},
}

func plainText(s string) string { return s }

func quotedText(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func joined(part []event, format string, how func(string) string) string {
	var b strings.Builder
	for _, e := range part {
		text := strings.Replace(format, "%t", strconv.FormatInt(e.logged().UnixMilli(), 10), 1)
		b.WriteString(strings.Replace(text, "%s", how(e.json), 1))
	}
	return b.String()
}

func commas(part []event, format string, how func(string) string) string {
	return strings.TrimSuffix(joined(part, format+",", how), ",")
}

func gzipped(b []byte) []byte {
	var to bytes.Buffer
	w := gzip.NewWriter(&to)
	_, err := w.Write(b)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return to.Bytes()
}

// scattered writes a history in random forms to random files and returns paths
// that together are all of it. Some records are in two files.
func scattered(t *testing.T, r *rand.Rand, history []event) []string {
	t.Helper()
	dir := t.TempDir()
	shuffled := slices.Clone(history)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	shuffled = append(shuffled, shuffled[:r.IntN(20)]...)
	var paths []string
	for n := 0; len(shuffled) > 0; n++ {
		size := min(1+r.IntN(len(history)/4), len(shuffled))
		part := shuffled[:size]
		shuffled = shuffled[size:]
		ending, content := ways[r.IntN(len(ways))](part)
		name := fmt.Sprintf("%d%s", n, ending)
		if r.IntN(2) == 0 { // delivered minutes or days later than its records
			newest := slices.MaxFunc(part, func(a, b event) int { return a.at.Compare(b.at) }).at
			delivered := newest.Add(time.Duration(r.IntN(1+r.IntN(5000))) * time.Minute)
			name = fmt.Sprintf("111122223333_CloudTrail_eu-west-1_%s_%d%s", delivered.Format("20060102T1504Z"), n, ending)
		}
		path := filepath.Join(dir, fmt.Sprint(r.IntN(3)), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	if r.IntN(2) == 0 {
		return []string{dir}
	}
	r.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
	return paths
}

// printed runs replay on a number of cores and returns what it prints.
func printed(t *testing.T, cores int, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"replay", "--format", "json", "--home-region", "eu-west-1"}, args...)
	if code := run(context.Background(), args, cli.Process{Stdout: &stdout, Stderr: &stderr, Workers: cores}); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	return stdout.String()
}

// The alerts of a history are those of its records in order of time, in
// whatever form, order and files it is kept, on any number of cores, and with
// so little memory that most of it goes to disk.
func TestReplay_TheOrderOfTheInputChangesNothing(t *testing.T) {
	alerts := 0
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 7))
		history := randomHistory(r, 300+r.IntN(300))
		whole := filepath.Join(t.TempDir(), "whole.jsonl")
		if err := os.WriteFile(whole, []byte(joined(history, "%s\n", plainText)), 0o600); err != nil {
			t.Fatal(err)
		}
		want := printed(t, 1, whole)
		alerts += strings.Count(want, "\n")
		for _, memory := range []string{"256MB", "64KB"} {
			for _, cores := range []int{1, 4} {
				args := append([]string{"--memory", memory}, scattered(t, r, history)...)
				if got := printed(t, cores, args...); got != want {
					t.Fatalf("seed %d, %s, %d cores, %v: other alerts\n%s\nwant\n%s", seed, memory, cores, args, got, want)
				}
			}
		}
	}
	if alerts < 200 {
		t.Errorf("only %d alerts: too few to prove anything", alerts)
	}
}
