package detector

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
)

// opened opens a payload of this JSON.
func opened(t *testing.T, text string) *cloudtrail.Payload {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := new(cloudtrail.Decoder).Open([]byte(base64.StdEncoding.EncodeToString(b.Bytes())))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const payloadHead = `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"/aws/trail/of-this-batch","logStream":"s","logEvents":[`

// logEvents are log events of these messages, in the usual form.
func logEvents(t *testing.T, messages ...string) string {
	t.Helper()
	type logEvent struct {
		ID        string `json:"id"`
		Timestamp int64  `json:"timestamp"`
		Message   string `json:"message"`
	}
	var events []string
	for i, m := range messages {
		text, err := json.Marshal(logEvent{"3", 1772445432000 + int64(i), m})
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, string(text))
	}
	return strings.Join(events, ",")
}

// payload opens a payload of these messages.
func payload(t *testing.T, messages ...string) *cloudtrail.Payload {
	t.Helper()
	return opened(t, payloadHead+logEvents(t, messages...)+"]}")
}

// Whether a record is matched in its string or taken out before, and whether it
// is plain or not, the outcome is the same.
func TestDetect_EqualsDetectBatch(t *testing.T) {
	lines := []string{
		denial(1, 0, "a"), `{"eventName":"GetUser"}`, denial(2, 1, "a"),
		strings.Replace(denial(3, 2, "a"), `"errorCode":`, ` "errorCode" : `, 1),
		strings.Replace(denial(4, 3, "a"), "AccessDenied", `Access\u0044enied`, 1),
		strings.Replace(denial(5, 4, "a"), `{`, `{"policy":"{\"a\":[1]}",`, 1),
		denial(6, 5, "b"), `{"eventID":"00000000-0007","errorCode":"AccessDenied"}`,
		`{"eventID":"00000000-0008","eventTime":"2026-03-02T09:57:00Z","errorCode":"AccessDenied","sourceIPAddress":"delivery.logs.amazonaws.com"}`,
	}
	var want, got published
	wantReport, err := inMemory(load(t, denied), &want).DetectBatch(context.Background(), records(lines...))
	if err != nil {
		t.Fatal(err)
	}
	report, err := inMemory(load(t, denied), &got).Detect(context.Background(), payload(t, lines...))
	if err != nil {
		t.Fatal(err)
	}
	if newest := time.UnixMilli(1772445432000 + int64(len(lines)) - 1); !report.Newest.Equal(newest) {
		t.Errorf("newest %v, want %v", report.Newest, newest)
	}
	report.Newest = time.Time{}
	wantReport.Matches, wantReport.Uncounted = wantReport.Matches+1, 0 // the time of the log event counts
	wantReport.Rules = map[string]RuleReport{"Denied": {Matches: 7, Excepted: 1, Alerts: wantReport.Alerts}}
	if diff := cmp.Diff(wantReport, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want.alerts, got.alerts, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(alert.Alert{})); diff != "" || len(got.alerts) == 0 {
		t.Errorf("%d alerts (-want +got):\n%s", len(got.alerts), diff)
	}
}

// A log event with more members than usual is read as a whole: of two messages
// the last one counts.
func TestDetect_ReadsUnusualLogEvents(t *testing.T) {
	var p published
	unusual := strings.Replace(logEvents(t, denial(1, 0, "a")), `"message":`, `"message":"{\"a\":1}","message":`, 1)
	later := `{"message":"{}","timestamp":1772445433000}`
	report, err := inMemory(load(t, denied), &p).Detect(context.Background(), opened(t, payloadHead+unusual+","+logEvents(t, denial(2, 1, "a"))+","+later+"]}"))
	if newest := time.UnixMilli(1772445433000); !report.Newest.Equal(newest) {
		t.Errorf("newest %v, want %v", report.Newest, newest)
	}
	if err != nil || report.Records != 3 || report.Matches != 2 || len(p.alerts) != 1 {
		t.Errorf("report %+v, error %v, alerts %+v", report, err, p.alerts)
	}
}

func TestDetect_UnreadableRecordDoesNotDropItsBatch(t *testing.T) {
	var p published
	report, err := inMemory(load(t, denied), &p).Detect(context.Background(),
		payload(t, denial(1, 0, "a"), "hello", `{"cut":"off`, denial(2, 1, "a"), `{"a":1}{"b":2}`))
	if err != nil || report.Records != 2 || report.Rejected != 3 || len(report.Faults) != 3 || len(p.alerts) != 1 {
		t.Errorf("report %+v, error %v, alerts %+v", report, err, p.alerts)
	}
	var fault *cloudtrail.Fault
	if !errors.As(report.Faults[2], &fault) || fault.Place.N != 5 {
		t.Errorf("fault %v, want one of record 5", report.Faults[2])
	}
}

// Of a payload that is broken behind a match, nothing is counted.
func TestDetect_BrokenPayload(t *testing.T) {
	var p published
	d := inMemory(load(t, denied), &p)
	text := payloadHead + logEvents(t, denial(1, 0, "a"), denial(2, 1, "a"))
	report, err := d.Detect(context.Background(), opened(t, text))
	var broken *cloudtrail.PayloadError
	if !errors.As(err, &broken) || report.Records != 0 || len(p.alerts) != 0 {
		t.Errorf("report %+v, error %v, alerts %+v", report, err, p.alerts)
	}
}
