package set

import "slices"

// Bars tell which details have lost their place in a window for ever, because
// of others that are known to have been there. The zero value has none.
type Bars struct {
	limits    Limits
	summaries []Summary           // that were seen, as many as are kept; without their texts
	excepted  map[string]Identity // above it, records of the exception have no place
}

// BarsOf are the bars that contents of a window raise, be they all that it
// holds or not.
func (l Limits) BarsOf(c Contents) Bars {
	b := Bars{limits: l}
	b.summaries, _ = l.Sample(untold(c.Summaries))
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

// untold are summaries without their texts, which have no part in what is kept
// but between those of one identity and kind.
func untold(summaries []Summary) []Summary {
	all := make([]Summary, len(summaries))
	for i, s := range summaries {
		all[i] = Summary{Identity: s.Identity, Kind: s.Kind}
	}
	return all
}

// Any reports whether there is any.
func (b Bars) Any() bool { return len(b.summaries) > 0 || len(b.excepted) > 0 }

// And are the bars of both.
func (b Bars) And(other Bars) Bars {
	if !b.Any() || !other.Any() {
		if b.Any() {
			return b
		}
		return other
	}
	b.summaries, _ = b.limits.Sample(slices.Concat(b.summaries, other.summaries))
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

// Has reports whether all of some summaries are known to have been there.
func (b Bars) Has(summaries []Summary) bool {
	for _, s := range untold(summaries) {
		if !slices.Contains(b.summaries, s) {
			return false
		}
	}
	return true
}

// full reports whether the summaries that were seen fill the sample.
func (b Bars) full() bool { return b.Any() && len(b.summaries) == b.limits.Summaries }

// Pass leaves out of contents the details that have lost their place.
func (b Bars) Pass(c Contents) Contents {
	if b.full() && len(c.Summaries) > 0 {
		kept, _ := b.limits.Sample(slices.Concat(b.summaries, untold(c.Summaries)))
		c.Summaries = slices.DeleteFunc(slices.Clone(c.Summaries), func(s Summary) bool {
			return !slices.Contains(kept, Summary{Identity: s.Identity, Kind: s.Kind})
		})
	}
	if len(b.excepted) > 0 {
		c.Excepted = slices.DeleteFunc(slices.Clone(c.Excepted), func(e Excepted) bool {
			bar, ok := b.excepted[e.Name]
			return ok && e.Identity.Compare(bar) > 0
		})
	}
	return c
}

// Rare leaves only the summaries that are the first of their kind, as far as is
// known, and once the sample is full only those that are the first of their
// call. It is for a window whose sample need not be complete.
func (b Bars) Rare(c Contents) Contents {
	seen := slices.Clone(b.summaries)
	full := b.full()
	var rare []Summary
	for _, s := range c.Summaries {
		if !slices.ContainsFunc(seen, func(x Summary) bool {
			return x.Kind == s.Kind || full && x.Kind.Call == s.Kind.Call
		}) {
			rare, seen = append(rare, s), append(seen, s)
		}
	}
	return Contents{Summaries: rare}
}
