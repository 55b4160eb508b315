package window

import (
	"maps"
	"slices"
	"sync"
)

// accepted is what one process knows to have been accepted and not to be
// recorded yet: the one thing that it must not forget, or it would send a
// second copy. It is never evicted. An entry begins with an accepted alert, for
// which the table must have given a lease a moment before, and ends when the
// alert is recorded, which every later call of Count tries. So there are at
// most as many as alerts were under way when the table went down.
type accepted struct {
	mu   sync.Mutex
	keys map[string][]unrecorded
}

// unrecorded are windows that were alerted under a lease.
type unrecorded struct {
	lease   *lease
	windows []int64
}

func (a *accepted) add(l *lease, windows []int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.keys == nil {
		a.keys = map[string][]unrecorded{}
	}
	a.keys[l.key] = append(a.keys[l.key], unrecorded{l, windows})
}

// recorded forgets what was recorded under a lease.
func (a *accepted) recorded(l *lease) {
	a.mu.Lock()
	defer a.mu.Unlock()
	left := slices.DeleteFunc(slices.Clone(a.keys[l.key]), func(u unrecorded) bool { return u.lease == l })
	if len(left) == 0 {
		delete(a.keys, l.key)
		return
	}
	a.keys[l.key] = left
}

// of returns what is not recorded for a key.
func (a *accepted) of(key string) []unrecorded {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.keys[key]
}

// all returns the keys for which something is not recorded, in order.
func (a *accepted) all() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Sorted(maps.Keys(a.keys))
}
