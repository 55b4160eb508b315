package main

import (
	"container/heap"
	"iter"
	"time"
)

// A clock is virtual time: things happen in the order of their times, those of
// one time in the order in which they were asked for.
type clock struct {
	now    time.Duration // since the start
	agenda agenda
	asked  int
}

// at has something happen at a time.
func (c *clock) at(t time.Duration, do func()) {
	c.asked++
	heap.Push(&c.agenda, event{max(t, c.now), c.asked, do})
}

// run lets everything happen until nothing is left to happen.
func (c *clock) run() {
	for len(c.agenda) > 0 {
		e := heap.Pop(&c.agenda).(event)
		c.now = e.at
		e.do()
	}
}

// A task is code that takes virtual time: a coroutine, so that one thing
// happens at a time and every run is the same.
type task struct {
	clock  *clock
	resume func() (struct{}, bool)
	yield  func(struct{}) bool
}

// start lets work run up to the first time that it waits.
func (c *clock) start(work func(t *task)) {
	t := &task{clock: c}
	t.resume, _ = iter.Pull(func(yield func(struct{}) bool) { t.yield = yield; work(t) })
	t.resume()
}

// wait lets others go on for a while.
func (t *task) wait(d time.Duration) {
	t.clock.at(t.clock.now+d, func() { t.resume() })
	t.yield(struct{}{})
}

type event struct {
	at    time.Duration
	asked int
	do    func()
}

type agenda []event

func (a agenda) Len() int { return len(a) }

func (a agenda) Less(i, j int) bool {
	return a[i].at < a[j].at || a[i].at == a[j].at && a[i].asked < a[j].asked
}

func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

func (a *agenda) Push(x any) { *a = append(*a, x.(event)) }

func (a *agenda) Pop() any {
	last := len(*a) - 1
	e := (*a)[last]
	(*a)[last] = event{} // what it does is not kept
	*a = (*a)[:last]
	return e
}
