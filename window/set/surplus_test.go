package set

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

var limits = Limits{Summaries: 20, Excepted: 100}

// TestMiddle_NeverMatters removes the middle elements of all small windows at
// any moment: no span that begins or ends there counts less without them.
func TestMiddle_NeverMatters(t *testing.T) {
	const period = 4
	subsets(2*period, func(bits int) {
		w := elementsOf(bits, 2*period, period)
		kept := Drop(w, middle(w))
		subsets(2*period, func(other int) {
			before, after := elementsOf(other, period, period), elementsOf(other, 3*period, period)
			if have, want := best(before, kept, period).Count, slowBest(before, w, period); have != want {
				t.Fatalf("%v ending in %v: %d, without the middle %d", before, w, want, have)
			}
			if have, want := best(kept, after, period).Count, slowBest(w, after, period); have != want {
				t.Fatalf("%v starting in %v: %d, without the middle %d", after, w, want, have)
			}
		})
	})
}

// TestSurplus_Converges adds to the parts of a window in random order and
// removes from each what was surplus there some time before: what is kept of
// the union in the end depends on what was added alone.
func TestSurplus_Converges(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 10 {
		var all Contents
		for i := range 200 {
			id := Identity{byte(r.IntN(60)), byte(r.IntN(2))}
			kind := Kind{uint32(r.IntN(8)), uint32(r.IntN(20))}
			all.Elements = append(all.Elements, Element{uint32(300 + r.IntN(300)), id, uint32(r.IntN(3))})
			all.Summaries = append(all.Summaries, Summary{id, kind, fmt.Sprint(r.IntN(3))})
			all.Excepted = append(all.Excepted, Excepted{Identity{byte(i), byte(r.IntN(3))}, fmt.Sprint("e", r.IntN(2))})
		}
		want := kept(all)
		for range 2 {
			if have := kept(addInSteps(r, all)); !sameContents(have, want) {
				t.Fatalf("kept %d, %d, %d, want %d, %d, %d or other ones",
					len(have.Elements), len(have.Summaries), len(have.Excepted),
					len(want.Elements), len(want.Summaries), len(want.Excepted))
			}
		}
	}
}

// addInSteps adds the members of some contents to the parts of a window in
// random order, some twice, and removes surplus that was seen some time before.
func addInSteps(r *rand.Rand, all Contents) Contents {
	layout := Layout{Capacity: 50, PartSize: 8, ByValue: true}
	var steps []Contents
	for _, e := range all.Elements {
		steps = append(steps, Contents{Elements: []Element{e}})
	}
	for _, s := range all.Summaries {
		steps = append(steps, Contents{Summaries: []Summary{s}})
	}
	for _, e := range all.Excepted {
		steps = append(steps, Contents{Excepted: []Excepted{e}})
	}
	steps = append(steps, steps[:100]...)
	r.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })

	parts := map[Part]Contents{}
	var pending []removal
	for _, c := range steps {
		part := Part(r.IntN(3)) // of details: any will do
		if len(c.Elements) > 0 {
			part = layout.Divide(c.Elements)[0].Part
		}
		parts[part] = parts[part].Union(c)
		if r.IntN(9) == 0 {
			pending = append(pending, removal{part, limits.Surplus(parts[part])})
		}
		if len(pending) > 0 && r.IntN(8) == 0 {
			k := r.IntN(len(pending))
			parts[pending[k].part] = parts[pending[k].part].Without(pending[k].surplus)
			pending = slices.Delete(pending, k, k+1)
		}
	}
	var union Contents
	for _, c := range parts {
		union = union.Union(c)
	}
	return union
}

// removal is what was surplus in a part at some moment.
type removal struct {
	part    Part
	surplus Contents
}

// kept is what decides, and what is told, of some contents.
func kept(c Contents) Contents {
	c = limits.Kept(c)
	c.Elements = Drop(c.Elements, middle(c.Elements))
	return c
}

func sameContents(a, b Contents) bool {
	return sameSet(a.Elements, b.Elements) && sameSet(a.Summaries, b.Summaries) && sameSet(a.Excepted, b.Excepted)
}

func sameSet[T comparable](a, b []T) bool {
	return len(Drop(a, b)) == 0 && len(Drop(b, a)) == 0
}

func TestSample(t *testing.T) {
	var all []Summary
	for i := range 30 {
		all = append(all, Summary{Identity: Identity{byte(i)}, Text: "b"}, Summary{Identity: Identity{byte(i)}, Text: "a"})
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	kept, rest := limits.Sample(all)
	if len(kept) != 20 || len(rest) != 40 {
		t.Fatalf("%d kept, %d not", len(kept), len(rest))
	}
	for i, s := range kept {
		if s.Identity[0] != byte(i) || s.Text != "a" {
			t.Errorf("kept %v at %d", s, i)
		}
	}
}

func TestTally(t *testing.T) {
	var all []Excepted
	for i := range 150 {
		all = append(all, Excepted{Identity{byte(i)}, "many"})
	}
	all = append(all, Excepted{Identity{200}, "one"})
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	kept, rest := limits.Tally(all)
	if len(kept) != 101 || len(rest) != 50 {
		t.Fatalf("%d kept, %d not", len(kept), len(rest))
	}
	for _, e := range rest {
		if e.Name != "many" || e.Identity[0] < 100 {
			t.Errorf("%v is not kept", e)
		}
	}
}

func TestBars(t *testing.T) {
	var c Contents
	for i := range 25 {
		c.Summaries = append(c.Summaries, Summary{Identity: Identity{byte(i)}, Text: "s"})
	}
	for i := range 120 {
		c.Excepted = append(c.Excepted, Excepted{Identity{byte(i)}, "many"}, Excepted{Identity{byte(i)}, "many"})
		if i < 99 {
			c.Excepted = append(c.Excepted, Excepted{Identity{byte(i)}, "few"}, Excepted{Identity{byte(i)}, "few"})
		}
	}
	b := limits.BarsOf(c)
	if !b.Any() || !b.full() || b.summaries[19].Identity != (Identity{19}) {
		t.Errorf("bar of summaries %v", b.summaries)
	}
	if len(b.excepted) != 1 || b.excepted["many"] != (Identity{99}) {
		t.Errorf("bars of excepted records %v", b.excepted)
	}
	more := Contents{Summaries: c.Summaries, Excepted: []Excepted{
		{Identity{99}, "many"}, {Identity{100}, "many"}, {Identity{200}, "few"}, {Identity{200}, "new"},
	}}
	if left := b.Pass(more); len(left.Summaries) != 20 || len(left.Excepted) != 3 {
		t.Errorf("%d summaries and %v pass", len(left.Summaries), left.Excepted)
	}
	if left := (Bars{}).Pass(more); !sameContents(left, more) || (Bars{}).Any() {
		t.Error("without a bar, all pass")
	}
}

// TestBars_LowestOfBoth has two processes know of different members.
func TestBars_LowestOfBoth(t *testing.T) {
	bars := func(from int) Bars {
		var c Contents
		for i := range 100 {
			c.Summaries = append(c.Summaries, Summary{Identity: Identity{byte(from + i)}, Text: "s"})
			c.Excepted = append(c.Excepted, Excepted{Identity{byte(from + i)}, "e"}, Excepted{Identity{byte(i)}, fmt.Sprint("of ", from)})
		}
		return limits.BarsOf(c)
	}
	for _, both := range []Bars{bars(10).And(bars(40)), bars(40).And(bars(10)), bars(10).And(bars(40)).And(Bars{})} {
		if !both.full() || both.summaries[19].Identity != (Identity{29}) || both.excepted["e"] != (Identity{109}) || len(both.excepted) != 3 {
			t.Errorf("bars %v", both)
		}
	}
	if (Bars{}).And(Bars{}).Any() {
		t.Error("a bar out of nothing")
	}
}
