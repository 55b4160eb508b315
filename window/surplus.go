package window

import (
	"cmp"
	"slices"
)

// middle returns the elements that are neither the first nor the last of their
// identity. Only the last can start a span that no other element of the
// identity serves better, only the first can be the one that ends in it; and an
// element in the middle stays there whatever is added.
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

// sample divides summaries into those that stay, one of each of the lowest
// identities, and the rest. What is once in the rest stays there whatever is
// added, so all orders of adding and removing end in the same sample.
func (b *Bounds) sample(summaries []Summary) (kept, rest []Summary) {
	sorted := slices.SortedFunc(slices.Values(summaries), func(a, b Summary) int {
		return cmp.Or(compareIdentities(a.Identity, b.Identity), cmp.Compare(a.Text, b.Text))
	})
	for _, s := range sorted {
		n := len(kept)
		if n < b.Summaries && (n == 0 || kept[n-1].Identity != s.Identity) {
			kept = append(kept, s)
		} else {
			rest = append(rest, s)
		}
	}
	return kept, rest
}

// tally divides excepted records into those that stay, the lowest identities of
// each exception, and the rest.
func (b *Bounds) tally(excepted []Excepted) (kept, rest []Excepted) {
	sorted := slices.SortedFunc(slices.Values(excepted), func(a, b Excepted) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), compareIdentities(a.Identity, b.Identity))
	})
	n := 0
	for i, e := range sorted {
		if i == 0 || sorted[i-1].Name != e.Name {
			n = 0
		}
		if n++; n <= b.Excepted {
			kept = append(kept, e)
		} else {
			rest = append(rest, e)
		}
	}
	return kept, rest
}

// surplus is what can be removed from a window.
func (b *Bounds) surplus(img Image) Surplus {
	_, summaries := b.sample(img.Summaries)
	_, excepted := b.tally(img.Excepted)
	return Surplus{middle(img.Elements), summaries, excepted}
}

func (s Surplus) empty() bool {
	return len(s.Elements)+len(s.Summaries)+len(s.Excepted) == 0
}

// worthwhile reports whether there is enough surplus for a request of its own.
func (b *Bounds) worthwhile(s Surplus) bool {
	return len(s.Elements) > b.Slack || len(s.Summaries) > b.Summaries || len(s.Excepted) > b.Excepted
}

// without returns the image after the surplus was removed.
func (img Image) without(s Surplus) Image {
	img.Elements = drop(img.Elements, s.Elements)
	img.Summaries = drop(img.Summaries, s.Summaries)
	img.Excepted = drop(img.Excepted, s.Excepted)
	return img
}

func drop[T comparable](all, gone []T) []T {
	if len(gone) == 0 {
		return all
	}
	set := make(map[T]struct{}, len(gone))
	for _, x := range gone {
		set[x] = struct{}{}
	}
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { _, ok := set[x]; return ok })
}
