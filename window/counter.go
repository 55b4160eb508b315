package window

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"trailnotify/window/internal/facts"
	"trailnotify/window/store"
)

// Options are what a [Counter] takes from its surroundings. The zero value is
// right for a program; a simulator replaces the clock and chance.
type Options struct {
	Now   func() time.Time                                 // default: time.Now
	Sleep func(ctx context.Context, d time.Duration) error // default: waits for d or the end of ctx
	// WithDeadline derives a context that ends at a time of Now, from the one
	// given to Count or from one that it derived itself. Default: a time-out of
	// as much as is left until then.
	WithDeadline func(ctx context.Context, d time.Time) (context.Context, context.CancelFunc)
	Token        func() string // new at each call; default: 26 random characters
	// Together returns what starts functions that run at the same time, which
	// may start others, and what waits for all of them. Default: goroutines. A
	// simulator can't have these, for the order in which they run.
	Together func() (start func(do func()), wait func())
	Bounds   Bounds
}

const leaseNoLimit = 30 * time.Second // how long a lease lasts when there is no deadline

// How long a [Table] keeps things after the last write to them, windows longer
// than anything is delivered again.
const (
	WindowLife   = 35 * 24 * time.Hour
	RegisterLife = 60 * 24 * time.Hour
)

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.WithDeadline == nil {
		now := o.Now
		o.WithDeadline = func(ctx context.Context, d time.Time) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, d.Sub(now()))
		}
	}
	if o.Token == nil {
		o.Token = rand.Text
	}
	if o.Together == nil {
		o.Together = goroutines
	}
	o.Bounds = o.Bounds.withDefaults()
	return o
}

// within derives a context that ends after the limit at the latest.
func (o *Options) within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return o.WithDeadline(ctx, o.Now().Add(limit))
}

func goroutines() (start func(do func()), wait func()) {
	var all sync.WaitGroup
	return all.Go, all.Wait
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
	table    Table
	options  Options
	facts    *facts.Facts
	accepted facts.Accepted
	closed   facts.Accepted // closing messages
}

// NewCounter returns a Counter on t.
func NewCounter(t Table, o Options) *Counter {
	o = o.withDefaults()
	limited := func(ctx context.Context) (context.Context, context.CancelFunc) {
		return o.within(ctx, o.Bounds.RequestLimit)
	}
	return &Counter{
		table:   store.Bounded(t, limited),
		options: o,
		facts:   facts.New(o.Bounds.Remember, o.Bounds.RememberPerKey),
	}
}

// Count counts the matches of one batch and publishes what is due. It returns
// nil only when nothing that it touched is due any more: then, and only then,
// the batch may be acknowledged. After an error it must be counted again, as
// often as it takes; nothing counts twice. [Contended] tells an error that says
// no more than that another invocation is publishing at the moment.
//
// The deadline of ctx is that of the invocation: publishing ends 1 s before it,
// requests to the table 500 ms before it, and a lease that is left behind 5 s
// after it. Without matches Count makes no request. When it returns none is in
// flight.
func (c *Counter) Count(ctx context.Context, matches []Match, publish Publish) (Result, error) {
	jobs, err := c.options.Bounds.gather(matches)
	if err != nil {
		return Result{}, fmt.Errorf("counting: %w", err)
	}
	if len(jobs) == 0 {
		return Result{}, nil
	}
	call := &call{Counter: c, publish: publish}
	ctx, cancel := call.limit(ctx)
	defer cancel()
	call.rounds(ctx, jobs)
	return result(jobs), failure(jobs)
}

// call is one call of Count.
type call struct {
	*Counter
	publish  Publish
	deadline time.Time // zero: none
	kinds    kinds
}

// limit derives the context of the requests.
func (c *call) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	d, ok := ctx.Deadline()
	if !ok {
		return ctx, func() {}
	}
	c.deadline = d
	return c.options.WithDeadline(ctx, d.Add(-c.options.Bounds.RequestMargin))
}

// leaseEnd is when a lease that is claimed at now ends: after this invocation.
func (c *call) leaseEnd(now time.Time) time.Time {
	if c.deadline.IsZero() {
		return now.Add(leaseNoLimit + c.options.Bounds.LeaseMargin)
	}
	return c.deadline.Add(c.options.Bounds.LeaseMargin)
}
