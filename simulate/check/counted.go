package check

import (
	"slices"

	"trailnotify/simulate/schedule"
	"trailnotify/window/set"
)

// Counted is called when the batch was counted without an error. Each of its
// matches is stored then, or its window is full; and what an alert may tell of
// it is stored, or has lost its place.
func (k *Checker) Counted(v *Caller) {
	if v.Dead {
		return
	}
	for _, h := range v.Batch.Hits {
		if h.exception != "" || slices.Contains(v.Batch.early, h.record) {
			continue
		}
		l := k.as(&k.ledgers[h.key], v.Version)
		stored := l.in(h.start, writtenBy(k.step))
		full := different(stored) >= k.capacity(l)
		if !v.wrote[pageOf{h.key, h.start}] {
			k.Saw(FullSkipped)
		}
		counts := slices.ContainsFunc(stored, func(m mark) bool { return m.at == h.at && m.id == h.id })
		if !counts && !k.middle(l, h, stored) && !full {
			k.Fail(Miscounted, "%v, window %v: the match at %v was left out", l, schedule.Clock(h.start), schedule.Clock(h.at))
			return
		}
		kept := k.samples(l, h)
		if full || l.remembering().recorded(h.start, k.step) {
			kept = kept || k.represented(l, h)
		}
		if !kept {
			k.Fail(Miscounted, "%v, window %v: the summary of the match at %v was left out", l, schedule.Clock(h.start), schedule.Clock(h.at))
			return
		}
	}
}

// middle reports whether something that is counted once was stored at an
// earlier and at a later time: what lies between makes no difference.
func (k *Checker) middle(l *ledger, h hit, stored []mark) bool {
	earlier := func(m mark) bool { return m.id == h.id && m.at <= h.at }
	later := func(m mark) bool { return m.id == h.id && m.at >= h.at }
	return slices.ContainsFunc(stored, earlier) && slices.ContainsFunc(stored, later)
}

// samples reports whether the summary of a match is stored, or one that stands
// for it, or so many others that it has no place.
func (k *Checker) samples(l *ledger, h hit) bool {
	mine := k.summaryOf(l, mark{at: h.at, id: h.id, record: h.record})
	var all []summary
	for _, m := range l.in(h.start, toldBy(k.step)) {
		all = append(all, k.summaryOf(l, m))
	}
	if slices.ContainsFunc(all, func(s summary) bool {
		return s.identity == mine.identity && s.kind == mine.kind && s.text <= mine.text
	}) {
		return true
	}
	return !slices.Contains(firstOf(append(all, mine), k.schedule.Bounds.Summaries), mine)
}

// represented reports whether a summary of the kind of a match is stored that
// the message at the end of the quiet time finds, or one of its call and as
// many others as there is room for.
func (k *Checker) represented(l *ledger, h hit) bool {
	mine := k.kind(h.record)
	n, call := 0, false
	for w := h.start - l.Reach(); w <= h.start+l.Reach(); w += l.Period {
		for _, m := range l.in(w, toldBy(k.step)) {
			kind := k.kind(m.record)
			if kind == mine {
				return true
			}
			n, call = n+1, call || kind.Call == mine.Call
		}
	}
	return call && n >= k.schedule.Bounds.Summaries
}

// Read is called when a process was answered what it asked of a row of items.
func (k *Checker) Read(v *Caller, stored string, stale bool, items []set.Item, more bool) {
	l := k.ledger(v, stored)
	if l == nil {
		return
	}
	if stale {
		k.Saw(Look)
	}
	if more {
		k.Saw(SeveralPages)
	}
	for i, it := range items {
		if it.Place.Start < 0 {
			continue
		}
		w := it.Place.Start
		if i > 0 && items[i-1].Place.Start == w {
			k.Saw(SeveralParts)
		}
		mine := func(h hit) bool { return h.key == l.number && h.start == w && h.exception == "" }
		if !stale && !v.fails[stored] && !v.wrote[pageOf{l.number, w}] && v.Batch != nil && slices.ContainsFunc(v.Batch.Hits, mine) &&
			!k.as(l, v.Version).recorded(w, k.step) {
			k.Saw(FullUnspentRead)
		}
	}
}
