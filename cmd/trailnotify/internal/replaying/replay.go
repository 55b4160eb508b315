// Package replaying runs history through the detector that the function runs,
// with the counts in memory.
package replaying

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/reading"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/detector"
	"trailnotify/rules"
	"trailnotify/window/memory"
)

// CloseAfter is how far event time has to move on before a window is taken as
// complete and its memory freed: longer than CloudTrail is ever late.
const CloseAfter = 24 * time.Hour

// A Replay counts the records of a reading and hands on the alerts.
type Replay struct {
	*reading.Reading
	Rules     *rules.Set
	Incidents func(severity string) bool // as in a detector; by the formats of the settings

	counts *memory.Counter
}

// Open loads the rules and lists the input.
func Open(ctx context.Context, chosen ruleset.Flags, flags reading.Flags, paths []string, p cli.Process) (*Replay, error) {
	set, err := chosen.Load(p)
	if err != nil {
		return nil, err
	}
	in, err := reading.Open(ctx, flags, reading.ByRules(set), paths, p)
	if err != nil {
		return nil, err
	}
	s, err := settings.Read(p.Environ)
	if err != nil {
		return nil, err
	}
	return &Replay{Reading: in, Rules: set, Incidents: settings.Incidents(s.Formats), counts: memory.NewCounter(CloseAfter)}, nil
}

// Options say where the records and alerts seem to come from, and in which
// order they are counted.
type Options struct {
	From        alert.Deployment
	AsDelivered bool // in the order of the input, not of event time
}

// Run reads and counts everything, and calls show with each alert and each
// closing message in the order in which they would be sent, until that fails.
// Its error is cli.ErrInterrupted if Ctrl-C ended it; what was read until then
// is counted.
func (r *Replay) Run(ctx context.Context, o Options, show func(alert.Alert) error) error {
	counts := &counter{Counter: r.counts}
	found := &alerts{in: r.Reading, show: show, now: counts.now}
	detect := detector.New(r.Rules, counts, found.publish, o.From)
	detect.Incidents = r.Incidents
	detect.DryRun = found.dryRun
	tick := &ticks{counter: counts, close: detect.Close, flush: found.flush}
	detected := func(ctx context.Context, b cloudtrail.Batch) error {
		b.LogGroup = o.From.LogGroup
		_, err := detect.DetectBatch(ctx, b)
		return errors.Join(err, found.flush())
	}
	var err error
	if o.AsDelivered {
		err = r.asDelivered(ctx, detected, tick)
	} else {
		err = r.inOrder(ctx, detected, tick)
	}
	if err != nil && !errors.Is(err, cli.ErrInterrupted) {
		return err
	}
	return cmp.Or(tick.all(context.WithoutCancel(ctx)), err)
}

// asDelivered hands on batches as the input has them. Its clock is that of the
// counter, which late records do not move.
func (r *Replay) asDelivered(ctx context.Context, do Do, tick *ticks) error {
	return Batches(ctx, r.Reading, func(ctx context.Context, b cloudtrail.Batch) error {
		if err := do(ctx, b); err != nil {
			return err
		}
		return tick.until(ctx, r.counts.Now())
	})
}

// inOrder hands on batches in order of event time, which is the clock.
func (r *Replay) inOrder(ctx context.Context, do Do, tick *ticks) error {
	b := batcher{do: func(ctx context.Context, b cloudtrail.Batch) error {
		if first, ok := begins(b); ok {
			if err := tick.until(ctx, first); err != nil {
				return err
			}
		}
		return do(ctx, b)
	}}
	whole := context.WithoutCancel(ctx) // after Ctrl-C what was read is still counted
	err := r.InOrder(ctx, func(record cloudtrail.Record) error { return b.take(whole, record) })
	if err != nil && !errors.Is(err, cli.ErrInterrupted) {
		return err
	}
	return cmp.Or(b.flush(whole), err)
}

// Totals returns what was counted of each rule.
func (r *Replay) Totals() []memory.Total { return r.counts.Totals() }

// alerts are those of one batch, before they are shown.
type alerts struct {
	in   *reading.Reading
	show func(alert.Alert) error
	now  func() time.Time // the time of the tick
	all  []alert.Alert
}

// publish takes an alert of the detector.
func (f *alerts) publish(_ context.Context, a alert.Alert) error {
	if a.Closing != nil {
		a.Published = f.now()
	}
	f.all = append(f.all, a)
	return nil
}

// dryRun takes an alert that the function would not have sent.
func (f *alerts) dryRun(ctx context.Context, a alert.Alert) {
	a.DryRun = true
	_ = f.publish(ctx, a) // it never fails
}

// flush shows the alerts of a batch in order of time. The counter goes by rule
// and group.
func (f *alerts) flush() error {
	slices.SortFunc(f.all, func(a, b alert.Alert) int {
		return cmp.Or(a.First.Compare(b.First), strings.Compare(a.Rule, b.Rule), strings.Compare(a.ID, b.ID))
	})
	defer func() { f.all = f.all[:0] }()
	for _, a := range f.all {
		var err error
		if f.in.Aside(func() { err = f.show(a) }); err != nil {
			return fmt.Errorf("printing: %w", err)
		}
	}
	return nil
}
