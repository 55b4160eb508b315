// Package check compares what happens in a simulated run with what must be
// true. From the records of a schedule alone it works out what should be
// counted and alerted; what the product did it is told, request by request.
package check

import (
	"fmt"
	"math"
	"slices"

	"trailnotify/simulate/schedule"
	"trailnotify/window"
	"trailnotify/window/set"
)

// MaxStep is later than every step.
const MaxStep = math.MaxInt

// A Checker compares what a run does with what it should do. It knows the
// records of the schedule and which of them were delivered to whom; it sees
// each request when it is carried out.
type Checker struct {
	schedule *schedule.Schedule
	Report   func(Violation) // told of each violation
	Only     []Kind          // that are looked for; none: all
	ledgers  []ledger
	step     int
	hits     [][]hit // of each record, filled when it is first asked for

	named      map[naming]window.Identity // what the product calls what is counted
	meant      map[window.Identity]naming // and the reverse
	kinds      map[string]window.Kind     // what the product calls kinds
	kindsMeant map[window.Kind]string     // and the reverse
	texts      map[written]string         // summary of each record, at the time that it counts at
	alertIDs   map[string]alertOf
	silent     map[topicOf]int64 // when a topic last failed, ms
	Violations []Violation

	Seen   [NumEvents]int
	Alerts int // accepted
}

// naming is something that is counted: a record, or an action under a rule
// with distinct.
type naming struct {
	distinct bool
	id       int
}

// written is a record at the time that it counts at.
type written struct {
	record int
	at     int64
}

// topicOf is a topic as one process knows it.
type topicOf struct{ process, topic int }

type alertOf struct {
	key   int // of the ledger
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

// New returns a Checker that has seen nothing yet.
func New(s *schedule.Schedule) *Checker {
	rs := s.Rules
	k := &Checker{
		schedule: s, ledgers: make([]ledger, s.Deployments*len(rs.Keys)),
		hits:  make([][]hit, len(s.Records)),
		texts: map[written]string{},
		kinds: map[string]window.Kind{}, kindsMeant: map[window.Kind]string{},
		named: map[naming]window.Identity{}, meant: map[window.Identity]naming{}, alertIDs: map[string]alertOf{},
		silent: map[topicOf]int64{},
	}
	for i := range k.ledgers {
		l := &k.ledgers[i]
		l.number, l.deployment, l.Key = i, i/len(rs.Keys), rs.Keys[i%len(rs.Keys)]
	}
	return k
}

// Fail records a violation of a promise, unless Only leaves out its kind.
func (k *Checker) Fail(kind Kind, format string, args ...any) {
	if len(k.Only) > 0 && !slices.Contains(k.Only, kind) {
		return
	}
	v := Violation{kind, fmt.Sprintf(format, args...)}
	k.Violations = append(k.Violations, v)
	k.Report(v)
}

// Hopeless reports whether there is any point in going on.
func (k *Checker) Hopeless() bool { return len(k.Violations) > 0 }

// Goods are what the checker expects of a batch, from the schedule alone.
// arrived is when it reached its stream, in seconds since 1970, 0 where it
// comes by none.
func (k *Checker) Goods(deployment int, name string, records []int, arrived int64) *Goods {
	return &Goods{name, records, arrived, k.hitsOf(deployment, records, arrived), nil}
}

func (k *Checker) hitsOf(deployment int, records []int, arrived int64) []hit {
	var all []hit
	for i, n := range records {
		if slices.Contains(records[:i], n) {
			continue
		}
		if k.hits[n] == nil {
			k.hits[n] = k.hitsOfOne(n)
		}
		for _, h := range k.hits[n] {
			h.key = k.key(deployment, h.key)
			h.at = k.schedule.Records[n].Counts(arrived)
			h.start = h.at - h.at%k.ledgers[h.key].Period
			all = append(all, h)
		}
	}
	return all
}

func (k *Checker) hitsOfOne(n int) []hit {
	all := []hit{}
	s := k.schedule
	r := &s.Records[n]
	for i, rule := range s.Rules.Shapes {
		exception, ok := rule.Match(r)
		if !ok {
			continue
		}
		h := hit{key: s.Rules.First[i], record: n, id: r.ID, exception: exception}
		if rule.Distinct {
			h.id = r.Action
		}
		if !rule.By {
			all = append(all, h)
			continue
		}
		ceiling := h
		ceiling.key += schedule.Actors
		h.key += r.Actor
		all = append(all, h)
		if rule.Ceiling > 0 {
			all = append(all, ceiling)
		}
	}
	return all
}

// ledger finds the ledger of a stored key.
func (k *Checker) ledger(v *Caller, stored string) *ledger {
	n, ok := k.schedule.Rules.Index[stored]
	if !ok {
		k.Fail(Mismatched, "nothing counts under the key %q", stored)
		return nil
	}
	return &k.ledgers[k.key(v.Deployment, n)]
}

// stormOf is the ledger of the storm of a key, nil if it has none.
func (k *Checker) stormOf(l *ledger) *ledger {
	if l.Key.Storm < 0 {
		return nil
	}
	return &k.ledgers[k.key(l.deployment, l.Key.Storm)]
}

func (k *Checker) next() int {
	k.step++
	return k.step
}

// Acknowledged is called when the source lets a batch go: nothing that it
// touched may be due. now is in ms since 1970.
func (k *Checker) Acknowledged(b *Goods, now int64) {
	for _, h := range b.Hits {
		if k.schedule.Records[h.record].Early(b.Arrived, now+schedule.MaxSkew) {
			k.Fail(AckedEarly, "batch %s is acknowledged, and its record %d is not counted yet", b.Name, k.schedule.Records[h.record].ID)
		}
	}
	for _, h := range b.Hits {
		if h.exception == "" {
			k.ledgers[h.key].page(h.start).mark(h.at, h.id, h.record).acked = true
		}
	}
	var seen []int
	for _, h := range b.Hits {
		if slices.Contains(seen, h.key) {
			continue
		}
		seen = append(seen, h.key)
		l := k.leniently(&k.ledgers[h.key])
		if from, n, found := l.overdue(acknowledged, k.stormOf(l)); found {
			k.Fail(AckedEarly, "%v: batch %s is acknowledged, and from %v on %d acknowledged matches are neither alerted nor spent",
				l, b.Name, schedule.Clock(from), n)
		}
	}
}

// end checks what must hold when every batch has been acknowledged. stored are
// the windows that the table holds under a key.
func (k *Checker) Finish(stored func(deployment int, key string) set.View) {
	if k.Hopeless() {
		return
	}
	for i := range k.ledgers {
		l := &k.ledgers[i]
		// What a storm alert stands for is asked of its groups: one that joined
		// may no longer be due once a later window of it was alerted.
		if from, n, found := k.leniently(l).overdue(always, k.stormOf(l)); found && l.Group.Kind != window.GroupStorm {
			k.Fail(Missed, "%v: from %v on %d matches are neither alerted nor spent", l, schedule.Clock(from), n)
		}
		k.stored(l, stored(l.deployment, l.Stored))
		k.unclosed(l)
	}
}

// Crossings is the number of windows in which a crossing starts.
func (k *Checker) Crossings() int {
	n := 0
	for i := range k.ledgers {
		l := &k.ledgers[i]
		for j := range l.pages {
			w := l.pages[j].start
			if l.Group.Kind != window.GroupStorm && l.fullest(l.in(w, always), l.in(w+l.Period, always)) >= l.Threshold {
				n++
			}
		}
	}
	return n
}
