// Package detector is the path from a batch of records to published alerts:
//
//	records --rules--> matches --counter--> crossings --alert--> published
//
// It decides nothing itself. The rules say what matches, the counter says what
// crosses, and the error that [Detector.Detect] returns is what makes the event
// source deliver the batch again: the whole recovery mechanism.
package detector

import (
	"context"
	"sync"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/window"
)

// A Counter counts matches exactly and calls publish for every crossing. It
// returns nil only when nothing that the matches touched is still due, so the
// caller may acknowledge them.
type Counter interface {
	Count(ctx context.Context, matches []window.Match, publish window.Publish) (window.Result, error)
}

// Publish hands an alert to those who listen. It returns nil once the alert has
// been accepted, and is called again with the same alert otherwise.
type Publish func(ctx context.Context, a alert.Alert) error

// A Detector takes batches through the path. It is safe for concurrent use when
// its counter, its publisher and its trace are.
type Detector struct {
	// Trace, if not nil, is told of every match before it is counted. Set it
	// before the first use.
	Trace func(r cloudtrail.Record, m rules.Match)

	rules   *rules.Set
	counter Counter
	publish Publish
	from    alert.Deployment
	counted map[*rules.Rule]*window.Rule
	origin  map[*window.Rule]*rules.Rule
}

// New makes a detector of its parts.
func New(set *rules.Set, counter Counter, publish Publish, from alert.Deployment) *Detector {
	d := &Detector{
		rules: set, counter: counter, publish: publish, from: from,
		counted: map[*rules.Rule]*window.Rule{},
		origin:  map[*window.Rule]*rules.Rule{},
	}
	for _, r := range set.Rules() {
		w := counting(r)
		d.counted[r], d.origin[w] = w, r
	}
	return d
}

// Detect takes a payload through the path. It returns nil when every alert that
// the payload gave rise to has been published, and an error when it has to be
// delivered again; the report is complete either way. A payload that turns out to
// be broken is a *cloudtrail.PayloadError; nothing of it is counted.
func (d *Detector) Detect(ctx context.Context, p *cloudtrail.Payload) (Report, error) {
	m := matching{Detector: d}
	m.payload(p)
	switch err := p.Err(); {
	case err != nil:
		return Report{}, err
	case len(m.matches) == 0:
		return m.report, nil
	}
	return d.settle(ctx, m, p.LogGroup)
}

// DetectBatch is [Detector.Detect] for records that are at hand.
func (d *Detector) DetectBatch(ctx context.Context, b cloudtrail.Batch) (Report, error) {
	m := matching{Detector: d, report: Report{Rejected: len(b.Rejected), Faults: b.Rejected}}
	for _, r := range b.Records {
		m.record(r)
	}
	if len(m.matches) == 0 {
		return m.report, nil
	}
	return d.settle(ctx, m, b.LogGroup)
}

// settle counts the matches and publishes what crosses.
func (d *Detector) settle(ctx context.Context, m matching, logGroup string) (Report, error) {
	from := d.from
	from.LogGroup = logGroup
	var mu sync.Mutex // the counter publishes for several groups at once
	_, err := d.counter.Count(ctx, m.matches, func(ctx context.Context, c window.Crossing) error {
		a := alert.New(d.origin[c.Rule], c, from)
		if err := d.publish(ctx, a); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		m.report.note(a.Rule, RuleReport{Alerts: 1})
		return nil
	})
	return m.report, err
}
