package simulate

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// A schedule is everything that one run depends on. The same schedule gives
// the same run, step by step.
//
// What happens to a single request is not drawn in the order of the requests
// but from the seed and from what the request is: so a part of the schedule can
// be left out without changing what happens to the rest, and a failing schedule
// can be made short.
type schedule struct {
	seed       uint64
	faults     float64 // of one request, from 0 to 1
	rules      *ruleSet
	records    []record
	deliveries []delivery
	began      int64 // event time at which the clock starts, seconds since 1970
	timeout    int64 // of the function, ms
	instances  int   // that run at once, at most

	// For shortening.
	spared map[uint64]bool // faults that don't happen
	even   bool            // every request takes 1 ms, all clocks agree
	atOnce bool            // and none takes any time, nor does a stream wait the first time
	whole  bool            // no query is torn, no register stale
}

// A delivery is one batch or more that a source hands over in one event, and
// when it first does.
type delivery struct {
	id      int
	at      int64 // ms after the start
	source  source
	batches [][]int // records; one batch from async
}

// A source is what invokes the function, and invokes it again until it
// succeeds.
type source int

const (
	async  source = iota // tries twice more after 1 and 2 minutes, then it goes to the queue
	queue                // tries again after up to 5 minutes, each batch by itself
	stream               // tries again at once, from the first batch that failed, and cuts in two
	sources
)

var sourceNames = [sources]string{"async", "queue", "stream"}

// epoch is a whole hour, so that a window of every period starts there.
const epoch = 1772442000 // 2026-03-02T09:00:00Z

// maxRecords keeps schedules small.
const maxRecords = 90

// newSchedule makes the schedule of a seed.
func newSchedule(seed uint64, faults float64) *schedule {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 0x7363686564756c65))}
	s := &schedule{
		seed:      seed,
		faults:    faults,
		rules:     pooledRules(g.IntN(poolSize)),
		timeout:   []int64{2600, 3500, 6000}[g.IntN(3)],
		instances: 2 + g.IntN(4),
	}
	g.schedule = s
	for range 1 + g.IntN(4) {
		g.burst()
	}
	for range g.IntN(4) {
		g.add(record{at: epoch + g.Int64N(6*3600), actor: g.IntN(actors)})
	}
	s.began = epoch + g.Int64N(6)*s.rules.shapes[0].period
	g.cut()
	return s
}

// generator makes the parts of a schedule.
type generator struct {
	*rand.Rand
	*schedule
	ids int
}

// chance is true once in n times.
func (g *generator) chance(n int) bool { return g.IntN(n) == 0 }

// add adds a record, with some noise, and now and then its second form.
func (g *generator) add(r record) {
	if len(g.records) >= maxRecords {
		return
	}
	g.ids++
	r.id = g.ids
	r.denied = r.denied || g.chance(4)
	r.iam = r.iam || g.chance(4)
	r.foreign = r.foreign || g.chance(4)
	r.probe, r.read = g.chance(10), g.chance(10)
	r.byIssuer = g.chance(2)
	g.records = append(g.records, r)
	if g.chance(20) {
		r.updated = true
		g.records = append(g.records, r)
	}
}

// burst adds records that come close to a crossing of one rule, or to a storm.
func (g *generator) burst() {
	s := g.rules.shapes[g.IntN(len(g.rules.shapes))]
	start, length := g.stretch(s.period)
	n := []int{s.threshold - 1, s.threshold, s.threshold + 1, 2 * s.threshold, 1 + g.IntN(2*s.threshold+2)}[g.IntN(5)]
	if g.chance(64) {
		n = 25 + g.IntN(60) // more than an alert samples
	}
	if s.by && g.chance(3) {
		g.storm(s, start, length)
		return
	}
	actor, action := g.IntN(actors), g.IntN(9)
	for i := range n {
		r := record{at: start + g.within(i, n, length), actor: actor, action: action}
		if g.chance(5) {
			r.actor = g.IntN(actors)
		}
		if !g.chance(4) {
			r.action = g.IntN(s.threshold + 3)
		}
		g.on(s, r)
	}
}

// storm adds records by which several groups cross at about the same time, and
// often again some windows later.
func (g *generator) storm(s *shape, start, length int64) {
	groups := min(actors, 1+g.IntN(s.storm+3), 28/s.threshold+1)
	for range 1 + g.IntN(3) {
		for _, actor := range g.Perm(actors)[:groups] {
			for i := range s.threshold {
				g.on(s, record{at: start + g.within(i, s.threshold, length), actor: actor, action: i})
			}
		}
		start += s.period * g.Int64N(s.reach()/s.period+2)
	}
}

// on adds a record to the topic of a rule.
func (g *generator) on(s *shape, r record) {
	switch s.topic {
	case denials:
		r.denied = true
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
	start = epoch + period*(1+g.Int64N(5))
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
	order := g.Perm(len(g.records))
	if !g.chance(3) {
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(g.records[a].at, g.records[b].at) })
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
			batch = append(batch, g.IntN(len(g.records))) // overlaps another batch
		}
		g.deliver(batch, moments)
		if g.chance(8) {
			g.deliver(batch, moments)
		}
	}
}

func (g *generator) deliver(batch []int, moments []int64) {
	if n := len(g.deliveries); n > 0 && g.chance(3) {
		if last := &g.deliveries[n-1]; last.source != async && len(last.batches) < 4 {
			last.batches = append(last.batches, batch)
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
	g.deliveries = append(g.deliveries, delivery{
		id: len(g.deliveries) + 1, at: at, source: source(g.IntN(int(sources))), batches: [][]int{batch},
	})
}
