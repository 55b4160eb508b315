package handler

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/cloudtrail"
	"trailnotify/detector"
)

// failing is a detector that can't settle the batches of some log groups.
type failing struct{ groups map[string]bool }

func (f failing) Detect(_ context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	if f.groups[p.LogGroup] {
		return detector.Report{}, errors.New("the table is unavailable")
	}
	report, err := looked(p)
	report.Rules = map[string]detector.RuleReport{"R": {Matches: 1}}
	return report, err
}

// payloadOf is a payload of one record from a log group.
func payloadOf(t *testing.T, group string) string {
	t.Helper()
	event := subscribed(t, fmt.Sprintf(`{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":%q,"logStream":"s","subscriptionFilters":[],"logEvents":[{"id":"1","timestamp":1772445432000,"message":"{}"},{"id":"2","timestamp":1772445432000,"message":"no JSON"}]}`, group))
	var e subscriptionEvent
	if err := json.Unmarshal(event, &e); err != nil {
		t.Fatal(err)
	}
	return e.AWSLogs.Data
}

type subscriptionEvent struct {
	AWSLogs struct {
		Data string `json:"data"`
	} `json:"awslogs"`
}

func subscription(data string) string { return fmt.Sprintf(`{"awslogs":{"data":%q}}`, data) }

func envelope(event string) string {
	return fmt.Sprintf(`{"version":"1.0","requestContext":{"condition":"RetriesExhausted"},"requestPayload":%s,"responsePayload":null}`, event)
}

func sqsEvent(t *testing.T, bodies ...string) []byte {
	t.Helper()
	var records []map[string]any
	for i, body := range bodies {
		records = append(records, map[string]any{"eventSource": "aws:sqs", "messageId": fmt.Sprint("m", i), "body": body})
	}
	return marshal(t, map[string]any{"Records": records})
}

func kinesisEvent(t *testing.T, payloads ...string) []byte {
	t.Helper()
	var records []map[string]any
	for i, data := range payloads {
		records = append(records, map[string]any{"eventSource": "aws:kinesis", "kinesis": map[string]any{"sequenceNumber": fmt.Sprint(100 + i), "data": data}})
	}
	return marshal(t, map[string]any{"Records": records})
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// failures are the items that a response names.
func failures(t *testing.T, response []byte) []string {
	t.Helper()
	var r struct {
		BatchItemFailures []struct {
			ItemIdentifier string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if err := json.Unmarshal(response, &r); err != nil {
		t.Fatalf("response %s: %v", response, err)
	}
	items := []string{}
	for _, f := range r.BatchItemFailures {
		items = append(items, f.ItemIdentifier)
	}
	return items
}

func TestInvoke_RetryQueue(t *testing.T) {
	good, bad := payloadOf(t, "good"), payloadOf(t, "bad")
	event := sqsEvent(t,
		envelope(subscription(good)),           // m0: what Lambda puts into the queue
		envelope(subscription(bad)),            // m1: can't be settled
		subscription(good),                     // m2: an event by itself
		envelope(envelope(subscription(good))), // m3: failed twice
		envelope(subscription("aGVsbG8=")),     // m4: bad data is acknowledged
		`{"some":"thing else"}`,                // m5: left to the dead-letter queue
		`not JSON`,                             // m6
		envelope(`{"Records":[]}`),             // m7
		`null`,                                 // m8
	)
	response, err := New(failing{map[string]bool{"bad": true}}, quiet()).Invoke(context.Background(), event)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"m1", "m5", "m6", "m7", "m8"}, failures(t, response)); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}

func TestInvoke_Stream(t *testing.T) {
	good, bad := payloadOf(t, "good"), payloadOf(t, "bad")
	poison := base64.StdEncoding.EncodeToString([]byte("not gzip"))
	var shape subscriptionEvent
	if err := json.Unmarshal(subscribed(t, `{"some":"thing else"}`), &shape); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		payloads []string
		want     []string
		rejected int
	}{
		"all settled":                    {[]string{good, good}, []string{}, 0},
		"the first of those that failed": {[]string{good, bad, good, bad}, []string{"101"}, 0},
		"poison does not hold the shard": {[]string{poison, shape.AWSLogs.Data, "", good}, []string{}, 3},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := New(failing{map[string]bool{"bad": true}}, quiet())
			var got Measures
			h.Measure = func(m Measures) { got = m }
			response, err := h.Invoke(context.Background(), kinesisEvent(t, test.payloads...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, failures(t, response)); diff != "" {
				t.Errorf("failures (-want +got):\n%s", diff)
			}
			if got.RejectedPayloads != test.rejected {
				t.Errorf("%d payloads rejected, want %d", got.RejectedPayloads, test.rejected)
			}
		})
	}
}

// What is not begun in time comes again; nothing is cut off half way.
func TestInvoke_StopsBeforeTheDeadline(t *testing.T) {
	good := payloadOf(t, "good")
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	deadline, _ := ctx.Deadline()
	for source, event := range map[string][]byte{"m0,m1": sqsEvent(t, subscription(good), subscription(good)), "100": kinesisEvent(t, good, good)} {
		h := New(failing{}, quiet())
		h.Now = func() time.Time { return deadline.Add(-time.Second) }
		response, err := h.Invoke(ctx, event)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(failures(t, response), ","); got != source {
			t.Errorf("failures %s, want %s", got, source)
		}
		h.Now = func() time.Time { return deadline.Add(-time.Minute) }
		if response, err = h.Invoke(ctx, event); err != nil || len(failures(t, response)) != 0 {
			t.Errorf("response %s, error %v with a minute left", response, err)
		}
	}
}

func TestInvoke_MixedOrUnknownRecords(t *testing.T) {
	for _, event := range []string{
		`{"Records":[{"eventSource":"aws:s3"}]}`, `{"Records":[]}`, `{"Records":null}`,
		`{"Records":[{"eventSource":"aws:sqs"},{"eventSource":"aws:kinesis"}]}`, `{"trailnotify":"test"}`, `{"trailnotify":7}`,
	} {
		if _, err := New(failing{}, quiet()).Invoke(context.Background(), []byte(event)); !errors.Is(err, ErrUnknownEvent) {
			t.Errorf("%s: error %v", event, err)
		}
	}
}

func TestInvoke_Command(t *testing.T) {
	h := New(failing{}, quiet())
	n, fails := 0, error(nil)
	h.Commands = map[string]func(context.Context) error{"test": func(context.Context) error { n++; return fails }}
	if response, err := h.Invoke(context.Background(), []byte(`{"trailnotify":"test"}`)); err != nil || n != 1 || string(response) != "null" {
		t.Errorf("response %s, error %v, carried out %d times", response, err, n)
	}
	fails = errors.New("no such topic")
	if _, err := h.Invoke(context.Background(), []byte(`{"trailnotify":"test"}`)); !errors.Is(err, fails) {
		t.Errorf("error %v, want %v", err, fails)
	}
	if _, err := h.Invoke(context.Background(), []byte(`{"trailnotify":"other"}`)); !errors.Is(err, ErrUnknownEvent) {
		t.Errorf("error %v for a command that there is not", err)
	}
}

func TestInvoke_TakesOnlyWhatIsAllowed(t *testing.T) {
	tests := map[string]struct {
		groups, owners []string
		rejected       int
	}{
		"everything by default": {nil, nil, 0},
		"this log group":        {[]string{"other", "good"}, nil, 0},
		"another log group":     {[]string{"other"}, nil, 1},
		"this owner":            {nil, []string{"111122223333"}, 0},
		"another owner":         {[]string{"good"}, []string{"444455556666"}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := New(failing{}, quiet())
			h.LogGroups, h.Owners = test.groups, test.owners
			var got Measures
			h.Measure = func(m Measures) { got = m }
			if _, err := h.Invoke(context.Background(), []byte(subscription(payloadOf(t, "good")))); err != nil {
				t.Fatal(err)
			}
			if got.RejectedPayloads != test.rejected || got.Records != 1-test.rejected {
				t.Errorf("%d payloads rejected, %d records", got.RejectedPayloads, got.Records)
			}
		})
	}
}

func TestInvoke_Measures(t *testing.T) {
	h := New(failing{}, quiet())
	logged := time.UnixMilli(1772445432000)
	now := logged.Add(3 * time.Minute)
	h.Now = func() time.Time { now = now.Add(time.Second); return now }
	var got Measures
	h.Measure = func(m Measures) { got = m }
	good := payloadOf(t, "good")
	if _, err := h.Invoke(context.Background(), kinesisEvent(t, good, "", good)); err != nil {
		t.Fatal(err)
	}
	want := Measures{
		Report:           detector.Report{Records: 2, Rejected: 2, Matches: 2, Rules: map[string]detector.RuleReport{"R": {Matches: 2}}},
		RejectedPayloads: 1, Lateness: 3*time.Minute + 2*time.Second,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("measures (-want +got):\n%s", diff)
	}
}

// Cutting the data out of an event changes nothing of what is read of it.
func TestParse_CutsData(t *testing.T) {
	for _, event := range []string{
		`{"awslogs":{"data":"H4sI"}}`, `{"awslogs":{"data":"H4s\/"}}`, `{"awslogs":{"data":""}}`, `{"awslogs":{"data":null}}`, `{"awslogs":{}}`,
		`{"Records":[{"kinesis":{"data":"A","sequenceNumber":"1"}},{"kinesis":{"data":"\u0042"}},{"kinesis":{"x":{"data":"no"},"data":"C"}},{"data":"no"}]}`,
		`{ "Records" : [ { "kinesis" : { "data" : "A" } }, { "kinesis" : { "data":"B" } } ] }`,
		`{"Records":[{"body":"{\"awslogs\":{}}"}]}`, `{"awslogs":{"data":"unclosed`, `{"awslogs":{"data":`, `{"awslogs":{"data":{"data":"x"}}}`,
		`{"awslogs":{"data":1}}`, `{"awslogs":{"data": 1}}`, `{"Records":[{"kinesis":{"data":"A"}},{"kinesis":{"data":1}}]}`, `{"Records":[{"kinesis":{"data":"A"}},{"kinesis":{"Data":7}}]}`,
	} {
		var want struct {
			AWSLogs *struct{ Data string }
			Records []struct {
				Kinesis struct{ Data string }
				Body    string
			}
		}
		wantErr := json.Unmarshal([]byte(event), &want)
		e, err := parse([]byte(event))
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%s: error %v, encoding/json says %v", event, err, wantErr)
			continue
		}
		if err != nil {
			continue
		}
		if (e.AWSLogs == nil) != (want.AWSLogs == nil) || e.AWSLogs != nil && string(e.AWSLogs.Data.text) != want.AWSLogs.Data {
			t.Errorf("%s: %s", event, e.AWSLogs.Data.text)
		}
		for i, r := range e.Records {
			if string(r.Kinesis.Data.text) != want.Records[i].Kinesis.Data || r.Body != want.Records[i].Body {
				t.Errorf("%s: record %d has data %s and body %s", event, i, r.Kinesis.Data.text, r.Body)
			}
		}
	}
	// What is cut out is short of a copy: the base64 of an event is not looked
	// at.
	long := strings.Repeat("A", 1<<20)
	if rest, cut := cutData([]byte(`{"Records":[{"kinesis":{"data":"` + long + `"}}]}`)); len(rest) > 100 || len(cut) != 1 || string(cut[0]) != long {
		t.Errorf("%d bytes are left, %d cut out", len(rest), len(cut))
	}
}

// Whatever is in a message of the retry queue, cutting the data out changes
// nothing of what is found in it.
func FuzzUnwrapped(f *testing.F) {
	f.Add("H4sI", uint8(1), false)
	f.Add(`a"b\/c`, uint8(0), false)
	f.Add(`-0e1`, uint8(3), true)
	f.Add(`","data":"x`, uint8(5), true)
	f.Fuzz(func(t *testing.T, data string, envelopes uint8, slashes bool) {
		data = strings.ToValidUTF8(data, "?")
		body := string(marshal(t, map[string]any{"awslogs": map[string]string{"data": data}, "other": "data"}))
		for range envelopes % (maxEnvelopes + 2) {
			body = envelope(body)
		}
		text := string(sqsEvent(t, `{"awslogs":{"data":"first"}}`, body))
		if slashes {
			text = strings.ReplaceAll(text, "/", `\/`)
		}
		e, err := parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := unwrapped(e.Records[1])
		switch tooMany := envelopes%(maxEnvelopes+2) > maxEnvelopes; {
		case tooMany != (err != nil):
			t.Errorf("%s: error %v", text, err)
		case err == nil && string(got.AWSLogs.Data.text) != data:
			t.Errorf("%s: %q, want %q", text, got.AWSLogs.Data.text, data)
		}
	})
}

// A message of the retry queue is read without looking at its base64.
func TestParse_CutsDataOutOfMessages(t *testing.T) {
	long := strings.Repeat("A", 1<<20)
	rest, cut := cutData(sqsEvent(t, envelope(subscription(long))))
	if len(rest) > 400 || len(cut) != 1 || string(cut[0]) != long {
		t.Errorf("%d bytes are left, %d cut out", len(rest), len(cut))
	}
}

// Whatever the bytes, there is no panic, and no stream is held up by data that
// will be as bad the next time.
func FuzzInvoke(f *testing.F) {
	f.Add([]byte(`{"awslogs":{"data":"H4sIAAAAAAAA"}}`))
	f.Add([]byte(`{"Records":[{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"1","data":"H4sI"}}]}`))
	f.Add([]byte(`{"Records":[{"eventSource":"aws:sqs","messageId":"m","body":"{\"requestPayload\":{\"awslogs\":{\"data\":\"\"}}}"}]}`))
	f.Add([]byte(`{"trailnotify":"test"}`))
	f.Fuzz(func(t *testing.T, event []byte) {
		h := New(failing{}, quiet())
		response, err := h.Invoke(context.Background(), event)
		if err == nil && !json.Valid(response) {
			t.Errorf("response %q", response)
		}
		e, parseErr := parse(event)
		if parseErr == nil && e.from(kinesisSource) && e.AWSLogs == nil && (err != nil || len(failures(t, response)) > 0) {
			t.Errorf("response %s, error %v: bad data holds up the shard", response, err)
		}
	})
}
