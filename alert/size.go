package alert

import "trailnotify/alert/line"

// A Size is how much of a limit a part of a message takes, in UTF-16 code units
// or in pieces.
type Size struct {
	What      string
	Size, Max int
}

// Sizes measures the notification against the limits of chat applications.
func (c Chat) Sizes() []Size {
	return []Size{
		{What: "title", Size: line.Units(c.Content.Title), Max: MaxTitle},
		{What: "description", Size: line.Units(c.Content.Description), Max: MaxDescription},
		{What: "next steps", Size: len(c.Content.NextSteps), Max: MaxNextSteps},
		{What: "longest next step", Size: longest(c.Content.NextSteps), Max: MaxNextStep},
		{What: "keywords", Size: len(c.Content.Keywords), Max: MaxKeywords},
		{What: "longest keyword", Size: longest(c.Content.Keywords), Max: MaxKeyword},
	}
}

func longest(list []string) int {
	n := 0
	for _, s := range list {
		n = max(n, line.Units(s))
	}
	return n
}

// Shorter returns the alert with less in it, for a message that is too large.
// What matters least goes first: names of a storm's groups, then the ends of
// lists, then whole lists, then texts without a limit. ok is false when nothing
// is left to leave out. The alert itself does not change.
func (a Alert) Shorter() (shorter Alert, ok bool) {
	const fewNames, fewListed = 10, 3
	for _, step := range []func(){
		func() {
			if a.Storm != nil && len(a.Storm.Names) > fewNames {
				storm := *a.Storm
				storm.Names = storm.Names[:fewNames]
				a.Storm = &storm
				ok = true
			}
		},
		func() { ok = a.cutLists(fewListed) },
		func() { ok = a.cutLists(1) },
		func() { ok = a.cutLists(0) },
		func() {
			ok = len(a.Group)+len(a.Description)+len(a.Links.Query)+len(a.Excepted)+len(a.AccountNames)+len(a.RunbookText) > 0
			a.Group, a.GroupParts, a.Description, a.Links.Query, a.Excepted, a.AccountNames, a.RunbookText = "", nil, "", "", nil, nil, nil
		},
	} {
		if step(); ok {
			return a, true
		}
	}
	return a, false
}

// cutLists keeps the first n entries of each list that is drawn from the
// sample.
func (a *Alert) cutLists(n int) (cut bool) {
	for _, list := range []*[]string{&a.Accounts, &a.Regions, &a.Actors, &a.AccessKeys, &a.Sources, &a.EventIDs} {
		if len(*list) > n {
			*list, cut = (*list)[:n:n], true
		}
	}
	for _, list := range []*[]Counted{&a.MFA, &a.Via, &a.Clients, &a.Networks, &a.APICalls, &a.Resources, &a.Errors, &a.Denials, &a.Outcomes} {
		if len(*list) > n {
			*list, cut = (*list)[:n:n], true
		}
	}
	if len(a.Actions) > n {
		a.Actions, cut = a.Actions[:n:n], true
	}
	if len(a.Calls) > n {
		a.Calls, cut = a.Calls[:n:n], true
	}
	return cut
}
