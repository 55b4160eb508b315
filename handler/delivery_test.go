package handler

import (
	"bytes"
	"context"
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

// detects is a detector made of a function of the log group.
type detects func(group string, p *cloudtrail.Payload) (detector.Report, error)

func (d detects) Detect(_ context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	return d(p.LogGroup, p)
}

// visited is a detector that remembers the log groups of what it was given, and
// fails for those that begin with bad.
func visited(groups *[]string) detects {
	return func(group string, _ *cloudtrail.Payload) (detector.Report, error) {
		*groups = append(*groups, group)
		if strings.HasPrefix(group, "bad") {
			return detector.Report{}, errors.New("the topic is gone")
		}
		return detector.Report{Records: 1}, nil
	}
}

// What one record of a stream can't settle holds up none of the others: all are
// taken, and the stream goes on from the first that failed.
func TestInvoke_StreamGoesOnBehindAFailure(t *testing.T) {
	var groups []string
	h := New(visited(&groups), quiet())
	response, err := h.Invoke(context.Background(), kinesisEvent(t,
		payloadOf(t, "a"), payloadOf(t, "bad b"), payloadOf(t, "c"), "", payloadOf(t, "bad d"), payloadOf(t, "e")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"101"}, failures(t, response)); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	if got := strings.Join(groups, ","); got != "a,bad b,c,bad d,e" {
		t.Errorf("taken %s, want all", got)
	}
}

// Going on has an end: after ten seconds of failures the rest is left to the
// next delivery.
func TestInvoke_StopsAfterTenSecondsOfFailures(t *testing.T) {
	for source, event := range map[string][]byte{
		"stream": kinesisEvent(t, payloadOf(t, "a"), payloadOf(t, "bad"), payloadOf(t, "c"), payloadOf(t, "bad"), payloadOf(t, "e")),
		"queue": sqsEvent(t, subscription(payloadOf(t, "a")), subscription(payloadOf(t, "bad")), subscription(payloadOf(t, "c")),
			subscription(payloadOf(t, "bad")), subscription(payloadOf(t, "e"))),
	} {
		var groups []string
		now := time.Unix(1772445432, 0)
		detect := visited(&groups)
		h := New(detects(func(group string, p *cloudtrail.Payload) (detector.Report, error) {
			now = now.Add(6 * time.Second)
			return detect(group, p)
		}), quiet())
		h.Now = func() time.Time { return now }
		response, err := h.Invoke(context.Background(), event)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(groups, ","); got != "a,bad,c,bad" {
			t.Errorf("%s: taken %s; want four, 6 s after the failure the third, 12 s after it none", source, got)
		}
		want := map[string]string{"stream": "101", "queue": "m1,m3,m4"}[source]
		if got := strings.Join(failures(t, response), ","); got != want {
			t.Errorf("%s: failures %s, want %s", source, got, want)
		}
	}
}

// A payload of a stream carries the time of its arrival, to the millisecond.
func TestInvoke_StreamSaysWhenPayloadsArrived(t *testing.T) {
	var arrived []string
	h := New(detects(func(_ string, p *cloudtrail.Payload) (detector.Report, error) {
		arrived = append(arrived, p.Arrived.UTC().Format(time.RFC3339Nano))
		return detector.Report{}, nil
	}), quiet())
	event := kinesisEvent(t, payloadOf(t, "a"), payloadOf(t, "b"), payloadOf(t, "c"), payloadOf(t, "d"))
	for i, at := range []string{`1545084650.987`, `1545084651`, `1.772445432123E9`} {
		event = bytes.Replace(event, fmt.Appendf(nil, `"sequenceNumber":"%d"`, 100+i),
			fmt.Appendf(nil, `"approximateArrivalTimestamp":%s,"sequenceNumber":"%d"`, at, 100+i), 1)
	}
	if _, err := h.Invoke(context.Background(), event); err != nil {
		t.Fatal(err)
	}
	want := []string{"2018-12-17T22:10:50.987Z", "2018-12-17T22:10:51Z", "2026-03-02T09:57:12.123Z", "0001-01-01T00:00:00Z"}
	if diff := cmp.Diff(want, arrived); diff != "" {
		t.Errorf("arrived (-want +got):\n%s", diff)
	}
	arrived = nil
	if _, err := h.Invoke(context.Background(), []byte(subscription(payloadOf(t, "a")))); err != nil || arrived[0] != want[3] {
		t.Errorf("error %v; a subscription's payload arrived %v", err, arrived)
	}
}

// A command that failed, and with it an hour, proves nothing any more. In the
// retry queue it would be refused a hundred times and then ring for two weeks.
func TestInvoke_RetryQueueTakesCommandsOut(t *testing.T) {
	var log bytes.Buffer
	h := New(failing{}, slog.New(slog.NewJSONHandler(&log, nil)))
	h.Commands = map[string]func(context.Context) error{"canary": func(context.Context) error {
		t.Error("the command was carried out")
		return nil
	}}
	response, err := h.Invoke(context.Background(), sqsEvent(t,
		envelope(`{"trailnotify":"canary"}`),           // m0
		envelope(`{"trailnotify":"hunter2"}`),          // m1: nobody knows it
		envelope(envelope(`{"trailnotify":"canary"}`)), // m2
		envelope(`{"trailnotify":""}`),                 // m3
	))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"m1", "m3"}, failures(t, response)); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	if n := strings.Count(log.String(), "command in the retry queue"); n != 2 || strings.Contains(log.String(), "hunter2") {
		t.Errorf("want two commands in the log:\n%s", log.String())
	}
}

// An event is unpacked from a few envelopes, not from any number of them.
func TestInvoke_Envelopes(t *testing.T) {
	event := subscription(payloadOf(t, "good"))
	for n := range maxEnvelopes + 2 {
		response, err := New(failing{}, quiet()).Invoke(context.Background(), sqsEvent(t, event))
		if err != nil {
			t.Fatal(err)
		}
		if settled := len(failures(t, response)) == 0; settled != (n <= maxEnvelopes) {
			t.Errorf("%d envelopes: settled %v", n, settled)
		}
		event = envelope(event)
	}
}

// Nothing is begun for a caller that has gone.
func TestInvoke_EndedContext(t *testing.T) {
	ctx, end := context.WithCancel(context.Background())
	end()
	for want, event := range map[string][]byte{
		"m0,m1": sqsEvent(t, subscription(payloadOf(t, "a")), subscription(payloadOf(t, "b"))),
		"100":   kinesisEvent(t, payloadOf(t, "a"), payloadOf(t, "b")),
	} {
		var groups []string
		var log bytes.Buffer
		response, err := New(visited(&groups), slog.New(slog.NewJSONHandler(&log, nil))).Invoke(ctx, event)
		if err != nil || strings.Join(failures(t, response), ",") != want || len(groups) > 0 {
			t.Errorf("response %s, error %v, taken %v; want %s to come again", response, err, groups, want)
		}
		if lines := strings.Count(log.String(), "delivered again"); lines != 1+strings.Count(want, ",") {
			t.Errorf("want a line for each of %s in the log:\n%s", want, log.String())
		}
	}
}

// The head of a payload is what it is checked by, wherever it is in the
// payload.
func TestInvoke_ChecksTheWholePayload(t *testing.T) {
	const events = `"logEvents":[{"id":"1","timestamp":1772445432000,"message":"{}"}]`
	const kind = `{"messageType":"DATA_MESSAGE","logStream":"s",`
	for name, payload := range map[string]string{
		"another owner behind":     kind + events + `,"owner":"444455556666","logGroup":"trail"}`,
		"another log group behind": kind + `"owner":"111122223333",` + events + `,"logGroup":"other"}`,
		"a second owner":           kind + `"owner":"111122223333","logGroup":"trail",` + events + `,"owner":"444455556666"}`,
		"a second log group":       kind + `"owner":"111122223333","logGroup":"trail",` + events + `,"logGroup":"other"}`,
		"no owner":                 kind + `"logGroup":"trail",` + events + `}`,
		"no log group":             kind + `"owner":"111122223333",` + events + `}`,
	} {
		counted := false
		h := New(detects(func(_ string, p *cloudtrail.Payload) (detector.Report, error) {
			report, err := looked(p)
			counted = counted || err == nil
			return report, err
		}), quiet())
		h.LogGroups, h.Owners = []string{"trail"}, []string{"111122223333"}
		var got Measures
		h.Measure = func(m Measures) { got = m }
		response, err := h.Invoke(context.Background(), subscribed(t, payload))
		if err != nil || !strings.Contains(string(response), "rejected_payload") || got.RejectedPayloads != 1 || counted {
			t.Errorf("%s: response %s, error %v, measures %+v, counted %v; want it rejected", name, response, err, got, counted)
		}
	}
}

// An invocation that fails only because another one holds a lease is told from
// one that fails; where the source is answered in parts, nothing fails.
func TestInvoke_Contended(t *testing.T) {
	h := New(detects(func(group string, _ *cloudtrail.Payload) (detector.Report, error) {
		switch group {
		case "held":
			return detector.Report{Held: true}, errors.New("held by another")
		case "bad":
			return detector.Report{}, errors.New("the table is gone")
		default:
			return detector.Report{}, nil
		}
	}), quiet())
	var got Measures
	h.Measure = func(m Measures) { got = m }
	held, bad, good := payloadOf(t, "held"), payloadOf(t, "bad"), payloadOf(t, "good")
	for name, c := range map[string]struct {
		event                       []byte
		contended, payloads, failed int
	}{
		"subscription, held": {[]byte(subscription(held)), 1, 1, 1},
		"subscription, bad":  {[]byte(subscription(bad)), 0, 0, 1},
		"subscription, good": {[]byte(subscription(good)), 0, 0, 0},
		"queue":              {sqsEvent(t, subscription(held), subscription(bad), subscription(held)), 0, 2, 3},
		"stream":             {kinesisEvent(t, held, good, bad), 0, 1, 2},
		"of another kind":    {[]byte(`{}`), 0, 0, 1},
	} {
		got = Measures{}
		_, _ = h.Invoke(context.Background(), c.event)
		if got.Contended != c.contended || got.ContendedPayloads != c.payloads || got.Failed != c.failed {
			t.Errorf("%s: measures %+v, want %d and %d payloads, %d failed", name, got, c.contended, c.payloads, c.failed)
		}
	}
}

// What a payload came to is in the log: numbers, and only those that are not 0.
// What happens all the time is for the debug level.
func TestInvoke_LogsNumbers(t *testing.T) {
	const all = `"records":1,"matches":2,"excepted":3,"unclear":11,"alerts":4,"rejected":5,"uncounted":6,"skewed":7,"early":8,"refused":9,"spent":10}`
	for _, c := range []struct {
		report detector.Report
		level  slog.Level
		want   string
	}{
		{detector.Report{Records: 7}, slog.LevelDebug, `"log_group":"good","records":7}`},
		{detector.Report{Records: 7}, slog.LevelInfo, ""},
		{detector.Report{Records: 7, Matches: 1, Spent: 1, Excepted: 1}, slog.LevelInfo, ""},
		{detector.Report{Matches: 1, Alerts: 1}, slog.LevelInfo, `"alerts":1}`},
		{detector.Report{Matches: 1, WouldAlert: 1}, slog.LevelInfo, `"would_alert":1}`},
		{detector.Report{Matches: 1, Ended: 1}, slog.LevelDebug, `"exception_ended":1}`},
		{detector.Report{Rejected: 1}, slog.LevelInfo, `"rejected":1}`},
		{detector.Report{Uncounted: 1}, slog.LevelInfo, `"uncounted":1}`},
		{detector.Report{Unclear: 1}, slog.LevelInfo, `"unclear":1}`},
		{detector.Report{Skewed: 1}, slog.LevelInfo, `"skewed":1}`},
		{detector.Report{
			Records: 1, Matches: 2, Excepted: 3, Alerts: 4, Rejected: 5, Uncounted: 6, Skewed: 7, Early: 8, Refused: 9, Spent: 10, Unclear: 11,
		}, slog.LevelInfo, all},
	} {
		var log bytes.Buffer
		logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: c.level}))
		h := New(detects(func(string, *cloudtrail.Payload) (detector.Report, error) { return c.report, nil }), logger)
		if _, err := h.Invoke(context.Background(), []byte(subscription(payloadOf(t, "good")))); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(log.String(), c.want) || c.want == "" && log.Len() > 0 {
			t.Errorf("%v: want %q in the log:\n%s", c.level, c.want, log.String())
		}
	}
}
