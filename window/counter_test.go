package window_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/set"
	"trailnotify/window/windowtest"
)

func ExampleCounter() {
	rule := &window.Rule{Name: "DeniedCalls", Threshold: 3, Period: 5 * time.Minute, Quiet: time.Hour}
	counter := window.NewCounter(memory.NewTable(), window.Options{})

	at := time.Date(2026, 11, 23, 9, 3, 0, 0, time.UTC)
	var matches []window.Match
	for i, id := range []string{"a", "b", "b", "c"} { // "b" was delivered twice
		matches = append(matches, window.Match{
			Rule: rule, Time: at.Add(time.Duration(i) * time.Minute), Identity: window.IdentityOf(id),
		})
	}
	publish := func(_ context.Context, c window.Crossing) error {
		fmt.Printf("%s: %d from %s to %s\n", c.Rule.Name, c.Count, c.First.Format("15:04"), c.Last.Format("15:04"))
		return nil
	}
	for range 2 { // the batch is delivered twice
		if _, err := counter.Count(context.Background(), matches, publish); err != nil {
			fmt.Println(err)
		}
	}
	// Output: DeniedCalls: 3 from 09:03 to 09:06
}

func TestCount_NoMatches(t *testing.T) {
	c := window.NewCounter(nil, window.Options{})
	if _, err := c.Count(context.Background(), nil, nil); err != nil {
		t.Fatal(err)
	}
}

// watched is a table that looks at how it is called.
type watched struct {
	window.Table
	mu            sync.Mutex
	running, most int
	deadline      time.Time
	claims        []window.Claim
	fail          error
}

func (w *watched) enter(ctx context.Context) (leave func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running++
	w.most = max(w.most, w.running)
	w.deadline, _ = ctx.Deadline()
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.running--
	}
}

func (w *watched) Add(ctx context.Context, key string, at set.Place, x window.Write) (set.Contents, bool, error) {
	defer w.enter(ctx)()
	runtime.Gosched()
	if w.fail != nil {
		return set.Contents{}, false, w.fail
	}
	return w.Table.Add(ctx, key, at, x)
}

func (w *watched) Claim(ctx context.Context, key string, c window.Claim) (set.Register, bool, error) {
	defer w.enter(ctx)()
	w.claims = append(w.claims, c)
	return w.Table.Claim(ctx, key, c)
}

// The clock of the test stands still while requests run: on a busy machine the
// real one would end the patience before all keys are tried.
func TestCount_ParallelAndBounded(t *testing.T) {
	for _, fail := range []error{nil, errFault} {
		synctest.Test(t, func(t *testing.T) { parallelAndBounded(t, fail) })
	}
}

func parallelAndBounded(t *testing.T, fail error) {
	table := &watched{Table: memory.NewTable(), fail: fail}
	counter := window.NewCounter(table, window.Options{Bounds: window.Bounds{Parallel: 8}})
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, By: []string{"$.user"}}
	var batch []window.Match
	for i := range 2000 {
		batch = append(batch, matchesOf(r, fmt.Sprint(i), i, 0)...)
	}
	_, err := counter.Count(t.Context(), batch, nil)
	if !errors.Is(err, fail) || table.running != 0 {
		t.Errorf("error %v, want %v; %d requests in flight", err, fail, table.running)
	}
	if table.most < 2 || table.most > 8 {
		t.Errorf("%d requests at once, want 2 to 8", table.most)
	}
	if fail != nil && (!strings.Contains(err.Error(), "2000 of 2000") || len(err.Error()) > 1000) {
		t.Errorf("error %q", err)
	}
}

func TestCount_Deadline(t *testing.T) {
	for _, c := range []struct {
		name                          string
		left, requests, publish, ends time.Duration // from now
	}{
		{"long before it", time.Hour, 6 * time.Second, 6 * time.Second, time.Hour + 5*time.Second},
		{"near it", 4 * time.Second, 3500 * time.Millisecond, 3 * time.Second, 9 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				table := &watched{Table: memory.NewTable()}
				counter := window.NewCounter(table, window.Options{})
				r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute}
				now := time.Now()
				ctx, cancel := context.WithDeadline(t.Context(), now.Add(c.left))
				defer cancel()
				publish := func(ctx context.Context, _ window.Crossing) error {
					if d, _ := ctx.Deadline(); d.Sub(now) != c.publish {
						t.Errorf("publishing ends after %v, want %v", d.Sub(now), c.publish)
					}
					return nil
				}
				if _, err := counter.Count(ctx, matchesOf(r, "", 1, 0), publish); err != nil {
					t.Fatal(err)
				}
				if have := table.deadline.Sub(now); have != c.requests {
					t.Errorf("requests end after %v, want %v", have, c.requests)
				}
				if len(table.claims) != 1 || table.claims[0].Until.Sub(now) != c.ends {
					t.Errorf("claims %+v, want one for %v", table.claims, c.ends)
				}
			})
		})
	}
}

// TestCount_OtherWindowsGoOn has one window that cannot be written: the batch
// is not acknowledged, and what is due elsewhere is alerted all the same.
func TestCount_OtherWindowsGoOn(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute}
	table := &partial{Table: memory.NewTable(), broken: start.Unix() + 600}
	said := &recorder{}
	batch := append(matchesOf(r, "", 1, 0, 1), matchesOf(r, "", 3, 600, 601)...)
	_, err := coldCounter(table).Count(t.Context(), batch, said.publish)
	if !errors.Is(err, errFault) || len(said.alerts) != 1 {
		t.Errorf("error %v, %d alerts; want the injected error and one alert", err, len(said.alerts))
	}
}

type partial struct {
	window.Table
	broken int64
}

func (p *partial) Add(ctx context.Context, key string, at set.Place, w window.Write) (set.Contents, bool, error) {
	if at.Window() == p.broken {
		return set.Contents{}, false, errFault
	}
	return p.Table.Add(ctx, key, at, w)
}

// TestCount_ConcurrentCalls counts on one counter from many goroutines.
func TestCount_ConcurrentCalls(t *testing.T) {
	base, said := memory.NewTable(), &recorder{}
	counter := window.NewCounter(base, window.Options{Now: func() time.Time { return start }})
	r := &window.Rule{Name: "R", Threshold: 3, Period: time.Minute, By: []string{"$.user"}, Storm: 3, Ceiling: 9}
	var all []window.Match
	var mu sync.Mutex
	publish := func(ctx context.Context, c window.Crossing) error {
		mu.Lock()
		defer mu.Unlock()
		return said.publish(ctx, c)
	}
	var group sync.WaitGroup
	for i := range 8 {
		var batch []window.Match
		for j := range 40 {
			batch = append(batch, matchesOf(r, fmt.Sprint(j%10), 40*i+j, (7*i+11*j)%240)...)
		}
		all = append(all, batch...)
		group.Go(func() {
			for range 2 {
				if _, err := counter.Count(t.Context(), batch, publish); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for _, err := range windowtest.Check(t.Context(), base, all, said.alerts, nil) {
		t.Error(err)
	}
	if n := copies(said.alerts); n > 0 {
		t.Errorf("%d copies", n)
	}
}

// stubborn is a table that removes nothing.
type stubborn struct{ window.Table }

func (stubborn) Compact(context.Context, string, set.Place, set.Contents) error { return nil }

// TestCount_NoRoom must fail, neither go on for ever nor acknowledge, where
// room for details cannot be made.
func TestCount_NoRoom(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 100, Period: time.Hour}
	table := stubborn{memory.NewTable()}
	var crowded window.Write
	for i := range 60 {
		crowded.Summaries = append(crowded.Summaries, set.Summary{Identity: window.Identity{0xff}, Text: fmt.Sprint(i)})
	}
	if _, _, err := table.Add(t.Context(), r.Key(window.Group{}), set.Details(start.Unix()), crowded); err != nil {
		t.Fatal(err)
	}
	_, err := coldCounter(table).Count(t.Context(), matchesOf(r, "", 1, make([]int, 30)...), nil)
	if err == nil || !strings.Contains(err.Error(), "there is room") {
		t.Errorf("error %v", err)
	}
}
