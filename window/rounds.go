package window

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"trailnotify/window/internal/queue"
)

// lane is the tasks of one rule, and the patience with them.
type lane struct {
	queue.Lane
	kinds

	mu      sync.Mutex
	left    int      // jobs that are not finished for the first time in this round
	entered []func() // finish those that wait for the others to enter a storm
}

// errEntered says that a job has entered a storm, whose alert waits for the
// other groups of the batch to do the same, so that it can name them.
var errEntered error = &LeaseError{"a storm that other groups of the batch are still to enter"}

// gathers reports whether other jobs of the lane may still enter a storm.
func (l *lane) gathers() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.left > 1
}

// finished notes that a job is finished, unless it waits for the others, and
// returns those that wait when no other is left.
func (l *lane) finished(again func()) []func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if again != nil {
		l.entered = append(l.entered, again)
	}
	if l.left--; l.left > 0 {
		return nil
	}
	all := l.entered
	l.entered = nil
	return all
}

// rounds handles the jobs. The first round waits for nobody. What another
// invocation holds up, or what failed for a while, is tried again when all the
// others are done, after short pauses.
func (c *call) rounds(ctx context.Context, jobs []*job) {
	c.assignLanes(jobs)
	q := c.queue()
	c.recordOld(ctx, q)
	c.round(ctx, q, jobs)
	b := c.options.Bounds
	left := b.WaitLimit
	for pause := b.Poll; ; pause *= 2 {
		jobs = slices.DeleteFunc(slices.Clone(jobs), func(j *job) bool { return !c.again(j) })
		pause = min(pause, left)
		if len(jobs) == 0 || pause <= 0 || c.tooLate(pause) || c.options.Sleep(ctx, pause) != nil {
			return
		}
		left -= pause
		c.round(ctx, c.queue(), jobs)
	}
}

func (c *call) queue() *queue.Queue {
	return queue.New(c.options.Bounds.Parallel, c.options.Together)
}

// tooLate reports whether waiting for so long leaves too little time.
func (c *call) tooLate(pause time.Duration) bool {
	end := c.deadline.Add(-c.options.Bounds.WaitMargin)
	return !c.deadline.IsZero() && c.options.Now().Add(pause).After(end)
}

// assignLanes gives each rule a lane, and its ceiling another.
func (c *call) assignLanes(jobs []*job) {
	byName := map[string]*lane{}
	for _, j := range jobs {
		name := j.key[:strings.LastIndexByte(j.key, '#')]
		if j.group.Kind == GroupCeiling {
			name = j.key
		}
		if byName[name] == nil {
			byName[name] = &lane{}
		}
		j.lane = byName[name]
	}
}

// recordOld records what earlier calls could not. An error is of no concern to
// this batch: the next one tries again.
func (c *call) recordOld(ctx context.Context, q *queue.Queue) {
	l := &lane{}
	for _, key := range c.accepted.Keys() {
		q.Add(&l.Lane, func() {
			_ = c.publishDue(l, key, func() error { return c.record(ctx, key) })
		})
	}
}

// round handles each job once.
func (c *call) round(ctx context.Context, q *queue.Queue, jobs []*job) {
	for _, j := range jobs {
		j.lane.left++
	}
	for _, j := range jobs {
		c.handle(ctx, q, j)
	}
	q.Run()
}

// handle puts the steps of a job into its lane: first all writes, then the
// reads of what they may have completed, then what is due is settled.
func (c *call) handle(ctx context.Context, q *queue.Queue, j *job) {
	l := &j.lane.Lane
	queue.Together(q.Add, l, c.writes(ctx, j), func() {
		j.wrote()
		queue.Together(q.Follow, l, c.reads(ctx, j), func() {
			q.Follow(l, func() { c.finishFirst(ctx, q, j) })
		})
	})
}

// finishFirst finishes a job, and then the jobs that waited for the others to
// enter a storm, if no other is left.
func (c *call) finishFirst(ctx context.Context, q *queue.Queue, j *job) {
	c.finish(ctx, j)
	var again func()
	if errors.Is(errors.Join(j.errs...), errEntered) {
		again = func() { c.finish(ctx, j) }
	}
	q.Add(&j.lane.Lane, j.lane.finished(again)...)
}

// finish settles what is due of a job and collects what failed.
func (c *call) finish(ctx context.Context, j *job) {
	j.errs = nil
	for _, t := range j.touches {
		for _, err := range []error{t.err, t.detailsErr} {
			if err != nil {
				j.errs = append(j.errs, err)
			}
		}
	}
	if err := c.settle(ctx, j); err != nil {
		j.errs = append(j.errs, err)
	}
	if len(j.errs) > 0 && !Contended(errors.Join(j.errs...)) {
		j.failures++
	}
}

// jobTries is how often a job is tried that fails.
const jobTries = 2

// again reports whether another try makes sense.
func (c *call) again(j *job) bool {
	err := errors.Join(j.errs...)
	var unsure *unsureError
	if err == nil || errors.As(err, &unsure) {
		return false // the lease that was left bars everybody, this call too
	}
	return j.failures < jobTries && !c.failing(j.lane)
}
