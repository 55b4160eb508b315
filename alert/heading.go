package alert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trailnotify/alert/facts"
	"trailnotify/alert/insights"
	"trailnotify/alert/line"
	"trailnotify/alert/regions"
	"trailnotify/alert/words"
	"trailnotify/rules/title"
)

// heading is the alert in one line: who did what, how it ended, and where.
//
//	alice attached AdministratorAccess to role batch · prod (111122223333) · Tokyo
func (a Alert) heading(w *words.Words) []line.Piece {
	said := a.sentence(w)
	if where := a.place(w); where != "" {
		said = append(said, line.Piece{Before: where})
	}
	return said
}

// sentence says what happened: in the words of the rule's title if it has one,
// else in those of the gravest call.
func (a Alert) sentence(w *words.Words) []line.Piece {
	switch {
	case a.Kind == KindTest:
		return line.Own(w.Test + ": " + w.Fixed(a.Description))
	case a.Closing != nil:
		return append(line.Own(a.closingNumber(w)+w.Colon), a.happened(w)...)
	case a.Storm != nil:
		return append(line.Own(fmt.Sprintf(w.Stormed, w.Bound(a.Storm.Groups, a.Storm.AtLeast))+w.Colon), a.happened(w)...)
	default:
		return a.happened(w)
	}
}

// happened is the title of the rule, else who did what.
func (a Alert) happened(w *words.Words) []line.Piece {
	switch {
	case a.Heading != "":
		return fill(w, a.Heading, func(field string) string { return a.field(field, w) })
	case len(a.Actions) == 0:
		return line.Own(cmp.Or(w.Fixed(a.Description), a.Rule))
	case a.Storm != nil:
		return a.change(w)
	default:
		who, change := line.Piece{Untrusted: a.caller(), After: w.Does}, a.change(w)
		if len(a.Actors) == 0 {
			who = line.Piece{Before: w.Somebody}
		}
		if text := plainLine(change); w.Japanese && text[0] < utf8.RuneSelf {
			who.After += " "
		}
		return append([]line.Piece{who}, change...)
	}
}

// change says what the gravest call did, how often, and that there is more.
func (a Alert) change(w *words.Words) []line.Piece {
	if len(a.Actions) == 0 {
		return line.Own(cmp.Or(w.Fixed(a.Description), a.Rule))
	}
	first := a.Actions[0]
	n := a.total(first)
	said := append(first.did(w), line.Piece{Times: n.Count, AtLeast: n.AtLeast && n.Count > 1})
	if kinds := a.kinds(); kinds > 1 {
		said = append(said, line.Piece{Before: w.Kinds(kinds - 1)})
	}
	return said
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
func (c Action) did(w *words.Words) []line.Piece {
	said := append(line.Own(w.Failing[c.Outcome]), c.say(w)...)
	return append(said, line.Own(w.Failed[c.Outcome])...)
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
func (a Alert) field(name string, w *words.Words) string {
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
		"count":     func() string { return w.Bound(a.Count, a.AtLeast) },
		"error":     func() string { return c.Error },
		"outcome":   func() string { return w.Outcome(c.Outcome) },
		"period":    func() string { return w.Period(a.Period) },
		"reason":    func() string { return w.Fixed(c.Reason) },
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
func (a Alert) place(w *words.Words) string {
	var parts []string
	if len(a.Accounts) == 1 && accountID(a.Accounts[0]) {
		parts = append(parts, a.accountName(a.Accounts[0], w))
	} else if len(a.Accounts) > 1 {
		parts = append(parts, fmt.Sprintf(w.Accounts, len(a.Accounts)))
	}
	if len(a.Regions) > 0 && insights.IsRegion(a.Regions[0]) {
		region := w.Fixed(regions.Place(a.Regions[0]))
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
func fill(w *words.Words, t title.Template, value func(field string) string) []line.Piece {
	var said []line.Piece
	for _, p := range t.Fill(value) {
		if p.Field == "" || p.Text == title.Unknown || slices.Contains(facts.Words(), p.Text) {
			said = append(said, line.Piece{Before: w.Fixed(p.Text)})
		} else {
			said = append(said, line.Piece{Untrusted: p.Text})
		}
	}
	return said
}

// The lengths in bytes that values in a title are cut to, one after the other
// until it fits.
var titleClips = []int{64, 40, 24}

// plainLine writes a title as plain text.
func plainLine(said []line.Piece) string { return joinLine(said, titleClips[0]) }

// joinLine writes the pieces of a title one after the other.
func joinLine(pieces []line.Piece, most int) string {
	return line.Piece{Then: pieces}.Write(line.Plain, most)
}
