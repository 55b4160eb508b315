package set

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func elements(n int) []Element {
	var all []Element
	for i := range n {
		all = append(all, Element{Time: uint32(300 + i), Identity: Identity{byte(i), byte(i >> 8)}})
	}
	return all
}

// TestDivide_LosesNothing divides random writes, in any order of their
// elements: all of them lie somewhere, and always at the same place.
func TestDivide_LosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		l := Layout{Capacity: 1 + r.IntN(6000), PartSize: 1 + r.IntN(40), ByValue: r.IntN(2) == 0}
		all := elements(r.IntN(100))
		if l.ByValue { // a second time of some values
			for _, e := range all[:len(all)/2] {
				all = append(all, Element{Time: e.Time + 1000, Identity: e.Identity})
			}
		}
		portions := l.Divide(all)
		var union []Element
		of := map[Identity]Part{}
		for i, p := range portions {
			union = append(union, p.Elements...)
			if p.Part == 0 || p.Part > LastPart || i > 0 && p.Part <= portions[i-1].Part {
				t.Fatalf("%+v: part %d at %d", l, p.Part, i)
			}
			for _, e := range p.Elements {
				if before, ok := of[e.Identity]; ok && before != p.Part {
					t.Fatalf("%+v: one identity in two parts", l)
				}
				of[e.Identity] = p.Part
			}
		}
		if !sameSet(union, all) || !l.ByValue && len(portions) > 1 {
			t.Fatalf("%+v: %d elements in %d parts, want %d", l, len(union), len(portions), len(all))
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i, p := range l.Divide(all) {
			if p.Part != portions[i].Part || !sameSet(p.Elements, portions[i].Elements) {
				t.Fatalf("%+v: another order is divided differently", l)
			}
		}
	}
}

// TestDivide_Own has writes of many elements, which have parts of their own.
func TestDivide_Own(t *testing.T) {
	l := Layout{Capacity: 1000, PartSize: 32}
	parts := map[Part]bool{}
	for n := 1; n < 100; n++ {
		p := l.Divide(elements(n))[0].Part
		if (p >= own) != (n >= 32) || p < own && (p%slot != 0 || p/slot > 32) {
			t.Errorf("%d elements lie in part %d", n, p)
		}
		parts[p] = true
	}
	if len(parts) < 68+20 {
		t.Errorf("%d parts for 99 writes", len(parts))
	}
}

// TestDivide_Even has single elements spread over all parts of a window.
func TestDivide_Even(t *testing.T) {
	for _, byValue := range []bool{false, true} {
		l := Layout{Capacity: 1000, PartSize: 32, ByValue: byValue}
		n := map[Part]int{}
		for _, e := range elements(1000) {
			n[l.Divide([]Element{e})[0].Part]++
		}
		for part, held := range n {
			if held > 64 {
				t.Errorf("%d of 1,000 elements lie in part %d", held, part)
			}
		}
		if len(n) != 32 {
			t.Errorf("%d parts, want 32", len(n))
		}
	}
}

func TestDivide_FewSlots(t *testing.T) {
	for _, l := range []Layout{{Capacity: 5000, PartSize: 1, ByValue: true}, {Capacity: 1, PartSize: 32}} {
		for _, e := range elements(500) {
			if p := l.Divide([]Element{e})[0].Part; p < slot || p >= own {
				t.Fatalf("%+v: part %d", l, p)
			}
		}
	}
}

// TestRanges has the places of three windows, with their details and a
// register among them.
func TestRanges(t *testing.T) {
	if have := Details(60).Next(); have != (Place{Start: -59}) { // the details of a window are one item
		t.Errorf("next to details: %v", have)
	}
	const register = 0
	all := []Place{Details(180), Details(120), Details(60), Whole(register)}
	for _, w := range []int64{60, 120, 180} {
		all = append(all, Whole(w), Place{w, slot}, Place{w, own}, Place{w, LastPart})
	}
	if !slices.IsSortedFunc(all, Place.Compare) {
		t.Fatalf("order %v", all)
	}
	in := func(r Range) []Place {
		return slices.DeleteFunc(slices.Clone(all), func(p Place) bool { return !r.Holds(p) })
	}
	if have := in(PartsOf(60, 120)); !slices.Equal(have, all[4:12]) {
		t.Errorf("parts of two windows: %v", have)
	}
	if have := in(DetailsOf(60, 120)); !slices.Equal(have, all[1:3]) {
		t.Errorf("details of two windows: %v", have)
	}
	for i, p := range all {
		if have := in(Range{p.Next(), PartsOf(1, 180).To}); !slices.Equal(have, all[i+1:]) {
			t.Errorf("after %v: %v", p, have)
		}
		if w := p.Window(); p.Start != w && p.Start != -w {
			t.Errorf("%v belongs to window %d", p, w)
		}
	}
}

// TestFull has windows whose elements are many and whose identities few.
func TestFull(t *testing.T) {
	l := Layout{Capacity: 3, PartSize: 32}
	twice := append(elements(2), Element{Time: 1, Identity: Identity{0}}, Element{Time: 2, Identity: Identity{0}})
	if l.Full(twice) || !l.Full(append(twice, Element{Time: 3, Identity: Identity{9}})) {
		t.Error("a window is full at its capacity of identities")
	}
	for capacity, want := range map[int]int{5: 1, 32: 1, 1000: 31, 5000: 156} {
		if have := (Layout{Capacity: capacity, PartSize: 32}).LookAfter(); have != want {
			t.Errorf("with %d identities a process looks after %d elements, want %d", capacity, have, want)
		}
	}
}
