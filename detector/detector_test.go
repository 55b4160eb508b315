package detector

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/pattern"
	"trailnotify/rules"
	"trailnotify/window"
	"trailnotify/window/memory"
)

const denied = `
name: Denied
pattern: '{ $.errorCode = "AccessDenied*" }'
except:
  - name: probes
    pattern: '{ $.sourceIPAddress = "delivery.logs.amazonaws.com" }'
by: [[$.userIdentity.sessionContext.sessionIssuer.arn, $.userIdentity.arn]]
threshold: 2
severity: high
`

const swept = `
name: SecretsSwept
pattern: '{ $.eventName = GetSecretValue }'
distinct: $.requestParameters.secretId
threshold: 3
`

func load(t *testing.T, files ...string) *rules.Set {
	t.Helper()
	dir := fstest.MapFS{}
	for i, text := range files {
		dir[fmt.Sprintf("rule%d.yaml", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := rules.Load(dir, "rules")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func records(lines ...string) cloudtrail.Batch {
	var b cloudtrail.Batch
	for i, line := range lines {
		b.Records = append(b.Records, cloudtrail.Record{JSON: []byte(line), Place: cloudtrail.Place{N: i + 1}})
	}
	return b
}

// denial is a denied call of one principal.
func denial(id int, second int, arn string) string {
	return fmt.Sprintf(`{"eventID":"00000000-%04d","eventTime":"2026-03-02T09:57:%02dZ","errorCode":"AccessDenied","userIdentity":{"arn":%q}}`, id, second, arn)
}

// published collects what a detector publishes.
type published struct {
	alerts []alert.Alert
	err    error
}

func (p *published) publish(_ context.Context, a alert.Alert) error {
	if p.err != nil {
		return p.err
	}
	p.alerts = append(p.alerts, a)
	return nil
}

// now is the clock of the tests, a few minutes after what they count.
var now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

func counter() *window.Counter {
	return window.NewCounter(memory.NewTable(), window.Options{Bounds: window.Bounds{Parallel: 1}, Now: clock})
}

func inMemory(set *rules.Set, p *published) *Detector {
	d := New(set, counter(), p.publish, alert.Deployment{})
	d.Now = clock
	return d
}

func TestDetect_CountsApartByGroup(t *testing.T) {
	var p published
	report, err := inMemory(load(t, denied), &p).DetectBatch(context.Background(), records(
		denial(1, 0, "arn:aws:iam::1:user/a"), denial(2, 1, "arn:aws:iam::1:user/b"), denial(3, 2, "arn:aws:iam::1:user/a")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Report{Records: 3, Matches: 3, Alerts: 1, Rules: map[string]RuleReport{"Denied": {Matches: 3, Alerts: 1}}}, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if len(p.alerts) != 1 || p.alerts[0].Group != "arn:aws:iam::1:user/a" || p.alerts[0].Count != 2 || p.alerts[0].Severity != "high" {
		t.Errorf("alerts %+v, want one of two matches by user/a", p.alerts)
	}
}

// A session's name is the choice of whoever assumes the role.
func TestDetect_GroupsByTheFirstSelectorThatIsPresent(t *testing.T) {
	session := `{"eventID":"00000000-%04d","eventTime":"2026-03-02T09:57:00Z","errorCode":"AccessDenied","userIdentity":{"arn":"arn:aws:sts::1:assumed-role/r/%d","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::1:role/r"}}}}`
	var p published
	_, err := inMemory(load(t, denied), &p).DetectBatch(context.Background(), records(
		fmt.Sprintf(session, 1, 1), fmt.Sprintf(session, 2, 2),
		`{"eventID":"00000000-0003","eventTime":"2026-03-02T09:57:00Z","errorCode":"AccessDenied"}`,
		`{"eventID":"00000000-0004","eventTime":"2026-03-02T09:57:01Z","errorCode":"AccessDenied","userIdentity":null}`))
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string]bool{}
	for _, a := range p.alerts {
		groups[a.Group] = true
	}
	if diff := cmp.Diff(map[string]bool{"arn:aws:iam::1:role/r": true, "missing": true}, groups); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

func TestDetect_ExceptedRecordsAreReportedAndDontCount(t *testing.T) {
	probe := `{"eventID":"00000000-%04d","eventTime":"2026-03-02T09:57:00Z","errorCode":"AccessDenied","sourceIPAddress":"delivery.logs.amazonaws.com","userIdentity":{"arn":"a"}}`
	var p published
	d := inMemory(load(t, denied), &p)
	report, err := d.DetectBatch(context.Background(), records(fmt.Sprintf(probe, 1), fmt.Sprintf(probe, 2), denial(3, 1, "a")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Report{Records: 3, Matches: 1, Excepted: 2, Rules: map[string]RuleReport{"Denied": {Matches: 1, Excepted: 2}}}, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if len(p.alerts) != 0 {
		t.Fatalf("excepted records alerted: %+v", p.alerts)
	}
	if _, err := d.DetectBatch(context.Background(), records(denial(4, 2, "a"))); err != nil {
		t.Fatal(err)
	}
	if len(p.alerts) != 1 || p.alerts[0].Excepted["probes"].Count != 2 {
		t.Errorf("alerts %+v, want one that says that two were excepted", p.alerts)
	}
}

func TestDetect_DistinctCountsValues(t *testing.T) {
	get := func(id int, parameters string) string {
		return fmt.Sprintf(`{"eventID":"00000000-%04d","eventTime":"2026-03-02T09:57:%02dZ","eventName":"GetSecretValue","requestParameters":%s}`, id, id, parameters)
	}
	var p published
	d := inMemory(load(t, swept), &p)
	detect := func(lines ...string) {
		t.Helper()
		if _, err := d.DetectBatch(context.Background(), records(lines...)); err != nil {
			t.Fatal(err)
		}
	}
	detect(get(1, `{"secretId":"a"}`), get(2, `{"secretId":"a"}`), get(3, `{"secretId":"b"}`))
	if len(p.alerts) != 0 {
		t.Fatalf("two values alerted: %+v", p.alerts)
	}
	detect(get(4, `null`), get(5, `{}`))
	if len(p.alerts) != 1 || p.alerts[0].Count != 3 {
		t.Errorf("alerts %+v, want one of three values, the missing one among them", p.alerts)
	}
}

func TestValueIdentity_MissingIsUnlikeEveryValue(t *testing.T) {
	selector, err := pattern.ParseSelector("$.v")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[window.Identity]string{}
	for _, record := range []string{`{}`, `{"v":""}`, `{"v":"-"}`, `{"v":"="}`, `{"v":1}`} {
		id := valueIdentity(selector, []byte(record))
		if other, ok := seen[id]; ok {
			t.Errorf("%s and %s count as one value", record, other)
		}
		seen[id] = record
	}
}

// Two excepted records are two, whatever value they share.
func TestMatch_ExceptedCountsRecords(t *testing.T) {
	set := load(t, swept+"except:\n  - name: backup\n    pattern: '{ $.agent = backup }'\n")
	b := batch{Detector: New(set, nil, nil, alert.Deployment{})}
	record := `{"eventID":"00000000-%04d","eventTime":"2026-03-02T09:57:00Z","eventName":"GetSecretValue","agent":"backup","requestParameters":{"secretId":"a"}}`
	for _, r := range records(fmt.Sprintf(record, 1), fmt.Sprintf(record, 2)).Records {
		b.match(r)
	}
	if matches := b.matches; len(matches) != 2 || matches[0].Exception != "backup" || matches[0].Identity == matches[1].Identity {
		t.Errorf("matches %+v, want two excepted records", matches)
	}
}

func TestDetect_LinksToTheLogGroupOfTheBatch(t *testing.T) {
	var p published
	d := New(load(t, denied), counter(), p.publish, alert.Deployment{Region: "eu-west-1", Now: clock})
	if _, err := d.Detect(context.Background(), payload(t, denial(1, 0, "a"), denial(2, 1, "a"))); err != nil {
		t.Fatal(err)
	}
	if len(p.alerts) != 1 || !strings.Contains(string(p.alerts[0].JSON()), "of-this-batch") {
		t.Errorf("alerts %+v, want a link to the log group", p.alerts)
	}
}

func TestCounting_TakesEverything(t *testing.T) {
	set := load(t, "name: R\npattern: '{ $.a = b }'\nby: [[$.x, $.y], outcome]\ndistinct: $.z\nthreshold: 7\nperiod: 10m\nquiet: 2h\nceiling: 90\nstorm: 9\n")
	want := &window.Rule{
		Name: "R", Threshold: 7, Period: 10 * time.Minute, Quiet: 2 * time.Hour, By: []string{"[$.x, $.y]", "outcome"}, Distinct: "$.z", Ceiling: 90, Storm: 9,
	}
	if diff := cmp.Diff(want, counting(set.Rules()[0])); diff != "" {
		t.Errorf("rule (-want +got):\n%s", diff)
	}
}

func TestDetect_DuplicatesCountOnce(t *testing.T) {
	var p published
	d := inMemory(load(t, denied), &p)
	for range 3 {
		if _, err := d.DetectBatch(context.Background(), records(denial(1, 0, "a"), denial(1, 0, "a"))); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.alerts) != 0 {
		t.Errorf("one record, six times, alerted: %+v", p.alerts)
	}
}

func TestDetect_RecordsWithoutTimeAreReported(t *testing.T) {
	var p published
	report, err := inMemory(load(t, denied), &p).DetectBatch(context.Background(), records(
		`{"eventID":"00000000-0001","errorCode":"AccessDenied"}`, `{"eventID":"00000000-0002","errorCode":"AccessDenied"}`))
	if err != nil || report.Uncounted != 2 || report.Matches != 0 || len(p.alerts) != 0 {
		t.Errorf("report %+v, error %v, alerts %v; want two not counted", report, err, p.alerts)
	}
}

// The batch must come again when its alert was not accepted, and the alert must
// not be lost.
func TestDetect_FailsUntilPublished(t *testing.T) {
	p := published{err: errors.New("the topic is gone")}
	d := inMemory(load(t, denied), &p)
	batch := records(denial(1, 0, "a"), denial(2, 1, "a"))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := d.DetectBatch(ctx, batch); !errors.Is(err, p.err) {
		t.Fatalf("error %v, want that of the topic", err)
	}
	p.err = nil
	again := inMemory(load(t, denied), &p)
	if _, err := again.DetectBatch(ctx, batch); err != nil || len(p.alerts) != 1 {
		t.Errorf("error %v, alerts %v; want the alert on the second delivery", err, p.alerts)
	}
}

// A batch without a match costs no request.
func TestDetect_AsksNothingWithoutAMatch(t *testing.T) {
	report, err := New(load(t, denied), nil, nil, alert.Deployment{}).DetectBatch(context.Background(), records(`{"eventName":"GetUser"}`))
	if err != nil || report.Records != 1 {
		t.Errorf("report %+v, error %v", report, err)
	}
}

// What a rule file may say and what a window can hold are one thing.
func TestCounting_AcceptsWhatRulesAllow(t *testing.T) {
	for _, name := range rules.Names() {
		set, err := rules.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range set.Rules() {
			if err := counting(r).Validate(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for name, pair := range map[string][2]int{
		"threshold":          {rules.MaxThreshold, window.MaxThreshold},
		"distinct threshold": {rules.MaxDistinctThreshold, window.MaxDistinctThreshold},
		"storm":              {rules.MaxStorm, window.MaxStorm},
		"shortest period":    {int(rules.MinPeriod), int(window.MinPeriod)},
		"longest period":     {int(rules.MaxPeriod), int(window.MaxPeriod)},
		"quiet":              {int(rules.MaxQuiet), int(window.MaxQuiet)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: rules allow %d, windows %d", name, pair[0], pair[1])
		}
	}
}
