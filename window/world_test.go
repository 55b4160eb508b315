package window_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/set"
	"trailnotify/window/windowtest"
)

// fault is what happens to one request.
type fault int

const (
	none      fault = iota
	dieBefore       // the process dies, the request is never made
	dieAfter        // the process dies while the answer is under way
	errBefore       // the request fails without effect
	errAfter        // the request takes effect, its answer is lost
	faults
)

var errFault = errors.New("injected")

// worker counts one batch, one request each time it is resumed.
type worker struct {
	world   *world
	batch   []window.Match
	pending string // the next request; "" at the end
	resume  func() (string, bool)
	stop    func()
	yield   func(string) bool
	fault   fault // of the next request
	dead    bool
	seen    [sha256.Size]byte // hash of all requests and their answers
	err     error             // of Count
}

// world is what the workers share.
type world struct {
	memory *memory.Table
	page   int // items that are read at a time, 0: all of them
	now    time.Time
	alerts []window.Crossing
	tokens int
}

func (w *world) start(batch []window.Match) *worker {
	k := &worker{world: w, batch: batch}
	counter := window.NewCounter(stepTable{k}, window.Options{
		Now:   func() time.Time { return w.now },
		Sleep: k.sleep,
		WithDeadline: func(ctx context.Context, _ time.Time) (context.Context, context.CancelFunc) {
			return ctx, func() {}
		},
		Token: func() string {
			w.tokens++
			return fmt.Sprint(w.tokens)
		},
		Bounds: window.Bounds{Parallel: 1, WaitLimit: 200 * time.Millisecond},
	})
	ctx := deadline{context.Background(), w.now.Add(30 * time.Second)}
	k.resume, k.stop = iter.Pull(func(yield func(string) bool) {
		k.yield = yield
		_, k.err = counter.Count(ctx, batch, k.publish)
	})
	k.pending, _ = k.resume()
	return k
}

type deadline struct {
	context.Context
	at time.Time
}

func (d deadline) Deadline() (time.Time, bool) { return d.at, true }

// request is one request: it waits to be resumed and suffers its fault. do
// returns the answer.
func (k *worker) request(name string, do func() any) error {
	if k.dead {
		return errFault
	}
	if !k.yield(name) {
		k.dead = true
		return errFault
	}
	f := k.fault
	k.dead = f == dieBefore || f == dieAfter
	var answer any
	if f != dieBefore && f != errBefore {
		answer = do()
	}
	k.seen = sha256.Sum256(fmt.Appendf(k.seen[:], "%s %d %d %v", name, f, k.world.now.UnixMilli(), answer))
	if f != none {
		return errFault
	}
	return nil
}

func (k *worker) publish(_ context.Context, c window.Crossing) error {
	return k.request("publish", func() any {
		k.world.alerts = append(k.world.alerts, c)
		return nil
	})
}

// sleep passes time in strides, so that waiting takes few steps, but for the
// last ones: a worker gives up before the lease of a living one ends.
func (k *worker) sleep(_ context.Context, d time.Duration) error {
	return k.request("sleep", func() any {
		w := k.world
		long, last := w.now.Add(9*time.Second), start.Add(27900*time.Millisecond)
		if long.After(last) {
			long = last
		}
		if w.now = w.now.Add(d); w.now.Before(long) {
			w.now = long
		}
		return nil
	})
}

// next makes the pending request of the worker.
func (k *worker) next(f fault) {
	k.fault = f
	k.pending, _ = k.resume()
}

// stepTable makes each call a request of a worker. Calls of Memory do not fail.
type stepTable struct{ *worker }

// digest tells contents apart; it is what their identities and times are.
func digest(items ...set.Item) string {
	var all []byte
	for _, it := range items {
		c := windowtest.Sorted(it.Contents)
		all = fmt.Append(all, it.Place)
		for _, e := range c.Elements {
			all = append(binary.BigEndian.AppendUint32(all, e.Time), e.Identity[:]...)
		}
		for _, s := range c.Summaries {
			all = append(all, s.Identity[:]...)
		}
	}
	return string(all)
}

func (s stepTable) Add(ctx context.Context, key string, at set.Place, w window.Write) (c set.Contents, ok bool, err error) {
	err = s.request("add", func() any {
		c, ok, _ = s.world.memory.Add(ctx, key, at, w)
		return fmt.Sprint(digest(set.Item{Place: at, Contents: c}), ok)
	})
	return c, ok, err
}

// Items answers with one page at a time where the world says so.
func (s stepTable) Items(ctx context.Context, key string, r window.Read) (items []set.Item, next set.Place, err error) {
	err = s.request("items", func() any {
		items, _, _ = s.world.memory.Items(ctx, key, r)
		if n := s.world.page; n > 0 && len(items) > n {
			items, next = items[:n], items[n-1].Place.Next()
		}
		return digest(items...)
	})
	return items, next, err
}

func (s stepTable) Published(ctx context.Context, key string) (pub []int64, err error) {
	err = s.request("published", func() any { pub, _ = s.world.memory.Published(ctx, key); return pub })
	return pub, err
}

func (s stepTable) Claim(ctx context.Context, key string, c window.Claim) (r set.Register, ok bool, err error) {
	err = s.request("claim", func() any {
		r, ok, _ = s.world.memory.Claim(ctx, key, c)
		return fmt.Sprint(r, ok)
	})
	return r, ok, err
}

func (s stepTable) Mark(ctx context.Context, key string, m window.Mark) (ok bool, err error) {
	err = s.request("mark", func() any { ok, _ = s.world.memory.Mark(ctx, key, m); return ok })
	return ok, err
}

func (s stepTable) Release(ctx context.Context, key, token string) error {
	return s.request("release", func() any { return s.world.memory.Release(ctx, key, token) })
}

func (s stepTable) Remind(ctx context.Context, r set.Reminder, expires time.Time) error {
	return s.request("remind", func() any { return s.world.memory.Remind(ctx, r, expires) })
}

func (s stepTable) Reminders(ctx context.Context, at time.Time, after set.Reminder) (all []set.Reminder, more bool, err error) {
	err = s.request("reminders", func() any { all, more, _ = s.world.memory.Reminders(ctx, at, after); return all })
	return all, more, err
}

func (s stepTable) TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (stored set.Reminder, ok bool, err error) {
	err = s.request("take", func() any {
		stored, ok, _ = s.world.memory.TakeReminder(ctx, r, l)
		return fmt.Sprint(stored, ok)
	})
	return stored, ok, err
}

func (s stepTable) DropReminder(ctx context.Context, r set.Reminder, token string) error {
	return s.request("drop", func() any { return s.world.memory.DropReminder(ctx, r, token) })
}

func (s stepTable) Register(ctx context.Context, key string) (r set.Register, err error) {
	err = s.request("register", func() any { r, _ = s.world.memory.Register(ctx, key); return r })
	return r, err
}

func (s stepTable) CloseAlert(ctx context.Context, key string, start int64) error {
	return s.request("close", func() any { return s.world.memory.CloseAlert(ctx, key, start) })
}

func (s stepTable) Compact(ctx context.Context, key string, at set.Place, x set.Contents) error {
	return s.request("compact", func() any { return s.world.memory.Compact(ctx, key, at, x) })
}

// settle lets a worker count alone and its batch be delivered again until it is
// acknowledged, each time a while later: a lease that was left behind ends.
func (w *world) settle(t *testing.T, k *worker) {
	t.Helper()
	for range 6 {
		for k.pending != "" {
			k.next(none)
		}
		k.stop()
		if k.err == nil {
			return
		}
		w.now = w.now.Add(10 * time.Second)
		k = w.start(k.batch)
	}
	t.Fatalf("never acknowledged: %v", k.err)
}
