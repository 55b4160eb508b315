package simulate

import (
	"slices"

	"trailnotify/window"
)

// capacity is how many identities a window of a key takes.
func (k *checker) capacity(l *ledger) int {
	if l.group.Kind == window.GroupStorm {
		return max(5*l.storm(), k.bounds.Groups)
	}
	return max(l.threshold, k.bounds.Capacity)
}

func (l *ledger) storm() int { return l.shape.storm }

// added is called when a write was carried out that was made for a batch, by
// an invocation that held some leases then. It must be what the batch has for
// the window.
func (k *checker) added(b *batch, holds []holding, stored string, start int64, w window.Write, ok bool) {
	l := k.ledger(stored)
	if !ok || l == nil {
		return
	}
	if l.group.Kind == window.GroupStorm {
		k.joined(holds, l, start, w)
		return
	}
	var mine []hit
	for _, h := range b.hits {
		if k.ledgers[h.key].key == l.key && h.start == start {
			mine = append(mine, h)
		}
	}
	step := k.next()
	k.wrote(l, mine, start, w, step)
	for _, e := range w.Excepted {
		i := slices.IndexFunc(mine, func(h hit) bool {
			return h.exception == e.Name && k.named[naming{id: k.world.schedule.records[h.record].id}] == e.Identity
		})
		if i < 0 {
			k.fail(Miscounted, "%v, window %v: the batch has no such record excepted by %q", l, clock(start), e.Name)
			return
		}
	}
	for _, h := range mine {
		if h.exception == "" {
			continue
		}
		if e := l.page(start).except(h.record, h.exception); e.written == 0 {
			e.written = step
		}
	}
}

// wrote checks the elements of a write and enters their records into the
// ledger.
func (k *checker) wrote(l *ledger, mine []hit, start int64, w window.Write, step int) {
	counted := map[naming]bool{}
	for _, e := range w.Elements {
		what := k.meant[e.Identity]
		i := slices.IndexFunc(mine, func(h hit) bool {
			return h.exception == "" && h.at == int64(e.Time) && h.naming(l) == what
		})
		if i < 0 {
			k.fail(Miscounted, "%v, window %v: the batch has no match at %v like one that was written", l, clock(start), clock(int64(e.Time)))
			return
		}
		counted[what] = true
	}
	for _, h := range mine {
		if h.exception != "" || !counted[h.naming(l)] {
			continue
		}
		if m := l.page(start).mark(h.at, h.id, h.record); m.written == 0 {
			m.written = step
		}
	}
	for _, h := range mine {
		if h.exception == "" && !counted[h.naming(l)] && len(counted) < k.capacity(l) {
			k.fail(Miscounted, "%v, window %v: the match at %v was left out", l, clock(start), clock(h.at))
			return
		}
	}
}

func (h hit) naming(l *ledger) naming { return naming{l.distinct, h.id} }

// joined is called when a group was entered into a storm. It must be one that
// is due, by the leave of its own lease.
func (k *checker) joined(holds []holding, storm *ledger, start int64, w window.Write) {
	step := k.next()
	for _, e := range w.Elements {
		for _, h := range holds {
			l := h.ledger
			if l.identity != e.Identity {
				continue
			}
			if int64(e.Time) != start || !l.due(start, writtenBy(step), h.step) {
				k.fail(False, "%v: joined the storm of window %v without being due", l, clock(start))
			}
			id := slices.IndexFunc(k.ledgers, func(other ledger) bool { return other.key == l.key })
			if m := storm.page(start).mark(start, id, id); m.written == 0 {
				m.written = step
			}
			return
		}
		k.fail(False, "%v: something without a lease joined the storm of window %v", storm, clock(start))
	}
}

// marked is called when alerts were recorded. What is recorded must have been
// accepted before: as an alert of the key, or as the storm alert that stands
// for it.
func (k *checker) marked(v *invocation, stored string, windows []int64, ok bool) {
	l := k.ledger(stored)
	if !ok || l == nil {
		return
	}
	step := k.next()
	for _, w := range windows {
		if !l.accepted(w) && !k.stoodFor(l, w, v.since(l)) {
			k.fail(BeforeSent, "%v: window %v is recorded as alerted, and no alert for it was accepted", l, clock(w))
		}
		if !slices.ContainsFunc(l.register, func(s said) bool { return s.window == w }) {
			l.register = append(l.register, said{w, step})
		}
	}
	v.open = slices.DeleteFunc(v.open, func(s *sent) bool { return s.ledger == l })
}

// accepted reports whether an alert for a window was accepted.
func (l *ledger) accepted(w int64) bool {
	return slices.ContainsFunc(l.alerts, func(s *sent) bool { return slices.Contains(s.windows, w) })
}

// stoodFor reports whether a storm alert for window w was accepted that stands
// for the alert of the key: in one of the windows that it spends the key is a
// group that joined the storm, or is due.
func (k *checker) stoodFor(l *ledger, w int64, claimed int) bool {
	if l.key.storm < 0 || !k.ledgers[l.key.storm].accepted(w) {
		return false
	}
	storm := &k.ledgers[l.key.storm]
	joined := func(m mark) bool { return k.ledgers[m.id].key == l.key }
	return slices.ContainsFunc(storm.pages, func(p page) bool {
		return storm.spans(w, p.start) && (slices.ContainsFunc(p.marks, joined) || l.due(p.start, writtenBy(k.step), claimed))
	})
}

// stored compares what is in the table at the end with the records: all of
// them, up to what a window takes.
func (k *checker) stored(l *ledger) {
	sh := k.world.store.shelves[l.stored]
	for i := range l.pages {
		p := &l.pages[i]
		var it item
		if sh != nil {
			if n, ok := sh.find(p.start); ok {
				it = sh.items[n]
			}
		}
		if !k.holds(l, p, it.elements) {
			k.fail(Miscounted, "%v, window %v: %d elements are stored, which are not the %d matches of the records",
				l, clock(p.start), len(it.elements), len(p.marks))
			return
		}
	}
	if sh == nil {
		return
	}
	for i := range sh.items {
		start := sh.items[i].start
		if len(sh.items[i].elements) > 0 && len(l.in(start, always)) == 0 {
			k.fail(Miscounted, "%v, window %v: %d elements are stored, and no record is there", l, clock(start), len(sh.items[i].elements))
		}
	}
}

// holds reports whether the stored elements of a window are those of the
// records: the first and the last time of each thing that is counted.
func (k *checker) holds(l *ledger, p *page, elements []window.Element) bool {
	full := different(p.marks) >= k.capacity(l)
	for _, m := range p.marks {
		first, last := m.at, m.at
		for _, other := range p.marks {
			if other.id == m.id {
				first, last = min(first, other.at), max(last, other.at)
			}
		}
		id := k.identity(l, m)
		for _, at := range []int64{first, last} {
			if !full && !slices.Contains(elements, window.Element{Time: uint32(at), Identity: id}) {
				return false
			}
		}
	}
	for _, e := range elements {
		if !slices.ContainsFunc(p.marks, func(m mark) bool { return m.at == int64(e.Time) && k.identity(l, m) == e.Identity }) {
			return false
		}
	}
	return true
}

func (k *checker) identity(l *ledger, m mark) window.Identity {
	if l.group.Kind == window.GroupStorm {
		return k.ledgers[m.id].identity
	}
	return k.named[naming{l.distinct, m.id}]
}
