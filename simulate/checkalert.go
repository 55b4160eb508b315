package simulate

import (
	"slices"
	"time"

	"trailnotify/alert"
	"trailnotify/window"
)

// publishes is called when an alert is handed to the topic. What it says must
// lie between what was there when the lease was granted and what is there now:
// what is told was read in between.
func (k *checker) publishes(v *invocation, stored string, c *window.Crossing, a alert.Alert) *sent {
	l := k.ledger(stored)
	if v.dead || l == nil {
		return &sent{ledger: l}
	}
	now := k.next()
	x := crossing{checker: k, ledger: l, Crossing: c, start: c.Start.Unix(), began: v.since(l), now: now}
	s := &sent{ledger: l, claimed: x.began}
	for w := x.start; w < c.End.Unix(); w += l.period {
		s.windows = append(s.windows, w)
	}
	v.open = append(v.open, s)
	if l.group.Kind == window.GroupStorm {
		x.storm()
	} else {
		x.numbers(s)
		x.since()
		x.details()
		x.order(v)
	}
	x.message(v, a)
	return s
}

// A crossing is an alert that is being checked.
type crossing struct {
	*checker
	*ledger
	*window.Crossing
	start      int64
	began, now int // steps: the lease, and this moment
}

func (x *crossing) wrong(kind Kind, format string, args ...any) {
	x.checker.fail(kind, "%v, window %v: "+format, append([]any{x.ledger, clock(x.start)}, args...)...)
}

// numbers checks that the span is there and the count is that of the records.
func (x *crossing) numbers(s *sent) {
	l := x.ledger
	least := min(l.count(x.start, writtenBy(x.began), x.now), l.count(x.start, writtenBy(x.began), x.began))
	most := max(l.count(x.start, writtenBy(x.now), x.began), l.count(x.start, writtenBy(x.now), x.now))
	if most < l.threshold {
		x.wrong(False, "alerted with %d matches, threshold %d", most, l.threshold)
	}
	if x.Count > most || x.Count < least && !x.AtLeast || x.Count < l.threshold {
		x.wrong(Miscounted, "count %d, from the records %d to %d, threshold %d", x.Count, least, most, l.threshold)
	}
	if x.AtLeast && !x.full(x.start, x.start+l.period) {
		x.wrong(Miscounted, "%d is said to be a lower bound", x.Count)
	}
	first, last := x.First.Unix(), x.Last.Unix()
	inside := slices.DeleteFunc(slices.Concat(l.in(x.start, writtenBy(x.now)), l.in(x.start+l.period, writtenBy(x.now))),
		func(m mark) bool { return m.at < first || last < m.at })
	if last-first >= l.period || different(inside) < x.Count {
		x.wrong(Miscounted, "from %v to %v there are %d matches, not %d", clock(first), clock(last), different(inside), x.Count)
	}
	alone := different(l.in(x.start, writtenBy(x.now))) >= l.threshold
	needed := different(l.in(x.start, writtenBy(x.began))) < l.threshold
	if len(s.windows) == 1 && !alone || len(s.windows) == 2 && !needed || len(s.windows) > 2 {
		x.wrong(Miscounted, "covers %d windows", len(s.windows))
	}
}

// since checks the number of matches since the previous alert.
func (x *crossing) since() {
	j, known := x.before(x.start, x.began)
	newer, later := x.before(x.start, x.now)
	if j != newer || known != later {
		return // recorded meanwhile by a process that lost its lease
	}
	if known != x.SinceLastKnown {
		x.wrong(Miscounted, "matches since the last alert: known %v, not %v", x.SinceLastKnown, known)
	}
	if !known {
		return
	}
	least, most := x.ledger.since(j, x.start, writtenBy(x.began)), x.ledger.since(j, x.start, writtenBy(x.now))
	if x.SinceLast > most || x.SinceLast < least && !x.SinceLastAtLeast {
		x.wrong(Miscounted, "%d matches since the last alert, from the records %d to %d", x.SinceLast, least, most)
	}
	if x.SinceLastAtLeast && !x.full(j, min(j+x.reach(), x.start-x.period)) {
		x.wrong(Miscounted, "%d since the last alert is said to be a lower bound", x.SinceLast)
	}
	newest := slices.ContainsFunc(x.register, func(s said) bool { return s.step <= x.began && s.window >= x.End.Unix() })
	if newest != x.Overtaken {
		x.wrong(Miscounted, "overtaken by a newer alert: %v, not %v", x.Overtaken, newest)
	}
}

// order checks that no lower window that the batch touches is due.
func (x *crossing) order(v *invocation) {
	if v.fails[x.key.stored] {
		return
	}
	for _, h := range v.batch.hits {
		if x.ledgers[h.key].key != x.key || h.exception != "" || x.recorded(h.start, x.began) {
			continue
		}
		for _, w := range []int64{h.start - x.period, h.start} {
			if w < x.start && x.due(w, writtenBy(x.began), x.now) && !x.recorded(w, x.now) {
				x.wrong(Disorder, "window %v is due, and lower", clock(w))
			}
		}
	}
}

// storm checks a storm alert.
func (x *crossing) storm() {
	least := different(x.in(x.start, writtenBy(x.began)))
	groups := x.in(x.start, writtenBy(x.now))
	if n := different(groups); n <= x.shape.storm {
		x.wrong(False, "storm alert with %d groups, %d are named", n, x.shape.storm)
	}
	if x.Storm == nil {
		x.wrong(Miscounted, "storm alert that says nothing of the storm")
		return
	}
	if n := x.Storm.Groups; n > different(groups) || n < least {
		x.wrong(Miscounted, "%d groups, from the records %d to %d", n, least, different(groups))
	}
	var names []string
	for _, m := range groups {
		names = append(names, x.ledgers[m.id].group.Value)
	}
	for i, name := range x.Storm.Names {
		if !slices.Contains(names, name) || slices.Contains(x.Storm.Names[:i], name) {
			x.wrong(Miscounted, "names the group %q", name)
		}
	}
	if len(x.Storm.Names) != x.shape.storm {
		x.wrong(Miscounted, "names %d groups, not %d", len(x.Storm.Names), x.shape.storm)
	}
}

// message checks what the alert says beside the crossing, and that its copies,
// and they alone, carry the same ID.
func (x *crossing) message(v *invocation, a alert.Alert) {
	this := alertOf{x.key, x.start}
	if known, ok := x.alertIDs[a.ID]; ok && known != this {
		x.wrong(Miscounted, "has the alert ID of %v, window %v", known.key, clock(known.start))
	}
	x.alertIDs[a.ID] = this
	late := max(0, v.local(x.world.now).Sub(x.End)).Truncate(time.Second)
	if x.Late.Truncate(time.Second) != late {
		x.wrong(Miscounted, "late by %v, not %v", x.Late, late)
	}
	if a.Rule != x.shape.name() || a.Count != x.Count || a.Ceiling != (x.group.Kind == window.GroupCeiling) ||
		!a.Window.Start.Equal(x.Start) || !a.Window.End.Equal(x.End) || a.LateSeconds != int(late/time.Second) {
		x.wrong(Miscounted, "the message says something else than the crossing: %+v", a)
	}
}

// accepted is called when the topic has accepted an alert. An alert for a
// window that is spent already must be explained by a fault between an earlier
// one and its record.
func (k *checker) accepted(v *invocation, s *sent) {
	if s.ledger == nil {
		return
	}
	l, w := s.ledger, s.windows[0]
	repeated := s.accepted > 0
	spenders := l.spenders(w)
	switch {
	case l.recorded(w, s.claimed):
		k.fail(Copied, "%v: window %v is alerted, which was recorded as spent when the lease was granted", l, clock(w))
	case repeated:
		k.explained++ // one request was carried out twice
	case slices.ContainsFunc(spenders, func(a *sent) bool { return !a.explains(s) }):
		k.fail(Copied, "%v: window %v is alerted, which an earlier alert had spent", l, clock(w))
	case len(spenders) > 0:
		k.explained++
	default:
		k.unspent(s)
	}
	s.accepted = k.next()
	l.alerts = append(l.alerts, s)
	k.alerts++
	if len(s.windows) == 2 {
		k.straddling++
	}
	if l.group.Kind == window.GroupStorm {
		k.storms++
	}
	k.names(l, w)
}

// explains reports whether a second copy, s, is no wonder: something went wrong
// before the first one was recorded, or s was handed over before that and
// reached the topic late.
func (a *sent) explains(s *sent) bool {
	return a.faulted || s.faulted && s.claimed < a.accepted
}

// unspent checks that an alert did not need the matches of a next window that
// an earlier alert had spent.
func (k *checker) unspent(s *sent) {
	l, w := s.ledger, s.windows[0]
	if l.group.Kind == window.GroupStorm || l.recorded(w+l.period, s.claimed) {
		return
	}
	written := writtenBy(maxStep)
	if l.fullest(l.in(w, written), nil) >= l.threshold {
		return
	}
	for _, a := range l.spenders(w + l.period) {
		if !a.explains(s) {
			k.fail(False, "%v: window %v is alerted with matches of the next, which were spent", l, clock(w))
			return
		}
	}
}

// names checks how many groups of a rule are alerted by name in one window.
func (k *checker) names(l *ledger, w int64) {
	if l.key.storm < 0 {
		return
	}
	n := 0
	for i := range k.ledgers {
		other := &k.ledgers[i]
		if other.rule == l.rule && other.key.storm >= 0 &&
			slices.ContainsFunc(other.alerts, func(s *sent) bool { return s.windows[0] == w }) {
			n++
		}
	}
	if n > l.storm() {
		k.fail(TooManyNames, "%v: %d groups are named in window %v, not %d", l, n, clock(w), l.storm())
	}
}
