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
	type ends struct{ first, last uint32 }
	of := make(map[Identity]ends, len(elements))
	for _, e := range elements {
		if x, ok := of[e.Identity]; ok {
			of[e.Identity] = ends{min(x.first, e.Time), max(x.last, e.Time)}
		} else {
			of[e.Identity] = ends{e.Time, e.Time}
		}
	}
	var out []Element
	for _, e := range elements {
		if x := of[e.Identity]; e.Time != x.first && e.Time != x.last {
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

// Sample divides summaries into those that stay, one of each of the lowest
// identities, and the rest. What is once in the rest stays there whatever is
// added, so all orders of adding and removing end in the same sample.
func (l Limits) Sample(summaries []Summary) (kept, rest []Summary) {
	sorted := slices.SortedFunc(slices.Values(summaries), func(a, b Summary) int {
		return cmp.Or(a.Identity.Compare(b.Identity), cmp.Compare(a.Text, b.Text))
	})
	for _, s := range slices.Compact(sorted) {
		n := len(kept)
		if n < l.Summaries && (n == 0 || kept[n-1].Identity != s.Identity) {
			kept = append(kept, s)
		} else {
			rest = append(rest, s)
		}
	}
	return kept, rest
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

// Bars tell which details have lost their place in a window for ever: those
// whose identity lies above the bar. The zero value has no bar.
type Bars struct {
	barred    bool
	summaries Identity // if barred
	excepted  map[string]Identity
}

// BarsOf are the bars that contents of a window raise, be they all that it
// holds or not.
func (l Limits) BarsOf(c Contents) Bars {
	var b Bars
	if kept, _ := l.Sample(c.Summaries); len(kept) == l.Summaries {
		b.barred, b.summaries = true, kept[l.Summaries-1].Identity
	}
	kept, _ := l.Tally(c.Excepted)
	run := 0
	for i, e := range kept {
		if i > 0 && kept[i-1].Name != e.Name {
			run = 0
		}
		if run++; run == l.Excepted {
			if b.excepted == nil {
				b.excepted = map[string]Identity{}
			}
			b.excepted[e.Name] = e.Identity
		}
	}
	return b
}

// Any reports whether there is a bar.
func (b Bars) Any() bool { return b.barred || len(b.excepted) > 0 }

// And are the bars of both.
func (b Bars) And(other Bars) Bars {
	if !b.barred || other.barred && other.summaries.Compare(b.summaries) < 0 {
		b.barred, b.summaries = other.barred, other.summaries
	}
	all := map[string]Identity{}
	for _, from := range []map[string]Identity{b.excepted, other.excepted} {
		for name, bar := range from {
			if lower, ok := all[name]; !ok || bar.Compare(lower) < 0 {
				all[name] = bar
			}
		}
	}
	b.excepted = all
	return b
}

// Pass leaves out of contents the details that have lost their place.
func (b Bars) Pass(c Contents) Contents {
	if b.barred {
		c.Summaries = slices.DeleteFunc(slices.Clone(c.Summaries), func(s Summary) bool {
			return s.Identity.Compare(b.summaries) > 0
		})
	}
	c.Excepted = slices.DeleteFunc(slices.Clone(c.Excepted), func(e Excepted) bool {
		bar, ok := b.excepted[e.Name]
		return ok && e.Identity.Compare(bar) > 0
	})
	return c
}
