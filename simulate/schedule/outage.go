package schedule

import "fmt"

// An Outage is a time in which a dependency of the product does not do its
// work. Unlike the faults of single requests it meets whoever comes by.
type Outage struct {
	Of       Dependency
	Number   int // of the partition or the topic
	From, To int64
	How      Manner
}

// A Dependency is what can have an outage.
type Dependency int

const (
	Table     Dependency = iota // all of it
	Partition                   // of the table: one key
	Topic                       // one of them
)

// A Manner is how a dependency fails.
type Manner int

const (
	Refuses Manner = iota // at once, and does nothing
	Hangs                 // never answers, and does nothing
	Lags                  // takes seconds for everything
	Forbids               // for good, as a topic does that is gone or whose policy denies
)

var (
	dependencyNames = [...]string{"the table", "partition", "topic"}
	mannerNames     = [...]string{"refuses", "hangs", "lags", "forbids"}
)

// String is the outage in one line, for people.
func (o Outage) String() string {
	what := dependencyNames[o.Of]
	if o.Of != Table {
		what = fmt.Sprint(what, " ", o.Number)
	}
	return fmt.Sprintf("%s %s from %.3f s to %.3f s", what, mannerNames[o.How], float64(o.From)/1000, float64(o.To)/1000)
}

// Meets returns how a dependency fails at a time, if it does.
func (s *Schedule) Meets(of Dependency, number int, at int64) (Manner, bool) {
	for _, o := range s.Outages {
		if o.Of == of && (o.Number == number || of == Table) && o.From <= at && at < min(o.To, s.Healed) {
			return o.How, true
		}
	}
	return 0, false
}

const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
)

// outages draws outages, and when everything is healed. A topic that is gone is
// a fault of the configuration: it is there without any other faults, too.
func (g *generator) outages() {
	last := int64(0)
	for _, d := range g.Deliveries {
		last = max(last, d.At)
	}
	g.Healed = pick(g, last, 0, 0) + pick(g, 20*second, minute, 5*minute, 20*minute)
	if g.chance(4) {
		g.outage(Topic, g.IntN(Topics), Forbids, 24*hour)
	}
	if g.Faults == 0 {
		return
	}
	if g.chance(6) {
		g.outage(Table, 0, pick(g, Refuses, Hangs, Lags), minute)
	}
	if g.chance(6) {
		g.outage(Partition, g.IntN(len(g.Rules.Keys)), pick(g, Refuses, Refuses, Lags), 5*minute)
	}
	if g.chance(6) {
		g.outage(Topic, g.IntN(Topics), pick(g, Refuses, Hangs, Lags), hour)
	}
}

func (g *generator) outage(of Dependency, number int, how Manner, length int64) {
	from := pick(g, 0, g.Int64N(5*second), g.Int64N(5*minute))
	g.Outages = append(g.Outages, Outage{of, number, from, from + length, how})
}

// Calm is when every lease that was left behind has ended after all was healed.
func (s *Schedule) Calm() int64 {
	margin := int64(0)
	for _, v := range s.Versions {
		margin = max(margin, v.Bounds.LeaseMargin.Milliseconds())
	}
	return max(s.Healed, s.lastEarly()) + s.Timeout + margin + 2*MaxSkew
}

// MaxSkew is how far, in ms, the clock of a process may be off.
const MaxSkew = 1000
