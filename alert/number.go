package alert

import (
	"cmp"
	"slices"

	"trailnotify/alert/summary"
	"trailnotify/rules/group"
	"trailnotify/window"
)

// A Call is how often a call was made that ended in one way.
type Call struct {
	Name    string `json:"name"`    // service:name
	Outcome string `json:"outcome"` // succeeded, failed, denied
	Count   int    `json:"count"`
	AtLeast bool   `json:"at_least,omitempty"`
}

// A weight is how many matches a summary stands for.
type weight struct {
	summary.Summary
	n       int
	atLeast bool
}

// weights are what is known of the numbers of calls, and of kinds of them.
type weights struct {
	calls, kinds []weight
	rest         int  // matches of calls that are not among them
	partial      bool // the kinds are not all that the matches are of
}

// weights takes the numbers that were counted or, where there are none, those
// of the sample.
func (a *Alert) weights(sample []summary.Summary, n window.Numbers) weights {
	if len(n.Calls) == 0 {
		return a.sampleWeights(sample)
	}
	w := weights{rest: n.Rest}
	left := n.Rest
	for _, c := range n.Calls {
		w.calls = append(w.calls, weight{summary.Parse(c.Summary), c.N, c.AtLeast})
		left += c.N
	}
	for _, k := range n.Kinds {
		w.kinds = append(w.kinds, weight{summary.Parse(k.Summary), k.N, k.AtLeast})
		left -= k.N
	}
	w.partial = left > 0
	return w
}

func (a *Alert) sampleWeights(sample []summary.Summary) weights {
	w := weights{partial: len(sample) < a.Count || a.AtLeast}
	for _, s := range sample {
		w.calls = append(w.calls, weight{s, 1, w.partial})
	}
	w.kinds = w.calls
	return w
}

// numbers fills the lists whose numbers are of all matches.
func (a *Alert) numbers(w weights) {
	a.OtherCalls = w.rest
	a.APICalls = sum(w.calls, w.rest > 0, func(s summary.Summary) string { return s.API })
	a.Errors = sum(w.kinds, w.partial, func(s summary.Summary) string { return s.Error })
	a.Networks = sum(w.kinds, w.partial, func(s summary.Summary) string { return group.Network(s.Source) })
	a.Calls = []Call{}
	at := map[[2]string]int{}
	for _, c := range w.calls {
		k := [2]string{c.API, c.Outcome()}
		i, ok := at[k]
		if !ok {
			i, at[k] = len(a.Calls), len(a.Calls)
			a.Calls = append(a.Calls, Call{Name: k[0], Outcome: k[1]})
		}
		a.Calls[i].Count += c.n
		a.Calls[i].AtLeast = a.Calls[i].AtLeast || c.atLeast
	}
	a.Calls = slices.DeleteFunc(a.Calls, func(c Call) bool { return c.Name == "" })
	slices.SortFunc(a.Calls, func(x, y Call) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Outcome, y.Outcome))
	})
	a.Outcomes = outcomesOf(a.Calls)
	a.Calls = a.Calls[:min(len(a.Calls), maxCalls)]
}

// outcomesOf sums the calls up by how they ended.
func outcomesOf(calls []Call) []Counted {
	sums := map[string]Counted{}
	for _, c := range calls {
		sum := sums[c.Outcome]
		sums[c.Outcome] = Counted{Name: c.Outcome, Count: sum.Count + c.Count, AtLeast: sum.AtLeast || c.AtLeast}
	}
	return mostFrequent(sums)
}

// sum is tally where each summary stands for a number of matches. There may be
// more of each value if atLeast is true.
func sum(all []weight, atLeast bool, pick func(summary.Summary) string) []Counted {
	sums := map[string]Counted{}
	for _, w := range all {
		if v := pick(w.Summary); v != "" {
			c := sums[v]
			sums[v] = Counted{Name: v, Count: c.Count + w.n, AtLeast: c.AtLeast || w.atLeast || atLeast}
		}
	}
	return mostFrequent(sums)
}
