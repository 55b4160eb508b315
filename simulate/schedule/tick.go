package schedule

// What a schedule asks of the function.
const (
	Canary = "canary"
	Tick   = "tick" // close the alerts that are due
)

// ticks has the function close alerts, while batches are delivered and when all
// alerts are due, and now and then it has a batch come again at that time.
func (g *generator) ticks() {
	due := g.LastDue()
	for range g.IntN(4) {
		moment := pick(g, g.Int64N(5*second), g.Int64N(2*minute), g.Int64N(3*hour), due, due)
		g.tick(moment + g.Int64N(2*second))
	}
	if g.chance(4) {
		again := g.Deliveries[g.IntN(len(g.Deliveries))]
		again.ID, again.At = len(g.Deliveries)+1, due+g.Int64N(2*second)
		g.Deliveries = append(g.Deliveries, again)
	}
}

func (g *generator) tick(at int64) {
	g.Deliveries = append(g.Deliveries, Delivery{
		ID: len(g.Deliveries) + 1, Deployment: g.IntN(g.Deployments), At: at, Command: Tick,
	})
}

// LastDue is when all alerts are due to be closed, ms after the start.
func (s *Schedule) LastDue() int64 {
	last, longest := s.Began, int64(0)
	for _, r := range s.Records {
		last = max(last, r.At, r.Logged)
	}
	for _, v := range s.Versions {
		for _, shape := range v.Rules.Shapes {
			longest = max(longest, shape.Reach()+3*shape.Period)
		}
	}
	return (last+longest+MaxAhead-s.Began)*second + 2*MaxSkew
}
