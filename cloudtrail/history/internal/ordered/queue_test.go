package ordered

import (
	"fmt"
	"slices"
	"sync"
	"testing"
)

// Whatever the workers do, what is taken is in the order of the sources and
// complete.
func TestQueue_Order(t *testing.T) {
	const sources = 50
	for _, workers := range []int{1, 2, 7} {
		q := New[string](sources, 1<<10)
		var want []string
		for n := range sources {
			for i := range n * 37 {
				want = append(want, fmt.Sprintf("%d:%d", n, i))
			}
		}
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				for n, ok := q.Begin(); ok; n, ok = q.Begin() {
					w := q.Writer(n)
					for i := range n * 37 {
						w.Put(fmt.Sprintf("%d:%d", n, i), 100)
					}
					w.Close()
				}
			})
		}
		var got []string
		for n := range sources {
			for items, ok := q.Take(n); ok; items, ok = q.Take(n) {
				got = append(got, items...)
			}
		}
		all.Wait()
		if !slices.Equal(got, want) {
			t.Errorf("%d workers: took %d items, want %d in order", workers, len(got), len(want))
		}
		if q.waiting != 0 {
			t.Errorf("%d workers: %d bytes wait at the end", workers, q.waiting)
		}
	}
}

// The source that the consumer is at goes on however much waits of others.
func TestQueue_LimitLetsTheHeadGoOn(t *testing.T) {
	q := New[int](2, 10)
	later := q.Writer(1)
	if !later.Put(1, lotBytes) {
		t.Fatal("the first lot was not wanted")
	}
	if !q.full(1) {
		t.Error("more than the limit waits, but a later source may go on")
	}
	if q.full(0) {
		t.Error("the consumer's own source may not go on")
	}
	first := q.Writer(0)
	first.Put(0, lotBytes)
	first.Close()
	later.Close()
	for n := range 2 {
		if items, ok := q.Take(n); !ok || !slices.Equal(items, []int{n}) {
			t.Errorf("source %d: took %v, %v", n, items, ok)
		}
		if _, ok := q.Take(n); ok {
			t.Errorf("source %d has not ended", n)
		}
	}
}

// Stop wakes a worker that waits for room, and a consumer that waits for items.
func TestQueue_Stop(t *testing.T) {
	q := New[int](2, 1)
	wanted := make(chan bool)
	go func() {
		w := q.Writer(1)
		w.Put(1, lotBytes)
		wanted <- w.Put(2, lotBytes)
	}()
	took := make(chan bool)
	go func() {
		_, ok := q.Take(0)
		took <- ok
	}()
	q.Stop()
	if <-wanted {
		t.Error("more is wanted after Stop")
	}
	if <-took {
		t.Error("something was taken of a source without items")
	}
	if _, ok := q.Begin(); ok {
		t.Error("another source may begin after Stop")
	}
}
