package detector

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert"
	"trailnotify/window"
)

// remembering is a counter that says what it was asked to close.
type remembering struct {
	Counter
	what window.Closer
}

func (r *remembering) Close(_ context.Context, what window.Closer) (window.Closed, error) {
	r.what = what
	return window.Closed{Due: 2, Closed: 1, Left: 1}, errLeft
}

var errLeft = errors.New("one is left")

// asked has a detector say to its counter what it would close.
func asked(t *testing.T, p *published, incidents func(string) bool) window.Closer {
	t.Helper()
	c := &remembering{Counter: counter()}
	d := New(load(t, denied, swept+"closing: off\n", always), c, p.publish, alert.Deployment{Name: "prod", LogGroup: "trail"})
	d.Incidents = incidents
	closed, err := d.Close(context.Background())
	if closed != (window.Closed{Due: 2, Closed: 1, Left: 1}) || !errors.Is(err, errLeft) {
		t.Errorf("found %+v and %v, want what the counter says", closed, err)
	}
	return c.what
}

const always = "name: Off\npattern: '{ $.a = b }'\nthreshold: 1\nenabled: false\nclosing: always\n"

// A rule that is off closes what it has opened.
func TestClose_KnowsEveryRule(t *testing.T) {
	policies := map[string]window.ClosingPolicy{}
	for _, r := range asked(t, &published{}, nil).Rules {
		policies[r.Name] = r.Closing
	}
	want := map[string]window.ClosingPolicy{"Denied": window.ClosingSurplus, "SecretsSwept": window.ClosingOff, "Off": window.ClosingAlways}
	if diff := cmp.Diff(want, policies); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
}

// The severity of an alert may be any, whatever that of its rule is.
func TestClose_ClosesIncidentsOneByOne(t *testing.T) {
	if what := asked(t, &published{}, nil); what.Apart != nil {
		t.Error("alerts are closed one by one without a reason")
	}
	if what := asked(t, &published{}, func(string) bool { return false }); what.Apart != nil {
		t.Error("alerts are closed one by one where none opens an incident")
	}
	what := asked(t, &published{}, func(severity string) bool { return severity == "critical" })
	for _, r := range what.Rules {
		if what.Apart == nil || !what.Apart(r) {
			t.Errorf("%s: an alert of it may be critical and open an incident", r.Name)
		}
	}
}

// What is published closes the very alerts that were sent.
func TestClose_PublishesTheMessage(t *testing.T) {
	var p published
	what := asked(t, &p, nil)
	var all []window.Closing
	var ids []string
	for _, user := range []string{"a", "b"} {
		c := ended(what.Rules[0], user, 3)
		all = append(all, c)
		ids = append(ids, alert.New(load(t, denied).Rules()[0], window.Crossing{Rule: c.Rule, Group: c.Group, Start: c.Start}, alert.Deployment{Name: "prod"}).ID)
	}
	if err := what.Publish(context.Background(), all); err != nil {
		t.Fatal(err)
	}
	if len(p.alerts) != 1 || p.alerts[0].Rule != "Denied" || p.alerts[0].Closing == nil || p.alerts[0].Closing.More.Count != 6 {
		t.Fatalf("published %+v", p.alerts)
	}
	slices.Sort(ids)
	if diff := cmp.Diff(ids, p.alerts[0].Closing.Alerts); diff != "" {
		t.Errorf("closed alerts (-want +got):\n%s", diff)
	}
	p.err = errors.New("no")
	if err := what.Publish(context.Background(), all); !errors.Is(err, p.err) {
		t.Errorf("found %v, want the error of the publisher", err)
	}
}

// ended is an alert of two matches after whose quiet time more had come.
func ended(r *window.Rule, user string, more int) window.Closing {
	start := time.Date(2026, 3, 2, 9, 55, 0, 0, time.UTC)
	return window.Closing{
		Rule: r, Group: window.Group{Kind: window.GroupValue, Value: user},
		Start: start, End: start.Add(time.Hour), Told: 2, Total: 2 + more,
	}
}

// closingAll is a counter that closes one alert of each rule, after which
// nothing came, as window.Counter does where each is apart.
type closingAll struct{ Counter }

func (c closingAll) Close(ctx context.Context, what window.Closer) (closed window.Closed, err error) {
	for _, r := range what.Rules {
		closed.Due++
		closed.Closed++
		closed.Messages++
		err = errors.Join(err, what.Publish(ctx, []window.Closing{ended(r, "a", 0)}))
	}
	return closed, err
}

// Nobody is told that nothing came but those who have an incident open, and
// those who asked for it.
func TestClose_AllClear(t *testing.T) {
	low := strings.Replace(denied, "severity: high", "severity: low", 1)
	low = strings.Replace(low, "name: Denied", "name: Low", 1)
	for name, test := range map[string]struct {
		incidents func(string) bool
		want      []string
	}{
		"no incidents":      {nil, []string{"Off"}},
		"incidents of high": {func(severity string) bool { return severity == "high" || severity == "critical" }, []string{"Denied", "Off"}},
		"incidents of all":  {func(string) bool { return true }, []string{"Denied", "Low", "Off"}},
	} {
		t.Run(name, func(t *testing.T) {
			var p published
			d := New(load(t, denied, low, always), closingAll{}, p.publish, alert.Deployment{})
			d.Incidents = test.incidents
			closed, err := d.Close(context.Background())
			if n := len(test.want); err != nil || closed != (window.Closed{Due: 3, Closed: n, Messages: n, Quiet: 3 - n}) {
				t.Errorf("found %+v and %v", closed, err)
			}
			var got []string
			for _, a := range p.alerts {
				got = append(got, a.Rule)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("published (-want +got):\n%s", diff)
			}
		})
	}
}

// A counter without a memory must not look like one with nothing due.
func TestClose_NeedsACounterThatRemembers(t *testing.T) {
	d := New(load(t, denied), struct{ Counter }{}, nil, alert.Deployment{})
	if closed, err := d.Close(context.Background()); err == nil || closed != (window.Closed{}) {
		t.Errorf("found %+v and %v", closed, err)
	}
}
