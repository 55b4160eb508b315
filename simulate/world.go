package simulate

import "math/rand/v2"

// A world is one run of a schedule: a table, a topic, processes that come and
// go, and one clock. One thing happens at a time: every process is a coroutine
// that hands control back at each request, and the event with the earliest time
// is what goes on.
type world struct {
	schedule *schedule
	store    *store
	check    *checker
	trace    trace
	pcg      *rand.PCG
	rng      *rand.Rand // on pcg

	now       int64 // ms since the start
	events    []event
	instances []*instance
	running   int      // invocations
	salts     int      // names given to invocations and instances
	met       []uint64 // faults that happened, by the ID of their request
	requests  int

	// Of a run whose order and faults are not left to chance.
	choose   func() int              // which event is next
	strike   func(request) fault     // what happens to a request
	answer   func(*instance, string) // told of the answer to each request
	cut      bool                    // the rest of the run is of no interest
	parallel int                     // requests that a process makes at a time
	strand   *strand                 // that runs
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

// maxEvents ends a run that would go on for ever.
const maxEvents = 400_000

func newWorld(s *schedule) *world {
	pcg := rand.NewPCG(0, 0)
	w := &world{schedule: s, store: newStore(), pcg: pcg, rng: rand.New(pcg), parallel: 1}
	w.check = newChecker(w)
	return w
}

// run lets everything happen until nothing is left to happen.
func (w *world) run() {
	for i := range w.schedule.deliveries {
		d := &w.schedule.deliveries[i]
		w.send(w.newParcel(d), d.at)
	}
	for steps := 0; len(w.events) > 0 && !w.check.hopeless() && !w.cut; steps++ {
		if steps == maxEvents {
			w.check.fail(Stuck, "%d events and no end", steps)
			break
		}
		e := w.next()
		if w.cut {
			w.events = append(w.events, e)
			break
		}
		w.now = max(w.now, e.at)
		e.do()
	}
	w.unwind()
	if !w.cut {
		w.check.end()
	}
}

// at has something happen at a time.
func (w *world) at(ms int64, tie uint64, do func()) {
	w.events = append(w.events, event{at: ms, tie: tie, do: do})
}

// next removes the event that is next.
func (w *world) next() event {
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
func (w *world) unwind() {
	w.choose = nil
	for len(w.events) > 0 {
		e := w.next()
		if e.from != nil {
			e.from.dead = true
			e.do()
		}
	}
}
