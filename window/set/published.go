package set

import "slices"

// Published is the set of alerted windows: ascending, without doubles. A value
// is never changed, only replaced.
type Published []int64

// With is the set with more windows.
func (p Published) With(windows ...int64) Published {
	all := slices.Concat(p, windows)
	slices.Sort(all)
	return slices.Compact(all)
}

// Before returns the newest alerted window before w.
func (p Published) Before(w int64) (int64, bool) {
	i, _ := slices.BinarySearch(p, w)
	if i == 0 {
		return 0, false
	}
	return p[i-1], true
}

// After returns the oldest alerted window after w.
func (p Published) After(w int64) (int64, bool) {
	i, _ := slices.BinarySearch(p, w+1)
	if i == len(p) {
		return 0, false
	}
	return p[i], true
}

// SpentBy returns the newest alerted window that spends w: w lies in it or no
// more than reach behind it.
func (p Published) SpentBy(w, reach int64) (int64, bool) {
	j, ok := p.Before(w + 1)
	return j, ok && w <= j+reach
}

// Spends reports whether some alerted window spends w.
func (p Published) Spends(w, reach int64) bool {
	_, ok := p.SpentBy(w, reach)
	return ok
}
