package detector

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/window"
)

// refusal is the error of a topic that refuses for good, or not.
type refusal bool

func (r refusal) Error() string { return "refused" }
func (r refusal) Refused() bool { return bool(r) }

func TestDetect_ReportsWhatIsRefused(t *testing.T) {
	for forGood, want := range map[refusal]int{true: 2, false: 0} {
		p := published{err: fmt.Errorf("publishing: %w", forGood)}
		report, err := inMemory(load(t, denied), &p).DetectBatch(context.Background(), records(
			denial(1, 0, "a"), denial(2, 1, "a"), denial(3, 0, "b"), denial(4, 1, "b")))
		if !errors.Is(err, forGood) || report.Refused != want || report.Alerts != 0 {
			t.Errorf("report %+v, error %v; want %d refused", report, err, want)
		}
	}
}

// failing is a counter that fails.
type failing struct{ err error }

func (f failing) Count(context.Context, []window.Match, window.Publish) (window.Result, error) {
	return window.Result{}, f.err
}

func TestDetect_ReportsContention(t *testing.T) {
	held := &window.LeaseError{Key: "k"}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"held by others": {fmt.Errorf("counting: %w", held), true},
		"the table":      {errors.New("unavailable"), false},
		"nothing at all": {nil, false},
	} {
		d := New(load(t, denied), failing{c.err}, nil, alert.Deployment{})
		report, err := d.DetectBatch(context.Background(), records(denial(1, 0, "a")))
		if !errors.Is(err, c.err) || report.Held != c.want {
			t.Errorf("%s: report %+v, error %v", name, report, err)
		}
	}
}

// Matches that come in the quiet time of an alert are reported.
func TestDetect_ReportsWhatIsSpent(t *testing.T) {
	var p published
	d := inMemory(load(t, denied), &p)
	if report, err := d.DetectBatch(context.Background(), records(denial(1, 0, "a"), denial(2, 1, "a"))); err != nil || report.Spent != 0 || report.Alerts != 1 {
		t.Fatalf("report %+v, error %v", report, err)
	}
	report, err := d.DetectBatch(context.Background(), records(denial(3, 2, "a"), denial(4, 3, "b")))
	if err != nil || report.Spent != 1 || report.Rules["Denied"].Spent != 1 || report.Alerts != 0 {
		t.Errorf("report %+v, error %v; want one match spent", report, err)
	}
}

func TestDetect_TracesEveryMatch(t *testing.T) {
	var traced []string
	d := New(load(t, denied, swept), failing{}, nil, alert.Deployment{})
	d.Trace = func(r cloudtrail.Record, m rules.Match) { traced = append(traced, r.EventID()+" "+m.Rule.Name) }
	if _, err := d.Detect(context.Background(), payload(t, denial(1, 0, "a"), `{}`, denial(2, 1, "a"))); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(traced) != "[00000000-0001 Denied 00000000-0002 Denied]" {
		t.Errorf("traced %v", traced)
	}
}

// Adding up two reports leaves out only what can't be added.
func TestReport_Add(t *testing.T) {
	one := Report{
		Records: 1, Rejected: 2, Matches: 3, Excepted: 4, Ended: 1, Unclear: 1, Uncounted: 5, Spent: 1, Skewed: 6, Early: 7, Alerts: 8, WouldAlert: 9, Muted: 10, Refused: 9,
		Rules: map[string]RuleReport{"R": {Matches: 3, Excepted: 4, Uncounted: 5, Spent: 1, Alerts: 8, WouldAlert: 9, Muted: 10}},
	}
	sum := one
	sum.Rules = map[string]RuleReport{"R": one.Rules["R"]}
	sum.Add(one)
	want := "{Records:2 Rejected:4 Matches:6 Excepted:8 Ended:2 Unclear:2 Uncounted:10 Spent:2 Skewed:12 Early:14 Alerts:16 WouldAlert:18 Muted:20 Refused:18 Held:false " +
		"Rules:map[R:{Matches:6 Excepted:8 Uncounted:10 Spent:2 Alerts:16 WouldAlert:18 Muted:20}] Newest:0001-01-01 00:00:00 +0000 UTC Faults:[]}"
	if got := fmt.Sprintf("%+v", sum); got != want {
		t.Errorf("sum\n%s, want\n%s", got, want)
	}
}
