package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"trailnotify/e2e/stand"
)

func TestMain(m *testing.M) { os.Exit(stand.Main(m)) }

func TestFunction_TakesTheAttack(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	function := d.start(t)
	response, err := function.Invoke(event(t, "attack"))
	if err != nil || string(response) != "null" {
		t.Fatalf("response %s, error %v; want null", response, err)
	}
	got := alerts(t, d.queue)
	checkAlerts(t, got, expectedAlerts(t))
	for _, w := range expectedAlerts(t) {
		if !slices.ContainsFunc(got, func(a alert) bool { return a.Rule == w.Rule && a.Count == w.Count }) {
			t.Errorf("rule %s: the whole attack is in one payload, so the count should be %d", w.Rule, w.Count)
		}
	}

	if _, err := function.Invoke(event(t, "attack")); err != nil {
		t.Errorf("the payload delivered again: %v", err)
	}
	if again := alerts(t, d.queue); len(again) > 0 {
		t.Errorf("the payload delivered again gave %d more alerts", len(again))
	}
}

func TestFunction_AcknowledgesWhatHoldsNoAttack(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	function := d.start(t)
	for _, c := range []struct{ event, logged, answer string }{
		{"ordinary", `"Records":`, `null`},
		{"control-message", `"msg":"control message"`, `null`},
		{"unreadable-message", `"msg":"log event rejected"`, `{"rejected_records":`},
		{"not-base64", `"msg":"payload rejected"`, `{"rejected_payload":`},
		{"not-gzip", `"msg":"payload rejected"`, `{"rejected_payload":`},
		{"not-json", `"msg":"payload rejected"`, `{"rejected_payload":`},
		{"truncated-gzip", `"msg":"payload rejected"`, `{"rejected_payload":`},
	} {
		t.Run(c.event, func(t *testing.T) {
			before := len(function.Log())
			response, err := function.Invoke(event(t, c.event))
			if err != nil || !strings.HasPrefix(string(response), c.answer) {
				t.Errorf("response %s, error %v; want %s: an error would make it come again", response, err, c.answer)
			}
			if log := function.Log()[before:]; !strings.Contains(log, c.logged) {
				t.Errorf("the log has no %s:\n%s", c.logged, log)
			}
			if got := alerts(t, d.queue); len(got) > 0 {
				t.Errorf("%d alerts", len(got))
			}
		})
	}
}

func TestFunction_RefusesWhatNoSourceSends(t *testing.T) {
	t.Parallel()
	function := deploy(t).start(t)
	for name, event := range map[string][]byte{
		"another service's event": event(t, "unknown-shape"),
		"an empty object":         []byte(`{}`),
		"a text":                  []byte(`"awslogs"`),
	} {
		t.Run(name, func(t *testing.T) {
			response, err := function.Invoke(event)
			var failure *stand.Error
			if !errors.As(err, &failure) || failure.Kind != stand.Returned || !strings.Contains(failure.Message, "unknown shape") {
				t.Errorf("response %s, error %v; want an error that says the shape is unknown", response, err)
			}
		})
	}
	if _, err := function.Invoke(event(t, "ordinary")); err != nil {
		t.Errorf("and then an ordinary payload: %v", err)
	}
}

// TestFunction_SampleDay delivers a day as CloudWatch Logs does, batch after batch, each of them twice.
func TestFunction_SampleDay(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	function := d.start(t)
	for records := range slices.Chunk(sampleDay(t), 40) {
		event := stand.NewBatch(records...).Subscription()
		for range 2 {
			if response, err := function.Invoke(event); err != nil || string(response) != "null" {
				t.Fatalf("response %s, error %v; want null", response, err)
			}
		}
	}
	checkAlerts(t, alerts(t, d.queue), expectedAlerts(t))
}

func TestFunction_DoesNotStartWithAWrongConfiguration(t *testing.T) {
	t.Parallel()
	bootstrap := stand.Build(t, inRoot(t, "."), "./cmd/lambda")
	function := stand.StartFunction(t, bootstrap, "ROOT_USAGE_ALERT_THRESHOLD=none", "ROOT_USAGES_ALERT_THRESHOLD=1")
	if response, err := function.Invoke(event(t, "ordinary")); err == nil {
		t.Errorf("response %s, want an error", response)
	}
	for _, want := range []string{"SNS_TOPIC_ARN", "ROOT_USAGE_ALERT_THRESHOLD", "ROOT_USAGES_ALERT_THRESHOLD"} {
		if !strings.Contains(function.Log(), want) {
			t.Errorf("the log does not say what is wrong with %s", want)
		}
	}
}

// TestFunction_StaysSmall holds the peak of memory against what the function promises for any input: half of the 256 MB
// that it is deployed with.
func TestFunction_StaysSmall(t *testing.T) {
	t.Parallel()
	const limit = 128 << 20
	d := deploy(t)
	record := story(t)[0]
	for _, c := range []struct {
		name   string
		event  []byte
		answer string
	}{
		{"as many records as a payload holds", stand.NewBatch(slices.Repeat([]string{record}, 4000)...).Subscription(), `null`},
		{"a record of 1 MB", stand.NewBatch(`{"eventID":"00000000","text":"` + strings.Repeat("x", 1<<20) + `"}`).Subscription(), `null`},
		{"deep nesting", stand.NewBatch(strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000)).Subscription(), `{"rejected_records":1}`},
		{"1 GB of blanks in a gzip", stand.Payload(base64.StdEncoding.EncodeToString(blanks(1 << 30))), `{"rejected_payload":"decompressing payload: more than 64 MiB when decompressed"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			function := d.start(t)
			if answer := function.deliver(t, c.event); answer != c.answer {
				t.Errorf("answer %s, want %s", answer, c.answer)
			}
			if peak := function.PeakMemory(); peak > limit {
				t.Errorf("%d MB", peak>>20)
			} else {
				t.Logf("%d MB", peak>>20)
			}
		})
	}
}

// blanks returns n blanks, compressed.
func blanks(n int) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	some := bytes.Repeat([]byte(" "), 1<<20)
	for range n / len(some) {
		_, _ = w.Write(some) // to memory
	}
	_ = w.Close()
	return out.Bytes()
}

// TestFunction_TestAlert asks the function for the marked alert that shows whether a topic's subscribers hear it.
func TestFunction_TestAlert(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	d.start(t).deliver(t, []byte(`{"trailnotify":"test"}`))
	messages := d.queue.Receive()
	if len(messages) != 1 || !strings.Contains(messages[0].Message, `"kind":"test"`) {
		t.Errorf("received %+v, want one alert marked as a test", messages)
	}
}

// TestFunction_Subscribers sends the alerts of one severity to a topic of their own and has subscribers select by the
// attributes.
func TestFunction_Subscribers(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	trail := d.topic.Subscribe(`{"rule": ["CloudTrailChanges"]}`)
	ours := d.topic.Subscribe(`{"account": ["111122223333"]}`)
	others := d.topic.Subscribe(`{"account": ["444455556666"]}`)
	high := stand.NewTopic(t)
	highQueue := high.Subscribe("")

	d.start(t).deliver(t, event(t, "attack"))
	d.start(t, "DEPLOYMENT_NAME=other", "SNS_TOPIC_ARN_HIGH="+high.ARN).deliver(t, event(t, "attack"))

	// A topic that answers too late gets an alert twice.
	all, toHigh := once(alerts(t, d.queue)), once(alerts(t, highQueue))
	isHigh := func(a alert) bool { return a.Severity == "high" }
	isTrail := func(a alert) bool { return a.Rule == "CloudTrailChanges" }
	want := expectedAlerts(t)
	if n := count(all, isHigh); n == 0 || n != len(toHigh) || len(all)+len(toHigh) != 2*len(want) || count(toHigh, isHigh) != len(toHigh) {
		t.Errorf("%d alerts to one topic, %d of them high, and %d to the topic for high; want %d in all, twice", len(all), n, len(toHigh), len(want))
	}
	if got := once(alerts(t, trail)); len(got) == 0 || len(got) != count(all, isTrail) || count(got, isTrail) != len(got) {
		t.Errorf("%d alerts selected by their rule, want %d", len(got), count(all, isTrail))
	}
	if got := once(alerts(t, ours)); len(got) != len(all) {
		t.Errorf("%d alerts selected by the account, want all %d", len(got), len(all))
	}
	if got := once(alerts(t, others)); len(got) > 0 {
		t.Errorf("%d alerts selected by another account", len(got))
	}
}

// once leaves out copies.
func once(all []alert) []alert {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(a alert) bool {
		again := seen[a.ID]
		seen[a.ID] = true
		return again
	})
}

func count(all []alert, is func(alert) bool) int {
	return len(slices.DeleteFunc(slices.Clone(all), func(a alert) bool { return !is(a) }))
}
