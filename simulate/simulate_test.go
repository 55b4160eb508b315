package simulate

import (
	"strings"
	"testing"
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
	for _, test := range []struct {
		faults    float64
		schedules int
	}{{0, 3000}, {0.02, 2000}, {0.15, 1000}} {
		c := Config{Seed: 1, Schedules: share(test.schedules), Faults: test.faults, Stop: true}
		r := Simulate(c)
		if r.First != nil {
			var text strings.Builder
			Shorten(&text, c, *r.First)
			t.Fatalf("seed %d at %g %% faults: %v\n%s", r.First.Seed, 100*test.faults, r.First.Violation, &text)
		}
		for name, n := range map[string]int{"crossings": r.Crossings, "alerts": r.Alerts, "straddling": r.Straddling, "storms": r.Storms} {
			if n == 0 {
				t.Errorf("at %g %% faults there are no %s: nothing is proved", 100*test.faults, name)
			}
		}
		if (r.Faults == 0) != (test.faults == 0) || test.faults == 0 && r.Explained > 0 {
			t.Errorf("at %g %% there are %d faults and %d copies", 100*test.faults, r.Faults, r.Explained)
		}
	}
}

func TestSimulate_OneSeedIsOneRun(t *testing.T) {
	c := Config{Seed: 77, Schedules: 40, Faults: 0.1}
	alone, together := c, c
	alone.Parallel, together.Parallel = 1, 4
	first, again := Simulate(alone), Simulate(together)
	if first != again {
		t.Errorf("the same schedules gave %+v, then %+v", first, again)
	}
	c.Seed++
	if other := Simulate(c); other.Hash == first.Hash {
		t.Error("other seeds gave the same trace")
	}
}
