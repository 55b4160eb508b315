package window

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Options are what a [Counter] takes from its surroundings. The zero value is
// right for a program; a simulator replaces the clock and chance.
type Options struct {
	Now   func() time.Time                                 // default: time.Now
	Sleep func(ctx context.Context, d time.Duration) error // default: waits for d or the end of ctx
	// WithDeadline derives the context of the requests. Default:
	// context.WithDeadline.
	WithDeadline func(ctx context.Context, d time.Time) (context.Context, context.CancelFunc)
	Token        func() string // new at each call; default: 26 random characters
	Parallel     int           // requests at a time within one call of Count; default 32, at 1 in a fixed order
	// Each calls do with 0 to n-1, several at a time, and returns when all of
	// the calls have returned. Default: as many goroutines as Parallel says.
	Each     func(n int, do func(i int))
	Remember int // settled windows remembered in this process; default 100,000
}

const (
	defaultParallel = 32
	defaultRemember = 100_000

	requestMargin = 500 * time.Millisecond // requests end this long before the deadline
	waitMargin    = 2 * time.Second        // waiting for a lease ends this long before the deadline
	leaseMargin   = 5 * time.Second        // a lease outlives the deadline by this much
	leaseNoLimit  = 30 * time.Second       // and is counted from here when there is no deadline
	poll          = 200 * time.Millisecond // between two tries to claim or to mark

	windowLife   = 35 * 24 * time.Hour
	registerLife = 60 * 24 * time.Hour
)

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.WithDeadline == nil {
		o.WithDeadline = context.WithDeadline
	}
	if o.Token == nil {
		o.Token = rand.Text
	}
	if o.Parallel < 1 {
		o.Parallel = defaultParallel
	}
	if o.Each == nil {
		o.Each = func(n int, do func(i int)) { each(n, o.Parallel, do) }
	}
	if o.Remember < 1 {
		o.Remember = defaultRemember
	}
	return o
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Counter counts matches on a [Table] and has the crossings published. It is
// safe for concurrent use, in one process and in many on the same table.
type Counter struct {
	table Table
	facts *facts
	Options
}

// NewCounter returns a Counter on t.
func NewCounter(t Table, o Options) *Counter {
	o = o.withDefaults()
	return &Counter{table: t, facts: newFacts(o.Remember), Options: o}
}

// LeaseError reports that another invocation was still publishing for the same
// rule and group when the time was up. Counting the batch again settles it.
type LeaseError struct{ Key string }

func (e *LeaseError) Error() string {
	return fmt.Sprintf("waiting for the lease on %s: another invocation holds it", e.Key)
}

// Count counts the matches of one batch and publishes what is due. It returns
// nil only when nothing that it touched is due any more: then, and only then,
// the batch may be acknowledged. After an error it must be counted again, as
// often as it takes; nothing counts twice.
//
// The deadline of ctx is that of the invocation: requests end 500 ms before
// it, waiting for another invocation 2 s before it, and a lease that is left
// behind 5 s after it. Without matches Count makes no request. When it returns
// none is in flight.
func (c *Counter) Count(ctx context.Context, matches []Match, publish Publish) error {
	jobs, err := gather(matches)
	if err != nil {
		return fmt.Errorf("counting: %w", err)
	}
	if len(jobs) == 0 {
		return nil
	}
	call := &call{Counter: c, publish: publish}
	ctx, cancel := call.limit(ctx)
	defer cancel()
	call.write(ctx, jobs)
	call.read(ctx, jobs)
	call.Each(len(jobs), func(i int) {
		if err := call.settle(ctx, jobs[i]); err != nil {
			jobs[i].errs = append(jobs[i].errs, err)
		}
	})
	return failure(jobs)
}

// failure joins the errors of the jobs, of many the first few.
func failure(jobs []*job) error {
	const shown = 5
	var errs []error
	failed := 0
	for _, j := range jobs {
		if len(j.errs) == 0 {
			continue
		}
		if failed++; failed <= shown {
			errs = append(errs, fmt.Errorf("%s: %w", j.key, j.errs[0]))
		}
	}
	if failed == 0 {
		return nil
	}
	return fmt.Errorf("counting: %d of %d groups failed: %w", failed, len(jobs), errors.Join(errs...))
}

// call is one call of Count.
type call struct {
	*Counter
	publish  Publish
	deadline time.Time // zero: none
}

// limit derives the context of the requests.
func (c *call) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	d, ok := ctx.Deadline()
	if !ok {
		return ctx, func() {}
	}
	c.deadline = d
	return c.WithDeadline(ctx, d.Add(-requestMargin))
}

// leaseEnd is when a lease that is claimed at now ends: after this invocation.
func (c *call) leaseEnd(now time.Time) time.Time {
	if c.deadline.IsZero() {
		return now.Add(leaseNoLimit + leaseMargin)
	}
	return c.deadline.Add(leaseMargin)
}

// each is the default of [Options.Each].
func each(n, parallel int, do func(i int)) {
	workers := min(parallel, n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	next := make(chan int)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}
