package facts

import (
	"maps"
	"slices"
	"sync"

	"trailnotify/window/set"
)

// Accepted is what one process knows to have been accepted and not to be
// recorded yet: the one thing that it must not forget, or it would send a
// second copy. It is never evicted. An entry begins with an accepted alert, for
// which the table must have given a lease a moment before, and ends when the
// alert is recorded, which every later call of Count tries. So there are at
// most as many as alerts were under way when the table went down. The zero
// Accepted is empty; it is safe for concurrent use.
type Accepted struct {
	mu   sync.Mutex
	keys map[string][]Unrecorded
}

// Unrecorded are windows that were alerted under the lease of a token.
type Unrecorded struct {
	Token   string
	Windows []int64
	Fate    set.Fate
	Open    *set.Open // what is open of the alert; nil: nothing
}

// Add notes that windows of a key were alerted.
func (a *Accepted) Add(key string, u Unrecorded) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.keys == nil {
		a.keys = map[string][]Unrecorded{}
	}
	a.keys[key] = append(a.keys[key], u)
}

// Recorded forgets what was recorded under the lease of a token.
func (a *Accepted) Recorded(key, token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	left := slices.DeleteFunc(slices.Clone(a.keys[key]), func(u Unrecorded) bool { return u.Token == token })
	if len(left) == 0 {
		delete(a.keys, key)
		return
	}
	a.keys[key] = left
}

// Of returns what is not recorded for a key.
func (a *Accepted) Of(key string) []Unrecorded {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.keys[key]
}

// Keys returns the keys for which something is not recorded, in order.
func (a *Accepted) Keys() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Sorted(maps.Keys(a.keys))
}
