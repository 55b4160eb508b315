package world

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"trailnotify/alert/sns"
	"trailnotify/handler"
	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
	"trailnotify/window"
)

// An instance is a process: it takes one invocation at a time and remembers
// what the counter remembers from one to the next.
type instance struct {
	world               *World
	id                  int
	deployment, version int
	skew                int64 // ms that its clock is ahead
	busy                bool
	counter             *window.Counter
	router              *sns.Router
	handler             *handler.Handler
	tokens              int
	knows               map[string]int // alerted windows of a key that it learned of
}

// instance returns one that is free, or a new one.
func (w *World) instance(deployment int, cold bool, chance uint64) *instance {
	var free []*instance
	for _, in := range w.instances {
		if !in.busy && in.deployment == deployment {
			free = append(free, in)
		}
	}
	if len(free) > 0 && !cold {
		return free[chance%uint64(len(free))]
	}
	if len(free) > 0 {
		w.drop(free[0])
		w.handlers = append(w.handlers, free[0].handler)
	}
	w.salts++
	in := &instance{knows: map[string]int{}, world: w, id: w.salts, deployment: deployment, version: int(chance>>32) % len(w.Schedule.Versions)}
	version := w.Schedule.Versions[in.version]
	if !w.Schedule.Even {
		in.skew = int64(chance>>8%(2*schedule.MaxSkew+1)) - schedule.MaxSkew
	}
	now := func() time.Time { return in.local(w.now) }
	in.counter = window.NewCounter(conn{in}, window.Options{
		Now:          now,
		Sleep:        sleep,
		WithDeadline: withDeadline,
		Token:        in.token,
		Together:     in.together,
		Bounds:       version.Bounds,
	})
	in.router = sns.NewRouter(topics{in}, sns.Options{Now: now, Sleep: sleep}, w.routes()...)
	in.handler = w.handler()
	w.instances = append(w.instances, in)
	return in
}

func (w *World) drop(in *instance) {
	for i, other := range w.instances {
		if other == in {
			w.instances = append(w.instances[:i], w.instances[i+1:]...)
			return
		}
	}
}

// handler returns one that no instance uses. A handler remembers nothing but
// memory to decode into, so those that have become free serve again; what an
// instance has of its own it finds through the context.
func (w *World) handler() *handler.Handler {
	if last := len(w.handlers) - 1; last >= 0 {
		h := w.handlers[last]
		w.handlers = w.handlers[:last]
		return h
	}
	h := handler.New(detecting{}, slog.New(slog.DiscardHandler))
	h.Now = w.local
	h.Commands = map[string]func(context.Context) error{schedule.Canary: carryOut, schedule.Tick: tick}
	return h
}

func (in *instance) token() string {
	in.tokens++
	return fmt.Sprint(in.id, ".", in.tokens)
}

// local is now by the clock of the process that runs.
func (w *World) local() time.Time { return w.strand.invocation.local(w.now) }

// local is a moment by the clock of the process, shared is the reverse.
func (in *instance) local(ms int64) time.Time {
	return time.UnixMilli(in.world.Schedule.Began*1000 + ms + in.skew)
}

func (in *instance) shared(t time.Time) int64 {
	return t.UnixMilli() - in.world.Schedule.Began*1000 - in.skew
}

// An invocation is one delivery of a parcel to an instance.
type invocation struct {
	*instance
	*check.Caller
	parcel     *parcel
	counted    bool
	salt       uint64
	killAt     int64              // ms
	stillUntil int64              // ms, of a process that stands still
	calls      map[request]uint64 // how often each was made

	response []byte
	err      error
}

// invoke starts an invocation and lets it run up to its first request.
func (w *World) invoke(p *parcel, in *instance) {
	v := &invocation{
		instance: in, Caller: w.Check.Begins(in.id, in.deployment, in.version, w.now), parcel: p, salt: p.salt()<<8 | uint64(p.tries),
		killAt: w.now + w.Schedule.Timeout, calls: map[request]uint64{},
	}
	in.busy = true
	w.running++
	w.Trace.note(w, v, "invoked")
	event := envelopes[p.source].event(p)
	w.start(v, nil, func() {
		v.response, v.err = in.handler.Invoke(&clockContext{invocation: v, end: v.killAt}, event)
	})
}

// finish is called when the code of an invocation has come to its end. That of
// a dead process has no effect any more: it only unwinds.
func (w *World) finish(v *invocation) {
	if v.Dead {
		w.handlers = append(w.handlers, v.handler)
		return
	}
	if slices.ContainsFunc(w.events, func(e event) bool { return e.from == v }) {
		w.Check.Fail(check.Stuck, "process %d returned with a request in flight", v.id)
	}
	w.ended(v)
}

// die ends the process. What it still does has no effect.
func (v *invocation) die(why string) {
	if v.Dead {
		return
	}
	v.world.Trace.note(v.world, v, why)
	v.world.Check.Died(v.Caller)
	v.world.ended(v)
}

// park lets others go on until a time and reports whether the process is alive
// then. It dies at the time-out.
func (v *invocation) park(until int64, tie uint64, q request) bool {
	w := v.world
	killed := until >= v.killAt
	s := w.strand
	do := func() { w.proceed(s) }
	w.events = append(w.events, event{at: min(until, v.killAt), tie: tie, do: do, from: v, request: q})
	s.pause()
	if late := w.now >= v.killAt; late && !v.Dead {
		v.Frozen = v.Frozen || !killed // it was not its turn for so long
		w.Check.Killed(v.Caller)
		v.die("killed at the time-out")
	}
	return !v.Dead
}

// met has the checker know of a fault. Some are those of the whole process.
func (v *invocation) met(q request, f fault) {
	switch {
	case f == noFault:
	case f == frozenBefore || f == frozenAfter || q.kind == sleepFor:
		v.world.Check.Faulted(v.Caller, "")
	default:
		v.world.Check.Faulted(v.Caller, q.key)
	}
}
