package window_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/windowtest"
)

// Two workers on one table, every order of their requests, and in each order a
// fault at every request. Nothing is sampled: the schedules are enumerated.
// Where two of them lead to the same state, the rest is gone through once.

// step is one request of a worker, or its end.
type step struct {
	worker int
	name   string
	fault  fault
}

// scenario is what two workers count.
type scenario struct {
	name    string
	page    int
	before  []window.Match // counted before they start
	batches [2][]window.Match
	faults  bool
}

// choice is a point where a schedule could go several ways.
type choice struct{ taken, of int }

// state is all that what comes next depends on: the workers decide by the
// answers that they got, and these say too what they wrote and who has a lease.
type state struct {
	seen    [2][sha256.Size]byte
	now     time.Time
	faulted bool
}

// enumeration goes through a scenario in every possible way.
type enumeration struct {
	scenario
	path    []choice // of the run at hand
	visited map[state]bool
	runs    int
}

// all makes each run repeat the choices of the one before up to the last that
// has an alternative, and take that.
func (e *enumeration) all(t *testing.T) {
	for {
		e.runs++
		e.run(t)
		for len(e.path) > 0 && e.path[len(e.path)-1].taken+1 == e.path[len(e.path)-1].of {
			e.path = e.path[:len(e.path)-1]
		}
		if len(e.path) == 0 || t.Failed() {
			return
		}
		e.path[len(e.path)-1].taken++
	}
}

// run makes one schedule, which begins with the choices of path, and checks how
// it ends, unless a state was reached from which all was tried.
func (e *enumeration) run(t *testing.T) {
	w := &world{memory: memory.NewTable(), page: e.page, now: start}
	if len(e.before) > 0 {
		w.settle(t, w.start(e.before))
	}
	live := []*worker{w.start(e.batches[0]), w.start(e.batches[1])}
	defer func() {
		for _, k := range live {
			k.stop()
		}
	}()
	var trace []step
	faulted := false
	for at := 0; ; at++ {
		var ready []int
		for i, k := range live {
			if k.pending != "" {
				ready = append(ready, i)
			}
		}
		if len(ready) == 0 {
			break
		}
		kinds := 1
		if e.faults && !faulted {
			kinds = int(faults)
		}
		if at == len(e.path) {
			here := state{[2][sha256.Size]byte{live[0].seen, live[1].seen}, w.now, faulted}
			if e.visited[here] {
				return
			}
			e.visited[here] = true
			e.path = append(e.path, choice{0, len(ready) * kinds})
		}
		taken := e.path[at].taken
		i, f := ready[taken/kinds], fault(taken%kinds)
		faulted = faulted || f != none
		trace = append(trace, step{i, live[i].pending, f})
		live[i].next(f)
	}
	e.end(t, w, live, trace)
}

// end delivers again what was not acknowledged, at once, and checks the
// promise.
func (s scenario) end(t *testing.T, w *world, live []*worker, trace []step) {
	t.Helper()
	both := append(append(s.before[:len(s.before):len(s.before)], s.batches[0]...), s.batches[1]...)
	for _, k := range live {
		if k.err != nil {
			w.settle(t, w.start(k.batch))
		}
	}
	alerts, unsure := w.alerts, []window.Crossing(nil)
	if allowed(trace) > 0 {
		alerts, unsure = nil, w.alerts
	}
	errs := windowtest.Check(context.Background(), w.memory, both, alerts, unsure)
	if copies(w.alerts) > allowed(trace) {
		errs = append(errs, fmt.Errorf("%d needless copies", copies(w.alerts)))
	}
	if len(errs) > 0 {
		t.Errorf("%v\nalerts %+v\nafter %+v", errors.Join(errs...), w.alerts, trace)
	}
}

// copies is the number of alerts beyond one of each window.
func copies(alerts []window.Crossing) int {
	n := 0
	seen := map[string]bool{}
	for _, c := range alerts {
		id := fmt.Sprint(c.Rule.Key(c.Group), c.Start.Unix())
		if seen[id] {
			n++
		}
		seen[id] = true
	}
	return n
}

// allowed is the number of copies that a schedule excuses: one where a process
// died between the accepted alert and its mark, or the answer was lost.
func allowed(trace []step) int {
	for _, s := range trace {
		if s.name == "publish" && (s.fault == dieAfter || s.fault == errAfter) || s.name == "mark" && s.fault == dieBefore {
			return 1
		}
	}
	return 0
}

var (
	start     = windowtest.Start
	matchesOf = windowtest.Matches
)

func TestCount_EveryInterleaving(t *testing.T) {
	pair := &window.Rule{Name: "pair", Threshold: 2, Period: time.Minute}
	quiet := &window.Rule{Name: "quiet", Threshold: 2, Period: time.Minute, Quiet: time.Minute}
	four := &window.Rule{Name: "four", Threshold: 4, Period: time.Minute}
	single := &window.Rule{Name: "single", Threshold: 1, Period: time.Minute}
	storm := &window.Rule{Name: "storm", Threshold: 1, Period: time.Minute, Storm: 1, By: []string{"$.user"}}
	distinct := &window.Rule{Name: "distinct", Threshold: 2, Period: time.Minute, Distinct: "$.eventName"}

	for _, s := range []scenario{
		{
			name:    "one window",
			batches: [2][]window.Match{matchesOf(pair, "", 1, 10), matchesOf(pair, "", 2, 20)},
		},
		{
			name: "two windows", faults: true,
			batches: [2][]window.Match{matchesOf(pair, "", 1, 50), matchesOf(pair, "", 2, 70)},
		},
		{
			name: "two windows, read one by one", page: 1,
			batches: [2][]window.Match{matchesOf(pair, "", 1, 50), matchesOf(pair, "", 2, 70)},
		},
		{
			name: "parts of one window, read one by one", page: 1, faults: true,
			before:  matchesOf(four, "", 1, 10, 20),
			batches: [2][]window.Match{matchesOf(four, "", 3, 30), matchesOf(four, "", 4, 40)},
		},
		{
			name: "the same batch twice", faults: true,
			batches: [2][]window.Match{matchesOf(single, "", 1, 10), matchesOf(single, "", 1, 10)},
		},
		{
			name:    "quiet time",
			before:  matchesOf(quiet, "", 1, 10, 20),
			batches: [2][]window.Match{matchesOf(quiet, "", 3, 110, 130), matchesOf(quiet, "", 5, 119, 140)},
		},
		{
			name:    "a burst over two windows, each at its threshold",
			batches: [2][]window.Match{matchesOf(pair, "", 1, 40, 50), matchesOf(pair, "", 3, 70, 80)},
		},
		{
			name: "a storm", faults: true,
			batches: [2][]window.Match{matchesOf(storm, "a", 1, 10), matchesOf(storm, "b", 2, 20)},
		},
		{
			name:   "distinct values",
			before: matchesOf(distinct, "", 1, 30),
			batches: [2][]window.Match{
				append(matchesOf(distinct, "", 1, 10), matchesOf(distinct, "", 1, 55)...),
				matchesOf(distinct, "", 2, 100),
			},
		},
	} {
		t.Run(s.name, func(t *testing.T) {
			if raceDetector && s.faults {
				t.Skip("minutes under the race detector, and only one step runs at a time")
			}
			t.Parallel()
			e := enumeration{scenario: s, visited: map[state]bool{}}
			e.all(t)
			t.Logf("%d schedules, %d states", e.runs, len(e.visited))
			if e.runs < 10 {
				t.Errorf("only %d schedules", e.runs)
			}
		})
	}
}
