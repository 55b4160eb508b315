package memory

import (
	"context"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// Now is the time of the input: the event time that its clock shows.
func (l *Counter) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Unix(l.clock.now, 0).UTC()
}

// NextDue is when the next alert has to be looked at, of those for which that
// is after a time. ok is false if there is none.
func (l *Counter) NextDue(after time.Time) (due time.Time, ok bool) {
	next, ok := l.memory.nextDue(after.Unix())
	return time.Unix(next, 0).UTC(), ok
}

func (m *Table) nextDue(after int64) (due int64, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, _ := m.find(set.Reminder{Due: after + 1})
	if i == len(m.reminders) {
		return 0, false
	}
	return m.reminders[i].Due, true
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
