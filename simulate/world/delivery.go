package world

import (
	"slices"
	"strconv"

	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
)

// A batch is what a source delivers until it is acknowledged.
type batch struct {
	*check.Goods
	salt    uint64 // names it, whatever else is in the schedule
	payload []byte
}

// A parcel is what a source delivers in one event: a batch, or several.
type parcel struct {
	id      int // of the delivery that it is of
	source  schedule.Source
	batches []*batch
	tries   int // deliveries so far
}

func (p *parcel) salt() uint64 { return p.batches[0].salt<<4 ^ uint64(len(p.batches)) }

// newParcel makes what is delivered first.
func (w *World) newParcel(d *schedule.Delivery) *parcel {
	p := &parcel{id: d.ID, source: d.Source}
	for i, records := range d.Batches {
		p.batches = append(p.batches, w.newBatch(uint64(d.ID)*16+uint64(i), records))
	}
	return p
}

func (w *World) newBatch(salt uint64, records []int) *batch {
	name := strconv.FormatUint(salt, 10)
	return &batch{w.Check.Goods(name, records), salt, payload(w.Schedule, name, records)}
}

// send has a parcel delivered at a time.
func (w *World) send(p *parcel, at int64) {
	if len(p.batches) > 0 {
		w.at(at, p.salt()<<8|uint64(p.tries), func() { w.deliver(p) })
	}
}

// retryAfter is how long a delivery waits for an instance to be free.
const retryAfter = 40

// maxTries is when a batch counts as stuck: it has met no faults for a long
// time then.
const maxTries = calmAfter + 60

// deliver invokes the function with a parcel.
func (w *World) deliver(p *parcel) {
	if w.running >= w.Schedule.Instances {
		w.send(p, w.now+retryAfter)
		return
	}
	if p.tries++; p.tries > maxTries {
		w.Check.Fail(check.Stuck, "delivery %d was tried %d times", p.id, p.tries)
		return
	}
	r := w.chance(p.salt(), request{key: "delivery"}, uint64(p.tries))
	cold := r.IntN(4) == 0                                              // though a warm instance may be free
	if r.IntN(20) == 0 && p.source != schedule.Stream && p.tries == 1 { // as SQS and asynchronous invocations do
		w.send(p.again(), w.now+r.Int64N(2000))
	}
	w.invoke(p, w.instance(cold, r.Uint64()))
}

// again is the same parcel, delivered a second time on its own.
func (p *parcel) again() *parcel {
	return &parcel{id: p.id, source: p.source, batches: slices.Clone(p.batches), tries: 1}
}

// ended is called when an invocation has returned or its process has died.
func (w *World) ended(v *invocation) {
	w.running--
	p := v.parcel
	failed := p.batches
	if v.Dead {
		w.drop(v.instance)
	} else {
		v.instance.busy = false
		failed = envelopes[p.source].failed(p, v.response, v.err)
	}
	for _, b := range p.batches {
		if !slices.Contains(failed, b) {
			w.Trace.note(w, v, "acknowledged batch "+b.Name)
			w.Check.Acknowledged(b.Goods)
		}
	}
	if len(failed) > 0 {
		w.Trace.note(w, v, "not acknowledged", v.err)
		w.again(v, failed)
	}
}

// again has the source deliver what failed again, as it is its habit.
func (w *World) again(v *invocation, failed []*batch) {
	p := v.parcel
	r := w.chance(p.salt(), request{key: "retry"}, uint64(p.tries))
	soon := r.Int64N(100)
	if w.Schedule.AtOnce {
		soon = int64(min(p.tries-1, 1)) * 10_000
	}
	next := parcel{id: p.id, source: p.source, batches: failed, tries: p.tries}
	switch {
	case p.source == schedule.Async && p.tries == 3:
		next.source = schedule.Queue
		w.send(&next, w.now+r.Int64N(1000))
	case p.source == schedule.Async:
		w.send(&next, w.now+int64(p.tries)*60_000+r.Int64N(1000))
	case p.source == schedule.Queue:
		for _, b := range failed { // each message becomes visible by itself
			one := next
			one.batches = []*batch{b}
			w.send(&one, w.now+[]int64{r.Int64N(20), r.Int64N(300_000), r.Int64N(30_000)}[r.IntN(3)])
		}
	case r.IntN(3) == 0:
		for _, half := range w.bisect(failed) {
			one := next
			one.batches = half
			w.send(&one, w.now+soon)
		}
	default:
		w.send(&next, w.now+soon)
	}
}

// bisect cuts in two what failed, as a stream does. A single batch is cut
// through, so that its records come in others than before.
func (w *World) bisect(failed []*batch) [][]*batch {
	if half := len(failed) / 2; half > 0 {
		return [][]*batch{failed[:half], failed[half:]}
	}
	b := failed[0]
	half := len(b.Records) / 2
	if half == 0 {
		return [][]*batch{failed}
	}
	return [][]*batch{
		{w.newBatch(b.salt*4+1<<20, b.Records[:half])},
		{w.newBatch(b.salt*4+1<<21, b.Records[half:])},
	}
}
