// Package schedule draws what is to happen in a simulated run: the rules, the
// records, who delivers them and when, and what goes wrong. All of it follows
// from one seed. Nothing here knows the product, but for its rule files.
package schedule

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"

	"trailnotify/window"
)

// A Schedule is everything that one run depends on. The same schedule gives
// the same run, step by step.
//
// What happens to a single request is not drawn in the order of the requests
// but from the seed and from what the request is: so a part of the schedule can
// be left out without changing what happens to the rest, and a failing schedule
// can be made short.
type Schedule struct {
	Seed        uint64
	Faults      float64   // of one request, from 0 to 1
	Rules       *RuleSet  // of the first version
	Versions    []Version // one, or two that run at once
	Deployments int       // of the product, on one table, that get the same records
	Records     []Record
	Deliveries  []Delivery
	Routes      []Route
	Outages     []Outage
	Healed      int64         // ms after the start: from then on nothing goes wrong
	Began       int64         // event time at which the clock starts, seconds since 1970
	Timeout     int64         // of the function, ms
	Bounds      window.Bounds // of the first version, all of them named
	Instances   int           // that run at once, at most
	Page        int           // items that the table returns at a time, 0: all

	// For shortening.
	Spared map[uint64]bool // faults that don't happen
	Even   bool            // every request takes 1 ms, all clocks agree
	AtOnce bool            // and none takes any time, nor does a stream wait the first time
	Whole  bool            // no query is torn, no register stale
}

// A Delivery is one batch or more that a source hands over in one event, and
// when it first does.
type Delivery struct {
	ID         int
	Deployment int
	At         int64 // ms after the start
	Source     Source
	Command    string  // in place of batches: what a schedule asks of the function
	Batches    [][]int // records; one batch from async
}

// A Source is what invokes the function, and invokes it again until it
// succeeds.
type Source int

const (
	Async   Source = iota // tries twice more after 1 and 2 minutes, then it goes to the queue
	Queue                 // tries again after up to 5 minutes, each batch by itself
	Stream                // tries again soon, from the first batch that failed, and cuts in two
	Sources               // how many there are
)

var sourceNames = [Sources]string{"async", "queue", "stream"}

// Epoch is a whole hour, so that a window of every period starts there.
const Epoch = 1772442000 // 2026-03-02T09:00:00Z

// maxRecords keeps schedules small.
const maxRecords = 90

// New makes the schedule of a seed.
func New(seed uint64, faults float64) *Schedule {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 0x7363686564756c65))}
	s := &Schedule{
		Seed:      seed,
		Faults:    faults,
		Rules:     pooledRules(g.IntN(poolSize)),
		Instances: 2 + g.IntN(4),
	}
	g.Schedule = s
	s.Timeout = pick(g, 3*second, 6*second, 20*second, minute)
	s.Bounds = g.bounds()
	for range 1 + g.IntN(4) {
		g.burst()
	}
	for n := g.IntN(4); n > 0 || len(g.Records) == 0; n-- { // a burst may have no records
		g.add(Record{At: Epoch + g.Int64N(6*3600), Actor: g.IntN(Actors)})
	}
	g.date()
	s.Routes = g.routes()
	s.Page = pick(g, 0, 0, 1, 2, 4)
	g.versions()
	g.cut()
	if g.chance(6) {
		g.cut() // a second feed of the same records
	}
	if g.chance(4) {
		g.command()
	}
	if g.chance(8) {
		g.deployTwice()
	}
	g.outages()
	g.ticks()
	return s
}

// generator makes the parts of a schedule.
type generator struct {
	*rand.Rand
	*Schedule
	ids int
}

// chance is true once in n times.
func (g *generator) chance(n int) bool { return g.IntN(n) == 0 }

// add adds a record, with some noise, and now and then its second form.
func (g *generator) add(r Record) {
	if len(g.Records) >= maxRecords {
		return
	}
	g.ids++
	r.ID = g.ids
	r.Denied = r.Denied || g.chance(4)
	r.iam = r.iam || g.chance(4)
	r.foreign = r.foreign || g.chance(4)
	r.probe, r.read = g.chance(10), g.chance(10)
	r.ByIssuer = g.chance(2)
	r.Logged = r.At + 90
	g.Records = append(g.Records, r)
	if g.chance(20) {
		r.updated = true
		g.Records = append(g.Records, r)
	}
}

// burst adds records that come close to a crossing of one rule, or to a storm.
func (g *generator) burst() {
	s := g.Rules.Shapes[g.IntN(len(g.Rules.Shapes))]
	start, length := g.stretch(s.Period)
	n := []int{s.Threshold - 1, s.Threshold, s.Threshold + 1, 2 * s.Threshold, 1 + g.IntN(2*s.Threshold+2)}[g.IntN(5)]
	if g.chance(64) {
		n = 25 + g.IntN(60) // more than an alert samples
	}
	if s.By && g.chance(3) {
		g.storm(s, start, length)
		return
	}
	actor, action := g.IntN(Actors), g.IntN(9)
	for i := range n {
		r := Record{At: start + g.within(i, n, length), Actor: actor, Action: action}
		if g.chance(5) {
			r.Actor = g.IntN(Actors)
		}
		if !g.chance(4) {
			r.Action = g.IntN(s.Threshold + 3)
		}
		g.on(s, r)
	}
}

// storm adds records by which several groups cross at about the same time, and
// often again some windows later.
func (g *generator) storm(s *Shape, start, length int64) {
	groups := min(Actors, 1+g.IntN(s.Storm+3), 28/s.Threshold+1)
	for range 1 + g.IntN(3) {
		for _, actor := range g.Perm(Actors)[:groups] {
			for i := range s.Threshold {
				g.on(s, Record{At: start + g.within(i, s.Threshold, length), Actor: actor, Action: i})
			}
		}
		start += s.Period * g.Int64N(s.Reach()/s.Period+2)
	}
}

// on adds a record to the subject of a rule.
func (g *generator) on(s *Shape, r Record) {
	switch s.subject {
	case denials:
		r.Denied = true
	case identities:
		r.iam = true
	default:
		r.foreign = true
	}
	g.add(r)
}

// stretch is where a burst lies: around the start of a window more often than
// not, and about as long as the period.
func (g *generator) stretch(period int64) (start, length int64) {
	start = Epoch + period*(1+g.Int64N(5))
	length = []int64{1, period / 3, period - 1, period - 1, period, period + 1, period * 3 / 2}[g.IntN(7)]
	switch g.IntN(4) {
	case 0:
		start += g.Int64N(period)
	case 1:
		start -= min(length, 1+g.Int64N(10))
	case 2:
		start -= g.Int64N(length + 1)
	}
	return start, length
}

// within is the time of the i-th of n records in a burst. The first and the
// last are at its ends, so that it is exactly as long as it should be.
func (g *generator) within(i, n int, length int64) int64 {
	switch {
	case i == 0:
		return 0
	case i == n-1:
		return length
	default:
		return g.Int64N(length + 1)
	}
}

// cut makes batches of the records, and says when each is delivered: many at
// about the same moment, some long after.
func (g *generator) cut() {
	order := g.Perm(len(g.Records))
	if !g.chance(3) {
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(g.Records[a].At, g.Records[b].At) })
	}
	moments := []int64{0, g.Int64N(4000)}
	most := 1 + g.IntN(8)
	if g.chance(8) {
		most = maxRecords
	}
	for len(order) > 0 {
		n := min(len(order), 1+g.IntN(most))
		batch := slices.Clone(order[:n])
		order = order[n:]
		for g.chance(3) {
			batch = append(batch, g.IntN(len(g.Records))) // overlaps another batch
		}
		g.deliver(batch, moments)
		if g.chance(8) {
			g.deliver(batch, moments)
		}
	}
}

// command has the function be asked for something else.
func (g *generator) command() {
	g.Deliveries = append(g.Deliveries, Delivery{ID: len(g.Deliveries) + 1, At: g.Int64N(5 * second), Command: Canary})
}

// deployTwice has a second deployment get the same records.
func (g *generator) deployTwice() {
	g.Deployments = 2
	for _, d := range slices.Clone(g.Deliveries) {
		d.ID = len(g.Deliveries) + 1
		d.Deployment = 1
		d.At += g.Int64N(30)
		g.Deliveries = append(g.Deliveries, d)
	}
}

func (g *generator) deliver(batch []int, moments []int64) {
	if n := len(g.Deliveries); n > 0 && g.chance(3) {
		if last := &g.Deliveries[n-1]; last.Source != Async && len(last.Batches) < 4 {
			last.Batches = append(last.Batches, batch)
			return
		}
	}
	at := moments[g.IntN(len(moments))] + g.Int64N(30)
	switch g.IntN(12) {
	case 0, 1, 2:
		at = g.Int64N(5000)
	case 3:
		at = g.Int64N(120_000)
	case 4:
		at = g.Int64N(3 * 3600_000)
	}
	g.Deliveries = append(g.Deliveries, Delivery{
		ID: len(g.Deliveries) + 1, At: at, Source: Source(g.IntN(int(Sources))), Batches: [][]int{batch},
	})
}

// Clone is a copy whose deliveries and spared faults can be changed.
func (s *Schedule) Clone() *Schedule {
	c := *s
	c.Deliveries = slices.Clone(s.Deliveries)
	c.Spared = maps.Clone(s.Spared)
	if c.Spared == nil {
		c.Spared = map[uint64]bool{}
	}
	return &c
}
