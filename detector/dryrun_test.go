package detector

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"trailnotify/alert"
	"trailnotify/rules"
	"trailnotify/window"
	"trailnotify/window/memory"
)

const tried = `
name: Tried
pattern: '{ $.errorCode = "AccessDenied*" }'
threshold: 2
quiet: 30m
mode: dry-run
`

// drying is a detector in memory with the rules of Denied and Tried, what it
// publishes, and what it would publish.
func drying(t *testing.T, set *rules.Set, counts Counter) (d *Detector, sent, would *published) {
	t.Helper()
	sent, would = &published{}, &published{}
	d = New(set, counts, sent.publish, alert.Deployment{})
	d.DryRun = func(ctx context.Context, a alert.Alert) { _ = would.publish(ctx, a) }
	return d, sent, would
}

func names(p *published) (all []string) {
	for _, a := range p.alerts {
		name := a.Rule
		if a.Closing != nil {
			name += " closing"
		}
		all = append(all, name)
	}
	return all
}

// A rule in dry-run mode counts, spends and is acknowledged as any other; only
// nothing of it is sent.
func TestDetect_DryRunSendsNothing(t *testing.T) {
	d, sent, would := drying(t, load(t, denied, tried), counter())
	report, err := d.DetectBatch(t.Context(), records(denial(1, 0, "a"), denial(2, 1, "a")))
	if err != nil {
		t.Fatal(err)
	}
	if report.Rules["Tried"] != (RuleReport{Matches: 2, WouldAlert: 1}) || report.Rules["Denied"] != (RuleReport{Matches: 2, Alerts: 1}) ||
		report.Alerts != 1 || report.WouldAlert != 1 {
		t.Errorf("report %+v", report)
	}
	if !slices.Equal(names(sent), []string{"Denied"}) || !slices.Equal(names(would), []string{"Tried"}) || would.alerts[0].Count != 2 {
		t.Errorf("sent %v, would have sent %v", names(sent), names(would))
	}
	again, err := d.DetectBatch(t.Context(), records(denial(1, 0, "a"), denial(2, 1, "a"), denial(3, 2, "a")))
	if err != nil || again.WouldAlert != 0 || again.Rules["Tried"].Spent != 3 {
		t.Errorf("after the alert: report %+v, error %v", again, err)
	}
}

// The closing message of an alert that was not sent is not sent either, also if
// the rule has gone live meanwhile; and that of an alert which was sent is not
// sent once the rule runs dry.
func TestClose_DryRunSendsNothing(t *testing.T) {
	for _, before := range []string{"live", "dry-run"} {
		for _, after := range []string{"live", "dry-run"} {
			counts := memory.NewCounter(24 * time.Hour)
			d, sent, would := drying(t, inMode(t, before), counts)
			if _, err := d.DetectBatch(t.Context(), records(denial(1, 0, "a"), denial(2, 1, "a"))); err != nil {
				t.Fatal(err)
			}
			if _, err := d.DetectBatch(t.Context(), records(denial(3, 2, "a"))); err != nil {
				t.Fatal(err)
			}
			d, sentAfter, wouldAfter := drying(t, inMode(t, after), counts)
			closed, err := counts.CloseAll(t.Context(), (&closing{Detector: d}).what(t.Context()))
			if err != nil || closed.Closed != 1 {
				t.Errorf("%s, then %s: closed %+v, error %v", before, after, closed, err)
			}
			live := before == "live" && after == "live"
			if (closed.Messages == 1) != live || (closed.Withheld == 1) == live {
				t.Errorf("%s, then %s: closed %+v", before, after, closed)
			}
			if (len(sent.alerts) == 1) != (before == "live") || (len(would.alerts) == 1) == (before == "live") {
				t.Errorf("%s: sent %v, would have sent %v", before, names(sent), names(would))
			}
			if (len(sentAfter.alerts) == 1) != live || (len(wouldAfter.alerts) == 1) == live {
				t.Errorf("%s, then %s: sent %v, would have sent %v", before, after, names(sentAfter), names(wouldAfter))
			}
		}
	}
}

// inMode are the rules with Tried in a mode.
func inMode(t *testing.T, mode string) *rules.Set {
	t.Helper()
	set, err := load(t, tried).Override([]string{"TRIED_MODE=" + mode}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Nobody need listen to what would be sent.
func TestSend_DryRunWithoutAnybodyToTell(t *testing.T) {
	d := New(load(t, tried), counter(), nil, alert.Deployment{})
	err := d.send(t.Context(), d.rules.Rules()[0], window.Sent, alert.Alert{})
	if !errors.Is(err, window.ErrDryRun) {
		t.Errorf("found %v", err)
	}
}
