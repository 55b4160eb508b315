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
	Count(ctx context.Context, matches []window.Match, publish window.Publish) error
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

// Detect takes a batch through the path. It returns nil when every alert that
// the batch gave rise to has been published, and an error when the batch has to
// be delivered again; the report is complete either way.
func (d *Detector) Detect(ctx context.Context, b cloudtrail.Batch) (Report, error) {
	report := Report{Records: len(b.Records), Rejected: len(b.Rejected)}
	matches := d.matches(b, &report)
	if len(matches) == 0 {
		return report, nil
	}
	from := d.from
	from.LogGroup = b.LogGroup
	var mu sync.Mutex // the counter publishes for several groups at once
	err := d.counter.Count(ctx, matches, func(ctx context.Context, c window.Crossing) error {
		a := alert.New(d.origin[c.Rule], c, from)
		if err := d.publish(ctx, a); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		report.note(a.Rule, RuleReport{Alerts: 1})
		return nil
	})
	return report, err
}

// matches holds every record of a batch against the rules.
func (d *Detector) matches(b cloudtrail.Batch, report *Report) []window.Match {
	var matches []window.Match
	var found []rules.Match
	for _, record := range b.Records {
		found = d.rules.Match(record.JSON, found[:0])
		if len(found) == 0 {
			continue
		}
		at, _ := record.Time() // none is the zero time, which can't be counted
		seen := window.Match{Time: at, Identity: window.IdentityOf(record.Key()), Summary: alert.Summarize(record)}
		for _, f := range found {
			if d.Trace != nil {
				d.Trace(record, f)
			}
			m := d.match(seen, f, record)
			report.note(f.Rule.Name, outcome(m))
			matches = append(matches, m) // the counter passes over what it can't count
		}
	}
	return matches
}
