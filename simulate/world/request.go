package world

import (
	"context"
	"errors"
	"time"

	"trailnotify/alert"
)

// What the product sees when a request goes wrong.
var (
	errRefused = errors.New("service unavailable")
	errReply   = errors.New("connection reset")
	errDead    = errors.New("the process is dead")
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
	f := v.fate(q, n)
	if f.fault != noFault {
		w.Met = append(w.Met, f.id)
		v.met(q, f.fault)
		w.Trace.note(w, v, f.fault.String(), q)
	}
	if err := v.meet(c, q, f, do, later); err != nil {
		w.Check.Failed(v.Caller, q.key)
		w.Trace.note(w, v, "failed", q)
		return err
	}
	w.Trace.note(w, v, "done", q)
	return nil
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
	case stall:
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

// freeze has the whole process stand still for a while.
func (v *invocation) freeze(c *clockContext, f fate, q request) error {
	v.Frozen = true
	if !v.park(v.world.now+f.hold, f.tie, q) {
		return errDead
	}
	return c.Err()
}

// stall has a request take long. When that is longer than the context allows,
// the caller gives up, and the request may still be carried out.
func (v *invocation) stall(c *clockContext, q request, f fate, do, later func()) error {
	w := v.world
	at := w.now + f.hold
	if at < c.end {
		if !v.park(at, f.tie, q) {
			return errDead
		}
		do()
		return nil
	}
	if f.pick%2 == 0 {
		w.at(at, f.tie, func() { later(); w.Trace.note(w, v, "applied late", q) })
	}
	if !v.park(c.end, f.tie, q) {
		return errDead
	}
	return context.DeadlineExceeded
}

// publish is the topic.
func publish(ctx context.Context, a alert.Alert) error {
	c := clockOf(ctx)
	v, check := c.invocation, c.world.Check
	key := c.crossing.Rule.Key(c.crossing.Group)
	s := check.Publishes(v.Caller, key, c.crossing, a, v.local(v.world.now))
	return carry(ctx, request{publishAlert, key, c.crossing.Start.Unix()}, func() { check.Accepted(s) }, nil)
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
