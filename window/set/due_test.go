package set

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
		var pub Published
		for i := range windows {
			if bits&(1<<i) != 0 {
				pub = pub.With(int64(i+1)*period, int64(i+1)*period)
			}
		}
		for w := int64(period); w <= windows*period; w += period {
			for reach := int64(0); reach <= 3*period; reach += period {
				if have, want := pub.Spends(w, reach), slowSpent(pub, w, reach); have != want {
					t.Fatalf("published %v, window %d, reach %d: spent %v, want %v", pub, w, reach, have, want)
				}
			}
			before, older := pub.Before(w)
			after, newer := pub.After(w)
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
			all = append(all, Element{Time: uint32(w) + uint32(i/2), Identity: Identity{byte(i % 2)}})
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
			if want := slowBest(a, b, period); have.Count != want {
				t.Fatalf("best of %v and %v: %d, want %d", a, b, have.Count, want)
			}
			checkSpan(t, have, a, b)
		})
	})
}

// checkSpan wants the first and the last match of the span to be elements, and
// as many identities between them as counted.
func checkSpan(t *testing.T, s Span, a, b []Element) {
	t.Helper()
	ids := map[Identity]bool{}
	first, last := false, false
	for _, e := range slices.Concat(a, b) {
		if s.First <= e.Time && e.Time <= s.Last {
			ids[e.Identity] = true
		}
		first = first || e.Time == s.First
		last = last || e.Time == s.Last
	}
	if s.Count > 0 && (len(ids) != s.Count || !first || !last) {
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
			e := Element{Time: uint32(at), Identity: Identity{byte(r.IntN(12))}}
			sides[at/period-1] = append(sides[at/period-1], e)
		}
		have := best(sides[0], sides[1], period)
		if want := slowBest(sides[0], sides[1], period); have.Count != want {
			t.Fatalf("best of %v: %d, want %d", sides, have.Count, want)
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
		seen := View{}
		for i, w := range all {
			seen[w] = Contents{Elements: elementsOf(bits>>(2*period*i)&(1<<(2*period)-1), w, period)}
		}
		subsets(windows, func(alerted int) {
			var pub Published
			for i, w := range all {
				if alerted&(1<<i) != 0 {
					pub = append(pub, w)
				}
			}
			for threshold := 1; threshold <= 2; threshold++ {
				for reach := int64(0); reach <= period; reach += period {
					checkDue(t, Terms{threshold, period, reach}, seen, pub, all)
				}
			}
		})
	})
}

func checkDue(t *testing.T, x Terms, seen View, pub Published, all []int64) {
	t.Helper()
	unspent := View{}
	for w, img := range seen {
		if !slowSpent(pub, w, x.Reach) {
			unspent[w] = img
		}
	}
	var want []int64
	for _, w := range all {
		if slowBest(unspent[w].Elements, unspent[w+x.Period].Elements, x.Period) < x.Threshold {
			continue
		}
		want = []int64{w}
		if Distinct(seen[w].Elements) < x.Threshold {
			want = append(want, w+x.Period)
		}
		break
	}
	v, ok := x.Due(seen, pub, all)
	if ok != (want != nil) || !slices.Equal(v.Windows, want) {
		t.Fatalf("%+v, alerted %v, view %v: due %v, want %v", x, pub, seen, v.Windows, want)
	}
}

var minutely = Terms{Threshold: 1, Period: 60}

func TestCandidates(t *testing.T) {
	for _, c := range []struct{ touched, want []int64 }{
		{nil, nil},
		{[]int64{300}, []int64{240, 300}},
		{[]int64{60}, []int64{60}},
		{[]int64{300, 360, 600}, []int64{240, 300, 360, 540, 600}},
	} {
		if have := minutely.Candidates(c.touched); !slices.Equal(have, c.want) {
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
		for _, s := range minutely.Around(c.windows, 1, 1, nil) {
			have = append(have, [3]int64{s.From, s.To, int64(len(s.Windows))})
		}
		if !slices.Equal(have, c.want) {
			t.Errorf("%s: %v, want %v", c.name, have, c.want)
		}
	}
}

// TestAround_WithoutSpent leaves out what an alert has spent at both ends: the
// decision is the same without it.
func TestAround_WithoutSpent(t *testing.T) {
	x := Terms{Threshold: 1, Period: 60, Reach: 120}
	for _, c := range []struct {
		name          string
		windows       []int64
		pub           Published
		before, after int64
		want          [][2]int64
	}{
		{"none is spent", []int64{600}, Published{300, 780}, 1, 1, [][2]int64{{540, 660}}},
		{"the one before", []int64{600}, Published{420}, 1, 1, [][2]int64{{600, 660}}},
		{"the one behind", []int64{600}, Published{660}, 1, 1, [][2]int64{{540, 600}}},
		{"some between are read", []int64{600, 900}, Published{660}, 2, 2, [][2]int64{{480, 1020}}},
		{"all", []int64{600, 660}, Published{540}, 0, 0, nil},
		{"all of one row", []int64{600, 6000}, Published{540}, 0, 1, [][2]int64{{6000, 6060}}},
	} {
		var have [][2]int64
		for _, s := range x.Around(c.windows, c.before, c.after, c.pub) {
			have = append(have, [2]int64{s.From, s.To})
		}
		if !slices.Equal(have, c.want) {
			t.Errorf("%s: %v, want %v", c.name, have, c.want)
		}
	}
}
