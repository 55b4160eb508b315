// Package detector is the path from a batch of records to published alerts:
//
//	records --rules--> matches --counter--> crossings --alert--> published
//
// and, on a schedule, from alerts whose quiet time has ended to the messages
// that say what came meanwhile, see [Detector.Close].
//
// It decides nothing itself. The rules say what matches, the counter says what
// crosses, and the error that [Detector.Detect] returns makes the event source
// deliver the batch again. That is the whole recovery mechanism.
package detector

import (
	"context"
	"errors"
	"time"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/window"
)

// A Counter counts matches exactly and calls publish for every crossing. It
// returns nil only when nothing that the matches touched is still due, so that
// the caller may acknowledge them.
type Counter interface {
	Count(ctx context.Context, matches []window.Match, publish window.Publish) (window.Result, error)
}

// Publish hands an alert to those who listen. It returns nil once the alert has
// been accepted, and is called again with the same alert otherwise. An error
// with a method Refused that returns true says that calling again won't help.
type Publish func(ctx context.Context, a alert.Alert) error

// ErrEarly is returned for a payload with matches whose log events are dated
// more than 15 minutes ahead of now. They are counted when the payload is
// delivered again after that; everything else in it has been settled.
var ErrEarly = errors.New("dated more than 15 minutes ahead, not counted yet")

// A Detector takes batches through the path. It is safe for concurrent use when
// its counter, its publisher and its trace are.
type Detector struct {
	// Trace, if not nil, is told of every match before it is counted. Set it
	// before the first use.
	Trace func(r cloudtrail.Record, m rules.Match)
	// Now is the clock by which a log event is early; time.Now if nil. Set it
	// before the first use.
	Now func() time.Time
	// DryRun, if not nil, is told of each message that would have been sent if
	// its rule did not run dry. Set it before the first use.
	DryRun func(ctx context.Context, a alert.Alert)
	// Mutes, if not nil, reads which mutes are in force. It is asked once for
	// each alert, under the lease on its rule and group, and once for each call
	// of Close. What it returns reports whether messages of a rule and group
	// are muted; the ID of the group is that of alerts. Set it before the first
	// use.
	Mutes func(ctx context.Context) func(r *rules.Rule, groupID string) bool
	// Muted, if not nil, is told of each alert that is not sent because it is
	// muted. Set it before the first use.
	Muted func(ctx context.Context, a alert.Alert)
	// Incidents, if not nil, reports whether alerts that end with this
	// severity may have opened an incident elsewhere. If so, each of them needs
	// a closing message of its own, even if nothing came. Set it before the
	// first use.
	Incidents func(severity string) bool

	rules   *rules.Set
	counter Counter
	publish Publish
	from    alert.Deployment
	windows map[*rules.Rule]*window.Rule
	origin  map[*window.Rule]*rules.Rule
}

// New makes a detector of its parts.
func New(set *rules.Set, counter Counter, publish Publish, from alert.Deployment) *Detector {
	d := &Detector{
		rules: set, counter: counter, publish: publish, from: from,
		windows: map[*rules.Rule]*window.Rule{},
		origin:  map[*window.Rule]*rules.Rule{},
	}
	for _, r := range set.Rules() {
		w := counting(r)
		d.windows[r], d.origin[w] = w, r
	}
	return d
}

// Detect takes a payload through the path. It returns nil when every alert that
// the payload gave rise to has been published, and an error when the payload
// has to be delivered again; the report is complete either way. A payload that
// turns out to be broken is a *cloudtrail.PayloadError; nothing of it is
// counted.
func (d *Detector) Detect(ctx context.Context, p *cloudtrail.Payload) (Report, error) {
	found, err := d.Find(p)
	if err != nil {
		return Report{}, err
	}
	return d.Settle(ctx, found)
}

// Find is the first half of Detect: it looks for matches and changes nothing.
// Its result depends on the payload and the rules alone, as long as no log
// event is early.
func (d *Detector) Find(p *cloudtrail.Payload) (Found, error) {
	b := batch{Detector: d, Found: Found{logGroup: p.LogGroup}, comesAgain: true}
	scan := d.rules.Scan(p.Text())
	defer scan.Close()
	for record, err := range p.Records(func(at int) (end int, wanted bool) {
		b.found, end = scan.Match(at, b.found[:0])
		return end, len(b.found) > 0
	}) {
		_, rejected := errors.AsType[*cloudtrail.Fault](err)
		switch {
		case err == nil:
			b.match(record)
		case rejected:
			b.report.reject(err)
		default:
			return Found{}, err
		}
	}
	b.report.Records += p.Passed()
	b.report.Newest = p.Newest()
	return b.Found, nil
}

// DetectBatch is [Detector.Detect] for records that are at hand. Nobody would
// deliver them again, so none of them is early.
func (d *Detector) DetectBatch(ctx context.Context, from cloudtrail.Batch) (Report, error) {
	b := batch{Detector: d, Found: Found{logGroup: from.LogGroup}}
	b.report.reject(from.Rejected...)
	for _, record := range from.Records {
		b.match(record)
	}
	return d.Settle(ctx, b.Found)
}

func (d *Detector) now() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}
