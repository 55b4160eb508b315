package window_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/set"
)

// faulty is a table on which requests for some keys go wrong.
type faulty struct {
	window.Table
	wrong func(ctx context.Context, request, key string) error
}

func (f *faulty) Add(ctx context.Context, key string, at set.Place, w window.Write) (set.Contents, bool, error) {
	if err := f.wrong(ctx, "Add", key); err != nil {
		return set.Contents{}, false, err
	}
	return f.Table.Add(ctx, key, at, w)
}

func (f *faulty) Items(ctx context.Context, key string, r window.Read) ([]set.Item, set.Place, error) {
	name := "Items"
	if r.Details {
		name = "Items again" // under the lease
	}
	if err := f.wrong(ctx, name, key); err != nil {
		return nil, set.Place{}, err
	}
	return f.Table.Items(ctx, key, r)
}

func (f *faulty) Published(ctx context.Context, key string) ([]int64, error) {
	if err := f.wrong(ctx, "Published", key); err != nil {
		return nil, err
	}
	return f.Table.Published(ctx, key)
}

func (f *faulty) Claim(ctx context.Context, key string, c window.Claim) (set.Register, bool, error) {
	if err := f.wrong(ctx, "Claim", key); err != nil {
		return set.Register{}, false, err
	}
	return f.Table.Claim(ctx, key, c)
}

func (f *faulty) Mark(ctx context.Context, key string, m window.Mark) (bool, error) {
	if err := f.wrong(ctx, "Mark", key); err != nil {
		return false, err
	}
	return f.Table.Mark(ctx, key, m)
}

func (f *faulty) Release(ctx context.Context, key, token string) error {
	if err := f.wrong(ctx, "Release", key); err != nil {
		return err
	}
	return f.Table.Release(ctx, key, token)
}

// hang waits for the end of a context, as a connection does that nobody
// answers.
func hang(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// refusal is an error of a publisher that certainly sent nothing.
type refusal struct{}

func (refusal) Error() string { return "refused" }
func (refusal) NotSent() bool { return true }

// sent notes which rules were alerted when.
type sent struct {
	mu    sync.Mutex
	began time.Time
	after map[string][]time.Duration // by rule, and rule/storm
	wrong func(ctx context.Context, c window.Crossing) error
}

func newSent() *sent { return &sent{began: time.Now(), after: map[string][]time.Duration{}} }

func (s *sent) publish(ctx context.Context, c window.Crossing) error {
	if s.wrong != nil {
		if err := s.wrong(ctx, c); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name := c.Rule.Name
	if c.Storm != nil {
		name += "/storm"
	}
	s.after[name] = append(s.after[name], time.Since(s.began))
	return nil
}

// crowd is a match of each of n groups of a rule, which alerts at once.
func crowd(name string, n int) []window.Match {
	r := &window.Rule{Name: name, Threshold: 1, Period: time.Minute, By: []string{"$.user"}}
	var all []window.Match
	for i := range n {
		all = append(all, matchesOf(r, fmt.Sprint(i), i, 0)...)
	}
	return all
}

// TestCount_Isolation has all groups of a rule in some trouble, or all rules
// but one: the alert of another rule goes out at once all the same, and the
// call ends soon.
func TestCount_Isolation(t *testing.T) {
	slow := func(ctx context.Context) error { // a service that is down, with the client's retries
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(1500 * time.Millisecond):
			return errFault
		}
	}
	refuse := func(context.Context) error { return refusal{} }
	fail := func(context.Context) error { return errFault }
	const publish = "publish"
	for _, c := range []struct {
		request string
		how     string
		wrong   func(context.Context) error
		ends    time.Duration // at the latest
	}{
		{publish, "hangs", hang, 8 * time.Second},
		{publish, "is down", slow, 8 * time.Second},
		{publish, "is refused", refuse, 3 * time.Second},
		{publish, "fails", fail, 3 * time.Second},
		{"Add", "hangs", hang, 8 * time.Second},
		{"Add", "is down", slow, 8 * time.Second},
		{"Add", "fails", fail, 3 * time.Second},
		{"Items", "hangs", hang, 8 * time.Second},
		{"Items again", "hangs", hang, 8 * time.Second},
		{"Items again", "fails", fail, 3 * time.Second},
		{"Published", "hangs", hang, 8 * time.Second},
		{"Claim", "hangs", hang, 10 * time.Second}, // and so does giving up what may have been claimed
		{"Claim", "is down", slow, 10 * time.Second},
		{"Mark", "hangs", hang, 8 * time.Second},
		{"Mark", "fails", fail, 8 * time.Second},
	} {
		t.Run(c.request+" "+c.how, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				bad := func(ctx context.Context, request, key string) error {
					if request == c.request && strings.HasPrefix(key, "A") || c.how == "hangs" && request == "Release" && c.request != publish && strings.HasPrefix(key, "A") {
						return c.wrong(ctx)
					}
					return nil
				}
				said := newSent()
				said.wrong = func(ctx context.Context, x window.Crossing) error {
					return bad(ctx, publish, x.Rule.Name)
				}
				pair := &window.Rule{Name: "A2", Threshold: 2, Period: time.Minute}
				batch := append(crowd("A", 1500), matchesOf(pair, "", 1, 50, 70)...)
				batch = append(batch, crowd("Z", 1)...)
				counter := window.NewCounter(&faulty{memory.NewTable(), bad}, window.Options{})
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				_, err := counter.Count(ctx, batch, said.publish)
				if err == nil || window.Contended(err) {
					t.Errorf("error %v", err)
				}
				if at := said.after["Z"]; len(at) != 1 || at[0] != 0 {
					t.Errorf("the other rule was alerted after %v, want once and at once", at)
				}
				if took := time.Since(said.began); took > c.ends {
					t.Errorf("the call took %v, want at most %v", took, c.ends)
				}
			})
		})
	}
}

// TestCount_IsolationOfKeys has a hung key, the first in order, among many of
// the same rule.
func TestCount_IsolationOfKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		batch := crowd("A", 1500)
		broken := batch[0].Rule.Key(batch[0].Group)
		for _, m := range batch {
			broken = min(broken, m.Rule.Key(m.Group))
		}
		table := &faulty{memory.NewTable(), func(ctx context.Context, _, key string) error {
			if key == broken {
				return hang(ctx)
			}
			return nil
		}}
		said := newSent()
		_, err := window.NewCounter(table, window.Options{}).Count(t.Context(), batch, said.publish)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "1 of 1500") {
			t.Errorf("error %v", err)
		}
		for _, at := range said.after["A"] {
			if at != 0 {
				t.Fatalf("an alert went out after %v", at)
			}
		}
		if len(said.after["A"]) != 1499 {
			t.Errorf("%d alerts, want 1499", len(said.after["A"]))
		}
	})
}

// TestCount_IsolationOfFew has one worker, and a key that hangs: the next one
// is handled all the same. Where more hang the call ends.
func TestCount_IsolationOfFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		count := func(groups int, good string) (*sent, error) {
			said := newSent()
			said.wrong = func(ctx context.Context, x window.Crossing) error {
				if x.Group.Value == good {
					return nil
				}
				return hang(ctx)
			}
			counter := window.NewCounter(memory.NewTable(), window.Options{Bounds: window.Bounds{Parallel: 1}})
			_, err := counter.Count(t.Context(), crowd("A", groups), said.publish)
			return said, err
		}
		for _, good := range []string{"0", "1"} {
			if said, err := count(2, good); err == nil || len(said.after["A"]) != 1 {
				t.Errorf("alerts %v, error %v", said.after, err)
			}
		}
		said, err := count(1000, "")
		if took := time.Since(said.began); err == nil || took != 12*time.Second {
			t.Errorf("the call took %v, want 12 s; error %v", took, err)
		}
	})
}

// TestCount_IsolationOfMany has more rules in trouble than there are workers:
// another rule then waits for as long as one request may take.
func TestCount_IsolationOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var batch []window.Match
		for i := range 40 {
			batch = append(batch, crowd(fmt.Sprint("A", i), 50)...)
		}
		batch = append(batch, crowd("Z", 1)...)
		said := newSent()
		said.wrong = func(ctx context.Context, x window.Crossing) error {
			if x.Rule.Name == "Z" {
				return nil
			}
			return hang(ctx)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := window.NewCounter(memory.NewTable(), window.Options{}).Count(ctx, batch, said.publish)
		if at := said.after["Z"]; len(at) != 1 || at[0] > 6*time.Second {
			t.Errorf("the other rule was alerted after %v, want once within 6 s", at)
		}
		if took := time.Since(said.began); err == nil || took > 24*time.Second {
			t.Errorf("the call took %v, error %v", took, err)
		}
	})
}

// TestCount_OutageOfAll has nothing succeed for many more rules than there are
// workers: the call ends within three times what a request may take.
func TestCount_OutageOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var batch []window.Match
		for i := range 300 {
			batch = append(batch, crowd(fmt.Sprint("A", i), 1)...)
		}
		said := newSent()
		said.wrong = func(ctx context.Context, _ window.Crossing) error { return hang(ctx) }
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := window.NewCounter(memory.NewTable(), window.Options{}).Count(ctx, batch, said.publish)
		if took := time.Since(said.began); err == nil || took > 18*time.Second {
			t.Errorf("the call took %v, error %v", took, err)
		}
	})
}

// TestCount_IsolationOfCeilings has all groups of a rule in trouble, and the
// ceiling, which is last in order, not.
func TestCount_IsolationOfCeilings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		batch := crowd("A", 1500)
		batch[0].Rule.Ceiling = 1000
		said := newSent()
		said.wrong = func(ctx context.Context, x window.Crossing) error {
			if x.Ceiling {
				return nil
			}
			return hang(ctx)
		}
		_, err := window.NewCounter(memory.NewTable(), window.Options{}).Count(t.Context(), batch, said.publish)
		if at := said.after["A"]; err == nil || len(at) != 1 || at[0] != 0 {
			t.Errorf("the ceiling alerted after %v, want once and at once; error %v", at, err)
		}
	})
}

// TestCount_WaitMargin does not wait for so long that no time would be left.
func TestCount_WaitMargin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, batch := memory.NewTable(), crowd("A", 1)
		hold(t, table, batch[0].Rule.Key(batch[0].Group))
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		said := newSent()
		_, err := window.NewCounter(table, window.Options{}).Count(ctx, batch, said.publish)
		if took := time.Since(said.began); !window.Contended(err) || took != 600*time.Millisecond { // 0.2 and 0.4 s
			t.Errorf("waited %v, want 600 ms; error %v", took, err)
		}
	})
}

// TestCount_WaitingHoldsUpNobody has 1,500 groups for which somebody else holds
// the lease.
func TestCount_WaitingHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table := memory.NewTable()
		held := crowd("A", 1500)
		for _, m := range held {
			hold(t, table, m.Rule.Key(m.Group))
		}
		said := newSent()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := window.NewCounter(table, window.Options{}).Count(ctx, append(held, crowd("Z", 1)...), said.publish)
		if !window.Contended(err) {
			t.Errorf("error %v", err)
		}
		if at := said.after["Z"]; len(at) != 1 || at[0] != 0 {
			t.Errorf("the other rule was alerted after %v, want once and at once", at)
		}
		if took := time.Since(said.began); took != 2*time.Second {
			t.Errorf("waited %v, want 2 s", took)
		}
	})
}

// TestCount_WaitsForShort waits for a lease that is given up after a while.
func TestCount_WaitsForShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, said := memory.NewTable(), newSent()
		batch := crowd("A", 1)
		key := batch[0].Rule.Key(batch[0].Group)
		hold(t, table, key)
		time.AfterFunc(1300*time.Millisecond, func() { _ = table.Release(context.Background(), key, "other") })
		if _, err := window.NewCounter(table, window.Options{}).Count(t.Context(), batch, said.publish); err != nil {
			t.Fatal(err)
		}
		if at := said.after["A"]; len(at) != 1 || at[0] != 1400*time.Millisecond { // 0.2, 0.4 and 0.8 s
			t.Errorf("alerted after %v, want 1.4 s", at)
		}
	})
}

// TestCount_OneFailure has each request, and each publish, fail once: what
// failed is tried again in the same call, and the others don't notice.
func TestCount_OneFailure(t *testing.T) {
	for _, request := range []string{"Add", "Items", "Items again", "Published", "Claim", "publish", "publish storm"} {
		t.Run(request, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				failed := false
				once := func(name, key string, err error) error {
					if name != request || failed || !strings.HasPrefix(key, "A") {
						return nil
					}
					failed = true
					return err
				}
				table := &faulty{memory.NewTable(), func(_ context.Context, name, key string) error { return once(name, key, errFault) }}
				said := newSent()
				said.wrong = func(_ context.Context, c window.Crossing) error {
					if c.Storm != nil {
						return once("publish storm", c.Rule.Name, refusal{})
					}
					return once("publish", c.Rule.Name, refusal{})
				}
				r := &window.Rule{Name: "A", Threshold: 2, Period: time.Minute, By: []string{"$.user"}, Storm: 2}
				var batch []window.Match
				for i := range 5 {
					batch = append(batch, matchesOf(r, fmt.Sprint(i), 10*i, 50, 70)...)
				}
				batch = append(batch, crowd("Z", 1)...)
				counter := window.NewCounter(table, window.Options{Bounds: window.Bounds{Parallel: 1}})
				if _, err := counter.Count(t.Context(), batch, said.publish); err != nil {
					t.Fatal(err)
				}
				if !failed {
					t.Fatal("nothing failed")
				}
				if at := said.after["Z"]; len(at) != 1 || at[0] != 0 {
					t.Errorf("the other rule was alerted after %v, want once and at once", at)
				}
				named := 2
				if request == "publish" {
					named = 1 // when that group is tried again the storm alert stands for it
				}
				if len(said.after["A"]) != named || len(said.after["A/storm"]) != 1 {
					t.Errorf("alerts %v, want %d by name and a storm's", said.after, named)
				}
				if took := time.Since(said.began); took != 200*time.Millisecond {
					t.Errorf("the call took %v, want 200 ms", took)
				}
			})
		})
	}
}

// TestCount_Cancelled ends at once, whatever it is doing.
func TestCount_Cancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		table := &faulty{memory.NewTable(), func(context.Context, string, string) error { asked++; return nil }}
		batch := crowd("A", 1)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		said := newSent()
		_, err := window.NewCounter(table, window.Options{}).Count(ctx, batch, said.publish)
		if !errors.Is(err, context.Canceled) || len(said.after) > 0 {
			t.Errorf("error %v, alerts %v", err, said.after)
		}
		if took := time.Since(said.began); took != 0 || asked > 1 {
			t.Errorf("took %v and made %d requests", took, asked)
		}

		hold(t, table, batch[0].Rule.Key(batch[0].Group))
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(300*time.Millisecond, cancel)
		began := time.Now()
		if _, err := window.NewCounter(table, window.Options{}).Count(ctx, batch, said.publish); err == nil {
			t.Error("no error")
		}
		if took := time.Since(began); took != 300*time.Millisecond {
			t.Errorf("waited %v after it was cancelled at 300 ms", took)
		}
	})
}
