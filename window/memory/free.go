package memory

import (
	"slices"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// free forgets what no crossing of a window that ends after closed can need.
// That leaves the windows that still end after it, the ones before these, where
// a span may start, and for each key the last alert before them with its quiet
// windows, to say how many matches came since; as long as a table would keep
// them. It returns the size of what is left.
func (m *Table) free(closed int64, of func(key string) set.Terms) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget(closed)
	for key, r := range m.registers {
		r.forget(closed - 2*of(key).Period)
		if len(r.published) == 0 && r.token == "" {
			delete(m.registers, key)
		}
	}
	for key, in := range m.rows {
		t := of(key)
		var pub set.Published
		var open map[int64]set.Open
		if r := m.registers[key]; r != nil {
			pub, open = r.published, r.open
		}
		in.places = slices.DeleteFunc(in.places, func(at set.Place) bool {
			w := at.Window()
			if w+2*t.Period > closed || answers(open, w) ||
				pub.Spends(w, t.Reach) && w >= closed-int64(window.WindowLife/time.Second) {
				return false
			}
			m.size -= in.items[at].size()
			delete(in.items, at)
			return true
		})
		if len(in.places) == 0 {
			delete(m.rows, key)
		}
	}
	return m.size
}

func (m *Table) currentSize() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.size
}

// endLeases ends the leases that a failed call left behind.
func (m *Table) endLeases() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.registers {
		r.token, r.until = "", time.Time{}
	}
	for _, r := range m.reminders {
		r.lease = set.Lease{}
	}
}

// forget drops the reminders that were due before closed, with what their
// registers say of their alerts: somebody who closes alerts has done so by
// then.
func (m *Table) forget(closed int64) {
	i, _ := m.find(set.Reminder{Due: closed})
	for _, r := range m.reminders[:i] {
		if of := m.registers[r.Key]; of != nil {
			delete(of.open, r.Start)
		}
	}
	m.reminders = slices.Delete(m.reminders, 0, i)
}

// answers reports whether an alert that is not closed answers for window w.
func answers(open map[int64]set.Open, w int64) bool {
	for start, o := range open {
		if start <= w && w <= o.Quiet {
			return true
		}
	}
	return false
}

// forget drops the alerted windows before the newest one up to w, and that one
// too when it is too old to be spoken of.
func (r *register) forget(w int64) {
	last, ok := r.published.Before(w + 1)
	if !ok {
		return
	}
	for start := range r.open {
		last = min(last, start) // it is not closed yet
	}
	i, _ := slices.BinarySearch(r.published, last)
	if last < w-int64(window.RegisterLife/time.Second) {
		i++
	}
	r.published = slices.Clone(r.published[i:])
}
