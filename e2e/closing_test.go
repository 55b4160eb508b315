package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/e2e/stand"
)

// tick is what the schedule sends. A tick begins nothing in the last 8 s of an invocation, so that these tests need a
// longer one than the others.
var tick = []byte(`{"trailnotify":"tick"}`)

const timeForATick = "AWS_LAMBDA_FUNCTION_TIMEOUT=10"

// closingMessage is what a closing message has besides what every message has.
type closingMessage struct {
	ID      string `json:"alert_id"`
	Rule    string
	Count   int
	Closing *struct {
		Alerts []string
		Told   int
		More   struct{ Count int }
	}
	APICalls []struct {
		Name  string
		Count int
	} `json:"api_calls"`
	EventIDs []string `json:"event_ids"`
}

// closings takes the messages of a queue, all of which have to be closing messages, without copies: a busy machine may
// answer too late for the function to know that a message was accepted.
func closings(t *testing.T, queue *stand.Queue) []closingMessage {
	t.Helper()
	var all []closingMessage
	for _, m := range queue.Receive() {
		var c closingMessage
		if err := json.Unmarshal([]byte(m.Message), &c); err != nil || c.Closing == nil {
			t.Fatalf("not a closing message: %v: %s", err, m.Message)
		}
		if m.Subject == "" || m.MessageAttributes["alert_id"].Value != c.ID || m.MessageAttributes["rule"].Value != c.Rule {
			t.Errorf("the subject is %q, the attributes are %v: %s", m.Subject, m.MessageAttributes, m.Message)
		}
		if !slices.ContainsFunc(all, func(other closingMessage) bool { return other.ID == c.ID }) {
			all = append(all, c)
		}
	}
	return all
}

// granted are records in which a user attaches policies, one a minute.
func granted(user string, from time.Time, calls ...string) []string {
	var records []string
	for i, call := range calls {
		records = append(records, fmt.Sprintf(`{"eventID":"5c1f7d1e-%s-%04d","eventTime":%q,"eventSource":"iam.amazonaws.com","eventName":%q,`+
			`"awsRegion":"us-east-1","recipientAccountId":"111122223333","sourceIPAddress":"203.0.113.7",`+
			`"userIdentity":{"type":"IAMUser","userName":%q,"accountId":"111122223333","arn":"arn:aws:iam::111122223333:user/%s"}}`,
			user, from.Unix()%9000+int64(i), from.Add(time.Duration(i)*time.Minute).Format(time.RFC3339), call, user, user))
	}
	return records
}

var tenInTheMorning = time.Date(2026, 11, 17, 10, 0, 0, 0, time.UTC)

// TestClosing_SaysWhatCameInTheQuietTime has one user go on after the alert, and another one stop.
func TestClosing_SaysWhatCameInTheQuietTime(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	function := d.start(t, timeForATick)
	function.deliver(t, stand.NewBatch(append(granted("eve", tenInTheMorning, "AttachUserPolicy"), granted("bob", tenInTheMorning, "PutUserPolicy")...)...).Subscription())
	sent := different(alerts(t, d.queue))
	if len(sent) != 2 {
		t.Fatalf("%d alerts, want one of each user", len(sent))
	}
	after := tenInTheMorning.Add(6 * time.Minute)
	function.deliver(t, stand.NewBatch(granted("eve", after, "PutRolePolicy", "PutRolePolicy", "CreatePolicyVersion")...).Subscription())
	if more := alerts(t, d.queue); len(more) > 0 {
		t.Fatalf("%d alerts in the quiet time", len(more))
	}

	function.deliver(t, tick)
	got := closings(t, d.queue)
	if len(got) != 1 {
		t.Fatalf("%d closing messages, want one, of the user who went on", len(got))
	}
	c := got[0]
	var calls []string
	for _, call := range c.APICalls {
		calls = append(calls, fmt.Sprintf("%s %d", call.Name, call.Count))
	}
	slices.Sort(calls)
	want := []string{"iam:AttachUserPolicy 1", "iam:CreatePolicyVersion 1", "iam:PutRolePolicy 2"}
	if c.Rule != "IAMPolicyChanges" || c.Closing.Told != 1 || c.Closing.More.Count != 3 || c.Count != 4 || !slices.Equal(calls, want) {
		t.Errorf("the closing message is %+v %+v", c, *c.Closing)
	}
	isClosed := func(a alert) bool { return slices.Equal(c.Closing.Alerts, []string{a.ID}) }
	if len(c.EventIDs) == 0 || c.ID == c.Closing.Alerts[0] || !slices.ContainsFunc(sent, isClosed) {
		t.Errorf("the closing message %s closes %v, events %v", c.ID, c.Closing.Alerts, c.EventIDs)
	}

	function.deliver(t, tick)
	if again := d.queue.Receive(); len(again) > 0 && !strings.Contains(function.Log(), `"msg":"tick to be repeated"`) {
		t.Errorf("the next tick sent %d messages", len(again))
	}
}

// TestClosing_WaitsForTheTopic has a tick fail, and a later one send what it left, once: after the end of the lease that
// the first one holds on what it may have sent.
func TestClosing_WaitsForTheTopic(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	function := d.start(t, timeForATick)
	function.deliver(t, stand.NewBatch(granted("eve", tenInTheMorning, "AttachUserPolicy")...).Subscription())
	function.deliver(t, stand.NewBatch(granted("eve", tenInTheMorning.Add(6*time.Minute), "PutRolePolicy")...).Subscription())
	alerts(t, d.queue)

	function.toTopic.Cut()
	if response, err := function.Invoke(tick); err == nil {
		t.Errorf("response %s without a topic, want an error: Lambda repeats the tick", response)
	}
	function.toTopic.Restore()
	var got []closingMessage
	for range 100 { // seconds; the lease lasts 15
		function.deliver(t, tick)
		if got = closings(t, d.queue); len(got) > 0 {
			break
		}
		time.Sleep(time.Second)
	}
	if len(got) != 1 || got[0].Closing.More.Count != 1 {
		t.Errorf("closing messages %+v, want one", got)
	}
}

// TestClosing_EndsEachIncident has alerts open incidents, as what reads alarms does. Each of them is closed, also where
// nothing came.
func TestClosing_EndsEachIncident(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	function := d.start(t, timeForATick, "ALERT_FORMAT=cloudwatch-alarm")
	var records []string
	for _, user := range []string{"a", "b", "c", "d", "e"} {
		records = append(records, granted(user, tenInTheMorning, "AttachUserPolicy")...)
	}
	function.deliver(t, stand.NewBatch(records...).Subscription())
	opened := alarms(t, d.queue)
	function.deliver(t, tick)
	closed := alarms(t, d.queue)
	if len(opened) != 5 || len(closed) != 5 {
		t.Fatalf("opened %v, closed %v", opened, closed)
	}
	for name, state := range opened {
		if state != "ALARM" || closed[name] != "OK" {
			t.Errorf("%s: %s, then %s; want ALARM, then OK", name, state, closed[name])
		}
	}
}

// alarms takes the changes of state from a queue, by the name of the alarm.
func alarms(t *testing.T, queue *stand.Queue) map[string]string {
	t.Helper()
	states := map[string]string{}
	for _, m := range queue.Receive() {
		var a struct{ AlarmName, NewStateValue string }
		if err := json.Unmarshal([]byte(m.Message), &a); err != nil {
			t.Fatal(err)
		}
		states[a.AlarmName] = a.NewStateValue
	}
	return states
}
