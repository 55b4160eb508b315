package simulate

import (
	"io"
	"slices"

	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
)

// Shorten looks for the shortest schedule that breaks the same promise as that
// of a failure, by leaving out whatever can be left out, and writes it and what
// happens in it. It runs the schedule many times.
func Shorten(to io.Writer, c Config, f Failure) {
	c = c.withDefaults()
	short := &shortening{Config: c, kind: f.Violation.Kind, best: schedule.New(f.Seed, f.Faults)}
	short.all()
	c.tell(to, short.best)
}

// maxRuns bounds the search.
const maxRuns = 4000

// A shortening is the search for a short schedule.
type shortening struct {
	Config
	kind check.Kind
	best *schedule.Schedule
	runs int
}

// try takes over a changed schedule if it fails as the first one did.
func (h *shortening) try(change func(s *schedule.Schedule)) bool {
	if h.runs == maxRuns {
		return false
	}
	h.runs++
	s := h.best.Clone()
	change(s)
	if r := h.one(s); r.First == nil || r.First.Violation.Kind != h.kind {
		return false
	}
	h.best = s
	return true
}

// all leaves out what can be left out until nothing more can.
func (h *shortening) all() {
	h.try(func(s *schedule.Schedule) { s.Even = true })
	h.try(func(s *schedule.Schedule) { s.Whole = true })
	h.try(func(s *schedule.Schedule) { s.Complete() }) // one version
	for before := -1; before != size(h.best); {
		before = size(h.best)
		h.deliveries()
		h.records()
		h.faults()
		h.rules()
		h.simpler()
		h.outages()
	}
}

// size is what the search makes smaller.
func size(s *schedule.Schedule) int {
	n := len(s.Rules.Shapes)*1000 - len(s.Spared) + 5000*(len(s.Versions)+len(s.Outages))
	for _, d := range s.Deliveries {
		n += 10_000
		for _, records := range d.Batches {
			n += 1000 + 100*len(records)
		}
	}
	return n
}

// deliveries leaves out deliveries, many at first.
func (h *shortening) deliveries() {
	for n := len(h.best.Deliveries) / 2; n > 0; n /= 2 {
		for i := 0; i+n <= len(h.best.Deliveries); {
			if !h.try(func(s *schedule.Schedule) { s.Deliveries = slices.Delete(s.Deliveries, i, i+n) }) {
				i += n
			}
		}
	}
}

// records leaves out batches of deliveries and records of batches.
func (h *shortening) records() {
	for i := range h.best.Deliveries {
		for j := 0; j < len(h.best.Deliveries[i].Batches) && len(h.best.Deliveries[i].Batches) > 1; {
			if !h.try(func(s *schedule.Schedule) {
				d := &s.Deliveries[i]
				d.Batches = slices.Delete(slices.Clone(d.Batches), j, j+1)
			}) {
				j++
			}
		}
		for j := range h.best.Deliveries[i].Batches {
			h.batch(i, j)
		}
	}
}

func (h *shortening) batch(i, j int) {
	for n := 0; n < len(h.best.Deliveries[i].Batches[j]); {
		if !h.try(func(s *schedule.Schedule) {
			d := &s.Deliveries[i]
			d.Batches = slices.Clone(d.Batches)
			d.Batches[j] = slices.Delete(slices.Clone(d.Batches[j]), n, n+1)
		}) {
			n++
		}
	}
}

// faults spares the requests faults, many at first.
func (h *shortening) faults() {
	met := h.met()
	for n := len(met); n > 0; n /= 2 {
		for i := 0; i+n <= len(met); i += n {
			h.try(func(s *schedule.Schedule) {
				for _, id := range met[i : i+n] {
					s.Spared[id] = true
				}
			})
		}
	}
}

// met are the faults of a run.
func (h *shortening) met() []uint64 {
	w := h.world(h.best)
	w.Run()
	return w.Met
}

// outages leaves out outages.
func (h *shortening) outages() {
	for i := 0; i < len(h.best.Outages); {
		if !h.try(func(s *schedule.Schedule) { s.Outages = slices.Delete(slices.Clone(s.Outages), i, i+1) }) {
			i++
		}
	}
}

// rules leaves out rules.
func (h *shortening) rules() {
	for i := 0; len(h.best.Rules.Shapes) > 1 && i < len(h.best.Rules.Shapes); {
		if !h.try(func(s *schedule.Schedule) {
			s.WithRules(schedule.NewRuleSet(s.Rules.Number, slices.Delete(slices.Clone(s.Rules.Shapes), i, i+1)...))
		}) {
			i++
		}
	}
}

// simpler looks for a schedule that is easier to read.
func (h *shortening) simpler() {
	for n := 1; n < h.best.Instances; n++ {
		if h.try(func(s *schedule.Schedule) { s.Instances = n }) {
			break
		}
	}
	for i := range h.best.Deliveries {
		for _, at := range []int64{0, 1, 10, 100, 1000, 20_000} {
			if at >= h.best.Deliveries[i].At || h.try(func(s *schedule.Schedule) { s.Deliveries[i].At = at }) {
				break
			}
		}
		if h.best.Deliveries[i].Source != schedule.Async && len(h.best.Deliveries[i].Batches) == 1 {
			h.try(func(s *schedule.Schedule) { s.Deliveries[i].Source = schedule.Async })
		}
	}
}
