package main

import (
	"context"
	"time"

	"trailnotify/window"
)

// tickEvery is how often the function is asked to close alerts.
const tickEvery = 5 * time.Minute

// tick has a process close the alerts that are due, one request after the
// other.
func (f *function) tick() {
	f.meter.occupied(1)
	p := f.process()
	f.start(func(t *task) {
		p.task, p.wave = t, wave{settling: true}
		if _, err := p.closer.Close(invocation{context.Background(), p.time().Add(timeout)}); err != nil {
			f.meter.note(failed)
		}
		f.done(p)
	})
}

// Close is what the detector closes alerts with.
func (p *process) Close(ctx context.Context, what window.Closer) (window.Closed, error) {
	return p.counter.Close(ctx, what)
}
