package check

import (
	"cmp"
	"slices"

	"trailnotify/window"
)

// details checks what an alert tells besides its count: how many records each
// exception took out, and the sample of summaries. Both are bounded, and both
// are idempotent like the count: they are those of the records, whatever was
// delivered twice.
func (x *crossing) details() {
	x.excepted()
	x.summaries()
}

func (x *crossing) excepted() {
	least, most := x.exceptedUpTo(x.began), x.exceptedUpTo(x.now)
	for name, n := range x.Excepted {
		if n.N > most[name] || n.N < min(least[name], x.schedule.Bounds.Excepted) {
			x.wrong(Miscounted, "%d records excepted by %q, from the records %d to %d", n.N, name, least[name], most[name])
		}
	}
	for name := range least {
		if _, ok := x.Excepted[name]; !ok && !x.full(x.start, x.End.Unix()-1) {
			x.wrong(Miscounted, "nothing excepted by %q, from the records %d", name, least[name])
		}
	}
}

// exceptedUpTo is how many records each exception took out in the covered
// windows, of those written up to a step.
func (x *crossing) exceptedUpTo(step int) map[string]int {
	var n map[string]int
	for i := range x.pages {
		p := &x.pages[i]
		if !x.covers(p.start) {
			continue
		}
		for j, e := range p.excepted {
			if e.written == 0 || e.written > step || x.repeats(p.excepted[:j], e) {
				continue
			}
			if n == nil {
				n = map[string]int{}
			}
			n[e.name]++
		}
	}
	return n
}

// repeats reports whether one of the entries is of the same record.
func (x *crossing) repeats(entries []exceptedMark, e exceptedMark) bool {
	records := x.schedule.Records
	return slices.ContainsFunc(entries, func(other exceptedMark) bool {
		return records[other.record].ID == records[e.record].ID && other.name == e.name && other.written > 0
	})
}

func (x *crossing) covers(w int64) bool { return x.start <= w && w < x.End.Unix() }

// full reports whether one of some windows has all the identities that it
// takes, and refuses what comes with more of them.
func (x *crossing) full(from, to int64) bool {
	for w := from; w <= to; w += x.Period {
		if different(x.in(w, writtenBy(x.now))) >= x.leastCapacity(x.ledger) {
			return true
		}
	}
	return false
}

// summaries checks the sample: one summary of each of the lowest identities.
func (x *crossing) summaries() {
	if len(x.Summaries) > x.schedule.Bounds.Summaries {
		x.wrong(Miscounted, "%d summaries", len(x.Summaries))
	}
	if x.full(x.start, x.End.Unix()-1) {
		return
	}
	before, after := x.sample(x.began), x.sample(x.now)
	for _, s := range x.Summaries {
		if !slices.ContainsFunc(after, func(w summary) bool { return w.text == string(s) }) && slices.Equal(before, after) {
			x.wrong(Miscounted, "samples %q, which is not of one of the lowest identities", s)
		}
	}
	for _, s := range before {
		lasts := slices.Contains(after, s)
		if lasts && !slices.ContainsFunc(x.Summaries, func(b []byte) bool { return string(b) == s.text }) {
			x.wrong(Miscounted, "does not sample %q", s.text)
		}
	}
}

// A summary is the one that stands for an identity: the lowest of its texts.
type summary struct {
	identity window.Identity
	text     string
}

// sample is what should be sampled of the summaries written up to a step.
func (x *crossing) sample(step int) []summary {
	var all []summary
	for w := x.start; w < x.End.Unix(); w += x.Period {
		for _, m := range x.in(w, toldBy(step)) {
			all = append(all, summary{x.identity(x.ledger, m), x.texts[written{m.record, m.at}]})
		}
	}
	slices.SortFunc(all, func(a, b summary) int {
		return cmp.Or(slices.Compare(a.identity[:], b.identity[:]), cmp.Compare(a.text, b.text))
	})
	all = slices.CompactFunc(all, func(a, b summary) bool { return a.identity == b.identity })
	return all[:min(len(all), x.schedule.Bounds.Summaries)]
}
