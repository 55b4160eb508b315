package world

import (
	"context"
	"fmt"
	"slices"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
	"trailnotify/window"
)

// deployed is a version of the function in a deployment.
type deployed struct{ deployment, version int }

// detector returns the one that all instances share. It remembers nothing; what
// an instance has of its own it finds through the context.
func (w *World) detector(of deployed) *detector.Detector {
	if d := w.detectors[of]; d != nil {
		return d
	}
	name := fmt.Sprint("deployment ", of.deployment)
	d := detector.New(w.Schedule.Versions[of.version].Rules.Rules, counting{}, publish, alert.Deployment{Name: name, Table: "model"})
	d.Now = w.local
	w.detectors[of] = d
	return d
}

// detecting detects with what the instance has.
type detecting struct{}

func (detecting) Detect(ctx context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	return clockOf(ctx).instance.detect(ctx, p)
}

// counting counts with the counter of the instance.
type counting struct{}

func (counting) Count(ctx context.Context, matches []window.Match, publish window.Publish) (window.Result, error) {
	return clockOf(ctx).instance.count(ctx, matches, publish)
}

func publish(ctx context.Context, a alert.Alert) error { return clockOf(ctx).instance.publish(ctx, a) }

// detect takes a batch through the path. It is told from the others of the
// event by its log stream.
func (in *instance) detect(ctx context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	v := clockOf(ctx).invocation
	b := v.parcel.batchOf(p.LogStream)
	v.Batch = b.Again()
	v.counted = false
	report, err := in.world.settle(ctx, in, b, p)
	if err == nil && !v.counted && len(v.Batch.Hits) > 0 {
		in.world.Check.Fail(check.Mismatched, "nothing of batch %s was counted", v.Batch.Name)
	}
	return report, err
}

// settle takes a batch through the path. What is found in a batch is the same
// at every delivery, so it is looked for at the first one to each version: most
// of a run would be spent on it otherwise. A batch with records that have to
// wait is looked through each time, since the clock decides about these.
func (w *World) settle(ctx context.Context, in *instance, b *batch, p *cloudtrail.Payload) (detector.Report, error) {
	d := w.detector(deployed{in.deployment, in.version})
	if found, ok := b.found[in.version]; ok {
		return d.Settle(ctx, found)
	}
	found, err := d.Find(p)
	if err != nil {
		return detector.Report{}, err
	}
	if !w.mayWait(b) {
		b.found[in.version] = found
	}
	return d.Settle(ctx, found)
}

// mayWait reports whether a record of the batch is ever early, by any clock.
func (w *World) mayWait(b *batch) bool {
	first := w.Schedule.Began*1000 - schedule.MaxSkew
	return slices.ContainsFunc(b.Records, func(n int) bool { return w.Schedule.Records[n].Early(b.Arrived, first) })
}

// count counts with the counter of the process and has the checker look at what
// goes in and at what comes out.
func (in *instance) count(ctx context.Context, matches []window.Match, publish window.Publish) (window.Result, error) {
	v := clockOf(ctx).invocation
	v.counted = true
	in.world.Check.Counts(v.Caller, matches, in.local(in.world.now).UnixMilli())
	result, err := in.counter.Count(ctx, matches, func(ctx context.Context, c window.Crossing) error {
		with := *clockOf(ctx)
		with.crossing = &c
		return publish(&with, c)
	})
	if err == nil {
		in.world.Check.Counted(v.Caller)
	}
	return result, err
}

// carryOut carries out a command: it makes one request, as the canary does.
func carryOut(ctx context.Context) error {
	c := *clockOf(ctx)
	c.end = min(c.end-500, c.world.now+2000) // its client ends it in time
	return carry(&c, request{kind: callService}, func() {}, nil)
}
