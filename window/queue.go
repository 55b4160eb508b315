package window

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// queue runs tasks, so many at a time. Each belongs to a lane, and the next one
// is always from the lane of which the fewest are running: whatever takes long
// in one lane leaves the others their share.
//
// There is a worker for each task that could run, up to the limit. One that
// finds nothing to do ends, and a task that is added starts another, so that no
// worker ever waits for one.
type queue struct {
	mu      sync.Mutex
	lanes   []*lane
	waiting int // tasks
	turns   int

	start   func(work func()) // nil: not running yet, or on the goroutine of the caller
	most    int               // workers
	workers int
	idle    int // workers that are about to look for a task
}

// lane is the tasks of one rule.
type lane struct {
	ahead, waiting []func() // the former go first: they continue what was begun
	running        int
	turn           int // when the last one was started

	counting, settling patience
}

// add adds a task to a lane.
func (q *queue) add(l *lane, ahead bool, do func()) {
	q.mu.Lock()
	if !slices.Contains(q.lanes, l) {
		q.lanes = append(q.lanes, l)
	}
	if ahead {
		l.ahead = append(l.ahead, do)
	} else {
		l.waiting = append(l.waiting, do)
	}
	q.waiting++
	q.mu.Unlock()
	q.staff()
}

// staff starts workers for the tasks that wait.
func (q *queue) staff() {
	for q.hire() {
		q.start(q.work)
	}
}

func (q *queue) hire() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.start == nil || q.workers >= q.most || q.idle >= q.waiting {
		return false
	}
	q.workers++
	q.idle++
	return true
}

// together adds tasks and calls then when all of them are done.
func (q *queue) together(l *lane, ahead bool, tasks []func(), then func()) {
	if len(tasks) == 0 {
		then()
		return
	}
	var left atomic.Int64
	left.Store(int64(len(tasks)))
	for _, do := range tasks {
		q.add(l, ahead, func() {
			do()
			if left.Add(-1) == 0 {
				then()
			}
		})
	}
}

// run runs the tasks, and those that they add, with so many workers and returns
// when all are done. One worker runs them in a fixed order, on the goroutine of
// the caller.
func (q *queue) run(most int, together func() (start func(do func()), wait func())) {
	if most <= 1 {
		q.work()
		return
	}
	start, wait := together()
	q.most, q.start = most, start
	q.staff()
	wait()
}

// work does tasks until none waits.
func (q *queue) work() {
	for {
		l, do := q.take()
		if do == nil {
			return
		}
		do()
		q.done(l)
	}
}

// take takes the next task, nil if none waits: then the worker is gone.
func (q *queue) take() (*lane, func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.idle--
	l := q.next()
	if l == nil {
		q.workers--
		return nil, nil
	}
	q.waiting--
	q.turns++
	l.turn = q.turns
	l.running++
	return l, l.take()
}

func (q *queue) done(l *lane) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l.running--
	q.idle++
}

// next is the lane whose turn it is, nil if no task waits.
func (q *queue) next() *lane {
	var best *lane
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

func (l *lane) take() func() {
	from := &l.ahead
	if len(*from) == 0 {
		from = &l.waiting
	}
	do := (*from)[0]
	*from = (*from)[1:]
	return do
}

// patience is lost where nothing but failures has come for a while. So an
// outage ends an invocation soon, however much there is to be done.
type patience struct {
	mu      sync.Mutex
	failing bool
	since   time.Time // when failing: the begin of the first, or the last success
	success time.Time
}

func (p *patience) lost(now time.Time, limit time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failing && now.Sub(p.since) >= limit
}

func (p *patience) succeeded(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failing, p.success = false, now
}

// failed notes the failure of something that was begun at a time.
func (p *patience) failed(began time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failing {
		return
	}
	p.failing, p.since = true, began
	if p.success.After(began) {
		p.since = p.success
	}
}
