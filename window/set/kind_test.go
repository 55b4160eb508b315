package set

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// matchesOf are n elements of a kind, with their summaries.
func matchesOf(k Kind, from, n int) (elements []Element, summaries []Summary) {
	for i := from; i < from+n; i++ {
		id := Identity{byte(i >> 8), byte(i)}
		elements = append(elements, Element{uint32(i), id, k.Number()})
		summaries = append(summaries, Summary{id, k, fmt.Sprint(k)})
	}
	return elements, summaries
}

func numbersOf(numbers []Number) []string {
	var all []string
	for _, n := range numbers {
		all = append(all, fmt.Sprint(n.Summary.Kind, " ", n.N, " ", n.AtLeast))
	}
	slices.Sort(all)
	return all
}

func TestNumbersOf(t *testing.T) {
	kind := func(call, whole uint32) Kind { return Kind{call << 16, whole} }
	for name, test := range map[string]struct {
		kinds        map[Kind]int
		calls, named []string
		rest         int
	}{
		"600 and 1": {
			map[Kind]int{kind(1, 1): 600, kind(2, 2): 1},
			[]string{"{131072 0} 1 false", "{65536 0} 600 false"},
			[]string{"{131072 2} 1 false", "{65536 1} 600 false"},
			0,
		},
		"two kinds of one call": {
			map[Kind]int{kind(1, 1): 30, kind(1, 2): 3},
			[]string{"{65536 0} 33 false"},
			[]string{"{65536 1} 30 false", "{65536 2} 3 false"},
			0,
		},
		"kinds of one number and call": {
			map[Kind]int{kind(1, 1): 30, kind(1, 0x10001): 3},
			[]string{"{65536 0} 33 false"},
			[]string{"{65536 1} 19 true", "{65536 65537} 1 true"},
			0,
		},
		"calls whose numbers begin alike": {
			map[Kind]int{{0x10001, 1}: 30, {0x10002, 2}: 3},
			[]string{"{65537 0} 30 false", "{65538 0} 3 false"},
			[]string{"{65537 1} 30 false", "{65538 2} 3 false"},
			0,
		},
		"calls of one number": {
			map[Kind]int{{0x10001, 1}: 30, {0x10002, 0x10001}: 3},
			[]string{"{65537 0} 19 true", "{65538 0} 1 true"},
			[]string{"{65537 1} 19 true", "{65538 65537} 1 true"},
			13,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var elements []Element
			var summaries []Summary
			n := 0
			for _, k := range slices.SortedFunc(maps.Keys(test.kinds), func(a, b Kind) int { return int(a.Whole) - int(b.Whole) }) {
				e, s := matchesOf(k, n, test.kinds[k])
				elements, summaries, n = append(elements, e...), append(summaries, s...), n+len(e)
			}
			sample, _ := limits.Sample(summaries)
			have := NumbersOf(elements, sample)
			for i, c := range have.Calls {
				have.Calls[i].Summary.Kind = Kind{Call: c.Summary.Kind.Call}
			}
			if calls, kinds := numbersOf(have.Calls), numbersOf(have.Kinds); !slices.Equal(calls, test.calls) ||
				!slices.Equal(kinds, test.named) || have.Rest != test.rest {
				t.Errorf("calls %q, kinds %q, rest %d", calls, kinds, have.Rest)
			}
		})
	}
}

// TestNumbersOf_Many draws more kinds than there is room to name: the number of
// each call is exact all the same, as long as each call has a place.
func TestNumbersOf_Many(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		calls := make([]uint32, 1+r.IntN(20))
		for i := range calls {
			calls[i] = uint32(i+1)<<16 | r.Uint32()>>16
		}
		want := map[uint32]int{}
		var elements []Element
		var summaries []Summary
		for i := range 800 {
			call := calls[r.IntN(1+r.IntN(len(calls)))]
			e, s := matchesOf(Kind{call, r.Uint32()}, i, 1)
			elements, summaries = append(elements, e...), append(summaries, s...)
			want[call]++
		}
		sample, _ := limits.Sample(summaries)
		have := NumbersOf(elements, sample)
		for _, c := range have.Calls {
			if c.N != want[c.Summary.Kind.Call] || c.AtLeast {
				t.Fatalf("call %x: %d, want %d", c.Summary.Kind.Call, c.N, want[c.Summary.Kind.Call])
			}
		}
		if len(have.Calls) != len(want) || have.Rest != 0 {
			t.Fatalf("%d calls of %d, and %d of others", len(have.Calls), len(want), have.Rest)
		}
	}
}

// TestNumbersOf_Refused samples what a full window has no element of.
func TestNumbersOf_Refused(t *testing.T) {
	many, sample := matchesOf(Kind{1 << 16, 1}, 0, 10)
	_, one := matchesOf(Kind{2 << 16, 2}, 10, 1)
	_, other := matchesOf(Kind{3 << 16, 3}, 20, 1)
	twice := append(many, Element{many[0].Time + 5, many[0].Identity, 7})
	have := NumbersOf(twice, append(append(sample[:3], one...), other...))
	if kinds := numbersOf(have.Kinds); !slices.Equal(kinds, []string{"{131072 2} 1 true", "{196608 3} 1 true", "{65536 1} 10 false"}) {
		t.Errorf("kinds %q", kinds)
	}
	if have.Rest != 0 {
		t.Errorf("rest %d", have.Rest)
	}
}

// TestNumbersOf_Rest has a call that has no place in the sample.
func TestNumbersOf_Rest(t *testing.T) {
	many, sample := matchesOf(Kind{1 << 16, 1}, 0, 10)
	others, _ := matchesOf(Kind{2 << 16, 2}, 10, 4)
	if have := NumbersOf(append(many, others...), sample); have.Rest != 4 || len(have.Calls) != 1 || have.Calls[0].N != 10 {
		t.Errorf("%+v", have)
	}
}
