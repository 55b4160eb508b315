package detector

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"trailnotify/alert"
	"trailnotify/alert/summary"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/window"
)

// Found is what was found in a batch. It is not changed by being settled, so it
// can be settled again.
type Found struct {
	logGroup string
	matches  []window.Match
	report   Report
}

// A batch is one in which matches are being looked for.
type batch struct {
	*Detector
	Found
	comesAgain bool          // after an error
	found      []rules.Match // by the record at hand
}

// match finds the rules that a record matches.
func (b *batch) match(r cloudtrail.Record) {
	b.report.Records++
	b.found = b.rules.Match(r.JSON, b.found[:0])
	switch {
	case len(b.found) == 0:
		return
	case b.comesAgain && r.Early(b.now()):
		b.report.Early++
		return
	}
	at, skewed, _ := r.Counted() // without a time it is the zero time, which can't be counted
	if skewed {
		b.report.Skewed++
	}
	seen := window.Match{Time: at, Identity: window.IdentityOf(r.Key()), Summary: summary.Of(r)}
	parts := group.Of(r)
	seen.Kind.Call, seen.Kind.Whole = parts.Kind()
	for _, f := range b.found {
		if now := f.At(at); now != f {
			f = now
			b.report.ended(f)
		}
		b.report.unclear(f)
		if b.Trace != nil {
			b.Trace(r, f)
		}
		m := b.counted(seen, f, parts)
		b.report.add(f.Rule.Name, outcome(m))
		b.matches = append(b.matches, m) // the counter passes over what it can't count
	}
}

// Settle is the second half of Detect: it counts what was found by a detector
// with the same rules, and publishes what crosses.
func (d *Detector) Settle(ctx context.Context, f Found) (Report, error) {
	report, err := f.report, error(nil)
	report.Rules = maps.Clone(report.Rules)
	if len(f.matches) > 0 {
		report, err = d.count(ctx, f.matches, f.logGroup, report)
	}
	if report.Early > 0 {
		report.Held = false // it has to come again for more than that
		err = errors.Join(err, fmt.Errorf("%d records are %w", report.Early, ErrEarly))
	}
	return report, err
}

// count counts matches and publishes what crosses. It adds to a report what
// became of them.
func (d *Detector) count(ctx context.Context, matches []window.Match, logGroup string, report Report) (Report, error) {
	from := d.from
	from.LogGroup = logGroup
	var mu sync.Mutex // the counter publishes for several groups at once
	result, err := d.counter.Count(ctx, matches, func(ctx context.Context, c window.Crossing) error {
		a := alert.New(d.origin[c.Rule], c, from)
		err := d.send(ctx, d.origin[c.Rule], window.Sent, a)
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err == nil:
			report.add(a.Rule, RuleReport{Alerts: 1})
		case errors.Is(err, window.ErrDryRun):
			report.add(a.Rule, RuleReport{WouldAlert: 1})
		case errors.Is(err, window.ErrMuted):
			report.add(a.Rule, RuleReport{Muted: 1})
		case isRefused(err):
			report.Refused++
		}
		return err
	})
	for rule, n := range result.Spent {
		report.add(d.origin[rule].Name, RuleReport{Spent: n})
	}
	report.Held = window.Contended(err)
	return report, err
}

// isRefused reports whether calling again won't help to publish an alert.
func isRefused(err error) bool {
	refused, ok := errors.AsType[interface {
		error
		Refused() bool
	}](err)
	return ok && refused.Refused()
}
