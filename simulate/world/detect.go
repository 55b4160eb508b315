package world

import (
	"context"
	"fmt"
	"slices"
	"time"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
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
	d.Now = func() time.Time { return w.strand.invocation.local(w.now) }
	w.detectors[of] = d
	return d
}

// counting counts with the counter of the instance.
type counting struct{}

func (counting) Count(ctx context.Context, matches []window.Match, publish window.Publish) (window.Result, error) {
	return clockOf(ctx).instance.Count(ctx, matches, publish)
}

func publish(ctx context.Context, a alert.Alert) error { return clockOf(ctx).instance.publish(ctx, a) }

// detect takes a batch through the path. What is found in a batch is the same
// at every delivery, so it is looked for at the first one to each version: most
// of a run would be spent on it otherwise. A batch with records that have to
// wait is looked through each time, since the clock decides about these.
func (w *World) detect(ctx context.Context, in *instance, b *batch, p *cloudtrail.Payload) (detector.Report, error) {
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
