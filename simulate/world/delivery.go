package world

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"trailnotify/detector"
	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
)

// A batch is what a source delivers until it is acknowledged.
type batch struct {
	*check.Goods
	salt    uint64 // names it, whatever else is in the schedule
	payload []byte
	command string                 // in place of a payload
	found   map[int]detector.Found // in it, by the version of the rules
}

// A parcel is what a source delivers in one event: a batch, or several.
type parcel struct {
	id         int // of the delivery that it is of
	deployment int
	source     schedule.Source
	batches    []*batch
	tries      int  // deliveries so far
	calm       int  // of these: when nothing went wrong any more
	last       bool // a tick at the end, when nothing goes wrong
}

func (p *parcel) salt() uint64 { return p.batches[0].salt<<4 ^ uint64(len(p.batches)) }

// goods are what the checker expects of the batches.
func (p *parcel) goods() []*check.Goods {
	all := make([]*check.Goods, len(p.batches))
	for i, b := range p.batches {
		all[i] = b.Goods
	}
	return all
}

// newParcel makes what is delivered first.
func (w *World) newParcel(d *schedule.Delivery) *parcel {
	p := &parcel{id: d.ID, deployment: d.Deployment, source: d.Source}
	for i, records := range d.Batches {
		arrived := int64(0)
		if d.Source == schedule.Stream {
			arrived = w.Schedule.Began + d.At/1000
		}
		p.batches = append(p.batches, w.newBatch(d.Deployment, uint64(d.ID)*16+uint64(i), records, arrived))
	}
	if d.Command != "" {
		p.batches = append(p.batches, w.newCommand(d.Deployment, uint64(d.ID)*16, d.Command))
	}
	return p
}

func (w *World) newCommand(deployment int, salt uint64, command string) *batch {
	return &batch{Goods: w.Check.Goods(deployment, strconv.FormatUint(salt, 10), nil, 0), salt: salt, command: command}
}

// ticks reports whether the parcel has the function close alerts.
func (p *parcel) ticks() bool { return p.batches[0].command == schedule.Tick }

func (w *World) newBatch(deployment int, salt uint64, records []int, arrived int64) *batch {
	name := strconv.FormatUint(salt, 10)
	return &batch{
		Goods: w.Check.Goods(deployment, name, records, arrived), salt: salt, payload: payload(w.Schedule, name, records),
		found: map[int]detector.Found{},
	}
}

// send has a parcel delivered at a time.
func (w *World) send(p *parcel, at int64) {
	if len(p.batches) > 0 {
		w.at(at, p.salt()<<8|uint64(p.tries), func() { w.deliver(p) })
	}
}

// settleTries is how often a batch may be delivered once everything is healed
// and every lease that was left behind has ended: more than once only because
// others settle the same groups at the same time.
const settleTries = 10

// deliver invokes the function with a parcel, or has it wait until there is an
// instance for it.
func (w *World) deliver(p *parcel) {
	if w.running >= w.Schedule.Instances {
		w.Check.Saw(check.AllInstancesBusy)
		w.waiting = append(w.waiting, p)
		return
	}
	p.tries++
	if w.now >= w.Schedule.Calm() {
		p.calm++
	}
	if p.calm > settleTries {
		w.Check.Fail(check.Stuck, "delivery %d was tried %d times after everything had been healed, %d times in all", p.id, p.calm, p.tries)
		return
	}
	r := w.chance(p.salt(), request{key: "delivery"}, uint64(p.tries))
	cold := r.IntN(4) == 0                                              // though a warm instance may be free
	if r.IntN(20) == 0 && p.source != schedule.Stream && p.tries == 1 { // as SQS and asynchronous invocations do
		w.send(p.again(), w.now+r.Int64N(2000))
	}
	w.invoke(p, w.instance(p.deployment, cold, r.Uint64()))
}

// freed has what waits longest delivered to an instance that has become free.
func (w *World) freed() {
	if len(w.waiting) > 0 {
		p := w.waiting[0]
		w.waiting = w.waiting[1:]
		w.send(p, w.now)
	}
}

// again is the same parcel, delivered a second time on its own.
func (p *parcel) again() *parcel {
	return &parcel{id: p.id, deployment: p.deployment, source: p.source, batches: slices.Clone(p.batches), tries: 1}
}

// ended is called when an invocation has returned or its process has died.
func (w *World) ended(v *invocation) {
	w.running--
	defer w.freed()
	p := v.parcel
	failed := p.batches
	if v.Dead {
		w.drop(v.instance)
	} else {
		v.instance.busy = false
		if !p.ticks() {
			w.Check.Returned(v.Caller, p.goods(), w.now, v.local(w.now).UnixMilli(), time.Duration(v.killAt-w.now)*time.Millisecond)
		}
		failed = envelopes[p.source].failed(p, v.response, v.err)
	}
	for _, b := range p.batches {
		if !slices.Contains(failed, b) {
			w.Trace.note(w, v, "acknowledged batch "+b.Name)
			w.Check.Acknowledged(b.Goods, w.Schedule.Began*1000+w.now)
			if p.source == schedule.Queue && b.command != "" {
				w.Check.Saw(check.Command)
			}
		}
	}
	if 0 < len(failed) && len(failed) < len(p.batches) {
		w.Check.Saw(check.PartialResponse)
	}
	if len(failed) > 0 {
		w.Trace.note(w, v, "not acknowledged", v.err)
		w.again(v, failed)
	}
}

// again has the source deliver what failed again, as it is its habit.
func (w *World) again(v *invocation, failed []*batch) {
	p := v.parcel
	if p.ticks() && p.tries == 3 {
		return // the next tick does it
	}
	r := w.chance(p.salt(), request{key: "retry"}, uint64(p.tries))
	soon := backOff(p.tries, r)
	if w.Schedule.AtOnce {
		soon = int64(min(p.tries-1, 1)) * 10_000
	}
	next := parcel{id: p.id, deployment: p.deployment, source: p.source, batches: failed, tries: p.tries, calm: p.calm}
	switch {
	case p.source == schedule.Async && p.tries == 3:
		w.Check.Saw(check.RetryQueue)
		next.source = schedule.Queue
		w.send(&next, w.now+r.Int64N(1000))
	case p.source == schedule.Async:
		w.send(&next, w.now+int64(p.tries)*60_000+r.Int64N(1000))
	case p.source == schedule.Queue:
		for _, b := range failed { // each message becomes visible by itself
			one := next
			one.batches = []*batch{b}
			w.send(&one, w.now+hidden(p.tries, r))
		}
	case r.IntN(3) == 0:
		for _, half := range w.bisect(p.deployment, failed) {
			one := next
			one.batches = half
			w.send(&one, w.now+soon)
		}
	default:
		w.send(&next, w.now+soon)
	}
}

// earlyTries is how often a source delivers again sooner than it has to. Most
// races are there; more tries in an outage would only be more of the same.
const earlyTries = 3

// hidden is how long a message stays invisible after it has failed: for the
// visibility timeout of the queue, of which the invocation has used a part. A
// queue may hand out a message earlier, and the first times this one does.
func hidden(tries int, r *rand.Rand) int64 {
	const timeout = 360_000
	early := []int64{r.Int64N(20), r.Int64N(30_000), r.Int64N(timeout)}
	if tries <= earlyTries {
		return early[r.IntN(len(early))]
	}
	return timeout - r.Int64N(timeout/6)
}

// backOff is how long a stream waits before it delivers again: hardly at first,
// then four times as long each time, up to ten minutes.
func backOff(tries int, r *rand.Rand) int64 {
	if tries <= earlyTries {
		return r.Int64N(100)
	}
	most := min(int64(500)<<min(2*(tries-earlyTries), 30), 600_000)
	return most/2 + r.Int64N(most/2)
}

// bisect cuts in two what failed, as a stream does. A single batch is cut
// through, so that its records come in others than before.
func (w *World) bisect(deployment int, failed []*batch) [][]*batch {
	if half := len(failed) / 2; half > 0 {
		return [][]*batch{failed[:half], failed[half:]}
	}
	b := failed[0]
	half := len(b.Records) / 2
	if half == 0 {
		return [][]*batch{failed}
	}
	w.Check.Saw(check.BisectedBatch)
	return [][]*batch{
		{w.newBatch(deployment, b.salt*4+1<<20, b.Records[:half], b.Arrived)},
		{w.newBatch(deployment, b.salt*4+1<<21, b.Records[half:], b.Arrived)},
	}
}
