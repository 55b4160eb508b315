package handler

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
	"trailnotify/detector"
)

// detecting is a detector that remembers its batches.
type detecting struct {
	batches []detector.Report
	err     error
}

func (d *detecting) Detect(_ context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	report, err := looked(p)
	d.batches = append(d.batches, report)
	return report, errors.Join(err, d.err)
}

// looked reads a payload and reports what was in it.
func looked(p *cloudtrail.Payload) (r detector.Report, err error) {
	for _, err := range p.Records(nil) {
		_, rejected := errors.AsType[*cloudtrail.Fault](err)
		switch {
		case err == nil:
			r.Records++
		case rejected:
			r.Faults = append(r.Faults, err)
			r.Rejected++
		default:
			return detector.Report{}, err
		}
	}
	r.Newest = p.Newest()
	return r, nil
}

// subscribed wraps a decoded payload as CloudWatch Logs delivers it.
func subscribed(t *testing.T, payload string) []byte {
	t.Helper()
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write([]byte(payload))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	event, err := json.Marshal(map[string]any{"awslogs": map[string]any{"data": base64.StdEncoding.EncodeToString(zipped.Bytes())}})
	if err != nil {
		t.Fatal(err)
	}
	return event
}

const data = `{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"trail","logStream":"s","subscriptionFilters":["f"],"logEvents":[
	{"id":"1","timestamp":1772445432000,"message":"{\"eventID\":\"00000000-0001\",\"secret\":\"hunter2\"}"},
	{"id":"2","timestamp":1772445433000,"message":"hunter2, cut off"},
	{"id":"3","timestamp":1772445434000,"message":"{\"eventID\":\"00000000-0003\"}"}]}`

func TestInvoke(t *testing.T) {
	unavailable := errors.New("the table is unavailable")
	const null, unread, rejected = "null", `{"rejected_records":1}`, `{"rejected_payload":"`
	tests := map[string]struct {
		event   []byte
		fails   error // of the detector
		batches int
		want    string // the beginning of the response
		wantErr string
		wantLog string
	}{
		"data message":                        {subscribed(t, data), nil, 1, unread, "", `"records":2`},
		"control message":                     {subscribed(t, `{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Lambda function."}]}`), nil, 0, null, "", "control message"},
		"batch that can't be settled":         {subscribed(t, data), unavailable, 1, "", "the table is unavailable", "delivered again"},
		"payload that is not base64":          {[]byte(`{"awslogs":{"data":"!!!"}}`), nil, 0, rejected, "", "payload rejected"},
		"payload that is not gzip":            {[]byte(`{"awslogs":{"data":"aGVsbG8="}}`), nil, 0, rejected, "", `"bytes":8,"sha256":"`},
		"payload that is empty":               {[]byte(`{"awslogs":{"data":""}}`), nil, 0, rejected, "", "payload rejected"},
		"payload of another shape":            {subscribed(t, `{"detail-type":"Scheduled Event"}`), nil, 0, "", "DATA_MESSAGE", ""},
		"event of another source":             {[]byte(`{"source":"aws.events"}`), nil, 0, "", "event of unknown shape", ""},
		"event that is not JSON":              {[]byte(`hello`), nil, 0, "", "event of unknown shape", ""},
		"event that is null":                  {[]byte(`null`), nil, 0, "", "event of unknown shape", ""},
		"awslogs that is null":                {[]byte(`{"awslogs":null}`), nil, 0, "", "event of unknown shape", ""},
		"data of another type than a string":  {[]byte(`{"awslogs":{"data":{"a":1}}}`), nil, 0, "", "event of unknown shape", ""},
		"payload with a member of wrong type": {subscribed(t, `{"messageType":"DATA_MESSAGE","logEvents":7}`), nil, 0, "", "array of logEvents", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := &detecting{err: test.fails}
			var log bytes.Buffer
			response, err := New(d, slog.New(slog.NewJSONHandler(&log, nil))).Invoke(context.Background(), test.event)
			switch {
			case test.wantErr == "" && (err != nil || !strings.HasPrefix(string(response), test.want)):
				t.Errorf("response %s, error %v, want %s", response, err, test.want)
			case test.wantErr != "" && (err == nil || !strings.Contains(err.Error(), test.wantErr)):
				t.Errorf("error %v, want one with %q", err, test.wantErr)
			}
			if len(d.batches) != test.batches {
				t.Errorf("%d batches, want %d", len(d.batches), test.batches)
			}
			if !strings.Contains(log.String(), test.wantLog) {
				t.Errorf("want %s in the log:\n%s", test.wantLog, log.String())
			}
		})
	}
}

// What comes beside the data of an event does not get into it.
func TestInvoke_MoreThanData(t *testing.T) {
	event := bytes.Replace(subscribed(t, data), []byte(`"}}`), []byte(`","more":"x"}}`), 1)
	d := &detecting{}
	if _, err := New(d, slog.New(slog.DiscardHandler)).Invoke(context.Background(), event); err != nil {
		t.Fatal(err)
	}
	if len(d.batches) != 1 || d.batches[0].Records != 2 {
		t.Errorf("batches %+v", d.batches)
	}
}

// A payload that turns out to be broken behind its first log events is as bad
// the next time.
func TestInvoke_BrokenPayloadIsRejected(t *testing.T) {
	var log bytes.Buffer
	h := New(failing{}, slog.New(slog.NewJSONHandler(&log, nil)))
	var got Measures
	h.Measure = func(m Measures) { got = m }
	if _, err := h.Invoke(context.Background(), subscribed(t, strings.TrimSuffix(data, "]}"))); err != nil {
		t.Fatal(err)
	}
	if got.RejectedPayloads != 1 || got.Records != 0 {
		t.Errorf("measures %+v, want one payload rejected and nothing else", got)
	}
	if lines := strings.Count(log.String(), "\n"); lines != 1 || !strings.Contains(log.String(), "payload rejected") {
		t.Errorf("want one line in the log:\n%s", log.String())
	}
}

func TestInvoke_UnreadableRecordDoesNotDropItsBatch(t *testing.T) {
	d := &detecting{}
	if _, err := New(d, slog.New(slog.DiscardHandler)).Invoke(context.Background(), subscribed(t, data)); err != nil {
		t.Fatal(err)
	}
	if r := d.batches[0]; r.Records != 2 || r.Rejected != 1 {
		t.Errorf("batch of %d records and %d rejected", r.Records, r.Rejected)
	}
}

// What is in a record belongs into an alert, never into the function's log.
func TestInvoke_LogsNoContent(t *testing.T) {
	var log bytes.Buffer
	h := New(&detecting{}, slog.New(slog.NewJSONHandler(&log, nil)))
	if _, err := h.Invoke(context.Background(), subscribed(t, data)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(log.String(), "hunter2") {
		t.Errorf("content in the log:\n%s", log.String())
	}
	if !strings.Contains(log.String(), "log event rejected") || !strings.Contains(log.String(), "record 2") {
		t.Errorf("the rejected log event is not named:\n%s", log.String())
	}
}
