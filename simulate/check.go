package simulate

import (
	"fmt"
	"math"
	"slices"

	"trailnotify/window"
)

// maxStep is later than every step.
const maxStep = math.MaxInt

// Bounds are those of what the product keeps of one window, see package window.
type Bounds struct {
	Capacity  int // identities, or the threshold where that is more
	Groups    int // of a storm, or five times the groups it names where that is more
	Summaries int
	Excepted  int // per exception
}

// DefaultBounds are the bounds that package window documents.
var DefaultBounds = Bounds{Capacity: 1000, Groups: 100, Summaries: 20, Excepted: 100}

// SmallBounds are those of a product that was built with small ones, so that
// short schedules reach them.
var SmallBounds = Bounds{Capacity: 5, Groups: 8, Summaries: 3, Excepted: 2}

// A checker holds what a run does against what it should do. It knows the
// records of the schedule and which of them were delivered to whom; it sees
// each request when it is carried out.
type checker struct {
	world   *world
	bounds  Bounds
	only    []Kind // that are looked for; none: all
	ledgers []ledger
	step    int
	hits    [][]hit // of each record, filled when it is first asked for

	named      map[naming]window.Identity // what the product calls what is counted
	meant      map[window.Identity]naming // and the reverse
	texts      []string                   // summary of each record
	alertIDs   map[string]alertOf
	violations []Violation

	alerts, straddling, storms, explained int
}

// naming is something that is counted: a record, or an action under a rule
// with distinct.
type naming struct {
	distinct bool
	id       int
}

type alertOf struct {
	key   *key
	start int64
}

// A hit is one record that counts under one key.
type hit struct {
	key       int
	record    int // index in the schedule
	id        int // of what is counted
	start, at int64
	exception string // that takes it out
}

// A holding is a lease that an invocation was granted.
type holding struct {
	ledger *ledger
	step   int
}

func newChecker(w *world) *checker {
	rs := w.schedule.rules
	k := &checker{
		world: w, bounds: DefaultBounds, ledgers: make([]ledger, len(rs.keys)),
		hits:  make([][]hit, len(w.schedule.records)),
		texts: make([]string, len(w.schedule.records)),
		named: map[naming]window.Identity{}, meant: map[window.Identity]naming{}, alertIDs: map[string]alertOf{},
	}
	for i, key := range rs.keys {
		k.ledgers[i].key = key
	}
	return k
}

func (k *checker) fail(kind Kind, format string, args ...any) {
	if len(k.only) > 0 && !slices.Contains(k.only, kind) {
		return
	}
	k.violations = append(k.violations, Violation{kind, fmt.Sprintf(format, args...)})
	k.world.trace.broken(k.world, k.violations[len(k.violations)-1])
}

// hopeless reports whether there is any point in going on.
func (k *checker) hopeless() bool { return len(k.violations) > 0 }

// hitsOf are the hits of some records, from the schedule alone.
func (k *checker) hitsOf(records []int) []hit {
	var all []hit
	for i, n := range records {
		if slices.Contains(records[:i], n) {
			continue
		}
		if k.hits[n] == nil {
			k.hits[n] = k.world.schedule.hits(n)
		}
		all = append(all, k.hits[n]...)
	}
	return all
}

func (s *schedule) hits(n int) []hit {
	all := []hit{}
	r := &s.records[n]
	for i, rule := range s.rules.shapes {
		exception, ok := rule.match(r)
		if !ok {
			continue
		}
		h := hit{key: s.rules.first[i], record: n, id: r.id, start: r.at - r.at%rule.period, at: r.at, exception: exception}
		if rule.distinct {
			h.id = r.action
		}
		if !rule.by {
			all = append(all, h)
			continue
		}
		ceiling := h
		ceiling.key += actors
		h.key += r.actor
		all = append(all, h)
		if rule.ceiling > 0 {
			all = append(all, ceiling)
		}
	}
	return all
}

// ledger finds the ledger of a stored key.
func (k *checker) ledger(stored string) *ledger {
	n, ok := k.world.schedule.rules.index[stored]
	if !ok {
		k.fail(Mismatched, "nothing counts under the key %q", stored)
		return nil
	}
	return &k.ledgers[n]
}

// stormOf is the ledger of the storm of a key, nil if it has none.
func (k *checker) stormOf(l *ledger) *ledger {
	if l.key.storm < 0 {
		return nil
	}
	return &k.ledgers[l.key.storm]
}

func (k *checker) began(v *invocation) { v.began = k.next() }

func (k *checker) next() int {
	k.step++
	return k.step
}

// faulted is called when something goes wrong with a request. It explains a
// second copy of the alerts that the invocation has not recorded yet.
func (k *checker) faulted(v *invocation, q request, f fault) {
	if f == noFault {
		return
	}
	for _, s := range v.open {
		if s.ledger.stored == q.key || f == frozenBefore || f == frozenAfter || q.kind == sleepFor {
			s.faulted = true
		}
	}
}

// died is called when a process ends without having returned.
func (k *checker) died(v *invocation) {
	for _, s := range v.open {
		s.faulted = true
	}
}

// killed is called at the time-out. An invocation must return before that
// unless it stood still.
func (k *checker) killed(v *invocation) {
	if !v.frozen {
		k.fail(Stuck, "process %d did not return before its time-out", v.id)
	}
}

// claimed is called when a lease was granted or refused.
func (k *checker) claimed(v *invocation, stored string, ok bool) {
	l := k.ledger(stored)
	if !ok || l == nil {
		return
	}
	others := slices.DeleteFunc(slices.Clone(v.holds), func(h holding) bool { return h.ledger == l })
	v.holds = append(others, holding{l, k.next()})
}

// leases are those that were granted to an invocation by now.
func (v *invocation) leases() []holding {
	return v.holds
}

// since is the step from which an invocation must know what there is under a
// key: when it was granted the lease.
func (v *invocation) since(l *ledger) int {
	for _, h := range v.holds {
		if h.ledger == l {
			return h.step
		}
	}
	return v.began
}

// acknowledged is called when the source lets a batch go: nothing that it
// touched may be due.
func (k *checker) acknowledged(b *batch) {
	for _, h := range b.hits {
		if h.exception == "" {
			k.ledgers[h.key].page(h.start).mark(h.at, h.id, h.record).acked = true
		}
	}
	var seen []int
	for _, h := range b.hits {
		if slices.Contains(seen, h.key) {
			continue
		}
		seen = append(seen, h.key)
		l := &k.ledgers[h.key]
		if from, n, found := l.overdue(acknowledged, k.stormOf(l)); found {
			k.fail(AckedEarly, "%v: batch %s is acknowledged, and from %v on %d acknowledged matches are neither alerted nor spent",
				l, b.name(), clock(from), n)
		}
	}
}

// end checks what must hold when every batch has been acknowledged.
func (k *checker) end() {
	if k.hopeless() {
		return
	}
	for i := range k.ledgers {
		l := &k.ledgers[i]
		// What a storm alert stands for is asked of its groups: one that joined
		// may no longer be due once a later window of it was alerted.
		if from, n, found := l.overdue(always, k.stormOf(l)); found && l.group.Kind != window.GroupStorm {
			k.fail(Missed, "%v: from %v on %d matches are neither alerted nor spent", l, clock(from), n)
		}
		k.stored(l)
	}
}

// crossings is the number of windows in which a crossing starts.
func (k *checker) crossings() int {
	n := 0
	for i := range k.ledgers {
		l := &k.ledgers[i]
		for j := range l.pages {
			w := l.pages[j].start
			if l.group.Kind != window.GroupStorm && l.fullest(l.in(w, always), l.in(w+l.period, always)) >= l.threshold {
				n++
			}
		}
	}
	return n
}
