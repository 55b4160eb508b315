package window

import (
	"bytes"
	"cmp"
	"slices"
)

// The decisions: pure functions of what was stored. Times are seconds since
// 1970, windows are named by their start.

// startOf is the start of the window that holds time t.
func startOf(t, period int64) int64 { return t - t%period }

// published is the set of alerted windows: ascending, without doubles. A value
// is never changed, only replaced.
type published []int64

func (p published) with(windows ...int64) published {
	all := slices.Concat(p, windows)
	slices.Sort(all)
	return slices.Compact(all)
}

// before returns the newest alerted window before w.
func (p published) before(w int64) (int64, bool) {
	i, _ := slices.BinarySearch(p, w)
	if i == 0 {
		return 0, false
	}
	return p[i-1], true
}

// after returns the oldest alerted window after w.
func (p published) after(w int64) (int64, bool) {
	i, _ := slices.BinarySearch(p, w+1)
	if i == len(p) {
		return 0, false
	}
	return p[i], true
}

// spentBy returns the newest alerted window that spends w: w lies in it or no
// more than reach behind it.
func (p published) spentBy(w, reach int64) (int64, bool) {
	j, ok := p.before(w + 1)
	return j, ok && w <= j+reach
}

func (p published) spends(w, reach int64) bool {
	_, ok := p.spentBy(w, reach)
	return ok
}

// view is what was read of some windows of one key; one that is missing counts
// as empty.
type view map[int64]Image

// span is the fullest stretch of one period: how many different identities it
// holds, and the times of the first and the last element.
type span struct {
	count       int
	first, last uint32
}

// best is the fullest span that starts with an element of window a; it may end
// in the next window, b. Of several the earliest is taken.
func best(a, b []Element, period int64) span {
	all := append(byTime(a), byTime(b)...)
	inside := make(map[Identity]int, len(all))
	var found span
	end := 0
	for _, e := range all[:len(a)] {
		for end < len(all) && int64(all[end].Time) < int64(e.Time)+period {
			inside[all[end].Identity]++
			end++
		}
		if len(inside) > found.count {
			found = span{len(inside), e.Time, all[end-1].Time}
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

// distinct is the number of different identities.
func distinct(elements []Element) int {
	seen := make(map[Identity]struct{}, len(elements))
	for _, e := range elements {
		seen[e.Identity] = struct{}{}
	}
	return len(seen)
}

// terms are the settings that decide whether a window is due.
type terms struct {
	threshold     int
	period, reach int64 // reach: an alert for window j spends those from j to j+reach
}

// verdict is an alert that is due: the windows that it covers and the span that
// reached the threshold.
type verdict struct {
	windows []int64
	span    span
}

// due returns the lowest of the candidates that must be alerted: it is not
// spent, and a span that starts in it holds the threshold of unspent matches.
// A span that needs the matches of two windows covers both.
func (t terms) due(v view, pub published, candidates []int64) (verdict, bool) {
	for _, w := range candidates {
		if pub.spends(w, t.reach) {
			continue
		}
		var next []Element
		if !pub.spends(w+t.period, t.reach) {
			next = v[w+t.period].Elements
		}
		found := best(v[w].Elements, next, t.period)
		if found.count < t.threshold {
			continue
		}
		covered := []int64{w}
		if distinct(v[w].Elements) < t.threshold {
			covered = append(covered, w+t.period)
		}
		return verdict{covered, found}, true
	}
	return verdict{}, false
}

// candidates are the windows that matches in the given windows can make due:
// each itself, and the one before it, where a span that ends in it may start.
func candidates(windows []int64, period int64) []int64 {
	var all published
	for _, w := range windows {
		all = append(all, w)
		if w > period {
			all = append(all, w-period)
		}
	}
	return all.with()
}

// stretch is a range to read and the windows that it is read for.
type stretch struct {
	Range
	windows []int64
}

// around are the ranges that hold every given window, with so many windows
// before and after it. What adjoins or overlaps becomes one range, so that
// nothing is read that lies far from all of them. The windows are ascending.
func around(windows []int64, before, after, period int64) []stretch {
	var all []stretch
	for _, w := range windows {
		from, to := max(w-before*period, period), w+after*period
		if n := len(all); n > 0 && from <= all[n-1].To+period {
			all[n-1].To = to
			all[n-1].windows = append(all[n-1].windows, w)
			continue
		}
		all = append(all, stretch{Range{From: from, To: to}, []int64{w}})
	}
	return all
}

func compareIdentities(a, b Identity) int { return bytes.Compare(a[:], b[:]) }
