package set

import (
	"cmp"
	"slices"
)

// View is what was read of some windows of one rule and group, by their starts;
// one that is missing counts as empty.
type View map[int64]Contents

// Add adds what items hold.
func (v View) Add(items []Item) {
	for _, it := range items {
		w := it.Place.Window()
		v[w] = v[w].Union(it.Contents)
	}
}

// Span is the fullest stretch of one period: how many different identities it
// holds, and the times of the first and the last element.
type Span struct {
	Count       int
	First, Last uint32
}

// best is the fullest span that starts with an element of window a; it may end
// in the next window, b. Of several the earliest is taken.
func best(a, b []Element, period int64) Span {
	all := append(byTime(a), byTime(b)...)
	inside := make(map[Identity]int, len(all))
	var found Span
	end := 0
	for _, e := range all[:len(a)] {
		for end < len(all) && int64(all[end].Time) < int64(e.Time)+period {
			inside[all[end].Identity]++
			end++
		}
		if len(inside) > found.Count {
			found = Span{len(inside), e.Time, all[end-1].Time}
		}
		if inside[e.Identity]--; inside[e.Identity] == 0 {
			delete(inside, e.Identity)
		}
	}
	return found
}

func byTime(elements []Element) []Element {
	return slices.SortedFunc(slices.Values(elements), func(x, y Element) int { return cmp.Compare(x.Time, y.Time) })
}

// Terms are the settings that decide whether a window is due. Times are in
// seconds.
type Terms struct {
	Threshold     int
	Period, Reach int64 // Reach: an alert for window j spends those from j to j+Reach
}

// StartOf is the start of the window that holds time t.
func (t Terms) StartOf(at int64) int64 { return at - at%t.Period }

// Verdict is an alert that is due: the windows that it covers and the span that
// reached the threshold.
type Verdict struct {
	Windows []int64
	Span    Span
}

// Told are the windows of which an alert tells: those that it covers, and the
// one in which the span ends. That one is not covered where the first holds the
// threshold by itself, but its matches are in the count.
func (t Terms) Told(v Verdict) []int64 {
	if last := t.StartOf(int64(v.Span.Last)); last > v.Windows[len(v.Windows)-1] {
		return append(slices.Clone(v.Windows), last)
	}
	return v.Windows
}

// Due returns the lowest of the candidates that must be alerted: it is not
// spent, and a span that starts in it holds the threshold of unspent matches.
// A span that needs the matches of two windows covers both.
func (t Terms) Due(v View, pub Published, candidates []int64) (Verdict, bool) {
	for _, w := range candidates {
		if pub.Spends(w, t.Reach) {
			continue
		}
		var next []Element
		if !pub.Spends(w+t.Period, t.Reach) {
			next = v[w+t.Period].Elements
		}
		found := best(v[w].Elements, next, t.Period)
		if found.Count < t.Threshold {
			continue
		}
		covered := []int64{w}
		if Distinct(v[w].Elements) < t.Threshold {
			covered = append(covered, w+t.Period)
		}
		return Verdict{covered, found}, true
	}
	return Verdict{}, false
}

// Candidates are the windows that matches in the given windows can make due:
// each itself, and the one before it, where a span that ends in it may start.
func (t Terms) Candidates(windows []int64) []int64 {
	var all Published
	for _, w := range windows {
		all = append(all, w)
		if w > t.Period {
			all = append(all, w-t.Period)
		}
	}
	return all.With()
}

// Stretch is a row of windows to read and the windows that it is read for.
type Stretch struct {
	From, To int64
	Windows  []int64
}

// Around are the rows that hold every given window, with so many windows before
// and after it. What adjoins or overlaps becomes one row, so that nothing is
// read that lies far from all of them. Windows at both ends of a row that an
// alert has spent are left out, for they count for nothing. The windows are
// ascending.
func (t Terms) Around(windows []int64, before, after int64, pub Published) []Stretch {
	var all []Stretch
	for _, w := range windows {
		from, to := max(w-before*t.Period, t.Period), w+after*t.Period
		if n := len(all); n > 0 && from <= all[n-1].To+t.Period {
			all[n-1].To = to
			all[n-1].Windows = append(all[n-1].Windows, w)
			continue
		}
		all = append(all, Stretch{from, to, []int64{w}})
	}
	for i := range all {
		s := &all[i]
		for s.From <= s.To && pub.Spends(s.From, t.Reach) {
			s.From += t.Period
		}
		for s.From <= s.To && pub.Spends(s.To, t.Reach) {
			s.To -= t.Period
		}
	}
	return slices.DeleteFunc(all, func(s Stretch) bool { return s.From > s.To })
}
