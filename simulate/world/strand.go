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
	*coroutine

	starter *strand // nil for the one that the invocation begins with
	under   int     // strands that it started and that have not ended
	waits   bool    // for them to end
}

// A coroutine carries out the work of one strand after the other, because its
// stack has grown to what that takes.
type coroutine struct {
	work   func()
	resume func() (ended, ok bool)
	stop   func()
	yield  func(ended bool) bool
}

// coroutine returns one that is idle, or a new one.
func (w *World) coroutine() *coroutine {
	if last := len(w.idle) - 1; last >= 0 {
		c := w.idle[last]
		w.idle = w.idle[:last]
		return c
	}
	c := &coroutine{}
	c.resume, c.stop = iter.Pull(func(yield func(ended bool) bool) {
		c.yield = yield
		for more := true; more; more = yield(true) {
			c.work()
		}
	})
	return c
}

// start begins a strand and lets it run up to its first request.
func (w *World) start(v *invocation, starter *strand, work func()) {
	s := &strand{invocation: v, starter: starter, coroutine: w.coroutine()}
	s.work = work
	w.proceed(s)
}

// proceed lets a strand run up to its next request or its end.
func (w *World) proceed(s *strand) {
	before := w.strand
	w.strand = s
	ended, _ := s.resume()
	w.strand = before
	if !ended {
		return
	}
	w.idle = append(w.idle, s.coroutine)
	if s.starter == nil {
		w.finish(s.invocation)
		return
	}
	s.starter.under--
	if s.starter.waits && s.starter.under == 0 {
		w.proceed(s.starter)
	}
}

// pause hands control to whoever let the strand run, until it proceeds.
func (s *strand) pause() { s.yield(false) }

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
