package world

import (
	"context"
	"errors"
	"time"

	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
)

// What the product sees when a request goes wrong.
var (
	errRefused   = errors.New("service unavailable")
	errReply     = errors.New("connection reset")
	errForbidden = errors.New("forbidden")
	errDown      = errors.New("internal error")
	errDead      = errors.New("the process is dead")
)

// carry has one request carried out by do, as its fate will have it. It returns
// nil only when the reply reached the caller. later is called instead of do
// where the caller is not there any more; by default it is do.
func carry(ctx context.Context, q request, do func(), later func()) error {
	c := clockOf(ctx)
	v, w := c.invocation, c.world
	if err := v.unable(c); err != nil {
		return err
	}
	if later == nil {
		later = do
	}
	n := v.calls[q]
	v.calls[q] = n + 1
	w.Requests++
	f, began := v.fate(q, n), w.now
	if f.fault != noFault {
		w.Faults++
		w.Met = append(w.Met, f.id)
		v.met(q, f.fault)
		w.Trace.note(w, v, f.fault.String(), q)
	}
	if err := v.meet(c, q, f, do, later); err != nil {
		w.failed(v, q, f.fault, began)
		w.Trace.note(w, v, "failed", q)
		return err
	}
	if q.kind != sleepFor && q.kind != claimLease {
		w.Check.Succeeded(v.Caller, w.now)
	}
	w.Trace.note(w, v, "done", q)
	return nil
}

// failed has the checker know that a request failed. A topic that refuses for
// good is no excuse: there is the base topic.
func (w *World) failed(v *invocation, q request, f fault, began int64) {
	topic := -1
	if q.kind == publishAlert || q.kind == publishClosing {
		topic = q.topic
	}
	if f == forbidden && topic != 0 {
		return
	}
	how, down := w.Schedule.Meets(schedule.Table, 0, w.now)
	w.Check.Failed(v.Caller, q.key, topic, topic < 0 && down && how != schedule.Lags, w.now,
		time.Duration(w.now-began)*time.Millisecond)
}

// nothing is what it means that a read is carried out late.
func nothing() {}

func (v *invocation) unable(c *clockContext) error {
	if v.Dead {
		return errDead
	}
	return c.Err()
}

// meet lets a request meet its fate.
func (v *invocation) meet(c *clockContext, q request, f fate, do, later func()) error {
	w := v.world
	switch f.fault {
	case stall, lagging, hung:
		return v.stall(c, q, f, do, later)
	case frozenBefore:
		if err := v.freeze(c, f, q); err != nil {
			return err
		}
	case errorLater, crashLater:
		w.at(w.now+f.later, f.tie, func() { later(); w.Trace.note(w, v, "applied late", q) })
	case twice:
		w.at(w.now+f.later+f.wait, f.tie, func() { later(); w.Trace.note(w, v, "applied again", q) })
	}
	wait := min(f.wait, max(0, (c.end-w.now)/3)) // without a fault nothing takes too long
	if !v.park(w.now+wait, f.tie, q) {
		return errDead
	}
	if err := c.Err(); err != nil { // it was not its turn for so long
		v.met(q, frozenBefore)
		return err
	}
	if w.strike != nil {
		f.fault = w.strike(q)
		v.met(q, f.fault)
	}
	return v.apply(c, q, f, do)
}

// apply carries the request out, or not, and has the reply reach the caller, or
// not.
func (v *invocation) apply(c *clockContext, q request, f fate, do func()) error {
	switch f.fault {
	case crashBefore, crashLater:
		v.die(f.fault.String())
		return errDead
	case errorBefore:
		return errRefused
	case refused:
		return errDown
	case forbidden:
		return errForbidden
	case errorLater:
		return errReply
	}
	do()
	switch f.fault {
	case crashAfter:
		v.die(f.fault.String())
		return errDead
	case errorAfter:
		return errReply
	case frozenAfter:
		if err := v.freeze(c, f, q); errors.Is(err, errDead) {
			return err
		}
	}
	return nil
}

// freeze has the whole process stand still for a while, whatever it is doing.
func (v *invocation) freeze(c *clockContext, f fate, q request) error {
	v.Frozen = true
	v.world.Check.Saw(check.Standstill)
	v.stillUntil = v.world.now + f.hold
	if !v.park(v.stillUntil, f.tie, q) {
		return errDead
	}
	return c.Err()
}

// stall has a request take long. When that is longer than the context allows,
// the caller gives up, and the request may still be carried out.
func (v *invocation) stall(c *clockContext, q request, f fate, do, later func()) error {
	w := v.world
	at := w.now + f.hold
	if f.fault != hung && at < c.end {
		if !v.park(at, f.tie, q) {
			return errDead
		}
		do()
		return nil
	}
	if f.fault != hung && f.pick%2 == 0 {
		w.at(at, f.tie, func() { later(); w.Trace.note(w, v, "applied late", q) })
	}
	if !v.park(c.end, f.tie, q) {
		return errDead
	}
	return context.DeadlineExceeded
}

// sleep is [window.Options.Sleep].
func sleep(ctx context.Context, d time.Duration) error {
	c := clockOf(ctx)
	w, v := c.world, c.invocation
	q := request{kind: sleepFor}
	err := carry(ctx, q, func() {}, nil)
	if err != nil {
		return err
	}
	until := w.now + d.Milliseconds()
	if !v.park(min(until, c.end), uint64(until), q) {
		return errDead
	}
	return c.Err()
}
