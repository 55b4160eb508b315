package simulate

import (
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
	"trailnotify/simulate/world"
)

// A Config says what to simulate. Only Schedules must be set.
type Config struct {
	Seed      uint64       // of the first schedule; each further one has the next
	Schedules int          // how many
	Faults    float64      // per request, from 0 to 1
	Only      []check.Kind // the promises to check; default: all
	Stop      bool         // at the first schedule that breaks a promise
	Parallel  int          // schedules at a time, which changes nothing in the result; default: one per processor
	// Progress, when set, is called after each schedule with its number, from
	// several goroutines.
	Progress func(number int)
}

// A Result counts what happened in a simulation. It is the same whenever the
// configuration is.
type Result struct {
	Schedules int
	Crossings int // windows in which a crossing starts
	Requests  int // that the product made
	Faults    int // that they met
	Alerts    int // accepted
	Seen      [check.NumEvents]int
	Broken    [check.NumKinds]int
	Hash      uint64   // of everything that happened
	First     *Failure // of the lowest seed, nil when every promise was kept
	// Seeds are those of the schedules that broke a promise, in ascending
	// order: of each kind the lowest ones.
	Seeds [check.NumKinds][]uint64
}

// maxSeeds are kept of each kind.
const maxSeeds = 20

// A Failure is a schedule that broke a promise.
type Failure struct {
	Seed      uint64
	Faults    float64
	Violation check.Violation
}

// Violations is the number of schedules that broke a promise.
func (r Result) Violations() int {
	n := 0
	for _, b := range r.Broken {
		n += b
	}
	return n
}

func (r *Result) add(o Result) {
	r.Schedules += o.Schedules
	r.Crossings += o.Crossings
	r.Requests += o.Requests
	r.Faults += o.Faults
	r.Alerts += o.Alerts
	for i, n := range o.Seen {
		r.Seen[i] += n
	}
	for i, b := range o.Broken {
		r.Broken[i] += b
	}
	r.Hash += o.Hash
	for i, seeds := range o.Seeds {
		all := append(r.Seeds[i], seeds...)
		slices.Sort(all)
		r.Seeds[i] = all[:min(len(all), maxSeeds)]
	}
	if o.First != nil && (r.First == nil || o.First.Seed < r.First.Seed) {
		r.First = o.First
	}
}

// Simulate runs schedules and checks them.
func Simulate(c Config) Result {
	c = c.withDefaults()
	var next, limit atomic.Int64
	limit.Store(int64(c.Schedules))
	results := make([]Result, c.Parallel)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() {
			for n := next.Add(1) - 1; n < limit.Load(); n = next.Add(1) - 1 {
				one := c.one(schedule.New(c.Seed+uint64(n), c.Faults))
				results[i].add(one)
				for c.Stop && one.First != nil {
					if l := limit.Load(); n >= l || limit.CompareAndSwap(l, n) {
						break
					}
				}
				if c.Progress != nil {
					c.Progress(int(n))
				}
			}
		})
	}
	all.Wait()
	var total Result
	for _, r := range results {
		total.add(r)
	}
	return total
}

func (c Config) withDefaults() Config {
	if c.Parallel < 1 {
		c.Parallel = runtime.GOMAXPROCS(0)
	}
	return c
}

// one runs one schedule.
func (c Config) one(s *schedule.Schedule) Result {
	w := c.world(s)
	w.Run()
	return result(w)
}

func (c Config) world(s *schedule.Schedule) *world.World {
	w := world.New(s)
	w.Check.Only = c.Only
	return w
}

// result is what happened in one run.
func result(w *world.World) Result {
	k := w.Check
	r := Result{
		Schedules: 1, Crossings: k.Crossings(), Requests: w.Requests, Faults: w.Faults,
		Alerts: k.Alerts, Seen: k.Seen,
		Hash: bits.RotateLeft64(w.Trace.Hash, int(w.Schedule.Seed%64)),
	}
	if len(k.Violations) > 0 {
		first := k.Violations[0]
		r.Broken[first.Kind]++
		r.Seeds[first.Kind] = []uint64{w.Schedule.Seed}
		r.First = &Failure{w.Schedule.Seed, w.Schedule.Faults, first}
	}
	return r
}
