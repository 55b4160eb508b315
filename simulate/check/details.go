package check

import (
	"cmp"
	"slices"

	"trailnotify/window"
)

// details checks what an alert tells besides its count: how many records each
// exception took out, the sample of summaries, and how many matches there are
// of each kind. All are bounded, and all are idempotent like the count: they
// are those of the records, whatever was delivered twice.
func (x *crossing) details() {
	x.excepted()
	x.summaries()
	x.kinds()
}

func (x *crossing) excepted() {
	least, most := x.exceptedUpTo(x.began), x.exceptedUpTo(x.now)
	for name, n := range x.Excepted {
		if n.N > most[name] || n.N < min(least[name], x.schedule.Bounds.Excepted) {
			x.wrong(Miscounted, "%d records excepted by %q, from the records %d to %d", n.N, name, least[name], most[name])
		}
	}
	for name := range least {
		if _, ok := x.Excepted[name]; !ok && !x.full(x.start, x.Until.Unix()-1) {
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

func (x *crossing) covers(w int64) bool { return x.start <= w && w < x.Until.Unix() }

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

// summaries checks the sample.
func (x *crossing) summaries() {
	if len(x.Summaries) > x.schedule.Bounds.Summaries {
		x.wrong(Miscounted, "%d summaries", len(x.Summaries))
	}
	if x.full(x.start, x.Until.Unix()-1) {
		return
	}
	before, after := x.sample(x.began), x.sample(x.now)
	for _, s := range x.Summaries {
		if !slices.ContainsFunc(after, func(w summary) bool { return w.text == string(s) }) && slices.Equal(before, after) {
			x.wrong(Miscounted, "samples %q, which has no place", s)
		}
	}
	for _, s := range before {
		lasts := slices.Contains(after, s)
		if lasts && !slices.ContainsFunc(x.Summaries, func(b []byte) bool { return string(b) == s.text }) {
			x.wrong(Miscounted, "does not sample %q", s.text)
		}
	}
}

// A summary is the one that stands for an identity and kind: the lowest of its
// texts.
type summary struct {
	identity window.Identity
	kind     window.Kind
	text     string
}

func (k *Checker) summaryOf(l *ledger, m mark) summary {
	return summary{k.identity(l, m), k.kind(m.record), k.texts[written{m.record, m.at}]}
}

// sample is what should be sampled of the summaries written up to a step.
func (x *crossing) sample(step int) []summary {
	var all []summary
	for w := x.start; w < x.Until.Unix(); w += x.Period {
		for _, m := range x.in(w, toldBy(step)) {
			all = append(all, x.summaryOf(x.ledger, m))
		}
	}
	return firstOf(all, x.schedule.Bounds.Summaries)
}

// firstOf are the first of some summaries: one of each call, then one of each
// kind, then the others, always the lowest identities first.
func firstOf(all []summary, limit int) []summary {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b summary) int {
		return cmp.Or(
			slices.Compare(a.identity[:], b.identity[:]), cmp.Compare(a.kind.Call, b.kind.Call),
			cmp.Compare(a.kind.Whole, b.kind.Whole), cmp.Compare(a.text, b.text),
		)
	})
	all = slices.CompactFunc(all, func(a, b summary) bool { return a.identity == b.identity && a.kind == b.kind })
	rank := map[summary]int{}
	for i, s := range all {
		switch before := all[:i]; {
		case !slices.ContainsFunc(before, func(x summary) bool { return x.kind.Call == s.kind.Call }):
			rank[s] = 0
		case !slices.ContainsFunc(before, func(x summary) bool { return x.kind == s.kind }):
			rank[s] = 1
		default:
			rank[s] = 2
		}
	}
	slices.SortStableFunc(all, func(a, b summary) int { return cmp.Compare(rank[a], rank[b]) })
	return all[:min(len(all), limit)]
}

// kinds checks how many matches the alert says there are of each call and kind.
func (x *crossing) kinds() {
	if x.ledger.Distinct {
		return
	}
	full := x.full(x.start, x.Until.Unix()-1)
	for _, n := range x.Numbers.Calls {
		x.kindNumber(n, full, func(a, b window.Kind) bool { return a.Call == b.Call })
	}
	for _, n := range x.Numbers.Kinds {
		x.kindNumber(n, full, func(a, b window.Kind) bool { return a == b })
	}
	if len(x.Numbers.Kinds) == 0 && len(x.Summaries) > 0 {
		x.wrong(Miscounted, "says nothing of kinds")
	}
}

func (x *crossing) kindNumber(n window.Number, full bool, alike func(a, b window.Kind) bool) {
	var all []mark
	for w := x.start; w < x.Until.Unix(); w += x.Period {
		all = append(all, x.in(w, always)...)
	}
	i := slices.IndexFunc(all, func(m mark) bool { return x.texts[written{m.record, m.at}] == string(n.Summary) })
	if i < 0 {
		return // which x.summaries complains about
	}
	kind := x.kind(all[i].record)
	count := func(chosen func(*mark) bool) int {
		return different(slices.DeleteFunc(slices.Clone(all), func(m mark) bool { return !chosen(&m) || !alike(x.kind(m.record), kind) }))
	}
	least, most := count(writtenBy(x.began)), max(count(writtenBy(x.now)), count(toldBy(x.now)))
	if n.N > most || n.N < least && !n.AtLeast || n.AtLeast && !full && least == most {
		x.wrong(Miscounted, "%d matches like %q, at least: %v; from the records %d to %d", n.N, n.Summary, n.AtLeast, least, most)
	}
}
