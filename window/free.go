package window

import (
	"slices"
	"time"
)

// free forgets what no crossing of a window that ends after closed can need.
// That leaves the windows that still end after it, the ones before these, where
// a span may start, and for each key the last alert before them with its quiet
// windows, to say how many matches came since; as long as a table would keep
// them. It returns the size of what is left.
func (m *Memory) free(closed int64, of func(key string) terms) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, r := range m.registers {
		r.forget(closed - 2*of(key).period)
		if len(r.published) == 0 && r.token == "" {
			delete(m.registers, key)
		}
	}
	for key, s := range m.windows {
		t := of(key)
		var pub published
		if r := m.registers[key]; r != nil {
			pub = r.published
		}
		s.starts = slices.DeleteFunc(s.starts, func(w int64) bool {
			if w+2*t.period > closed || pub.spends(w, t.reach) && w >= closed-int64(windowLife/time.Second) {
				return false
			}
			m.size -= s.items[w].size()
			delete(s.items, w)
			return true
		})
		if len(s.starts) == 0 {
			delete(m.windows, key)
		}
	}
	return m.size
}

func (m *Memory) currentSize() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.size
}

// endLeases ends the leases that a failed call left behind.
func (m *Memory) endLeases() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.registers {
		r.token, r.until = "", time.Time{}
	}
}

// forget drops the alerted windows before the newest one up to w, and that one
// too when it is too old to be spoken of.
func (r *register) forget(w int64) {
	last, ok := r.published.before(w + 1)
	if !ok {
		return
	}
	i, _ := slices.BinarySearch(r.published, last)
	if last < w-int64(registerLife/time.Second) {
		i++
	}
	r.published = slices.Clone(r.published[i:])
}
