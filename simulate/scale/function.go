package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"trailnotify/alert"
	"trailnotify/detector"
	"trailnotify/handler"
	"trailnotify/rules"
	"trailnotify/window"
)

// A function is the Lambda function: as many processes as are needed at once.
// The one that was used last is used next, and none ends.
type function struct {
	*clock
	organisation
	meter  *meter
	table  *table
	rules  *rules.Set
	rng    *rand.Rand
	packer *packer
	free   []*process
	tokens int
	err    error // of making a payload, which says nothing of the product
}

// A process takes one invocation at a time and remembers what the counter
// remembers from one to the next.
type process struct {
	*function
	task    *task
	wave    wave
	logged  time.Duration // when it last logged something
	counter *window.Counter
	handler *handler.Handler
	closer  *detector.Detector
}

func (f *function) process() *process {
	if n := len(f.free); n > 0 {
		p := f.free[n-1]
		f.free = f.free[:n-1]
		return p
	}
	p := &process{function: f}
	p.counter = window.NewCounter(conn{f.table, p}, window.Options{
		Now:          f.time,
		Sleep:        p.sleep,
		WithDeadline: func(ctx context.Context, _ time.Time) (context.Context, context.CancelFunc) { return ctx, func() {} },
		Token:        func() string { f.tokens++; return fmt.Sprintf("%026d", f.tokens) },
		Bounds:       window.Bounds{Parallel: 1},
	})
	d := detector.New(f.rules, p, p.publish, alert.Deployment{Name: "simulated", Table: "model", Now: f.time})
	p.closer = d
	p.handler = handler.New(d, slog.New(slog.DiscardHandler))
	p.handler.Now = f.time
	return p
}

func (f *function) time() time.Time { return began.Add(f.now) }

// invoke delivers a batch. One without a match asks nothing of the table, so
// that nothing but its time is of interest.
func (f *function) invoke(b *batch) {
	f.meter.note(invocations)
	f.meter.occupied(1)
	p := f.process()
	p.log(b)
	if len(b.matches) == 0 && !f.Whole {
		f.at(f.now+f.work(b), func() { f.done(p) })
		return
	}
	f.start(func(t *task) {
		p.task = t
		t.wait(f.work(b))
		if p.take(b) != nil {
			f.meter.note(failed)
			f.again(b)
		}
		f.done(p)
	})
}

// logEvery is how often a process logs what nothing came of.
const logEvery = 10 * time.Second

// log logs what comes of a batch, as the function does: a line where there is
// something to tell, and now and then one of all that there was not.
func (p *process) log(b *batch) {
	switch {
	case len(b.matches) > 0:
		p.meter.logged(p.Log)
	case p.logged == 0 || p.now-p.logged >= logEvery:
		p.meter.logged(p.LogIdle)
	default:
		return
	}
	p.logged = max(p.now, 1)
}

func (f *function) done(p *process) {
	f.meter.occupied(-1)
	f.free = append(f.free, p)
}

// work is how long a batch takes but for its requests: Lambda gives a function
// a share of a processor that follows from its memory.
func (f *function) work(b *batch) time.Duration {
	const wholeProcessor = 1769 // MB
	whole := f.PerInvocation + time.Duration(b.records)*f.PerRecord
	return whole * wholeProcessor / time.Duration(min(f.Memory, wholeProcessor))
}

// again delivers a batch again: asynchronous invocations are repeated after one
// minute and after two more, then by the retry queue when its visibility
// time-out, six times the function's, has passed.
func (f *function) again(b *batch) {
	b.tries++
	after := 6 * timeout
	if b.tries <= 2 {
		after = time.Duration(b.tries) * time.Minute
	}
	f.at(f.now+after, func() { f.invoke(b) })
}

// timeout is the function's, as it is deployed.
const timeout = time.Minute

// take has the production handler take a batch.
func (p *process) take(b *batch) error {
	event, err := p.packer.event(b, p.Whole)
	if err != nil {
		p.err = err
		return nil
	}
	_, err = p.handler.Invoke(invocation{context.Background(), p.time().Add(timeout)}, event)
	return err
}

// An invocation is a context with a deadline on the virtual clock.
type invocation struct {
	context.Context
	deadline time.Time
}

// Deadline implements [context.Context].
func (v invocation) Deadline() (time.Time, bool) { return v.deadline, true }

// Count implements [detector.Counter].
func (p *process) Count(ctx context.Context, matches []window.Match, publish window.Publish) (window.Result, error) {
	p.meter.note(counted)
	p.wave = wave{}
	return p.counter.Count(ctx, matches, publish)
}

func (p *process) publish(_ context.Context, a alert.Alert) error {
	p.task.wait(p.Latency)
	if a.Closing != nil {
		p.meter.note(closings)
	} else {
		p.meter.note(alerts)
	}
	return nil
}

// sleep is how the counter waits for a lease.
func (p *process) sleep(_ context.Context, d time.Duration) error {
	p.meter.note(waited)
	p.task.wait(d)
	return nil
}

// Tries of a throttled request, and the longest time between two: those of
// window/dynamodb.NewClient.
const (
	maxTries   = 5
	maxBackoff = time.Second
)

// request makes one request to the table. It takes its time, and is made again
// when the partition is at its limit.
func (p *process) request(k kind, key string, do func() (units float64, err error)) error {
	if p.wave.begins(k) {
		p.task.wait(p.Latency)
	}
	for try := 1; p.Limit > 0 && !k.reads() && p.meter.now(key).write >= p.Limit; try++ {
		p.meter.note(throttled)
		if try == maxTries {
			return errThrottled
		}
		p.task.wait(time.Duration(p.rng.Float64()*float64(maxBackoff)) + p.Latency)
	}
	n, err := do()
	if err == nil {
		p.meter.charge(k, key, n)
	}
	return err
}

// A wave is the requests that a counter makes at the same time: first its
// writes, then its reads, so many at once. Here they come one after the other,
// and the first of them waits for all. What follows upon them, the settling of
// crossings, takes its time one by one: longer than in production where a batch
// crosses several thresholds.
type wave struct {
	kind     kind
	n        int
	settling bool
}

// parallel is the counter's default.
const parallel = 32

// begins tells whether a request is the first of a wave.
func (w *wave) begins(k kind) bool {
	w.settling = w.settling || k == readRegister || k == claimLease
	if w.settling || k == compactWindow {
		return true
	}
	if w.n == 0 || w.kind != k || w.n == parallel {
		w.kind, w.n = k, 0
	}
	w.n++
	return w.n == 1
}

// run has a function count the traffic of an organisation, until the last batch
// is acknowledged, and returns it.
func run(o organisation) (*function, error) {
	set, err := o.ruleSet()
	if err != nil {
		return nil, err
	}
	c := &clock{}
	m := &meter{clock: c, from: o.WarmUp, to: o.WarmUp + o.Measure}
	f := &function{
		clock: c, organisation: o, meter: m, table: newTable(m), rules: set, packer: newPacker(),
		rng: rand.New(rand.NewPCG(o.Seed, 0x6261636b6f6666)),
	}
	t := newTraffic(o)
	var arrive func()
	arrive = func() {
		if c.now < m.to {
			f.invoke(t.batch(c.now))
			c.at(c.now+t.between(), arrive)
		}
	}
	c.at(t.between(), arrive)
	for at := tickEvery; at < m.to; at += tickEvery {
		c.at(at, f.tick)
	}
	c.run()
	return f, f.err
}
