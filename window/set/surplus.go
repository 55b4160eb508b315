package set

import (
	"cmp"
	"slices"
)

// middle returns the elements that are neither the first nor the last of their
// identity. Only the last can start a span that no other element of the
// identity serves better, only the first can be the one that ends in it; and an
// element in the middle stays there whatever is added. What is in the middle of
// one part is so in the window, and its first and last stay in that part.
func middle(elements []Element) []Element {
	type ends struct{ first, last Element }
	of := make(map[Identity]ends, len(elements))
	for _, e := range elements {
		x, ok := of[e.Identity]
		if !ok || e.Before(x.first) {
			x.first = e
		}
		if !ok || x.last.Before(e) {
			x.last = e
		}
		of[e.Identity] = x
	}
	var out []Element
	for _, e := range elements {
		if x := of[e.Identity]; e != x.first && e != x.last {
			out = append(out, e)
		}
	}
	return out
}

// Limits are how much is kept of a window for its alert.
type Limits struct {
	Summaries int
	Excepted  int // per exception
}

// Tally divides excepted records into those that stay, the lowest identities of
// each exception, and the rest.
func (l Limits) Tally(excepted []Excepted) (kept, rest []Excepted) {
	sorted := slices.SortedFunc(slices.Values(excepted), func(a, b Excepted) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), a.Identity.Compare(b.Identity))
	})
	sorted = slices.Compact(sorted)
	n := 0
	for i, e := range sorted {
		if i == 0 || sorted[i-1].Name != e.Name {
			n = 0
		}
		if n++; n <= l.Excepted {
			kept = append(kept, e)
		} else {
			rest = append(rest, e)
		}
	}
	return kept, rest
}

// Kept is what of some contents an alert may tell.
func (l Limits) Kept(c Contents) Contents {
	c.Summaries, _ = l.Sample(c.Summaries)
	c.Excepted, _ = l.Tally(c.Excepted)
	return c
}

// Surplus is what can be removed from an item without changing any decision or
// any alert.
func (l Limits) Surplus(c Contents) Contents {
	_, summaries := l.Sample(c.Summaries)
	_, excepted := l.Tally(c.Excepted)
	return Contents{middle(c.Elements), summaries, excepted}
}
