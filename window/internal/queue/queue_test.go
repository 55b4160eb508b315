package queue

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func newQueue(limit int) *Queue {
	return New(limit, func() (func(func()), func()) { var all sync.WaitGroup; return all.Go, all.Wait })
}

// TestQueue_Order has one worker: lanes take turns, and what continues a task
// goes before what has not begun.
func TestQueue_Order(t *testing.T) {
	var done []string
	q := newQueue(1)
	for _, name := range []string{"a", "b"} {
		l := &Lane{}
		for i := range 3 {
			task := func() { done = append(done, fmt.Sprint(name, i)) }
			more := []func(){func() { done = append(done, fmt.Sprint(name, i, "+")) }}
			Together(q.Add, l, []func(){task}, func() { q.Follow(l, more...) })
		}
	}
	q.Run()
	if want := strings.Fields("a0 b0 a0+ b0+ a1 b1 a1+ b1+ a2 b2 a2+ b2+"); !slices.Equal(done, want) {
		t.Errorf("order %v, want %v", done, want)
	}
}

// TestQueue_Shares has two lanes of many tasks that last, and a third one that
// comes when all workers are occupied: it gets the next that is free.
func TestQueue_Shares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(8)
		began := time.Now()
		for range 2 {
			l := &Lane{}
			for range 20 {
				q.Add(l, func() { time.Sleep(time.Second) })
			}
		}
		var late time.Duration
		q.Add(&Lane{}, func() {
			time.Sleep(500 * time.Millisecond)
			q.mu.Lock()
			if a, b := q.lanes[0].running, q.lanes[1].running; a+b != 7 || min(a, b) != 3 {
				t.Errorf("%d and %d tasks at once, want 3 and 4", a, b)
			}
			q.mu.Unlock()
			q.Add(&Lane{}, func() { late = time.Since(began) })
			time.Sleep(10 * time.Second)
		})
		q.Run()
		if late != time.Second {
			t.Errorf("the third lane began after %v, want 1 s", late)
		}
	})
}

// TestQueue_Spreads has one task continued by many: all workers take them.
func TestQueue_Spreads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(8)
		l := &Lane{}
		q.Add(l, func() {
			var more []func()
			for range 80 {
				more = append(more, func() { time.Sleep(time.Second) })
			}
			q.Follow(l, more...)
		})
		began := time.Now()
		q.Run()
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("took %v, want 10 s", took)
		}
	})
}
