package window

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

var bounds = Bounds{}.withDefaults()

// TestMiddle_NeverMatters removes the middle elements of all small windows at
// any moment: no span that begins or ends there counts less without them.
func TestMiddle_NeverMatters(t *testing.T) {
	const period = 4
	subsets(2*period, func(bits int) {
		w := elementsOf(bits, 2*period, period)
		kept := drop(w, middle(w))
		subsets(2*period, func(other int) {
			before, after := elementsOf(other, period, period), elementsOf(other, 3*period, period)
			if have, want := best(before, kept, period).count, slowBest(before, w, period); have != want {
				t.Fatalf("%v ending in %v: %d, without the middle %d", before, w, want, have)
			}
			if have, want := best(kept, after, period).count, slowBest(w, after, period); have != want {
				t.Fatalf("%v starting in %v: %d, without the middle %d", after, w, want, have)
			}
		})
	})
}

// TestSurplus_Converges adds and removes in random order: what is kept in the
// end depends on what was added alone.
func TestSurplus_Converges(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 10 {
		var all Image
		for i := range 200 {
			id := Identity{byte(r.IntN(60)), byte(r.IntN(2))}
			all.Elements = append(all.Elements, Element{uint32(300 + r.IntN(300)), id})
			all.Summaries = append(all.Summaries, Summary{id, fmt.Sprint(r.IntN(3))})
			all.Excepted = append(all.Excepted, Excepted{Identity{byte(i), byte(r.IntN(3))}, fmt.Sprint("e", r.IntN(2))})
		}
		all, _, _ = NewMemory().Add(context.Background(), "k", 300, Write{
			Elements: all.Elements, Summaries: all.Summaries, Excepted: all.Excepted,
		})
		want := kept(all)
		for range 2 {
			if have := kept(addInSteps(r, all)); !sameImage(have, want) {
				t.Fatalf("kept %d, %d, %d, want %d, %d, %d or other ones",
					len(have.Elements), len(have.Summaries), len(have.Excepted),
					len(want.Elements), len(want.Summaries), len(want.Excepted))
			}
		}
	}
}

// addInSteps adds the members of an image in random order, some twice, and
// removes surplus that was seen some time before.
func addInSteps(r *rand.Rand, all Image) Image {
	var steps []Write
	for _, e := range all.Elements {
		steps = append(steps, Write{Elements: []Element{e}})
	}
	for _, s := range all.Summaries {
		steps = append(steps, Write{Summaries: []Summary{s}})
	}
	for _, e := range all.Excepted {
		steps = append(steps, Write{Excepted: []Excepted{e}})
	}
	steps = append(steps, steps[:100]...)
	r.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })

	ctx, m := context.Background(), NewMemory()
	var pending []Surplus
	for _, w := range steps {
		img, _, _ := m.Add(ctx, "k", 300, w)
		if r.IntN(9) == 0 {
			pending = append(pending, bounds.surplus(img))
		}
		if len(pending) > 0 && r.IntN(8) == 0 {
			k := r.IntN(len(pending))
			_ = m.Compact(ctx, "k", 300, pending[k])
			pending = slices.Delete(pending, k, k+1)
		}
	}
	imgs, _, _ := m.Windows(ctx, "k", Range{From: 300, To: 300, Details: true})
	return imgs[0]
}

func kept(img Image) Image { return img.without(bounds.surplus(img)) }

func sameImage(a, b Image) bool {
	return sameSet(a.Elements, b.Elements) && sameSet(a.Summaries, b.Summaries) && sameSet(a.Excepted, b.Excepted)
}

func sameSet[T comparable](a, b []T) bool {
	return len(drop(a, b)) == 0 && len(drop(b, a)) == 0
}

func TestSample(t *testing.T) {
	var all []Summary
	for i := range 30 {
		all = append(all, Summary{Identity{byte(i)}, "b"}, Summary{Identity{byte(i)}, "a"})
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	kept, rest := bounds.sample(all)
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
	kept, rest := bounds.tally(all)
	if len(kept) != 101 || len(rest) != 50 {
		t.Fatalf("%d kept, %d not", len(kept), len(rest))
	}
	for _, e := range rest {
		if e.Name != "many" || e.Identity[0] < 100 {
			t.Errorf("%v is not kept", e)
		}
	}
}
