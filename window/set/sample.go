package set

import (
	"cmp"
	"slices"
)

// Sample divides summaries into those that stay, as many as the limit, and the
// rest. The first are those of the lowest identity of each call. Then come
// those of the lowest identity of each kind, then the others, in the order of
// their identities. Of summaries with the same identity and kind, one stays.
//
// So what is rare stays, and still what is once in the rest stays there,
// whatever is added, so that all orders of adding and removing end in the same
// sample. For a summary can stop being the first of its call or kind, but never
// become it; and where others have crowded it out, each call and kind of theirs
// has a first one ever after, whose identity is not higher than before.
func (l Limits) Sample(summaries []Summary) (kept, rest []Summary) {
	sorted := slices.SortedFunc(slices.Values(summaries), Summary.compare)
	for i, s := range slices.Compact(sorted) {
		if i > 0 && s.Identity == sorted[i-1].Identity && s.Kind == sorted[i-1].Kind {
			rest = append(rest, s)
		} else {
			kept = append(kept, s)
		}
	}
	if len(kept) > l.Summaries {
		kept = byRarity(kept)
		kept, rest = kept[:l.Summaries:l.Summaries], append(rest, kept[l.Summaries:]...)
	}
	return kept, rest
}

func (s Summary) compare(other Summary) int {
	return cmp.Or(
		s.Identity.Compare(other.Identity),
		cmp.Compare(s.Kind.Call, other.Kind.Call), cmp.Compare(s.Kind.Whole, other.Kind.Whole),
		cmp.Compare(s.Text, other.Text),
	)
}

// byRarity puts the first of each call before the first of each kind, and these
// before the others.
func byRarity(sorted []Summary) []Summary {
	var calls, kinds, others []Summary
	seenCalls, seenKinds := map[uint32]bool{}, map[Kind]bool{}
	for _, s := range sorted {
		switch {
		case !seenCalls[s.Kind.Call]:
			calls = append(calls, s)
		case !seenKinds[s.Kind]:
			kinds = append(kinds, s)
		default:
			others = append(others, s)
		}
		seenCalls[s.Kind.Call], seenKinds[s.Kind] = true, true
	}
	return slices.Concat(calls, kinds, others)
}
