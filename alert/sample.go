package alert

import (
	"cmp"
	"slices"

	"trailnotify/alert/summary"
	"trailnotify/window"
)

// draw fills the lists of an alert from the summaries kept with its count, and
// from the numbers of their kinds. It returns the first of the summaries that
// has an event ID.
func (a *Alert) draw(encoded [][]byte, n window.Numbers) (first summary.Summary) {
	sample := make([]summary.Summary, len(encoded))
	for i, e := range encoded {
		sample[i] = summary.Parse(e)
	}
	slices.SortStableFunc(sample, func(x, y summary.Summary) int {
		return cmp.Or(x.Time.Compare(y.Time), cmp.Compare(x.EventID, y.EventID))
	})
	a.Sample = len(sample)
	a.Accounts = names(sample, func(s summary.Summary) string { return s.Account })
	a.Regions = names(sample, func(s summary.Summary) string { return s.Region })
	a.Actors = names(sample, func(s summary.Summary) string { return s.Actor })
	a.AccessKeys = names(sample, func(s summary.Summary) string { return s.Key })
	a.MFA = tally(sample, func(s summary.Summary) string { return s.MFA })
	a.Via = tally(sample, func(s summary.Summary) string { return s.Via })
	a.Sources = names(sample, func(s summary.Summary) string { return s.Source })
	a.Clients = tally(sample, func(s summary.Summary) string { return s.Client })
	a.Resources = tally(sample, func(s summary.Summary) string { return s.Resource })
	a.Denials = tally(sample, func(s summary.Summary) string { return s.Denial })
	a.EventIDs = earliest(sample)
	a.numbers(a.weights(sample, n))
	a.act(sample)
	for _, s := range sample {
		if s.Skewed != "" {
			a.Skewed++
		}
		if first.EventID == "" && s.EventID != "" {
			first = s
		}
	}
	return first
}

// tally counts the values that pick finds, most frequent first, equals in
// alphabetical order, and keeps the first ten. It is never nil: in the machine
// form an empty list is a list.
func tally(sample []summary.Summary, pick func(summary.Summary) string) []Counted {
	counts := map[string]Counted{}
	for _, s := range sample {
		if v := pick(s); v != "" {
			counts[v] = Counted{Name: v, Count: counts[v].Count + 1}
		}
	}
	return mostFrequent(counts)
}

func mostFrequent(counts map[string]Counted) []Counted {
	found := make([]Counted, 0, len(counts))
	for _, c := range counts {
		found = append(found, c)
	}
	slices.SortFunc(found, func(x, y Counted) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Name, y.Name))
	})
	return found[:min(len(found), maxListed)]
}

func names(sample []summary.Summary, pick func(summary.Summary) string) []string {
	counted := tally(sample, pick)
	list := make([]string, len(counted))
	for i, c := range counted {
		list[i] = c.Name
	}
	return list
}

// earliest lists the first event IDs of a sample that is in order of time.
func earliest(sample []summary.Summary) []string {
	ids := make([]string, 0, maxEvents)
	for _, s := range sample {
		if s.EventID != "" && !slices.Contains(ids, s.EventID) && len(ids) < maxEvents {
			ids = append(ids, s.EventID)
		}
	}
	return ids
}
