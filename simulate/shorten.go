package simulate

import (
	"io"
	"slices"
)

// Shorten looks for the shortest schedule that breaks the same promise as that
// of a failure, by leaving out whatever can be left out, and writes it and what
// happens in it. It runs the schedule many times.
func Shorten(to io.Writer, c Config, f Failure) {
	c = c.withDefaults()
	short := &shortening{Config: c, kind: f.Violation.Kind, best: newSchedule(f.Seed, f.Faults)}
	short.all()
	c.tell(to, short.best)
}

// maxRuns bounds the search.
const maxRuns = 4000

// A shortening is the search for a short schedule.
type shortening struct {
	Config
	kind Kind
	best *schedule
	runs int
}

// try takes over a changed schedule if it fails as the first one did.
func (h *shortening) try(change func(s *schedule)) bool {
	if h.runs == maxRuns {
		return false
	}
	h.runs++
	s := h.best.clone()
	change(s)
	if r := h.one(s); r.First == nil || r.First.Violation.Kind != h.kind {
		return false
	}
	h.best = s
	return true
}

func (s *schedule) clone() *schedule {
	c := *s
	c.deliveries = slices.Clone(s.deliveries)
	c.spared = map[uint64]bool{}
	for id := range s.spared {
		c.spared[id] = true
	}
	return &c
}

// all leaves out what can be left out until nothing more can.
func (h *shortening) all() {
	h.try(func(s *schedule) { s.even = true })
	h.try(func(s *schedule) { s.whole = true })
	for before := -1; before != h.best.size(); {
		before = h.best.size()
		h.deliveries()
		h.records()
		h.faults()
		h.rules()
		h.simpler()
	}
}

// size is what the search makes smaller.
func (s *schedule) size() int {
	n := len(s.rules.shapes)*1000 - len(s.spared)
	for _, d := range s.deliveries {
		n += 10_000
		for _, records := range d.batches {
			n += 1000 + 100*len(records)
		}
	}
	return n
}

// deliveries leaves out deliveries, many at first.
func (h *shortening) deliveries() {
	for n := len(h.best.deliveries) / 2; n > 0; n /= 2 {
		for i := 0; i+n <= len(h.best.deliveries); {
			if !h.try(func(s *schedule) { s.deliveries = slices.Delete(s.deliveries, i, i+n) }) {
				i += n
			}
		}
	}
}

// records leaves out batches of deliveries and records of batches.
func (h *shortening) records() {
	for i := range h.best.deliveries {
		for j := 0; j < len(h.best.deliveries[i].batches) && len(h.best.deliveries[i].batches) > 1; {
			if !h.try(func(s *schedule) {
				d := &s.deliveries[i]
				d.batches = slices.Delete(slices.Clone(d.batches), j, j+1)
			}) {
				j++
			}
		}
		for j := range h.best.deliveries[i].batches {
			h.batch(i, j)
		}
	}
}

func (h *shortening) batch(i, j int) {
	for n := 0; n < len(h.best.deliveries[i].batches[j]); {
		if !h.try(func(s *schedule) {
			d := &s.deliveries[i]
			d.batches = slices.Clone(d.batches)
			d.batches[j] = slices.Delete(slices.Clone(d.batches[j]), n, n+1)
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
			h.try(func(s *schedule) {
				for _, id := range met[i : i+n] {
					s.spared[id] = true
				}
			})
		}
	}
}

// met are the faults of a run.
func (h *shortening) met() []uint64 {
	w := h.world(h.best)
	w.run()
	return w.met
}

// rules leaves out rules.
func (h *shortening) rules() {
	for i := 0; len(h.best.rules.shapes) > 1 && i < len(h.best.rules.shapes); {
		if !h.try(func(s *schedule) {
			s.rules = newRuleSet(s.rules.number, slices.Delete(slices.Clone(s.rules.shapes), i, i+1)...)
		}) {
			i++
		}
	}
}

// simpler looks for a schedule that is easier to read.
func (h *shortening) simpler() {
	for n := 1; n < h.best.instances; n++ {
		if h.try(func(s *schedule) { s.instances = n }) {
			break
		}
	}
	for i := range h.best.deliveries {
		for _, at := range []int64{0, 1, 10, 100, 1000, 20_000} {
			if at >= h.best.deliveries[i].at || h.try(func(s *schedule) { s.deliveries[i].at = at }) {
				break
			}
		}
		if h.best.deliveries[i].source != async && len(h.best.deliveries[i].batches) == 1 {
			h.try(func(s *schedule) { s.deliveries[i].source = async })
		}
	}
}
