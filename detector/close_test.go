package detector

import (
	"context"
	"errors"
	"testing"
	"time"

	"trailnotify/alert"
	"trailnotify/rules"
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

// closing has a detector say to its counter what it would close.
func closing(t *testing.T, p *published, apart func(*rules.Rule) bool) window.Closer {
	t.Helper()
	c := &remembering{Counter: counter()}
	d := New(load(t, denied, swept+"closing: off\n", "name: Off\npattern: '{ $.a = b }'\nthreshold: 1\nenabled: false\nclosing: always\n"),
		c, p.publish, alert.Deployment{Name: "prod", LogGroup: "trail"})
	d.Apart = apart
	closed, err := d.Close(context.Background())
	if closed != (window.Closed{Due: 2, Closed: 1, Left: 1}) || !errors.Is(err, errLeft) {
		t.Errorf("found %+v and %v, want what the counter says", closed, err)
	}
	return c.what
}

// A rule that is off closes what it has opened.
func TestClose_KnowsEveryRule(t *testing.T) {
	policies := map[string]window.ClosingPolicy{}
	for _, r := range closing(t, &published{}, nil).Rules {
		policies[r.Name] = r.Closing
	}
	want := map[string]window.ClosingPolicy{"Denied": window.ClosingSurplus, "SecretsSwept": window.ClosingOff, "Off": window.ClosingAlways}
	if len(policies) != len(want) {
		t.Errorf("found %v", policies)
	}
	for name, policy := range want {
		if policies[name] != policy {
			t.Errorf("%s: found %v, want %v", name, policies[name], policy)
		}
	}
}

func TestClose_AsksWhichRulesAreApart(t *testing.T) {
	for _, r := range closing(t, &published{}, nil).Rules {
		if what := closing(t, &published{}, nil); what.Apart(r) {
			t.Errorf("%s is apart without a reason", r.Name)
		}
	}
	what := closing(t, &published{}, func(r *rules.Rule) bool { return r.Severity == rules.High })
	for _, r := range what.Rules {
		if got, want := what.Apart(r), r.Name == "Denied"; got != want {
			t.Errorf("%s: apart is %v, want %v", r.Name, got, want)
		}
	}
}

// What is published closes the very alerts that were sent.
func TestClose_PublishesTheMessage(t *testing.T) {
	var p published
	what := closing(t, &p, nil)
	start := time.Date(2026, 3, 2, 9, 55, 0, 0, time.UTC)
	var all []window.Closing
	var ids []string
	for _, user := range []string{"a", "b"} {
		g := window.Group{Kind: window.GroupValue, Value: user}
		all = append(all, window.Closing{Rule: what.Rules[0], Group: g, Start: start, End: start.Add(time.Hour), Told: 2, Total: 5})
		ids = append(ids, alert.New(load(t, denied).Rules()[0], window.Crossing{Rule: what.Rules[0], Group: g, Start: start}, alert.Deployment{Name: "prod"}).ID)
	}
	if err := what.Publish(context.Background(), all); err != nil {
		t.Fatal(err)
	}
	if len(p.alerts) != 1 || p.alerts[0].Rule != "Denied" || p.alerts[0].Closing == nil || p.alerts[0].Closing.More.Count != 6 {
		t.Fatalf("published %+v", p.alerts)
	}
	for _, id := range ids {
		if closed := p.alerts[0].Closing.Alerts; closed[0] != id && closed[1] != id {
			t.Errorf("%s is not among %v", id, closed)
		}
	}
	p.err = errors.New("no")
	if err := what.Publish(context.Background(), all); !errors.Is(err, p.err) {
		t.Errorf("found %v, want the error of the publisher", err)
	}
}

// A counter without a memory must not look like one with nothing due.
func TestClose_NeedsACounterThatRemembers(t *testing.T) {
	d := New(load(t, denied), struct{ Counter }{}, nil, alert.Deployment{})
	if closed, err := d.Close(context.Background()); err == nil || closed != (window.Closed{}) {
		t.Errorf("found %+v and %v", closed, err)
	}
}
