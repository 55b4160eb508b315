package check

import (
	"maps"
	"math"
	"slices"

	"trailnotify/simulate/schedule"
	"trailnotify/window"
	"trailnotify/window/set"
)

// capacity is how many identities a window of a key takes.
func (k *Checker) capacity(l *ledger) int {
	if l.Group.Kind == window.GroupStorm {
		return max(5*l.storm(), k.schedule.Bounds.StormCapacity)
	}
	return max(l.Threshold, k.schedule.Bounds.Capacity)
}

// leastCapacity is the least that a window of a key takes from some version.
func (k *Checker) leastCapacity(l *ledger) int {
	least := math.MaxInt
	for i := range k.schedule.Versions {
		least = min(least, k.capacity(k.as(l, i)))
	}
	return least
}

func (l *ledger) storm() int { return l.Shape.Storm }

// Added is called when a write was carried out that was made for a batch, by
// an invocation that held some leases then. It must be of what the batch has
// for the window.
func (k *Checker) Added(v *Caller, b *Goods, holds []holding, stored string, at set.Place, w window.Write, ok bool) {
	l := k.ledger(v, stored)
	if !ok || l == nil {
		return
	}
	start := at.Window()
	if l.Group.Kind == window.GroupStorm {
		k.joined(v, holds, l, start, w)
		return
	}
	if at == set.Details(start) {
		k.Saw(DetailsApart)
	}
	v.wrote[pageOf{l.number, start}] = true
	var mine []hit
	for _, h := range b.Hits {
		if h.key == l.number && h.start == start && !slices.Contains(b.early, h.record) {
			mine = append(mine, h)
		}
	}
	step := k.next()
	k.wrote(l, mine, start, w.Elements, step)
	k.told(l, mine, start, w.Summaries, step)
	k.excepted(l, mine, start, w.Excepted, step)
}

// pageOf names a window.
type pageOf struct {
	key   int // of the ledger
	start int64
}

// wrote checks the elements of a write and enters their records into the
// ledger.
func (k *Checker) wrote(l *ledger, mine []hit, start int64, elements []set.Element, step int) {
	counted := map[naming]bool{}
	for _, e := range elements {
		what := k.meant[e.Identity]
		i := slices.IndexFunc(mine, func(h hit) bool {
			return h.exception == "" && h.at == int64(e.Time) && h.naming(l) == what && k.elementKind(l, h.record) == e.Kind
		})
		if i < 0 {
			k.Fail(Miscounted, "%v, window %v: the batch has no match at %v like one that was written", l, schedule.Clock(start), schedule.Clock(int64(e.Time)))
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
}

// told enters the summaries of a write into the ledger.
func (k *Checker) told(l *ledger, mine []hit, start int64, summaries []set.Summary, step int) {
	for _, s := range summaries {
		what, found := k.meant[s.Identity], false
		for _, h := range mine {
			if h.exception != "" || h.naming(l) != what || k.texts[written{h.record, h.at}] != s.Text || k.kind(h.record) != s.Kind {
				continue
			}
			found = true
			if m := l.page(start).mark(h.at, h.id, h.record); m.told == 0 {
				m.told = step
			}
		}
		if !found {
			k.Fail(Miscounted, "%v, window %v: the batch has no match with the summary %q", l, schedule.Clock(start), s.Text)
			return
		}
	}
}

// excepted checks the excepted records of a write and enters them into the
// ledger.
func (k *Checker) excepted(l *ledger, mine []hit, start int64, excepted []set.Excepted, step int) {
	for _, e := range excepted {
		i := slices.IndexFunc(mine, func(h hit) bool {
			return h.exception == e.Name && k.named[naming{id: k.schedule.Records[h.record].ID}] == e.Identity
		})
		if i < 0 {
			k.Fail(Miscounted, "%v, window %v: the batch has no such record excepted by %q", l, schedule.Clock(start), e.Name)
			return
		}
		for _, h := range mine {
			same := h.exception == e.Name && k.named[naming{id: k.schedule.Records[h.record].ID}] == e.Identity
			if x := l.page(start); same {
				if m := x.except(h.record, h.exception); m.written == 0 {
					m.written = step
				}
			}
		}
	}
}

func (h hit) naming(l *ledger) naming { return naming{l.Distinct, h.id} }

// joined is called when a group was entered into a storm. It must be one that
// is due, by the leave of its own lease.
func (k *Checker) joined(v *Caller, holds []holding, storm *ledger, start int64, w window.Write) {
	step := k.next()
	for _, e := range w.Elements {
		for _, h := range holds {
			l := h.ledger
			if l.Identity != e.Identity {
				continue
			}
			if int64(e.Time) != start || !k.as(l, v.Version).due(start, writtenBy(step), h.step) {
				k.Fail(False, "%v: joined the storm of window %v without being due", l, schedule.Clock(start))
			}
			if m := storm.page(start).mark(start, l.number, l.number); m.written == 0 {
				m.written = step
			}
			return
		}
		k.Fail(False, "%v: something without a lease joined the storm of window %v", storm, schedule.Clock(start))
	}
	for _, s := range w.Summaries {
		for _, h := range holds {
			if h.ledger.Identity != s.Identity {
				continue
			}
			if m := storm.page(start).mark(start, h.ledger.number, h.ledger.number); m.told == 0 {
				m.told = step
			}
		}
	}
}

// Marked is called when alerts were recorded. What is recorded must have been
// accepted before: as an alert of the key, or as the storm alert that stands
// for it.
func (k *Checker) Marked(v *Caller, stored string, m window.Mark, ok bool) {
	l := k.ledger(v, stored)
	if !ok || l == nil {
		return
	}
	step := k.next()
	k.opened(v, l, m, step)
	for _, w := range m.Windows {
		if !l.accepted(w) && !k.stoodFor(l, w, v) {
			k.Fail(BeforeSent, "%v: window %v is recorded as alerted, and no alert for it was accepted", l, schedule.Clock(w))
		}
		if !slices.ContainsFunc(l.register, func(s said) bool { return s.window == w && s.forgotten == 0 }) {
			l.register = append(l.register, said{window: w, step: step})
		}
	}
	v.open = slices.DeleteFunc(v.open, func(s *Sent) bool { return s.ledger.number == l.number && !s.closes })
}

// Pruned is called when a register has forgotten windows, at a claim that was
// made for a batch. None of them may spend what the batch can make due.
func (k *Checker) Pruned(v *Caller, b *Goods, stored string, windows []int64) {
	l := k.ledger(v, stored)
	if l == nil || len(windows) == 0 {
		return
	}
	k.Saw(Pruning)
	rule := k.as(l, v.Version)
	for _, h := range b.Hits {
		if h.key != l.number || h.exception != "" {
			continue
		}
		if i := slices.IndexFunc(windows, func(j int64) bool { return rule.spans(j, h.start) }); i >= 0 {
			k.Fail(Copied, "%v: the register forgets window %v, which spends window %v of the batch",
				l, schedule.Clock(windows[i]), schedule.Clock(h.start))
			return
		}
	}
	step := k.next()
	for i := range l.register {
		if s := &l.register[i]; s.forgotten == 0 && slices.Contains(windows, s.window) {
			s.forgotten = step
		}
	}
}

// accepted reports whether an alert for a window was accepted.
func (l *ledger) accepted(w int64) bool {
	return slices.ContainsFunc(l.alerts, func(s *Sent) bool { return slices.Contains(s.windows, w) })
}

// stoodFor reports whether a storm alert for window w was accepted that stands
// for the alert of the key: in one of the windows that it spends the key is a
// group that joined the storm, or is due.
func (k *Checker) stoodFor(l *ledger, w int64, v *Caller) bool {
	storm := k.stormOf(l)
	if storm == nil || !storm.accepted(w) {
		return false
	}
	mine, storms := k.as(l, v.Version), k.as(storm, v.Version)
	joined := func(m mark) bool { return m.id == l.number }
	return slices.ContainsFunc(storms.pages, func(p page) bool {
		return storms.spans(w, p.start) && (slices.ContainsFunc(p.marks, joined) || mine.due(p.start, writtenBy(k.step), v.since(l)))
	})
}

// stored compares what is in the table at the end with the records: all of
// them, up to what a window takes.
func (k *Checker) stored(l *ledger, seen set.View) {
	for i := range l.pages {
		p := &l.pages[i]
		if elements := seen[p.start].Elements; !k.holds(l, p, elements) {
			k.Fail(Miscounted, "%v, window %v: %d elements are stored, which are not the %d matches of the records",
				l, schedule.Clock(p.start), len(elements), len(p.marks))
			return
		}
	}
	for _, w := range slices.Sorted(maps.Keys(seen)) {
		if n := len(seen[w].Elements); n > 0 && len(l.in(w, always)) == 0 {
			k.Fail(Miscounted, "%v, window %v: %d elements are stored, and no record is there", l, schedule.Clock(w), n)
		}
	}
}

// holds reports whether the stored elements of a window are those of the
// records: the first and the last time of each thing that is counted.
func (k *Checker) holds(l *ledger, p *page, elements []set.Element) bool {
	full := different(p.marks) >= k.leastCapacity(l)
	if full && set.Distinct(elements) < k.leastCapacity(l) {
		return false
	}
	for _, m := range p.marks {
		first, last := m.at, m.at
		for _, other := range p.marks {
			if other.id == m.id {
				first, last = min(first, other.at), max(last, other.at)
			}
		}
		id := k.identity(l, m)
		for _, at := range []int64{first, last} {
			if !full && !slices.ContainsFunc(elements, func(e set.Element) bool { return int64(e.Time) == at && e.Identity == id }) {
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

func (k *Checker) identity(l *ledger, m mark) window.Identity {
	if l.Group.Kind == window.GroupStorm {
		return k.ledgers[m.id].Identity
	}
	return k.named[naming{l.Distinct, m.id}]
}
