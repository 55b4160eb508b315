package check

import (
	"slices"
	"time"

	"trailnotify/alert"
	"trailnotify/simulate/schedule"
	"trailnotify/window"
)

// Publishes is called when an alert is handed to the topic, with the time by
// the clock of the process. What it says must
// lie between what was there when the lease was granted and what is there now:
// what is told was read in between.
func (k *Checker) Publishes(v *Caller, stored string, c *window.Crossing, a alert.Alert, at time.Time) *Sent {
	l := k.ledger(v, stored)
	if v.Dead || l == nil {
		return &Sent{ledger: l}
	}
	now := k.next()
	x := crossing{Checker: k, ledger: k.as(l, v.Version), Crossing: c, start: c.Start.Unix(), began: v.since(l), now: now}
	s := &Sent{ledger: l, version: v.Version, process: v.Process, claimed: x.began, handed: now, told: x.Told}
	for w := x.start; w < c.End.Unix(); w += l.Period {
		s.windows = append(s.windows, w)
	}
	v.open = append(v.open, s)
	if l.Group.Kind == window.GroupStorm {
		x.storm()
	} else {
		x.numbers(s)
		x.since()
		x.details()
		x.order(v)
	}
	x.told(s)
	x.message(v, a, at)
	return s
}

// A crossing is an alert that is being checked.
type crossing struct {
	*Checker
	*ledger
	*window.Crossing
	start      int64
	began, now int // steps: the lease, and this moment
}

func (x *crossing) wrong(kind Kind, format string, args ...any) {
	x.Checker.Fail(kind, "%v, window %v: "+format, append([]any{x.ledger, schedule.Clock(x.start)}, args...)...)
}

// numbers checks that the span is there and the count is that of the records.
func (x *crossing) numbers(s *Sent) {
	l := x.ledger
	least := min(l.count(x.start, writtenBy(x.began), x.now), l.count(x.start, writtenBy(x.began), x.began),
		l.remembering().count(x.start, writtenBy(x.began), x.now))
	most := max(l.count(x.start, writtenBy(x.now), x.began), l.count(x.start, writtenBy(x.now), x.now))
	if most < l.Threshold {
		x.wrong(False, "alerted with %d matches, threshold %d", most, l.Threshold)
	}
	if x.Count > most || x.Count < least && !x.AtLeast || x.Count < l.Threshold {
		x.wrong(Miscounted, "count %d, from the records %d to %d, threshold %d", x.Count, least, most, l.Threshold)
	}
	if x.AtLeast {
		x.Saw(FullWindow)
	}
	if x.AtLeast && !x.full(x.start, x.start+l.Period) {
		x.wrong(Miscounted, "%d is said to be a lower bound", x.Count)
	}
	first, last := x.First.Unix(), x.Last.Unix()
	inside := slices.DeleteFunc(slices.Concat(l.in(x.start, writtenBy(x.now)), l.in(x.start+l.Period, writtenBy(x.now))),
		func(m mark) bool { return m.at < first || last < m.at })
	if last-first >= l.Period || different(inside) < x.Count {
		x.wrong(Miscounted, "from %v to %v there are %d matches, not %d", schedule.Clock(first), schedule.Clock(last), different(inside), x.Count)
	}
	alone := different(l.in(x.start, writtenBy(x.now))) >= l.Threshold
	needed := different(l.in(x.start, writtenBy(x.began))) < l.Threshold
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
	if remembered, _ := x.remembering().before(x.start, x.now); remembered != j {
		return // the register has forgotten an alert that the process may know
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
	if x.SinceLastAtLeast && !x.full(j, min(j+x.Reach(), x.start-x.Period)) {
		if x.schedule.Page == 0 {
			x.wrong(Miscounted, "%d since the last alert is said to be a lower bound", x.SinceLast)
		}
		x.Saw(PageLimit)
	}
	newest := slices.ContainsFunc(x.register, func(s said) bool { return s.at(x.began) && s.window >= x.End.Unix() })
	if newest {
		x.Saw(Overtaken)
	}
	if newest != x.Overtaken {
		x.wrong(Miscounted, "overtaken by a newer alert: %v, not %v", x.Overtaken, newest)
	}
}

// tellsUntil is the end of what the alert tells of.
func (x *crossing) tellsUntil() time.Time {
	if x.Storm != nil {
		return x.End
	}
	return x.Until
}

// order checks that no lower window that the batch touches is due.
func (x *crossing) order(v *Caller) {
	if v.fails[x.Key.Stored] {
		return
	}
	for _, h := range v.Batch.Hits {
		if h.key != x.number || h.exception != "" || x.remembering().recorded(h.start, x.began) {
			continue
		}
		for _, w := range []int64{h.start - x.Period, h.start} {
			if w < x.start && x.due(w, writtenBy(x.began), x.now) && !x.remembering().recorded(w, x.now) {
				x.wrong(Disorder, "window %v is due, and lower", schedule.Clock(w))
			}
		}
	}
}

// storm checks a storm alert.
func (x *crossing) storm() {
	least := different(x.in(x.start, writtenBy(x.began)))
	groups := x.in(x.start, writtenBy(x.now))
	if n := different(groups); n <= x.Shape.Storm {
		x.wrong(False, "storm alert with %d groups, %d are named", n, x.Shape.Storm)
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
		names = append(names, x.ledgers[m.id].Group.Value)
	}
	for i, name := range x.Storm.Names {
		if !slices.Contains(names, name) || slices.Contains(x.Storm.Names[:i], name) {
			x.wrong(Miscounted, "names the group %q", name)
		}
	}
	matches := x.groupsMatches(groups)
	for _, s := range x.Summaries {
		if !slices.ContainsFunc(matches, func(m mark) bool { return x.texts[written{m.record, m.at}] == string(s) }) {
			x.wrong(Miscounted, "tells %q of none of the records", s)
		}
	}
	for _, m := range x.in(x.start, toldBy(x.began)) {
		if name := x.ledgers[m.id].Group.Value; !slices.Contains(x.Storm.Names, name) {
			x.wrong(Miscounted, "does not name the group %q", name)
		}
	}
}

// message checks what the alert says besides the crossing, and that its copies,
// and they alone, carry the same ID.
func (x *crossing) message(v *Caller, a alert.Alert, at time.Time) {
	this := alertOf{x.number, x.start}
	if known, ok := x.alertIDs[a.ID]; ok && known != this {
		x.wrong(Miscounted, "has the alert ID of %v, window %v", &x.ledgers[known.key], schedule.Clock(known.start))
	}
	x.alertIDs[a.ID] = this
	most := max(0, at.Sub(x.End))
	least := max(0, most-ordinary) // it is told before a last request is made
	if x.Late < least.Truncate(time.Second) && !v.Frozen || x.Late > most {
		x.wrong(Miscounted, "late by %v, not %v to %v", x.Late, least, most)
	}
	if a.Rule != x.Shape.Name() || a.Count != x.Count || a.Ceiling != (x.Group.Kind == window.GroupCeiling) ||
		!a.Window.Start.Equal(x.Start) || !a.Window.End.Equal(x.tellsUntil()) || a.LateSeconds != int(x.Late/time.Second) {
		x.wrong(Miscounted, "the message says something else than the crossing: %+v", a)
	}
}

// Accepted is called when the topic has accepted an alert. An alert for a
// window that is spent already must be explained by a fault between an earlier
// one and its record.
func (k *Checker) Accepted(s *Sent) {
	if s.ledger == nil {
		return
	}
	l, w := k.as(s.ledger, s.version), s.windows[0]
	repeated := s.accepted > 0
	spenders := l.spenders(w)
	switch {
	case l.recorded(w, s.claimed):
		k.Fail(Copied, "%v: window %v is alerted, which was recorded as spent when the lease was granted", l, schedule.Clock(w))
	case slices.ContainsFunc(spenders, func(a *Sent) bool { return a.knownTo(s) && !l.forgot(a) }):
		k.Fail(Copied, "%v: window %v is alerted again by the process that was told that it is", l, schedule.Clock(w))
	case repeated:
		k.Saw(SecondCopy) // one request was carried out twice
	case slices.ContainsFunc(spenders, func(a *Sent) bool { return !a.explains(s) && !l.forgot(a) }):
		k.Fail(Copied, "%v: window %v is alerted, which an earlier alert had spent", l, schedule.Clock(w))
	case slices.ContainsFunc(spenders, l.forgot):
		k.Saw(ForgottenAlert)
	case len(spenders) > 0:
		k.Saw(SecondCopy)
	default:
		k.unspent(s)
	}
	if l.reminders(w) == 0 {
		k.Fail(Unclosed, "%v: window %v is alerted, and nothing reminds of closing that", l, schedule.Clock(w))
	}
	s.accepted = k.next()
	s.ledger.alerts = append(s.ledger.alerts, s)
	k.Alerts++
	if len(s.windows) == 2 {
		k.Saw(Straddling)
	}
	if l.Group.Kind == window.GroupStorm {
		k.Saw(StormAlert)
	}
	k.names(s.ledger, w)
}

// Heard is called when a process is told that its alert was accepted.
func (k *Checker) Heard(s *Sent) { s.heard = k.next() }

// knownTo reports whether a second copy, s, was sent by a process that knew of
// the first one.
func (a *Sent) knownTo(s *Sent) bool {
	return a != s && a.heard > 0 && a.heard < s.handed && a.process == s.process && a.windows[0] == s.windows[0]
}

// explains reports whether a second copy, s, is no wonder: something went wrong
// before the first one was recorded, or s was handed over before that and
// reached the topic late.
func (a *Sent) explains(s *Sent) bool {
	return a.faulted || s.faulted && s.claimed < a.accepted
}

// unspent checks that an alert did not need the matches of a next window that
// an earlier alert had spent.
func (k *Checker) unspent(s *Sent) {
	l, w := k.as(s.ledger, s.version), s.windows[0]
	if l.Group.Kind == window.GroupStorm || l.recorded(w+l.Period, s.claimed) {
		return
	}
	written := writtenBy(MaxStep)
	if l.fullest(l.in(w, written), nil) >= l.Threshold {
		return
	}
	for _, a := range l.spenders(w + l.Period) {
		if !a.explains(s) && !l.forgot(a) {
			k.Fail(False, "%v: window %v is alerted with matches of the next, which were spent", l, schedule.Clock(w))
			return
		}
	}
}

// names checks how many groups of a rule are alerted by name in one window.
func (k *Checker) names(l *ledger, w int64) {
	if l.Key.Storm < 0 {
		return
	}
	n := 0
	for i := range k.ledgers {
		other := &k.ledgers[i]
		if other.deployment == l.deployment && other.Rule == l.Rule && other.Key.Storm >= 0 &&
			slices.ContainsFunc(other.alerts, func(s *Sent) bool { return s.windows[0] == w }) {
			n++
		}
	}
	if n > l.storm() {
		k.Fail(TooManyNames, "%v: %d groups are named in window %v, not %d", l, n, schedule.Clock(w), l.storm())
	}
}
