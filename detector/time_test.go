package detector

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/window"
)

// loggedAt opens a payload of denials by one principal, numbered from id on,
// that were logged at a time and claim another one.
func loggedAt(t *testing.T, id int, logged time.Time, claimed ...time.Time) *cloudtrail.Payload {
	t.Helper()
	var events []string
	for i, at := range claimed {
		record := fmt.Sprintf(`{"eventID":"00000000-%04d","eventTime":%q,"errorCode":"AccessDenied","userIdentity":{"arn":"a"}}`, id+i, at.Format(time.RFC3339))
		events = append(events, fmt.Sprintf(`{"id":"1","timestamp":%d,"message":%q}`, logged.UnixMilli(), record))
	}
	return opened(t, payloadHead+strings.Join(events, ",")+"]}")
}

// Records that are dated a day ahead would otherwise spend the matches of
// tomorrow.
func TestDetect_RecordDatedAheadCountsWithItsLogEvent(t *testing.T) {
	var p published
	logged := now.Add(-5 * time.Minute)
	tomorrow := now.AddDate(0, 0, 1)
	report, err := inMemory(load(t, denied), &p).Detect(context.Background(), loggedAt(t, 1, logged, tomorrow, tomorrow.Add(time.Second)))
	if err != nil || report.Skewed != 2 || report.Matches != 2 {
		t.Errorf("report %+v, error %v; want two skewed matches", report, err)
	}
	if len(p.alerts) != 1 || !p.alerts[0].First.Equal(logged) || p.alerts[0].Skewed != 2 {
		t.Errorf("alerts %+v, want one at %v that says so", p.alerts, logged)
	}
}

// A log event that is dated ahead is counted once its time has come, and holds
// up nothing else in its payload.
func TestDetect_EarlyLogEventWaits(t *testing.T) {
	var p published
	at := now
	d := New(load(t, denied), counter(), p.publish, alert.Deployment{})
	d.Now = func() time.Time { return at }
	early := now.Add(2 * time.Hour)
	both := func() *cloudtrail.Payload {
		events := []string{logEvents(t, denial(1, 0, "b"), denial(2, 1, "b"))}
		for id := 3; id <= 4; id++ {
			record := fmt.Sprintf(`{"eventID":"00000000-%04d","eventTime":%q,"errorCode":"AccessDenied","userIdentity":{"arn":"a"}}`, id, early.Format(time.RFC3339))
			events = append(events, fmt.Sprintf(`{"id":"1","timestamp":%d,"message":%q}`, early.UnixMilli(), record))
		}
		events = append(events, fmt.Sprintf(`{"id":"1","timestamp":%d,"message":"{}"}`, early.UnixMilli()))
		return opened(t, payloadHead+strings.Join(events, ",")+"]}")
	}
	for range 2 {
		report, err := d.Detect(context.Background(), both())
		if !errors.Is(err, ErrEarly) || report.Early != 2 || report.Matches != 2 || report.Records != 5 {
			t.Fatalf("report %+v, error %v; want two early records", report, err)
		}
		if len(p.alerts) != 1 || p.alerts[0].Group != "b" {
			t.Fatalf("alerts %+v, want the one of group b", p.alerts)
		}
	}
	at = early.Add(-15 * time.Minute)
	report, err := d.Detect(context.Background(), both())
	if err != nil || report.Early != 0 || report.Matches != 4 || len(p.alerts) != 2 || p.alerts[1].Group != "a" {
		t.Errorf("report %+v, error %v, alerts %+v; want the alert of group a", report, err, p.alerts)
	}
}

// What the counter says is not lost in what is early.
func TestDetect_EarlyAndFailed(t *testing.T) {
	p := published{err: errors.New("the topic is gone")}
	d := inMemory(load(t, "name: Denied\npattern: '{ $.errorCode = \"AccessDenied*\" }'\nthreshold: 1\n"), &p)
	early := fmt.Sprintf(`{"id":"1","timestamp":%d,"message":"{\"errorCode\":\"AccessDenied\"}"}`, now.Add(time.Hour).UnixMilli())
	report, err := d.Detect(context.Background(), opened(t, payloadHead+logEvents(t, denial(1, 0, "a"))+","+early+"]}"))
	if !errors.Is(err, ErrEarly) || !errors.Is(err, p.err) || report.Held {
		t.Errorf("report %+v, error %v; want both errors", report, err)
	}
}

// A payload that waits for its time as well as for a lease is not only held.
func TestDetect_EarlyAndHeld(t *testing.T) {
	early := fmt.Sprintf(`{"id":"1","timestamp":%d,"message":"{\"errorCode\":\"AccessDenied\"}"}`, now.Add(time.Hour).UnixMilli())
	for events, held := range map[string]bool{
		logEvents(t, denial(1, 0, "a")):               true,
		logEvents(t, denial(1, 0, "a")) + "," + early: false,
	} {
		d := New(load(t, denied), failing{&window.LeaseError{Key: "k"}}, nil, alert.Deployment{})
		d.Now = clock
		report, err := d.Detect(context.Background(), opened(t, payloadHead+events+"]}"))
		if report.Held != held || errors.Is(err, ErrEarly) == held {
			t.Errorf("report %+v, error %v; want held %v", report, err, held)
		}
	}
}

// On a stream, waiting would block the shard: the time of arrival counts.
func TestDetect_StreamCountsAtArrival(t *testing.T) {
	var p published
	ahead := now.Add(90 * time.Minute)
	payload := loggedAt(t, 1, ahead, ahead, ahead)
	payload.Arrived = now.Add(-time.Minute)
	report, err := inMemory(load(t, denied), &p).Detect(context.Background(), payload)
	if err != nil || report.Skewed != 2 || report.Early != 0 {
		t.Errorf("report %+v, error %v; want two skewed records", report, err)
	}
	if len(p.alerts) != 1 || !p.alerts[0].First.Equal(payload.Arrived) {
		t.Errorf("alerts %+v, want one at %v", p.alerts, payload.Arrived)
	}
}

// Nobody delivers records at hand again, so nothing waits.
func TestDetectBatch_NothingIsEarly(t *testing.T) {
	var p published
	b := records(denial(1, 0, "a"), denial(2, 1, "a"))
	for i := range b.Records {
		b.Records[i].Logged = now.Add(time.Hour)
	}
	report, err := inMemory(load(t, denied), &p).DetectBatch(context.Background(), b)
	if err != nil || report.Early != 0 || len(p.alerts) != 1 {
		t.Errorf("report %+v, error %v, alerts %+v", report, err, p.alerts)
	}
}

// A record with a time that nobody can count falls back to its log event's,
// and one that has none is reported.
func TestDetect_UncountableTime(t *testing.T) {
	for _, year := range []int{1, 1999, 2106, 2107, 2199, 9999} {
		var p published
		claimed := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		report, err := inMemory(load(t, denied), &p).Detect(context.Background(), loggedAt(t, 1, now, claimed, claimed))
		if err != nil || report.Matches != 2 || report.Uncounted != 0 || len(p.alerts) != 1 || !p.alerts[0].First.Equal(now) {
			t.Errorf("year %d: report %+v, error %v, alerts %+v", year, report, err, p.alerts)
		}
		report, err = inMemory(load(t, denied), &p).Detect(context.Background(), loggedAt(t, 1, time.UnixMilli(0), claimed))
		if err != nil || report.Uncounted != 1 || report.Matches != 0 {
			t.Errorf("year %d, without a log event's: report %+v, error %v", year, report, err)
		}
	}
}

// Whatever time a record is believed to have, every window can hold it.
func TestMatch_EveryTimeThatIsBelievedCanBeCounted(t *testing.T) {
	rule := &window.Rule{Name: "R", Threshold: 1, Period: window.MaxPeriod}
	for _, edge := range []string{"2000-01-01T00:00:00Z", "2105-12-31T23:59:59Z"} {
		r := cloudtrail.Record{JSON: []byte(`{"eventTime":"` + edge + `"}`)}
		at, _, ok := r.Counted()
		if m := (window.Match{Rule: rule, Time: at}); !ok || !m.Countable() {
			t.Errorf("%s: %v, %v can't be counted", edge, at, ok)
		}
	}
}
