package world

import (
	"iter"

	"trailnotify/simulate/check"
)

// A strand is one line of execution of an invocation: the one that it begins
// with, or one of those that it starts to make several requests at a time.
//
// Strands are coroutines. Exactly one of all strands of a world runs at any
// moment, and which one goes on is decided by the scheduler alone, so a run
// does not depend on the processors that it is made on. Goroutines would reach
// the world in an order of their own.
type strand struct {
	invocation *invocation
	resume     func() (struct{}, bool)
	yield      func(struct{}) bool

	starter *strand // nil for the one that the invocation begins with
	under   int     // strands that it started and that have not ended
	waits   bool    // for them to end
}

// start begins a strand and lets it run up to its first request.
func (w *World) start(v *invocation, starter *strand, work func()) {
	s := &strand{invocation: v, starter: starter}
	s.resume, _ = iter.Pull(func(yield func(struct{}) bool) { s.yield = yield; work() })
	w.proceed(s)
}

// proceed lets a strand run up to its next request or its end.
func (w *World) proceed(s *strand) {
	before := w.strand
	w.strand = s
	_, more := s.resume()
	w.strand = before
	switch {
	case more:
	case s.starter == nil:
		w.finish(s.invocation)
	default:
		s.starter.under--
		if s.starter.waits && s.starter.under == 0 {
			w.proceed(s.starter)
		}
	}
}

// pause hands control to whoever let the strand run, until it proceeds.
func (s *strand) pause() { s.yield(struct{}{}) }

// together is [window.Options.Together]: it starts strands of the one that
// runs.
func (in *instance) together() (start func(do func()), wait func()) {
	w := in.world
	starter := w.strand
	w.Check.Saw(check.Together)
	start = func(do func()) {
		starter.under++
		w.start(starter.invocation, starter, do)
	}
	wait = func() {
		if starter.under > 0 {
			starter.waits = true
			starter.pause()
			starter.waits = false
		}
	}
	return start, wait
}
