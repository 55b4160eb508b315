package dynamodb_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
	"trailnotify/window/dynamodb/dynamodbtest"
	"trailnotify/window/windowtest"
)

const (
	killWorkers = 16
	killsWanted = 1000
	hurry       = 40 // the clock of the run goes this much faster
)

// run is what the workers share.
type run struct {
	*testing.T
	chaos *chaos
	table *dynamodb.Table
	began time.Time

	mu     sync.Mutex
	alerts []window.Crossing // published by invocations that succeeded
	unsure []window.Crossing // published by others
}

// now is the clock of the run: hours pass in seconds, so that leases end soon.
func (r *run) now() time.Time {
	return epoch.Add(hurry * time.Since(r.began))
}

var epoch = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func (r *run) sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d / hurry):
		return nil
	}
}

// withDeadline derives from what is inside the invocation: its own deadline is
// on the clock of the run, and where that lies behind the machine's no timer
// would be set.
func (r *run) withDeadline(ctx context.Context, d time.Time) (context.Context, context.CancelFunc) {
	if inv, ok := ctx.(*invocation); ok {
		ctx = inv.Context
	}
	return context.WithTimeout(ctx, d.Sub(r.now())/hurry)
}

// TestRun_EndsRequests checks that the deadline of an invocation is one
// whatever the date on the machine.
func TestRun_EndsRequests(t *testing.T) {
	r := &run{T: t, began: time.Now()}
	inv := &invocation{Context: t.Context(), deadline: r.now().Add(4 * time.Second)}
	ctx, cancel := r.withDeadline(inv, inv.deadline)
	defer cancel()
	<-ctx.Done()
	if late := r.now().Sub(inv.deadline); late < 0 {
		t.Errorf("ended %s before the deadline", -late)
	}
}

func (r *run) counter() *window.Counter {
	return window.NewCounter(r.table, window.Options{Now: r.now, Sleep: r.sleep, WithDeadline: r.withDeadline, Bounds: window.Bounds{
		Parallel: 4, RequestLimit: time.Minute, // 1.5 s on the machine's clock
	}})
}

func alertID(c window.Crossing) string {
	return fmt.Sprint(c.Rule.Key(c.Group), c.Start.Unix())
}

// deliver lets one invocation count a batch and returns whether it was
// acknowledged.
func (r *run) deliver(counter *window.Counter, batch []window.Match) bool {
	ctx, cancel := context.WithCancel(context.Background())
	inv := &invocation{cancel: cancel, deadline: r.now().Add(30 * time.Second)}
	inv.Context = context.WithValue(ctx, invocationKey{}, inv)
	defer cancel()
	var mu sync.Mutex
	var said []window.Crossing
	_, err := counter.Count(inv, batch, func(_ context.Context, c window.Crossing) error {
		if inv.dead.Load() {
			return errKilled
		}
		mu.Lock()
		defer mu.Unlock()
		said = append(said, c)
		if !r.chaos.calm.Load() && rand.IntN(30) == 0 {
			return io.ErrUnexpectedEOF // accepted, and the answer lost
		}
		return nil
	})
	acknowledged := err == nil && !inv.dead.Load()
	r.mu.Lock()
	defer r.mu.Unlock()
	if acknowledged {
		r.alerts = append(r.alerts, said...)
	} else {
		r.unsure = append(r.unsure, said...)
	}
	return acknowledged
}

// TestTable_Killed has 16 workers count overlapping batches on one table, each
// delivered until it is acknowledged and some more, while a thousand of the
// invocations are killed at some request.
func TestTable_Killed(t *testing.T) {
	c := &chaos{next: &http.Transport{MaxIdleConnsPerHost: 4 * killWorkers}}
	client := dynamodbtest.Client(t, func(o *sdk.Options) { o.HTTPClient = &http.Client{Transport: c} })
	r := &run{
		T: t, chaos: c, began: time.Now(),
		table: dynamodb.New(client, dynamodbtest.NewTable(t, client), "test"),
	}
	source := newSource()
	var all []window.Match
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range killWorkers {
		workers.Go(func() {
			counter := r.counter()
			for c.kills.Load() < killsWanted {
				mu.Lock()
				batch := source.batch()
				all = append(all, batch...)
				mu.Unlock()
				for more := rand.IntN(2); more >= 0; {
					if r.deliver(counter, batch) {
						more--
					} else {
						counter = r.counter()
					}
				}
			}
		})
	}
	workers.Wait()
	c.late.Wait()
	c.calm.Store(true)
	for _, err := range windowtest.Check(t.Context(), r.table, all, r.alerts, r.unsure) {
		t.Error(err)
	}
	copies := r.copies()
	t.Logf("%d matches, %d requests, %d kills, %d answers lost, %d alerts, %d copies, all explained: %v",
		len(all), c.made.Load(), c.kills.Load(), c.lost.Load(), len(r.alerts)+len(r.unsure), copies, !t.Failed())
}

// copies counts the alerts sent more than once. Only those may be copied whose
// invocation failed after it had sent them.
func (r *run) copies() int {
	sure, sent := map[string]bool{}, map[string]bool{}
	n := 0
	for _, c := range r.alerts {
		if id := alertID(c); sure[id] {
			r.Errorf("alert %s was sent twice by invocations that succeeded", id)
		}
		sure[alertID(c)] = true
	}
	for _, c := range slices.Concat(r.alerts, r.unsure) {
		if sent[alertID(c)] {
			n++
		}
		sent[alertID(c)] = true
	}
	return n
}

// source makes batches that overlap.
type source struct {
	rules []*window.Rule
	n     int
	last  []window.Match
}

// newSource has four rules of each kind, so that a lease that a killed
// invocation leaves behind stops some of the work only.
func newSource() *source {
	s := &source{}
	for i := range 4 {
		name := func(kind string) string { return fmt.Sprint(kind, i) }
		s.rules = append(s.rules,
			&window.Rule{Name: name("plain"), Threshold: 3, Period: time.Minute},
			&window.Rule{Name: name("quiet"), Threshold: 2, Period: 2 * time.Minute, Quiet: 4 * time.Minute},
			&window.Rule{Name: name("grouped"), Threshold: 2, Period: time.Minute, By: []string{"$.user"}, Ceiling: 5, Storm: 1},
			&window.Rule{Name: name("distinct"), Threshold: 3, Period: 2 * time.Minute, Distinct: "$.eventName"},
		)
	}
	return s
}

// batch holds matches of the last minutes, some late, some of the batch before.
// A later batch lies at a later time, so alerts never run out.
func (s *source) batch() []window.Match {
	var batch []window.Match
	for range 1 + rand.IntN(4) {
		s.n++
		late := 0
		if rand.IntN(6) == 0 {
			late = rand.IntN(600)
		}
		m := window.Match{
			Rule:     s.rules[rand.IntN(len(s.rules))],
			Time:     epoch.Add(time.Duration(s.n-late+rand.IntN(60)) * time.Second),
			Identity: window.IdentityOf(fmt.Sprint(s.n)),
			Summary:  fmt.Appendf(nil, "match %d", s.n),
		}
		if m.Rule.By != nil {
			m.Group = window.Group{Kind: window.GroupValue, Value: fmt.Sprint(rand.IntN(4))}
		}
		if m.Rule.Distinct != "" {
			m.Identity = window.Identity{byte(rand.IntN(9))}
			m.Summary = []byte("value")
		}
		batch = append(batch, m)
	}
	again := s.last
	s.last = batch
	if len(again) > 0 && rand.IntN(3) == 0 {
		batch = append(batch[:len(batch):len(batch)], again[0])
	}
	return batch
}
