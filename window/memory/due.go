package memory

import (
	"context"
	"time"

	"trailnotify/window"
)

// Now is the time of the input: the event time that its clock shows.
func (l *Counter) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Unix(l.clock.now, 0).UTC()
}

// NextDue is when the next alert has to be looked at. ok is false if none of
// them is open.
func (l *Counter) NextDue() (due time.Time, ok bool) {
	first, ok := l.memory.firstDue()
	return time.Unix(first, 0).UTC(), ok
}

func (m *Table) firstDue() (due int64, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.reminders) == 0 {
		return 0, false
	}
	return m.reminders[0].Due, true
}

// CloseAt is [Counter.Close] at a time of the caller's choice. Whoever knows
// more of the time than the clock of the input has each alert closed when it is
// due.
func (l *Counter) CloseAt(ctx context.Context, now time.Time, what window.Closer) (window.Closed, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	clock := l.clock.now
	l.clock.now = now.Unix()
	defer func() { l.clock.now = clock }()
	return l.close(ctx, what)
}
