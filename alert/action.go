package alert

import (
	"cmp"
	"slices"

	"trailnotify/alert/facts"
	"trailnotify/alert/summary"
	"trailnotify/rules/group"
)

// An Action is calls of one kind with the same facts: what was done, to what,
// and how it ended.
type Action struct {
	Call     string      `json:"call"`
	Outcome  string      `json:"outcome"` // succeeded, failed, denied
	Count    int         `json:"count"`   // of the sampled matches
	Facts    facts.Facts `json:"facts,omitempty"`
	Resource string      `json:"resource,omitempty"` // as in Resources
	Error    string      `json:"error,omitempty"`    // the error code
	Reason   string      `json:"reason,omitempty"`   // why it was denied, or failed without an error code
}

// maxActions is as many as a sample can hold.
const maxActions = 20

// act lists what was done, the gravest first, then the most frequent, then the
// earliest. The sample is in order of time.
func (a *Alert) act(sample []summary.Summary) {
	type key struct{ call, outcome, facts, resource, code, reason string }
	at := map[key]int{}
	a.Actions = []Action{}
	for _, s := range sample {
		if s.API == "" {
			continue
		}
		k := key{s.API, s.Outcome(), s.Facts, s.Resource, s.Error, cmp.Or(s.Denial, s.Failure)}
		i, seen := at[k]
		if !seen {
			i = len(a.Actions)
			at[k] = i
			a.Actions = append(a.Actions, Action{
				Call: k.call, Outcome: k.outcome, Facts: s.Changed(), Resource: k.resource, Error: k.code, Reason: k.reason,
			})
		}
		a.Actions[i].Count++
	}
	slices.SortStableFunc(a.Actions, func(x, y Action) int {
		return cmp.Or(cmp.Compare(y.rank(), x.rank()), cmp.Compare(y.Count, x.Count))
	})
	a.Actions = a.Actions[:min(len(a.Actions), maxActions)]
}

// gravity is that of the call.
func (c Action) gravity() facts.Gravity { return facts.Weigh(c.Call, c.Facts) }

// rank orders what was done.
func (c Action) rank() int { return facts.Rank(c.gravity(), c.Outcome == group.Succeeded) }
