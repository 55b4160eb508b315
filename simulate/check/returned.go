package check

import (
	"slices"
	"time"

	"trailnotify/simulate/schedule"
)

// Failed is called when a request for a key did not succeed. topic is that of a
// publish, -1 of all else; outage reports whether all of the table failed; took
// is how long the request took.
func (k *Checker) Failed(v *Caller, stored string, topic int, outage bool, at int64, took time.Duration) {
	if stored == "" {
		return // it was for no rule
	}
	if v.failed == 0 {
		v.failed = at
	}
	if l := k.ledger(v, stored); l != nil {
		t := v.troubles[l.Rule]
		t.took += took
		if !v.fails[stored] {
			t.keys++
		}
		v.troubles[l.Rule] = t
	}
	v.fails[stored] = true
	v.tableDown = v.tableDown || outage
	if topic >= 0 {
		v.topicsDown[topic] = true
		k.silent[topicOf{v.Process, topic}] = at
	}
}

// Succeeded is called when a request was answered, unless the answer only says
// that another invocation is at work.
func (k *Checker) Succeeded(v *Caller, at int64) {
	v.idle = max(v.idle, at-v.answered)
	v.answered = at
}

// Returned is called when an invocation that took some batches has returned,
// with the time by its clock, in ms since 1970, and what it had left.
func (k *Checker) Returned(v *Caller, took []*Goods, at, now int64, left time.Duration) {
	if v.Frozen {
		return
	}
	k.lingering(v, len(took), at)
	late := v.failed > 0 && time.Duration(at-v.failed)*time.Millisecond > patience
	if left > timeLeft && !late {
		k.isolation(v, took, at, now)
	}
}

// lingering checks that an invocation does not go on for long though none of
// its requests is answered: while it does, it occupies an instance that others
// could have. Package window states the bound for one batch. With several,
// package handler begins with more for a while.
func (k *Checker) lingering(v *Caller, batches int, at int64) {
	version := k.schedule.Versions[v.Version]
	b := version.Bounds
	lanes := 2*len(version.Rules.Shapes) + 1 // rules, their ceilings, and what is recorded late
	shares := (lanes + b.Parallel - 1) / b.Parallel
	most := time.Duration(shares)*(b.RequestLimit+2*b.WaitLimit) + ordinary
	if batches > 1 {
		most += patience
	}
	idle := time.Duration(max(v.idle, at-v.answered)) * time.Millisecond
	if idle > most {
		k.Fail(Lingering, "process %d went on for %v without an answer, at most %v are allowed", v.Process, idle, most)
	}
}

const (
	// longest is how long an invocation takes at most, in ms: what is early no
	// more may have been when it was looked at.
	longest = 60_000
	// ordinary is how long a few requests can take when nothing is wrong.
	ordinary = 6 * time.Second
	// timeLeft is what must be left of an invocation for beginning with
	// another batch or alert.
	timeLeft = 4 * time.Second
	// patience is how long an invocation begins with more batches after its
	// first failure.
	patience = 10 * time.Second
	// topicPause is how long nothing is sent to a topic that does not answer.
	topicPause = time.Second
)

// isolation checks that an invocation has sent everything that was due of what
// it took, also where it failed, but for what a failure of its own excuses.
func (k *Checker) isolation(v *Caller, took []*Goods, at, now int64) {
	var seen []int
	for _, g := range took {
		for _, h := range g.Hits {
			if h.exception == "" {
				k.ledgers[h.key].page(h.start).mark(h.at, h.id, h.record)
			}
		}
	}
	mine := func(m *mark) bool {
		return m.acked || slices.ContainsFunc(took, func(g *Goods) bool {
			r := &k.schedule.Records[m.record]
			return slices.Contains(g.Records, m.record) && m.at == r.Counts(g.Arrived) && !r.Early(g.Arrived, now-longest)
		})
	}
	for _, g := range took {
		for _, h := range g.Hits {
			l := k.leniently(&k.ledgers[h.key])
			if slices.Contains(seen, h.key) || k.excused(v, l, at) {
				continue
			}
			seen = append(seen, h.key)
			if from, n, found := l.overdue(mine, k.stormOf(l)); found {
				k.Fail(Withheld, "%v: from %v on %d matches are due, nothing that they need has failed, and no alert was sent",
					l, schedule.Clock(from), n)
			}
		}
	}
}

// excused reports whether an invocation that returned at a time could not be
// expected to settle a key: a request for it failed, another invocation holds
// its lease, what it needs is down, or the product had given up.
func (k *Checker) excused(v *Caller, l *ledger, at int64) bool {
	topic := k.schedule.TopicOf(l.Severity)
	if v.tableDown || v.topicsDown[topic] || k.paused(v, topic) {
		return true
	}
	if how, ok := k.schedule.Meets(schedule.Topic, topic, at); ok && how == schedule.Forbids && (v.topicsDown[0] || k.paused(v, 0)) {
		return true // the base topic should have taken it
	}
	if storm := k.stormOf(l); storm != nil && (v.fails[storm.Stored] || v.refused[storm.Stored]) {
		return true
	}
	return v.fails[l.Stored] || v.refused[l.Stored] || k.gaveUp(v, l.Rule, at)
}

// paused reports whether a topic may have been paused since before an
// invocation: it failed so shortly before that its process sent nothing to it.
func (k *Checker) paused(v *Caller, topic int) bool {
	failed, ok := k.silent[topicOf{v.Process, topic}]
	return ok && v.begun-failed < topicPause.Milliseconds()
}

// gaveUp reports whether an invocation may have given up a rule: two keys of it
// were tried in so long and failed, also where most of the time went into
// requests that were answered. It gives up everything when nothing at all
// succeeds for two time limits of a request.
func (k *Checker) gaveUp(v *Caller, rule int, at int64) bool {
	b := k.schedule.Versions[v.Version].Bounds
	t, lasted := v.troubles[rule], time.Duration(at-v.begun)*time.Millisecond
	return v.failing() >= 2*b.RequestLimit || t.took >= b.WaitLimit || t.keys >= 2 && lasted >= b.WaitLimit
}
