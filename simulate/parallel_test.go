package simulate

import "testing"

// A process makes several requests at a time, as it does in production, for
// different groups. Elsewhere they come one after the other.
func TestSimulate_KeysInParallel(t *testing.T) {
	var total Result
	for seed := range uint64(share(1000)) {
		first := parallelRun(seed)
		if first.First != nil {
			t.Fatalf("seed %d: %v", seed, first.First.Violation)
		}
		if parallelRun(seed) != first {
			t.Fatalf("seed %d is not always the same run", seed)
		}
		total.add(first)
	}
	if total.Storms == 0 || total.Explained == 0 {
		t.Errorf("nothing is proved: %+v", total)
	}
}

func parallelRun(seed uint64) Result {
	w := newWorld(newSchedule(seed, 0.03))
	w.parallel = 4
	w.run()
	return w.result()
}
