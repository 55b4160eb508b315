package world

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
)

// Two deliveries, every order of the requests that they lead to, and in each
// order one fault at every request, with the delivery that fails coming again
// while the other is still under way. Nothing is left to chance: the runs are
// enumerated. Where two of them come to the same state, what follows is gone
// through once.
//
// Requests take no time. Who waits for a lease wakes up when nobody else can go
// on, and some times also while another is under way.

// A crossroads is a point where a run can go on in several ways.
type crossroads struct{ taken, of int }

// An enumeration goes through a schedule in every way.
type enumeration struct {
	*testing.T
	schedule *schedule.Schedule
	faults   []fault // of which one may happen in a run
	ticks    bool    // where alerts are closed, too
	// How often in a run a process that waits for a lease looks for it while
	// another is under way.
	mostEarly int

	path    []crossroads // of the run at hand
	at      int          // how far it has come on the path
	visited map[[sha256.Size]byte]bool
	world   *World
	struck  bool
	early   int // processes that woke up while another was under way
	heard   map[*instance][sha256.Size]byte

	runs, alerts, copies int
}

// all makes each run repeat the choices of the one before up to the last that
// has an alternative, and take that.
func (e *enumeration) all() {
	e.visited = map[[sha256.Size]byte]bool{}
	for {
		e.run()
		for len(e.path) > 0 && e.path[len(e.path)-1].taken+1 == e.path[len(e.path)-1].of {
			e.path = e.path[:len(e.path)-1]
		}
		if len(e.path) == 0 || e.Failed() {
			return
		}
		e.path[len(e.path)-1].taken++
	}
}

// run makes one run, which begins with the choices of the path.
func (e *enumeration) run() {
	e.runs++
	w := e.begin()
	w.Run()
	e.alerts, e.copies = e.alerts+w.Check.Alerts, e.copies+w.Check.Seen[check.SecondCopy]
	if len(w.Check.Violations) > 0 {
		var lines strings.Builder
		again := e.begin()
		again.Trace.To = &lines
		again.Run()
		e.Errorf("run %d: %v\n%s", e.runs, w.Check.Violations[0], &lines)
	}
}

func (e *enumeration) begin() *World {
	e.at, e.struck, e.early = 0, false, 0
	e.heard = map[*instance][sha256.Size]byte{}
	w := New(e.schedule)
	e.world = w
	w.choose, w.strike, w.answer = e.choose, e.strike, e.hear
	return w
}

// take takes one of so many ways.
func (e *enumeration) take(of int) int {
	if of == 1 {
		return 0
	}
	if e.at == len(e.path) {
		e.path = append(e.path, crossroads{0, of})
	}
	e.at++
	return e.path[e.at-1].taken
}

// choose takes any event whose time has come, or the next one.
func (e *enumeration) choose() int {
	w := e.world
	if e.at == len(e.path) {
		here := e.state()
		w.cut = e.visited[here]
		e.visited[here] = true
	}
	var ready []int
	first := 0
	for i, ev := range w.events {
		if ev.at <= w.now || ev.request.kind == sleepFor && ev.from != nil && e.early < e.mostEarly {
			ready = append(ready, i)
		}
		if ev.at < w.events[first].at {
			first = i
		}
	}
	if !slices.ContainsFunc(ready, func(i int) bool { return w.events[i].at <= w.now }) {
		return first
	}
	slices.SortFunc(ready, func(a, b int) int { return cmp.Compare(w.events[a].tie, w.events[b].tie) })
	i := ready[e.take(len(ready))]
	if w.events[i].at > w.now {
		w.events[i].at = w.now
		e.early++
	}
	return i
}

// strike takes any of the faults, once in a run.
func (e *enumeration) strike(q request) fault {
	ticks := e.world.strand.invocation.parcel.ticks()
	if e.struck || q.kind == sleepFor || ticks && !e.ticks {
		return noFault
	}
	n := e.take(1 + len(e.faults))
	if n == 0 {
		return noFault
	}
	e.struck = true
	return e.faults[n-1]
}

// left is how long a lease still lasts, ms.
func (w *World) left(r register) int64 {
	if r.token == "" {
		return 0
	}
	return r.until/1_000_000 - w.Schedule.Began*1000 - w.now
}

// hear adds to what a process knows.
func (e *enumeration) hear(in *instance, answer string) {
	heard := e.heard[in]
	e.heard[in] = sha256.Sum256(append(heard[:], answer...))
}

// state is all that what comes next depends on, with times counted from now:
// what the processes know, what is stored, what is to happen, and the order in
// which what the checker compares has happened.
func (e *enumeration) state() [sha256.Size]byte {
	w := e.world
	text := fmt.Appendf(nil, "%t %d\n", e.struck, w.running)
	for _, in := range w.instances {
		text = fmt.Appendf(text, "process %d %t %d %x\n", in.id, in.busy, in.tokens, e.heard[in])
	}
	var coming, live []string
	var underWay []*check.Caller
	for _, ev := range w.events {
		coming = append(coming, fmt.Sprint(ev.at-w.now, ev.tie, ev.from != nil))
		if v := ev.from; v != nil {
			live = append(live, fmt.Sprint(v.id, v.salt, v.killAt-w.now, v.calls))
			underWay = append(underWay, v.Caller)
		}
	}
	slices.Sort(coming)
	slices.Sort(live)
	slices.SortFunc(underWay, func(a, b *check.Caller) int { return cmp.Compare(a.Process, b.Process) })
	text = fmt.Appendln(text, coming, live, w.Check.State(underWay))
	for i, key := range w.Schedule.Rules.Keys {
		if sh := w.store.shelves[prefixed(0, key.Stored)]; sh != nil {
			text = fmt.Appendln(text, i, sh.items, sh.register.versions[len(sh.register.versions)-1], sh.register.token, w.left(sh.register), sh.register.open)
		}
	}
	for _, r := range w.store.reminders {
		left := int64(0)
		if r.token != "" {
			left = r.until/1_000_000 - w.Schedule.Began*1000 - w.now
		}
		text = fmt.Appendln(text, r.Key, r.Start, r.Token, r.token, left)
	}
	return sha256.Sum256(text)
}

// at is a record so many seconds after the epoch.
func at(seconds int64, actor, action int) schedule.Record {
	return schedule.Record{At: schedule.Epoch + seconds, Logged: schedule.Epoch + seconds, Denied: true, Actor: actor, Action: action, ByIssuer: true}
}

func TestSimulate_EveryInterleaving(t *testing.T) {
	crash := []fault{crashAfter} // and so before the next request
	for _, test := range []struct {
		name    string
		shape   schedule.Shape
		batches [2][]schedule.Record
		faults  []fault
		early   int // 0 where there would be too many states
	}{
		{"one window", schedule.Shape{Threshold: 2}, [2][]schedule.Record{{at(70, 1, 1)}, {at(80, 1, 2)}}, nil, 2},
		{"one window, crashes", schedule.Shape{Threshold: 2}, [2][]schedule.Record{{at(70, 1, 1)}, {at(80, 1, 2)}}, crash, 0},
		{"two windows", schedule.Shape{Threshold: 2}, [2][]schedule.Record{{at(110, 1, 1)}, {at(130, 1, 2)}}, nil, 2},
		{"two windows, crashes", schedule.Shape{Threshold: 2, Quiet: 60}, [2][]schedule.Record{{at(110, 1, 1)}, {at(130, 1, 2)}}, crash, 0},
		{"the same record twice, crashes", schedule.Shape{Threshold: 1}, [2][]schedule.Record{{at(70, 1, 1)}, {at(70, 1, 1)}}, crash, 0},
		{"two crossings", schedule.Shape{Threshold: 2}, [2][]schedule.Record{{at(100, 1, 1), at(110, 1, 2)}, {at(130, 1, 3), at(140, 1, 4)}}, nil, 0},
		{"two crossings, the later muted", schedule.Shape{Threshold: 2, Quiet: 60}, [2][]schedule.Record{{at(100, 1, 1), at(110, 1, 2)}, {at(130, 1, 3), at(140, 1, 4)}}, nil, 0},
		{"distinct actions", schedule.Shape{Threshold: 2, Distinct: true}, [2][]schedule.Record{{at(70, 1, 1), at(110, 1, 1)}, {at(165, 1, 2)}}, nil, 0},
		{"a storm", schedule.Shape{Threshold: 1, By: true, Storm: 1}, [2][]schedule.Record{{at(70, 1, 1)}, {at(80, 2, 1)}}, nil, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			if raceDetector && test.name != "one window" {
				t.Skip("one goroutine, thousands of runs: there is nothing to race; make test runs them without the race detector")
			}
			e := &enumeration{T: t, schedule: pairOf(test.shape, test.batches), faults: test.faults, mostEarly: test.early, ticks: test.name == "one window, crashes"}
			e.all()
			t.Logf("%d runs, %d states, %d alerts, %d copies", e.runs, len(e.visited), e.alerts, e.copies)
			if e.alerts == 0 || (e.copies > 0) != (test.faults != nil) {
				t.Errorf("%d alerts and %d copies", e.alerts, e.copies)
			}
		})
	}
}

// pairOf is a schedule of two deliveries at the same moment.
func pairOf(shape schedule.Shape, batches [2][]schedule.Record) *schedule.Schedule {
	shape.Period = 60
	bounds := schedule.DefaultBounds
	bounds.Parallel = 1
	bounds.CloseMargin = time.Second
	bounds.WaitLimit = bounds.Poll // who finds a lease taken looks once more
	s := &schedule.Schedule{
		Rules: schedule.NewRuleSet(0, &shape), Began: schedule.Epoch + 90, Instances: 3, Even: true, Whole: true, AtOnce: true,
		Bounds: bounds, Routes: []schedule.Route{{}},
		Timeout: 3000,
	}
	s.Complete()
	for i, records := range batches {
		d := schedule.Delivery{ID: i + 1, Source: schedule.Stream, Batches: [][]int{nil}}
		for _, r := range records {
			r.ID = int(r.At-schedule.Epoch)*100 + r.Action
			d.Batches[0] = append(d.Batches[0], len(s.Records))
			s.Records = append(s.Records, r)
		}
		s.Deliveries = append(s.Deliveries, d)
	}
	return s
}
