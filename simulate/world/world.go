// Package world is where a simulated run happens: a table, topics, processes,
// those who deliver, and one clock. It runs the production code from the Lambda
// event on, and tells the checker of everything that it does.
package world

import (
	"math/rand/v2"

	"trailnotify/detector"
	"trailnotify/handler"
	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
	"trailnotify/window/set"
)

// A World is one run of a schedule: a table, a topic, processes that come and
// go, and one clock. One thing happens at a time: every process is a coroutine
// that hands control back at each request, and the event with the earliest time
// is what goes on.
type World struct {
	Schedule *schedule.Schedule
	store    *store
	Check    *check.Checker
	Trace    trace
	pcg      *rand.PCG
	rng      *rand.Rand // on pcg

	now       int64 // ms since the start
	events    []event
	detectors map[deployed]*detector.Detector
	handlers  []*handler.Handler // that are free
	instances []*instance
	running   int       // invocations
	waiting   []*parcel // for one to end
	salts     int       // names given to invocations and instances
	Met       []uint64  // requests that met a fault
	Faults    int
	Requests  int
	Steps     int // events that happened

	// Of a run whose order and faults are not left to chance.
	choose func() int              // which event is next
	strike func(request) fault     // what happens to a request
	answer func(*instance, string) // told of the answer to each request
	cut    bool                    // the rest of the run is of no interest
	strand *strand                 // that runs
	idle   []*coroutine
}

// An event is something that happens at a time.
type event struct {
	at  int64
	tie uint64
	do  func()

	// Of an invocation that waits to carry out a request.
	from    *invocation
	request request
}

// New makes the world in which a schedule is run.
func New(s *schedule.Schedule) *World {
	pcg := rand.NewPCG(0, 0)
	w := &World{Schedule: s, store: newStore(), pcg: pcg, rng: rand.New(pcg), detectors: map[deployed]*detector.Detector{}}
	w.Check = check.New(s)
	w.Check.Report = func(v check.Violation) { w.Trace.broken(w, v) }
	return w
}

// Run lets everything happen until nothing is left to happen.
func (w *World) Run() {
	for i := range w.Schedule.Deliveries {
		d := &w.Schedule.Deliveries[i]
		w.send(w.newParcel(d), d.At)
	}
	w.run()
	w.lastTicks()
	w.unwind()
	if w.cut {
		return
	}
	w.Check.Finish(func(deployment int, key string) set.View {
		seen := set.View{}
		items, _ := w.store.read(prefixed(deployment, key), set.PartsOf(0, check.MaxStep), page{})
		seen.Add(items)
		return seen
	})
	for _, r := range w.store.reminders {
		if w.Check.Hopeless() {
			return
		}
		w.Check.Left(r.deployment, r.Reminder)
	}
}

// run lets events happen until there are none.
func (w *World) run() {
	for len(w.events) > 0 && !w.Check.Hopeless() && !w.cut {
		e := w.next()
		if w.cut {
			w.events = append(w.events, e)
			break
		}
		if v := e.from; v != nil && e.at < min(v.stillUntil, v.killAt) {
			e.at = min(v.stillUntil, v.killAt)
			w.events = append(w.events, e)
			continue
		}
		w.now = max(w.now, e.at)
		w.Steps++
		e.do()
	}
}

// lastTicks closes what is left when everything is healed and all alerts are
// due, then what became due meanwhile, and a day later what was never sent.
func (w *World) lastTicks() {
	moment := max(w.Schedule.Calm(), w.Schedule.LastDue())
	for i, later := range []int64{0, 600_000, 25 * 3600_000, 26 * 3600_000} {
		if len(w.store.reminders) == 0 || w.cut {
			return
		}
		for d := range w.Schedule.Deployments {
			p := &parcel{deployment: d, last: true}
			p.batches = append(p.batches, w.newCommand(d, uint64(1<<30+16*i+d), schedule.Tick))
			w.send(p, max(w.now, moment+later))
		}
		w.run()
	}
}

// at has something happen at a time.
func (w *World) at(ms int64, tie uint64, do func()) {
	w.events = append(w.events, event{at: ms, tie: tie, do: do})
}

// next removes the event that is next.
func (w *World) next() event {
	n := 0
	if w.choose != nil {
		n = w.choose()
	} else {
		for i := range w.events {
			if e, first := &w.events[i], &w.events[n]; e.at < first.at || e.at == first.at && e.tie < first.tie {
				n = i
			}
		}
	}
	e := w.events[n]
	last := len(w.events) - 1
	w.events[n], w.events[last] = w.events[last], event{}
	w.events = w.events[:last]
	return e
}

// unwind lets invocations that are cut off come to the end of their code,
// without any effect.
func (w *World) unwind() {
	w.choose = nil
	for len(w.events) > 0 {
		e := w.next()
		if e.from != nil {
			e.from.Dead = true
			e.do()
		}
	}
	for _, c := range w.idle {
		c.stop()
	}
}
