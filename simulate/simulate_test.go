package simulate

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"trailnotify/simulate/check"
)

// share is the number of schedules that an ordinary test run can afford, of so
// many. Under the race detector each takes about ten times as long.
func share(n int) int {
	switch {
	case raceDetector:
		return n / 20
	case testing.Short():
		return n / 10
	default:
		return n
	}
}

func TestSimulate_KeepsEveryPromise(t *testing.T) {
	var seen [check.NumEvents]int
	for _, test := range []struct {
		faults    float64
		schedules int
	}{{0, 1500}, {0.02, 1000}, {0.15, 800}, {0.4, 700}} {
		c := Config{Seed: 1, Schedules: share(test.schedules), Faults: test.faults, Stop: true}
		r := Simulate(c)
		if r.First != nil {
			var text strings.Builder
			Shorten(&text, c, *r.First)
			t.Fatalf("seed %d at %g %% faults: %v\n%s", r.First.Seed, 100*test.faults, r.First.Violation, &text)
		}
		if r.Crossings == 0 || r.Alerts == 0 || test.faults == 0 && r.Seen[check.SecondCopy] > 0 {
			t.Errorf("at %g %% faults: %d crossings, %d alerts, %d second copies",
				100*test.faults, r.Crossings, r.Alerts, r.Seen[check.SecondCopy])
		}
		for e, n := range r.Seen {
			seen[e] += n
		}
	}
	t.Log(seen)
	if raceDetector || testing.Short() {
		return // too few schedules to see everything
	}
	for e, n := range seen {
		if n == 0 {
			t.Errorf("a simulation of this size must have seen: %v", check.Event(e))
		}
	}
}

func TestSimulate_OneSeedIsOneRun(t *testing.T) {
	c := Config{Seed: 77, Schedules: share(100), Faults: 0.1}
	alone, together := c, c
	alone.Parallel, together.Parallel = 1, 4
	first, again := Simulate(alone), Simulate(together)
	if !reflect.DeepEqual(first, again) {
		t.Errorf("the same schedules gave %+v, then %+v", first, again)
	}
	c.Seed++
	if other := Simulate(c); other.Hash == first.Hash {
		t.Error("other seeds gave the same trace")
	}
}

// What broke a promise is told by its seed, the lowest ones first, whatever the
// order in which schedules end.
func TestResult_Seeds(t *testing.T) {
	var got Result
	for _, seed := range []uint64{7, 3, 30, 5} {
		one := Result{Schedules: 1, First: &Failure{Seed: seed}}
		one.Seeds[check.Missed] = []uint64{seed}
		got.add(one)
	}
	if want := []uint64{3, 5, 7, 30}; !slices.Equal(got.Seeds[check.Missed], want) || got.First.Seed != 3 {
		t.Errorf("seeds %v, the first is %d, want %v", got.Seeds[check.Missed], got.First.Seed, want)
	}
	for seed := range uint64(2 * maxSeeds) {
		one := Result{}
		one.Seeds[check.Missed] = []uint64{1000 - seed}
		got.add(one)
	}
	if n := len(got.Seeds[check.Missed]); n != maxSeeds || got.Seeds[check.Missed][0] != 3 {
		t.Errorf("%d seeds from %d on", n, got.Seeds[check.Missed][0])
	}
}

// Two schedules that are done wait for each other: one after the other they
// would never end.
func TestSimulate_SchedulesAtOnce(_ *testing.T) {
	var done sync.WaitGroup
	done.Add(2)
	Simulate(Config{Seed: 1, Schedules: 2, Parallel: 2, Progress: func(int) {
		done.Done()
		done.Wait()
	}})
}
