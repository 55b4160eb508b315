package alert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trailnotify/alert/facts"
	"trailnotify/alert/insights"
	"trailnotify/alert/neutral"
	"trailnotify/alert/plain"
	"trailnotify/alert/regions"
	"trailnotify/rules/title"
)

// heading is the alert in one line: who did what, how it ended, and where.
//
//	alice attached AdministratorAccess to role batch · prod (111122223333) · Tokyo
func (a Alert) heading(w *words) []piece {
	line := a.sentence(w)
	if where := a.place(w); where != "" {
		line = append(line, piece{before: where})
	}
	return line
}

// sentence says what happened: in the words of the rule's title if it has one,
// else in those of the gravest call.
func (a Alert) sentence(w *words) []piece {
	switch {
	case a.Kind == KindTest:
		return ours(w.test + ": " + w.fixed(a.Description))
	case a.Closing != nil:
		return append(ours(a.closingNumber(w)+w.colon), a.happened(w)...)
	case a.Storm != nil:
		return append(ours(fmt.Sprintf(w.stormed, w.bound(a.Storm.Groups, a.Storm.AtLeast))+w.colon), a.happened(w)...)
	default:
		return a.happened(w)
	}
}

// happened is the title of the rule, else who did what.
func (a Alert) happened(w *words) []piece {
	switch {
	case a.Heading != "":
		return w.fill(a.Heading, func(field string) string { return a.field(field, w) })
	case len(a.Actions) == 0:
		return ours(cmp.Or(w.fixed(a.Description), a.Rule))
	case a.Storm != nil:
		return a.change(w)
	default:
		who, change := piece{untrusted: a.caller(), after: w.does}, a.change(w)
		if len(a.Actors) == 0 {
			who = piece{before: w.somebody}
		}
		if text := plainLine(change); w.japanese && text[0] < utf8.RuneSelf {
			who.after += " "
		}
		return append([]piece{who}, change...)
	}
}

// change says what the gravest call did, how often, and that there is more.
func (a Alert) change(w *words) []piece {
	if len(a.Actions) == 0 {
		return ours(cmp.Or(w.fixed(a.Description), a.Rule))
	}
	first := a.Actions[0]
	n := a.total(first)
	line := append(first.did(w), piece{times: n.Count, atLeast: n.AtLeast && n.Count > 1})
	if kinds := a.kinds(); kinds > 1 {
		line = append(line, piece{before: w.kinds(kinds - 1)})
	}
	return line
}

// total is how many matches are of the call and outcome of an action.
func (a Alert) total(c Action) (n Tally) {
	for _, call := range a.Calls {
		if call.Name == c.Call && call.Outcome == c.Outcome {
			return Tally{Count: call.Count, AtLeast: call.AtLeast}
		}
	}
	return Tally{Count: c.Count}
}

// kinds is how many different calls there are, those that ended differently
// apart. Calls that are not listed count as one.
func (a Alert) kinds() int {
	n := len(a.Calls)
	if a.OtherCalls > 0 {
		n++
	}
	return n
}

// did says what a call did, or didn't do.
func (c Action) did(w *words) []piece {
	line := append(ours(w.failing[c.Outcome]), c.say(w)...)
	return append(line, ours(w.failed[c.Outcome])...)
}

// field is what a call is about, by the names of package title.
func (c Action) field(name string) string {
	switch name {
	case "call":
		return c.Call
	case "resource":
		_, value, ok := strings.Cut(c.Resource, "=")
		if !ok {
			value = facts.Short("resource", c.Resource)
		}
		first, _, _ := strings.Cut(value, " ")
		return first
	default:
		return facts.Short(name, c.Facts.Get(name))
	}
}

// field is a value for the title of a rule.
func (a Alert) field(name string, w *words) string {
	var c Action
	if len(a.Actions) > 0 {
		c = a.Actions[0]
	}
	general := map[string]func() string{
		"account": func() string {
			return first(a.Accounts, func(id string) string { return cmp.Or(a.AccountNames[id], id) })
		},
		"actor":     func() string { return a.caller() },
		"change":    func() string { return plainLine(a.change(w)) },
		"count":     func() string { return w.bound(a.Count, a.AtLeast) },
		"error":     func() string { return c.Error },
		"outcome":   func() string { return w.outcome(c.Outcome) },
		"period":    func() string { return w.period(a.Period) },
		"reason":    func() string { return w.fixed(c.Reason) },
		"region":    func() string { return first(a.Regions, nil) },
		"rule":      func() string { return a.Rule },
		"source":    func() string { return first(a.Sources, nil) },
		"threshold": func() string { return fmt.Sprint(a.Threshold) },
	}
	if value, ok := general[name]; ok {
		return value()
	}
	return c.field(name)
}

// first is the first of a list, with the number of the others.
func first(list []string, show func(string) string) string {
	if len(list) == 0 {
		return ""
	}
	text := list[0]
	if show != nil {
		text = show(text)
	}
	if len(list) > 1 {
		return fmt.Sprintf("%s +%d", text, len(list)-1)
	}
	return text
}

// caller names whoever acted as briefly as can be.
func (a Alert) caller() string { return first(a.Actors, shortPrincipal) }

// shortPrincipal is an actor without what its name doesn't need: alice, root,
// deploy/ci-1842.
func shortPrincipal(actor string) string {
	name := Principal(actor)
	switch kind, rest, _ := strings.Cut(name, "/"); {
	case name == actor:
		return name
	case kind == "user" || kind == "federated-user":
		return rest[strings.LastIndexByte(rest, '/')+1:]
	case kind == "role":
		role, session, ok := strings.Cut(rest, "/")
		if ok && strings.HasPrefix(role, "AWSReservedSSO_") {
			return session // AWS writes the person here
		}
		return rest
	default:
		return name
	}
}

// place is the account and the region, as the end of a title.
func (a Alert) place(w *words) string {
	var parts []string
	if len(a.Accounts) == 1 && accountID(a.Accounts[0]) {
		parts = append(parts, a.accountName(a.Accounts[0], w))
	} else if len(a.Accounts) > 1 {
		parts = append(parts, fmt.Sprintf(w.accounts, len(a.Accounts)))
	}
	if len(a.Regions) > 0 && insights.IsRegion(a.Regions[0]) {
		region := w.fixed(regions.Place(a.Regions[0]))
		if len(a.Regions) > 1 {
			region += fmt.Sprintf(" +%d", len(a.Regions)-1)
		}
		parts = append(parts, region)
	}
	if len(parts) == 0 {
		return ""
	}
	return separator + strings.Join(parts, separator)
}

// separator is between what happened and where.
const separator = " · "

// fill writes a template of our own or of a rule's author.
func (w *words) fill(t title.Template, value func(field string) string) []piece {
	var line []piece
	for _, p := range t.Fill(value) {
		if p.Field == "" || p.Text == title.Unknown || slices.Contains(facts.Words(), p.Text) {
			line = append(line, piece{before: w.fixed(p.Text)})
		} else {
			line = append(line, piece{untrusted: p.Text})
		}
	}
	return line
}

// The lengths in bytes that values in a title are cut to, one after the other
// until it fits.
var titleClips = []int{64, 40, 24}

// plainLine writes a title as plain text.
func plainLine(line []piece) string { return joinLine(line, titleClips[0], plainValue) }

// joinLine writes the pieces of a title one after the other.
func joinLine(line []piece, most int, value func(s string, most int) string) string {
	return piece{then: line}.write(most, value, plain.Text)
}

// plainValue is a value in plain text.
func plainValue(s string, most int) string {
	return neutral.Text(plain.ClipMiddle(plain.Text(s), most))
}
