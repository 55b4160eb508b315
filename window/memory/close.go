package memory

import (
	"context"
	"math"
	"time"

	"trailnotify/window"
)

// Close closes alerts as [window.Counter.Close] does, by the event time of the
// input: those whose quiet time ended long enough before the newest matches. It
// may be called after each batch; where nothing is due it costs little. Alerts
// that nobody has closed when their windows are freed are forgotten.
func (l *Counter) Close(ctx context.Context, what window.Closer) (window.Closed, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.close(ctx, what)
}

// CloseAll closes all alerts, at the end of the input.
func (l *Counter) CloseAll(ctx context.Context, what window.Closer) (window.Closed, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.now
	l.clock.now = math.MaxUint32 + int64(window.MaxQuiet+3*window.MaxPeriod)/int64(time.Second)
	defer func() { l.clock.now = now }()
	return l.close(ctx, what)
}

func (l *Counter) close(ctx context.Context, what window.Closer) (window.Closed, error) {
	closed, err := l.counter.Close(ctx, what)
	if err != nil {
		l.memory.endLeases()
	}
	return closed, err
}
