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
type queue struct {
	mu      sync.Mutex
	changed *sync.Cond // a task was added, or one is done
	lanes   []*lane
	open    int // tasks that wait or run
	turns   int
}

// lane is the tasks of one rule.
type lane struct {
	ahead, waiting []func() // the former go first: they continue what was begun
	running        int
	turn           int // when the last one was started

	counting, settling patience
}

func newQueue() *queue {
	q := &queue{}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// add adds a task to a lane.
func (q *queue) add(l *lane, ahead bool, do func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Contains(q.lanes, l) {
		q.lanes = append(q.lanes, l)
	}
	if ahead {
		l.ahead = append(l.ahead, do)
	} else {
		l.waiting = append(l.waiting, do)
	}
	q.open++
	q.changed.Broadcast()
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

// run runs the tasks with so many workers and returns when all are done. One
// worker runs them in a fixed order, on the goroutine of the caller.
func (q *queue) run(workers int) {
	if workers <= 1 {
		q.work()
		return
	}
	var all sync.WaitGroup
	for range workers {
		all.Go(q.work)
	}
	all.Wait()
}

func (q *queue) work() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.open > 0 {
		l := q.next()
		if l == nil {
			q.changed.Wait()
			continue
		}
		do := l.take()
		q.turns++
		l.turn = q.turns
		l.running++
		q.mu.Unlock()
		do()
		q.mu.Lock()
		l.running--
		q.open--
		q.changed.Broadcast()
	}
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
