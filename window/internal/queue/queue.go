// Package queue runs many tasks, so many at a time, in a fair order, and knows
// when there is no point in going on.
package queue

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Queue runs tasks, so many at a time. Each belongs to a lane, and the next one
// is always from the lane of which the fewest are running: whatever takes long
// in one lane leaves the others their share.
type Queue struct {
	limit    int // of workers
	together func() (start func(work func()), wait func())
	start    func(work func()) // when the queue runs

	mu      sync.Mutex
	running int // workers; 0 before the queue runs
	lanes   []*Lane
	turns   int
}

// New returns a queue of so many workers. together returns what starts
// functions that run at the same time, and what waits for all of them.
func New(limit int, together func() (start func(work func()), wait func())) *Queue {
	return &Queue{limit: limit, together: together}
}

// Lane is a row of tasks that get their share of the workers together. The zero
// Lane is ready to use.
type Lane struct {
	ahead, waiting []func() // the former go first: they continue what was begun
	running        int
	turn           int // when the last one was started
}

// Add adds tasks to a lane.
func (q *Queue) Add(l *Lane, tasks ...func()) {
	q.mu.Lock()
	l.waiting = append(l.waiting, tasks...)
	q.mu.Unlock()
	q.enter(l, len(tasks))
}

// Follow adds tasks that continue the one that adds them, which is about to
// end.
func (q *Queue) Follow(l *Lane, tasks ...func()) {
	q.mu.Lock()
	l.ahead = append(l.ahead, tasks...)
	q.mu.Unlock()
	q.enter(l, len(tasks)-1)
}

// Together gives tasks to Add or to Follow, and calls then when all are done.
func Together(give func(*Lane, ...func()), l *Lane, tasks []func(), then func()) {
	if len(tasks) == 0 {
		then()
		return
	}
	var left atomic.Int64
	left.Store(int64(len(tasks)))
	for i, do := range tasks {
		tasks[i] = func() {
			do()
			if left.Add(-1) == 0 {
				then()
			}
		}
	}
	give(l, tasks...)
}

// enter makes a lane known and starts workers for so many more tasks.
func (q *Queue) enter(l *Lane, tasks int) {
	q.mu.Lock()
	if !slices.Contains(q.lanes, l) {
		q.lanes = append(q.lanes, l)
	}
	more := 0
	if q.running > 0 {
		more = max(0, min(tasks, q.limit-q.running))
	}
	q.running += more
	q.mu.Unlock()
	for range more {
		q.start(q.work)
	}
}

// Run runs the tasks, and those that they add, and returns when all are done.
// With a limit of one it runs them in a fixed order.
func (q *Queue) Run() {
	tasks := 0
	for _, l := range q.lanes {
		tasks += len(l.ahead) + len(l.waiting)
	}
	q.running = max(1, min(tasks, q.limit))
	if q.limit > 1 {
		start, wait := q.together()
		defer wait()
		q.start = start
	}
	for range q.running - 1 {
		q.start(q.work)
	}
	q.work()
}

// work runs tasks until none waits.
func (q *Queue) work() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for l := q.next(); l != nil; l = q.next() {
		do := l.take()
		q.turns++
		l.turn = q.turns
		l.running++
		q.mu.Unlock()
		do()
		q.mu.Lock()
		l.running--
	}
	q.running--
}

// next is the lane whose turn it is, nil if no task waits.
func (q *Queue) next() *Lane {
	var best *Lane
	for _, l := range q.lanes {
		if len(l.ahead)+len(l.waiting) == 0 {
			continue
		}
		if best == nil || l.running < best.running || l.running == best.running && l.turn < best.turn {
			best = l
		}
	}
	return best
}

func (l *Lane) take() func() {
	from := &l.ahead
	if len(*from) == 0 {
		from = &l.waiting
	}
	do := (*from)[0]
	*from = (*from)[1:]
	return do
}
