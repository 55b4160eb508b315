package set

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// rankOf is the definition: 0 for the lowest of its call, 1 for the lowest of
// its kind, 2 for the lowest of its kind and identity, 3 for the rest.
func rankOf(s Summary, all []Summary) int {
	lowest := func(like func(Summary) bool) bool {
		return !slices.ContainsFunc(all, func(x Summary) bool { return like(x) && x.compare(s) < 0 })
	}
	switch {
	case lowest(func(x Summary) bool { return x.Kind.Call == s.Kind.Call }):
		return 0
	case lowest(func(x Summary) bool { return x.Kind == s.Kind }):
		return 1
	case lowest(func(x Summary) bool { return x.Kind == s.Kind && x.Identity == s.Identity }):
		return 2
	default:
		return 3
	}
}

// slowSample is the definition: what fewer than limit others come before.
func slowSample(limit int, all []Summary) (kept, rest []Summary) {
	before := func(x, s Summary) bool {
		a, b := rankOf(x, all), rankOf(s, all)
		return a < b || a == b && x.compare(s) < 0
	}
	for _, s := range all {
		n := 0
		for _, x := range all {
			if before(x, s) {
				n++
			}
		}
		if n < limit && rankOf(s, all) < 3 {
			kept = append(kept, s)
		} else {
			rest = append(rest, s)
		}
	}
	return kept, rest
}

// summaryOf makes a summary of some bits: few identities, calls and kinds, so
// that many are alike.
func summaryOf(bits byte) Summary {
	call := uint32(bits >> 6)
	return Summary{
		Identity: Identity{bits & 7},
		Kind:     Kind{Call: call, Whole: call<<4 | uint32(bits>>4&3)},
		Text:     fmt.Sprint(bits >> 3 & 1),
	}
}

func different(bits []byte) []Summary {
	var all []Summary
	for _, b := range bits {
		if s := summaryOf(b); !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// checkSample compares the sample with the definition, and wants what is in the
// rest of a part to be in the rest of the whole.
func checkSample(t *testing.T, limit int, part, whole []Summary) {
	t.Helper()
	l := Limits{Summaries: limit}
	kept, rest := l.Sample(whole)
	wantKept, wantRest := slowSample(limit, whole)
	if !sameSet(kept, wantKept) || !sameSet(rest, wantRest) {
		t.Fatalf("%d of %v: kept %v, want %v; rest %v, want %v", limit, whole, kept, wantKept, rest, wantRest)
	}
	_, gone := l.Sample(part)
	for _, s := range gone {
		if slices.Contains(kept, s) {
			t.Fatalf("%d of %v: %v stays, though it does not among %v alone", limit, whole, s, part)
		}
	}
	if again, _ := l.Sample(append(Drop(whole, gone), part...)); !sameSet(again, kept) {
		t.Fatalf("%d of %v: without what was crowded out of %v: %v", limit, whole, part, again)
	}
	if b := l.BarsOf(Contents{Summaries: part}); b.full() {
		for _, s := range Drop(whole, b.Pass(Contents{Summaries: whole}).Summaries) {
			if slices.Contains(kept, s) {
				t.Fatalf("%d of %v: the bars of %v hold up %v, which stays", limit, whole, part, s)
			}
		}
	}
}

// TestSample_CrowdedOutForEver takes all small sets of summaries and all that
// is added to them.
func TestSample_CrowdedOutForEver(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 40 {
		bits := make([]byte, 6)
		for i := range bits {
			bits[i] = byte(r.IntN(256))
		}
		all := different(bits)
		subsets(len(all), func(whole int) {
			subsets(len(all), func(part int) {
				if part&whole == part {
					checkSample(t, 1+whole%4, chosen(all, part), chosen(all, whole))
				}
			})
		})
	}
}

func chosen(all []Summary, bits int) []Summary {
	var some []Summary
	for i, s := range all {
		if bits&(1<<i) != 0 {
			some = append(some, s)
		}
	}
	return some
}

func FuzzSample(f *testing.F) {
	f.Add(byte(3), []byte{0, 64, 128}, []byte{1, 2, 3, 65, 66, 16, 32, 33, 8})
	f.Fuzz(func(t *testing.T, limit byte, part, more []byte) {
		if len(part) > 40 || len(more) > 40 {
			return // the definition takes its time
		}
		checkSample(t, 1+int(limit%24), different(part), different(slices.Concat(part, more)))
	})
}

// TestSample_KeepsWhatIsRare has 600 matches of one call from as many networks,
// and one of another with the highest identity of all.
func TestSample_KeepsWhatIsRare(t *testing.T) {
	var all []Summary
	for i := range uint32(600) {
		all = append(all, Summary{Identity: Identity{byte(i >> 8), byte(i)}, Kind: Kind{1, 1000 + i}, Text: "many"})
	}
	rare := Summary{Identity: Identity{0xff}, Kind: Kind{2, 2}, Text: "one"}
	kept, rest := limits.Sample(append(all, rare))
	if len(kept) != 20 || len(rest) != 581 || !slices.Contains(kept, rare) {
		t.Errorf("keeps %d of 601, %v", len(kept), kept)
	}
}

func TestBars_Rare(t *testing.T) {
	summary := func(id byte, call, whole uint32) Summary {
		return Summary{Identity: Identity{id}, Kind: Kind{call, whole}, Text: "s"}
	}
	few := Limits{Summaries: 3}
	b := few.BarsOf(Contents{Summaries: []Summary{summary(5, 1, 1), summary(6, 1, 2)}})
	more := Contents{
		Summaries: []Summary{summary(1, 1, 1), summary(2, 1, 3), summary(3, 1, 3), summary(9, 2, 4)},
		Excepted:  []Excepted{{Identity{1}, "e"}},
	}
	if have := b.Rare(more); len(have.Excepted) != 0 || !slices.Equal(have.Summaries, []Summary{more.Summaries[1], more.Summaries[3]}) {
		t.Errorf("rare are %v", have)
	}
	b = b.And(few.BarsOf(Contents{Summaries: []Summary{summary(7, 1, 7)}}))
	if have := b.Rare(more).Summaries; !slices.Equal(have, more.Summaries[3:]) {
		t.Errorf("once the sample is full, rare are %v", have)
	}
}

// TestMiddle_OfKinds has one identity come at few times in several kinds, as
// only forged records do: no more than two elements of it stay.
func TestMiddle_OfKinds(t *testing.T) {
	var all []Element
	for at := range uint32(3) {
		for kind := range uint32(4) {
			all = append(all, Element{Time: at, Kind: kind})
		}
	}
	if left := Drop(all, middle(all)); !slices.Equal(left, []Element{{Time: 0, Kind: 0}, {Time: 2, Kind: 3}}) {
		t.Errorf("left are %v", left)
	}
}
