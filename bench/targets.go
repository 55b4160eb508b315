package main

import (
	"fmt"

	"trailnotify/bench/measure"
)

// reached is what one corpus came to, of all that has a target. A ratio that was
// not measured is 0.
type reached struct {
	corpus                   string
	toMatches, restMatches   float64 // × REF, and the same without gunzip
	matchGrowth, wholeGrowth float64 // t(1000)/t(15)
	overTypical, overRuler   float64 // how much longer the peer takes
	batchAllocs              float64
	peak, peakOf             float64 // MB of memory; MB of the payload once opened
}

// A target is a figure with its bound: at most, or at least.
type target struct {
	what  string
	bound float64
	least bool
	of    func(r *reached) float64
}

var wanted = []target{
	{"event bytes to matching rules, 15 rules, payloads of 500, × REF", 1.15, false, func(r *reached) float64 { return r.toMatches }},
	{"the same without gunzip, × REF", 0.40, false, func(r *reached) float64 { return r.restMatches }},
	{"t(1000)/t(15), match stage", 1.3, false, func(r *reached) float64 { return r.matchGrowth }},
	{"t(1000)/t(15), whole pipeline", 1.1, false, func(r *reached) float64 { return r.wholeGrowth }},
	{"a typical Go Lambda, whole, × trailnotify", 11, true, func(r *reached) float64 { return r.overTypical }},
	{"event-ruler, record in hand, 1,000 rules, × trailnotify", 15, true, func(r *reached) float64 { return r.overRuler }},
	{"allocations of a warm batch without a match", 0, false, func(r *reached) float64 { return r.batchAllocs }},
	{"peak memory in MB, payload of 1 MB in base64", 20, false, func(r *reached) float64 { return r.peak }},
}

// targets prints what was aimed at and what was reached.
func (b *bench) targets() error {
	t := &measure.Table{Title: "Targets", Header: []string{"figure", "target"}}
	for _, r := range b.reached {
		t.Header = append(t.Header, r.corpus)
		t.Notes = append(t.Notes, fmt.Sprintf("Opened, the payload of 1 MB is %.1f MB of %s.", r.peakOf, r.corpus))
	}
	for _, w := range wanted {
		cells := []string{w.what, w.says()}
		for i := range b.reached {
			cells = append(cells, w.judge(w.of(&b.reached[i])))
		}
		t.Add(cells...)
	}
	return t.Print(b.out)
}

func (w target) says() string {
	if w.least {
		return "≥ " + measure.Figure(w.bound)
	}
	return "≤ " + measure.Figure(w.bound)
}

// judge shows a figure, and says when it misses the target.
func (w target) judge(got float64) string {
	switch {
	case w.least && got == 0:
		return "not measured"
	case w.least && got < w.bound, !w.least && got > w.bound:
		return measure.Figure(got) + ", missed"
	default:
		return measure.Figure(got)
	}
}
