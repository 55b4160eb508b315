package simulate

import (
	"slices"
	"strconv"
)

// A batch is what a source delivers until it is acknowledged.
type batch struct {
	salt    uint64 // names it, whatever else is in the schedule
	records []int
	payload []byte
	hits    []hit // what the checker expects of it
}

func (b *batch) name() string { return strconv.FormatUint(b.salt, 10) }

// A parcel is what a source delivers in one event: a batch, or several.
type parcel struct {
	id      int // of the delivery that it is of
	source  source
	batches []*batch
	tries   int // deliveries so far
}

func (p *parcel) salt() uint64 { return p.batches[0].salt<<4 ^ uint64(len(p.batches)) }

// newParcel makes what is delivered first.
func (w *world) newParcel(d *delivery) *parcel {
	p := &parcel{id: d.id, source: d.source}
	for i, records := range d.batches {
		p.batches = append(p.batches, w.newBatch(uint64(d.id)*16+uint64(i), records))
	}
	return p
}

func (w *world) newBatch(salt uint64, records []int) *batch {
	b := &batch{salt: salt, records: records, hits: w.check.hitsOf(records)}
	b.payload = w.schedule.payload(b.name(), records)
	return b
}

// send has a parcel delivered at a time.
func (w *world) send(p *parcel, at int64) {
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
func (w *world) deliver(p *parcel) {
	if w.running >= w.schedule.instances {
		w.send(p, w.now+retryAfter)
		return
	}
	if p.tries++; p.tries > maxTries {
		w.check.fail(Stuck, "delivery %d was tried %d times", p.id, p.tries)
		return
	}
	r := w.chance(p.salt(), request{key: "delivery"}, uint64(p.tries))
	cold := r.IntN(4) == 0                                     // though a warm instance may be free
	if r.IntN(20) == 0 && p.source != stream && p.tries == 1 { // as SQS and asynchronous invocations do
		w.send(p.again(), w.now+r.Int64N(2000))
	}
	w.invoke(p, w.instance(cold, r.Uint64()))
}

// again is the same parcel, delivered a second time on its own.
func (p *parcel) again() *parcel {
	return &parcel{id: p.id, source: p.source, batches: slices.Clone(p.batches), tries: 1}
}

// ended is called when an invocation has returned or its process has died.
func (w *world) ended(v *invocation) {
	w.running--
	p := v.parcel
	failed := p.batches
	if v.dead {
		w.drop(v.instance)
	} else {
		v.instance.busy = false
		failed = envelopes[p.source].failed(p, v.response, v.err)
	}
	for _, b := range p.batches {
		if !slices.Contains(failed, b) {
			w.trace.note(w, v, "acknowledged batch "+b.name())
			w.check.acknowledged(b)
		}
	}
	if len(failed) > 0 {
		w.trace.note(w, v, "not acknowledged", v.err)
		w.again(v, failed)
	}
}

// again has the source deliver what failed again, as it is its habit.
func (w *world) again(v *invocation, failed []*batch) {
	p := v.parcel
	r := w.chance(p.salt(), request{key: "retry"}, uint64(p.tries))
	soon := r.Int64N(100)
	if w.schedule.atOnce {
		soon = int64(min(p.tries-1, 1)) * 10_000
	}
	next := parcel{id: p.id, source: p.source, batches: failed, tries: p.tries}
	switch {
	case p.source == async && p.tries == 3:
		next.source = queue
		w.send(&next, w.now+r.Int64N(1000))
	case p.source == async:
		w.send(&next, w.now+int64(p.tries)*60_000+r.Int64N(1000))
	case p.source == queue:
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
func (w *world) bisect(failed []*batch) [][]*batch {
	if half := len(failed) / 2; half > 0 {
		return [][]*batch{failed[:half], failed[half:]}
	}
	b := failed[0]
	half := len(b.records) / 2
	if half == 0 {
		return [][]*batch{failed}
	}
	return [][]*batch{
		{w.newBatch(b.salt*4+1<<20, b.records[:half])},
		{w.newBatch(b.salt*4+1<<21, b.records[half:])},
	}
}
