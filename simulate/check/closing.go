package check

import (
	"slices"
	"time"

	"trailnotify/alert"
	"trailnotify/simulate/schedule"
	"trailnotify/window"
	"trailnotify/window/set"
)

// opened is an alert that a register says is not closed.
type opened struct {
	start int64
	set.Open
	closed int // step, 0: not yet
}

// reminded is a reminder of the alert of a window, and when it is due.
type reminded struct{ start, due int64 }

// reminders are those of the alert of a window. They differ where versions with
// different quiet times tried to send it: each leads to a look.
func (l *ledger) reminders(start int64) (n int) {
	for i, r := range l.reminded {
		if r.start == start && !slices.Contains(l.reminded[:i], r) {
			n++
		}
	}
	return n
}

// told checks the number of all that lies in the windows that an alert tells of
// and spends.
func (x *crossing) told(s *Sent) {
	last := min(x.tellsUntil().Unix()-x.Period, x.End.Unix()-x.Period+x.Reach())
	least, most := different(x.within(x.start, last, x.began)), different(x.within(x.start, last, x.now))
	if x.Told < least || x.Told > most {
		x.wrong(Miscounted, "tells %d in its windows, from the records %d to %d", x.Told, least, most)
	}
}

// within are the marks of some windows that were written up to a step.
func (l *ledger) within(from, to int64, step int) []mark {
	var all []mark
	for w := from; w <= to; w += l.Period {
		all = append(all, l.in(w, writtenBy(step))...)
	}
	return all
}

// Reminded is called when a reminder of an alert was written.
func (k *Checker) Reminded(v *Caller, r set.Reminder) {
	l := k.ledger(v, r.Key)
	if l == nil {
		return
	}
	if r.Kind != uint8(l.Group.Kind) || r.Value != l.Group.Value {
		k.Fail(Misclosed, "%v: the reminder names the group %q", l, r.Value)
	}
	l.reminded = append(l.reminded, reminded{r.Start, r.Due})
	if n := l.reminders(r.Start); n > 1 && len(k.schedule.Versions) == 1 {
		k.Fail(ClosedTwice, "%v: %d reminders of the alert of window %v", l, n, schedule.Clock(r.Start))
	}
}

// opened is called when a register says of an alert that it is open, or of
// others that nobody will close them. What it told must be what some accepted
// alert says.
func (k *Checker) opened(v *Caller, l *ledger, m window.Mark, step int) {
	for i := range l.opens {
		if o := &l.opens[i]; o.closed == 0 && slices.Contains(m.Stale, o.start) {
			k.Saw(GivenUp)
			o.closed = step
		}
	}
	start, last := m.Windows[0], m.Windows[len(m.Windows)-1]
	if m.Open == nil {
		if !k.stoodFor(l, start, v) {
			k.Fail(Unclosed, "%v: window %v is recorded without what its alert told", l, schedule.Clock(start))
		}
		return
	}
	right := slices.ContainsFunc(l.alerts, func(s *Sent) bool { return s.windows[0] == start && s.told == m.Open.Told })
	if !right || m.Open.Covered != last || m.Open.Quiet != last+k.as(l, v.Version).Reach() {
		k.Fail(Misclosed, "%v: window %v is recorded with %+v, which no alert says", l, schedule.Clock(start), *m.Open)
	}
	if o := l.openedAt(start); o != nil {
		o.Open = *m.Open
		return
	}
	l.opens = append(l.opens, opened{start: start, Open: *m.Open})
}

// openedAt is the alert of a window, if it is open.
func (l *ledger) openedAt(start int64) *opened {
	for i := range l.opens {
		if o := &l.opens[i]; o.start == start && o.closed == 0 {
			return o
		}
	}
	return nil
}

// Took is called when an invocation has asked for the lease on a reminder.
func (k *Checker) Took(v *Caller, r set.Reminder, ok bool) {
	l := k.ledger(v, r.Key)
	switch {
	case l == nil:
	case ok:
		v.taken[pageOf{l.number, r.Start}] = k.next()
	default:
		k.Saw(ReminderHeld)
	}
}

// Dropped is called when a reminder was removed. Nothing reminds of its alert
// any more, so that must be closed or never sent.
func (k *Checker) Dropped(v *Caller, r set.Reminder) {
	l := k.ledger(v, r.Key)
	if l == nil {
		return
	}
	if !l.accepted(r.Start) && !l.recorded(r.Start, k.step) {
		k.Saw(NeverSent)
	}
	if l.openedAt(r.Start) != nil {
		k.Fail(Unclosed, "%v: nothing reminds of the alert of window %v any more, which is open", l, schedule.Clock(r.Start))
	}
}

// A range is what an alert answers for, at two steps: at the later one a newer
// alert may have taken some of it away.
type answered struct {
	*ledger
	from         int64
	to, most     int64 // windows
	began, now   int   // steps
	least, total int   // different things at these
}

// answers is what an alert answers for, while it is looked at.
func (k *Checker) answers(l *ledger, o *opened, began int) answered {
	a := answered{ledger: l, from: o.start, began: began, now: k.next()}
	a.to, a.most = o.Quiet, o.Quiet
	for _, s := range l.register {
		if s.window <= o.Covered {
			continue
		}
		if s.at(a.began) && s.at(a.now) {
			a.most = min(a.most, s.window-l.Period)
		}
		if s.step <= a.now {
			a.to = min(a.to, s.window-l.Period)
		}
	}
	a.least = max(o.Told, different(l.within(a.from, a.to, began)))
	a.total = max(o.Told, different(l.within(a.from, a.most, a.now)))
	return a
}

// Closes is called when a message that closes alerts is handed to the topic.
func (k *Checker) Closes(v *Caller, all []window.Closing, a alert.Alert, at time.Time) []*Sent {
	var sent []*Sent
	if len(all) > 1 {
		k.Saw(JointClosing)
		if l := k.ledger(v, all[0].Rule.Key(all[0].Group)); l != nil && (l.Shape.Apart || len(all) < 4) {
			k.Fail(Misclosed, "%v: one message closes %d alerts", l, len(all))
		}
	}
	if len(a.Closing.Alerts) != len(all) {
		k.Fail(Misclosed, "a message names %d alerts, not %d", len(a.Closing.Alerts), len(all))
	}
	for _, c := range all {
		l := k.ledger(v, c.Rule.Key(c.Group))
		if v.Dead || l == nil {
			return nil
		}
		sent = append(sent, k.closes(v, l, c, a, at))
	}
	v.open = append(v.open, sent...)
	return sent
}

func (k *Checker) closes(v *Caller, l *ledger, c window.Closing, a alert.Alert, at time.Time) *Sent {
	start := c.Start.Unix()
	s := &Sent{
		ledger: l, version: v.Version, process: v.Process, claimed: v.taken[pageOf{l.number, start}],
		handed: k.next(), windows: []int64{start}, closes: true, joint: len(a.Closing.Alerts) > 1,
	}
	wrong := func(kind Kind, format string, args ...any) {
		k.Fail(kind, "%v, window %v: "+format, append([]any{l, schedule.Clock(start)}, args...)...)
	}
	if !l.accepted(start) {
		wrong(Misclosed, "closed, and it was never alerted")
		return s
	}
	if !slices.ContainsFunc(a.Closing.Alerts, func(id string) bool { return k.alertIDs[id] == alertOf{l.number, start} }) {
		wrong(Misclosed, "the message does not name the alert")
	}
	if due := time.Unix(start+2*l.Period, 0); at.Before(due) {
		wrong(Misclosed, "closed at %v, before it can be due", at)
	}
	if o := l.lastOpened(start); o != nil {
		k.numbers(s, k.answers(l, o, s.claimed), c, wrong)
	} else {
		wrong(Misclosed, "closed, and the register does not say that it is open")
	}
	return s
}

// lastOpened is the alert of a window, as it was last said to be open.
func (l *ledger) lastOpened(start int64) *opened {
	for i := range slices.Backward(l.opens) {
		if o := &l.opens[i]; o.start == start {
			return o
		}
	}
	return nil
}

// numbers checks what a closing message says of one alert.
func (k *Checker) numbers(s *Sent, is answered, c window.Closing, wrong func(Kind, string, ...any)) {
	l := is.ledger
	told := func(a *Sent) bool { return a.windows[0] == is.from && a.told == c.Told }
	if !slices.ContainsFunc(l.alerts, told) {
		wrong(Misclosed, "%d were told, says the message, and no alert does", c.Told)
	}
	if to := c.End.Unix() - l.Period; to < is.to || to > is.most {
		wrong(Misclosed, "answers up to %v, not %v to %v", schedule.Clock(to), schedule.Clock(is.to), schedule.Clock(is.most))
	}
	if c.Total > is.total || c.Total < is.least && !c.AtLeast {
		wrong(Misclosed, "%d in all, from the records %d to %d", c.Total, is.least, is.total)
	}
	if c.AtLeast {
		k.Saw(BoundedClosing)
		if !k.filled(is) && k.schedule.Page == 0 {
			wrong(Misclosed, "%d in all is said to be a lower bound", c.Total)
		}
	}
	shape := k.as(l, s.version).Shape
	if c.Total <= c.Told && !c.AtLeast && !shape.Always && !shape.Apart {
		wrong(Misclosed, "closed with a message, and nothing more came")
	}
	k.tells(is, c, wrong)
}

// filled reports whether a window that an alert answers for may be full.
func (k *Checker) filled(is answered) bool {
	for w := is.from; w <= is.most; w += is.Period {
		if different(is.in(w, writtenBy(is.now))) >= k.leastCapacity(is.ledger) {
			return true
		}
	}
	return false
}

// tells checks what a closing message tells besides the numbers.
func (k *Checker) tells(is answered, c window.Closing, wrong func(Kind, string, ...any)) {
	marks := is.within(is.from, is.most, is.now)
	timed := func(at time.Time) bool {
		return slices.ContainsFunc(marks, func(m mark) bool { return m.at == at.Unix() })
	}
	if c.Total > 0 && (!timed(c.First) || !timed(c.Last) || c.Last.Before(c.First)) {
		wrong(Misclosed, "from %v to %v, which is none of the records", c.First, c.Last)
	}
	var told []mark // with a summary, though a full window may not have taken them
	for w := is.from; w <= is.most; w += is.Period {
		told = append(told, is.in(w, toldBy(is.now))...)
	}
	if is.Group.Kind == window.GroupStorm {
		told = k.groupsMatches(marks)
	}
	for _, s := range c.Summaries {
		if !slices.ContainsFunc(told, func(m mark) bool { return k.texts[written{m.record, m.at}] == string(s) }) {
			wrong(Misclosed, "tells %q of none of the records", s)
		}
	}
	for _, name := range c.Names {
		if !slices.ContainsFunc(marks, func(m mark) bool { return k.ledgers[m.id].Group.Value == name }) {
			wrong(Misclosed, "names the group %q", name)
		}
	}
	whole := !c.AtLeast || k.schedule.Page == 0 // few pages are read
	if c.Total > c.Told && whole && len(c.Summaries) == 0 && len(c.Names) == 0 {
		wrong(Misclosed, "tells nothing of the %d records", c.Total)
	}
}

// groupsMatches are the matches of groups that have entered a storm.
func (k *Checker) groupsMatches(groups []mark) []mark {
	var all []mark
	for _, g := range groups {
		for i := range k.ledgers[g.id].pages {
			all = append(all, k.ledgers[g.id].pages[i].marks...)
		}
	}
	return all
}

// ClosingAccepted is called when the topic has accepted a message that closes
// alerts. A second one for an alert must be explained by a fault between the
// first one and its record.
func (k *Checker) ClosingAccepted(sent []*Sent) {
	for _, s := range sent {
		l, start := s.ledger, s.windows[0]
		before := slices.DeleteFunc(slices.Clone(l.closings), func(a *Sent) bool { return a.windows[0] != start })
		repeated := s.accepted > 0
		s.accepted = k.next()
		l.closings = append(l.closings, s)
		switch {
		case repeated || l.reminders(start) > 1:
		case slices.ContainsFunc(before, func(a *Sent) bool { return a.knownTo(s) && !l.alertedAgain(a) }):
			k.Fail(ClosedTwice, "%v: the alert of window %v is closed again by the process that was told that it is", l, schedule.Clock(start))
		case slices.ContainsFunc(before, func(a *Sent) bool { return !a.explains(s) && !l.alertedAgain(a) }):
			k.Fail(ClosedTwice, "%v: the alert of window %v is closed again", l, schedule.Clock(start))
		}
		k.Saw(ClosingSent)
		if len(before) > 0 {
			k.Saw(SecondClosing)
		}
		if l.Group.Kind == window.GroupStorm {
			k.Saw(StormClosing)
		}
	}
}

// alertedAgain reports whether an alert was sent again after it was closed.
func (l *ledger) alertedAgain(closing *Sent) bool {
	return slices.ContainsFunc(l.alerts, func(s *Sent) bool {
		return s.windows[0] == closing.windows[0] && s.accepted > closing.accepted
	})
}

// AlertClosed is called when a register says no longer that an alert is open.
// There was a message, or nothing more came.
func (k *Checker) AlertClosed(v *Caller, stored string, start int64) {
	l := k.ledger(v, stored)
	if l == nil {
		return
	}
	o := l.openedAt(start)
	if o == nil {
		return
	}
	mine := func(s *Sent) bool { return s.windows[0] == start }
	began, looked := v.taken[pageOf{l.number, start}]
	if !slices.ContainsFunc(l.closings, mine) {
		k.Saw(NothingMore)
		shape := k.as(l, v.Version).Shape
		is := k.answers(l, o, began)
		if !looked || is.least > o.Told || shape.Always || shape.Apart {
			k.Fail(Unclosed, "%v: the alert of window %v is closed without a message; it told %d of at least %d", l, schedule.Clock(start), o.Told, is.least)
		}
	}
	o.closed = k.next()
	v.open = slices.DeleteFunc(v.open, func(s *Sent) bool { return s.closes && s.ledger.number == l.number && mine(s) })
}

// unclosed checks that no alert is left open in the end.
func (k *Checker) unclosed(l *ledger) {
	for _, o := range l.opens {
		if o.closed == 0 {
			k.Fail(Unclosed, "%v: nobody has looked at the alert of window %v", l, schedule.Clock(o.start))
		}
	}
}

// Left is called with a reminder that is left in the end.
func (k *Checker) Left(deployment int, r set.Reminder) {
	k.Fail(Unclosed, "deployment %d: a reminder of %s, window %v, is left", deployment, r.Key, schedule.Clock(r.Start))
}
