package stage_test

import (
	"fmt"
	"testing"

	"trailnotify/bench/product"
	"trailnotify/bench/records"
	"trailnotify/bench/ruleset"
	"trailnotify/bench/stage"
	"trailnotify/rules"
)

// n is enough records for the attack among them to match.
const n = 500

func payloads(tb testing.TB, size int) []records.Payload {
	tb.Helper()
	all, err := records.Generated(n)
	if err != nil {
		tb.Fatal(err)
	}
	packed, err := records.Payloads(all, size)
	if err != nil {
		tb.Fatal(err)
	}
	return packed
}

func ruleSet(tb testing.TB, size int) *rules.Set {
	tb.Helper()
	all, err := ruleset.Of(size)
	if err != nil {
		tb.Fatal(err)
	}
	set, err := ruleset.Set(all)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

func TestSteps_TakeEveryPayload(t *testing.T) {
	packed := payloads(t, 100)
	found := 0
	set := ruleSet(t, 15)
	for name, step := range map[string]stage.Step{
		"reference": stage.Reference(), "gunzip": stage.Gunzip(), "base64": stage.Base64(), "open": stage.Open(),
		"event": stage.Event(), "matches": stage.Of(product.Matches(set, &found)), "pipeline": stage.Of(product.Pipeline(set, &found)),
	} {
		for range 2 { // what is used again must be fit for it
			if err := stage.Over(packed, step)(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := step(&records.Payload{Records: 1, Base64: []byte("!")}); err == nil {
			t.Errorf("%s: no error of a payload that is none", name)
		}
		other := packed[0]
		other.Records, other.JSON = other.Records+1, nil
		if name == "base64" {
			other.Gzip = nil
		}
		if err := step(&other); err == nil {
			t.Errorf("%s: no error of a payload that does not hold what it should", name)
		}
	}
}

// Both ways to the matches come to the same number of them.
func TestMatches_AreTheSameOnBothWays(t *testing.T) {
	packed := payloads(t, 100)
	for _, size := range []int{15, 100} {
		set := ruleSet(t, size)
		var found [2]int
		for i, pass := range []func() error{
			stage.Over(packed, stage.Of(product.Matches(set, &found[0]))),
			stage.Over(packed, stage.Of(product.Pipeline(set, &found[1]))),
		} {
			if err := pass(); err != nil {
				t.Fatal(i, err)
			}
		}
		if found[0] == 0 || found[0] != found[1] {
			t.Errorf("%d rules: %v matches", size, found)
		}
	}
}

// BenchmarkPipeline is the product from the bytes of an event to the matches, as
// make bench-compare has it.
func BenchmarkPipeline(b *testing.B) {
	for _, size := range []int{1, 500} {
		packed := payloads(b, size)
		for _, count := range ruleset.Sizes {
			set := ruleSet(b, count)
			b.Run(fmt.Sprintf("batch=%d/rules=%d", size, count), func(b *testing.B) {
				found := 0
				pass := stage.Over(packed, stage.Of(product.Pipeline(set, &found)))
				b.ReportAllocs()
				for b.Loop() {
					if err := pass(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/record")
			})
		}
	}
}
