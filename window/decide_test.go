package window

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The decisions against what they mean, said in the slowest way, over all
// inputs of a small domain.

// slowSpent is the definition: some alerted window j with j <= w <= j + reach.
func slowSpent(pub []int64, w, reach int64) bool {
	return slices.ContainsFunc(pub, func(j int64) bool { return j <= w && w <= j+reach })
}

// slowBest is the definition: the maximum over the elements f of a of the
// number of different identities t with f.Time <= t < f.Time + period.
func slowBest(a, b []Element, period int64) int {
	most := 0
	for _, f := range a {
		ids := map[Identity]bool{}
		for _, e := range slices.Concat(a, b) {
			if e.Time >= f.Time && int64(e.Time) < int64(f.Time)+period {
				ids[e.Identity] = true
			}
		}
		most = max(most, len(ids))
	}
	return most
}

// subsets calls do with every subset of the numbers below n, as bits.
func subsets(n int, do func(bits int)) {
	for bits := range 1 << n {
		do(bits)
	}
}

func TestPublished_Exhaustive(t *testing.T) {
	const period, windows = 5, 7
	subsets(windows, func(bits int) {
		var pub published
		for i := range windows {
			if bits&(1<<i) != 0 {
				pub = pub.with(int64(i+1)*period, int64(i+1)*period)
			}
		}
		for w := int64(period); w <= windows*period; w += period {
			for reach := int64(0); reach <= 3*period; reach += period {
				if have, want := pub.spends(w, reach), slowSpent(pub, w, reach); have != want {
					t.Fatalf("published %v, window %d, reach %d: spent %v, want %v", pub, w, reach, have, want)
				}
			}
			before, older := pub.before(w)
			after, newer := pub.after(w)
			for _, j := range pub {
				if j < w && (!older || j > before) || j > w && (!newer || j < after) {
					t.Fatalf("published %v, window %d: before %d %v, after %d %v", pub, w, before, older, after, newer)
				}
			}
			if older && before >= w || newer && after <= w {
				t.Fatalf("published %v, window %d: before %d, after %d", pub, w, before, after)
			}
		}
	})
}

// elementsOf takes bits as a set of elements of window w: each of period times
// with each of two identities.
func elementsOf(bits int, w, period int64) []Element {
	var all []Element
	for i := range 2 * int(period) {
		if bits&(1<<i) != 0 {
			all = append(all, Element{uint32(w) + uint32(i/2), Identity{byte(i % 2)}})
		}
	}
	return all
}

func TestBest_Exhaustive(t *testing.T) {
	const period = 3
	subsets(2*period, func(bitsA int) {
		a := elementsOf(bitsA, period, period)
		subsets(2*period, func(bitsB int) {
			b := elementsOf(bitsB, 2*period, period)
			have := best(a, b, period)
			if want := slowBest(a, b, period); have.count != want {
				t.Fatalf("best of %v and %v: %d, want %d", a, b, have.count, want)
			}
			checkSpan(t, have, a, b)
		})
	})
}

// checkSpan wants the first and the last match of the span to be elements, and
// as many identities between them as counted.
func checkSpan(t *testing.T, s span, a, b []Element) {
	t.Helper()
	ids := map[Identity]bool{}
	first, last := false, false
	for _, e := range slices.Concat(a, b) {
		if s.first <= e.Time && e.Time <= s.last {
			ids[e.Identity] = true
		}
		first = first || e.Time == s.first
		last = last || e.Time == s.last
	}
	if s.count > 0 && (len(ids) != s.count || !first || !last) {
		t.Fatalf("span %+v of %v and %v", s, a, b)
	}
}

func TestBest_Random(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const period = 40
	for range 20_000 {
		var sides [2][]Element
		for range r.IntN(30) {
			at := period + r.IntN(2*period)
			e := Element{uint32(at), Identity{byte(r.IntN(12))}}
			sides[at/period-1] = append(sides[at/period-1], e)
		}
		have := best(sides[0], sides[1], period)
		if want := slowBest(sides[0], sides[1], period); have.count != want {
			t.Fatalf("best of %v: %d, want %d", sides, have.count, want)
		}
		checkSpan(t, have, sides[0], sides[1])
	}
}

// TestDue_Exhaustive goes through all views of three windows of two seconds
// with two identities, all sets of alerted windows, thresholds and quiet times.
func TestDue_Exhaustive(t *testing.T) {
	const period, windows = 2, 3
	all := []int64{period, 2 * period, 3 * period}
	subsets(2*period*windows, func(bits int) {
		seen := view{}
		for i, w := range all {
			seen[w] = Image{Start: w, Elements: elementsOf(bits>>(2*period*i)&(1<<(2*period)-1), w, period)}
		}
		subsets(windows, func(alerted int) {
			var pub published
			for i, w := range all {
				if alerted&(1<<i) != 0 {
					pub = append(pub, w)
				}
			}
			for threshold := 1; threshold <= 2; threshold++ {
				for reach := int64(0); reach <= period; reach += period {
					checkDue(t, terms{threshold, period, reach}, seen, pub, all)
				}
			}
		})
	})
}

func checkDue(t *testing.T, x terms, seen view, pub published, all []int64) {
	t.Helper()
	var unspent view = view{}
	for w, img := range seen {
		if !slowSpent(pub, w, x.reach) {
			unspent[w] = img
		}
	}
	var want []int64
	for _, w := range all {
		if slowBest(unspent[w].Elements, unspent[w+x.period].Elements, x.period) < x.threshold {
			continue
		}
		want = []int64{w}
		if distinct(seen[w].Elements) < x.threshold {
			want = append(want, w+x.period)
		}
		break
	}
	v, ok := x.due(seen, pub, all)
	if ok != (want != nil) || !slices.Equal(v.windows, want) {
		t.Fatalf("%+v, alerted %v, view %v: due %v, want %v", x, pub, seen, v.windows, want)
	}
}

func TestCandidates(t *testing.T) {
	for _, c := range []struct{ touched, want []int64 }{
		{nil, nil},
		{[]int64{300}, []int64{240, 300}},
		{[]int64{60}, []int64{60}},
		{[]int64{300, 360, 600}, []int64{240, 300, 360, 540, 600}},
	} {
		if have := candidates(c.touched, 60); !slices.Equal(have, c.want) {
			t.Errorf("candidates of %v: %v, want %v", c.touched, have, c.want)
		}
	}
}

func TestAround(t *testing.T) {
	type stretches = [][3]int64 // from, to, number of windows
	for _, c := range []struct {
		name    string
		windows []int64
		want    stretches
	}{
		{"one", []int64{300}, stretches{{240, 360, 1}}},
		{"the first window has none before it", []int64{60}, stretches{{60, 120, 1}}},
		{"adjacent", []int64{300, 360}, stretches{{240, 420, 2}}},
		{"one between", []int64{300, 420}, stretches{{240, 480, 2}}},
		{"two between", []int64{300, 480}, stretches{{240, 540, 2}}},
		{"three between", []int64{300, 540}, stretches{{240, 360, 1}, {480, 600, 1}}},
		{"late and now", []int64{300, 90000}, stretches{{240, 360, 1}, {89940, 90060, 1}}},
	} {
		var have stretches
		for _, s := range around(c.windows, 1, 1, 60) {
			have = append(have, [3]int64{s.From, s.To, int64(len(s.windows))})
		}
		if !slices.Equal(have, c.want) {
			t.Errorf("%s: %v, want %v", c.name, have, c.want)
		}
	}
}
