// Package ordered hands on what several workers read of several sources, in the
// order of the sources, in bounded memory.
package ordered

import "sync"

// Items are handed on in lots, so that handing on costs little.
const (
	lotItems = 256
	lotBytes = 256 << 10
	maxLots  = 4 // that may wait of the source that the consumer is at
)

// A Queue holds what was read and not yet taken. Its methods may be called by
// any goroutine.
type Queue[T any] struct {
	limit int64

	mu      sync.Mutex
	changed sync.Cond
	sources []source[T]
	next    int   // the first source that no worker has begun
	head    int   // the source that the consumer is at
	waiting int64 // bytes in lots
	stopped bool
}

// A source is what is known of one source.
type source[T any] struct {
	lots  []lot[T] // those not taken yet
	ended bool
}

// A lot is some of the items of one source.
type lot[T any] struct {
	items []T
	size  int64 // in bytes
}

// New returns an empty queue for so many sources. It lets about limit bytes of
// items wait until the sources before theirs have been taken.
func New[T any](sources int, limit int64) *Queue[T] {
	q := &Queue[T]{limit: limit, sources: make([]source[T], sources)}
	q.changed.L = &q.mu
	return q
}

// Begin returns a source that no worker has begun, and false where there is
// none or the queue was stopped.
func (q *Queue[T]) Begin() (n int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped || q.next == len(q.sources) {
		return 0, false
	}
	q.next++
	return q.next - 1, true
}

// Take returns items of source n, which come after those taken before. It waits
// for them, and returns false where the source has ended or the queue was
// stopped. Sources are taken one after the other.
func (q *Queue[T]) Take(n int) ([]T, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.head != n {
		q.head = n
		q.changed.Broadcast()
	}
	s := &q.sources[n]
	for len(s.lots) == 0 && !s.ended && !q.stopped {
		q.changed.Wait()
	}
	if len(s.lots) == 0 {
		return nil, false
	}
	l := s.lots[0]
	s.lots = s.lots[1:]
	q.waiting -= l.size
	q.changed.Broadcast()
	return l.items, true
}

// Stop makes those that wait go on: nothing more is wanted.
func (q *Queue[T]) Stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.stopped = true
	q.changed.Broadcast()
}

// put hands on a lot, and waits while too much waits already, unless the
// consumer waits for this very source. It returns false when nothing more is
// wanted.
func (q *Queue[T]) put(n int, l lot[T]) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.stopped && q.full(n) {
		q.changed.Wait()
	}
	if q.stopped {
		return false
	}
	q.sources[n].lots = append(q.sources[n].lots, l)
	q.waiting += l.size
	q.changed.Broadcast()
	return true
}

// full reports whether no more of source n may wait.
func (q *Queue[T]) full(n int) bool {
	if n == q.head {
		return len(q.sources[n].lots) > maxLots
	}
	return q.waiting > q.limit
}

func (q *Queue[T]) end(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sources[n].ended = true
	q.changed.Broadcast()
}
