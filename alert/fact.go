package alert

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"trailnotify/alert/neutral"
	"trailnotify/alert/plain"
	"trailnotify/alert/regions"
	"trailnotify/alert/summary"
)

// A fact is one line of a message for people: a label and what is known. How a
// piece is written depends on where the message goes.
type fact struct {
	label  label
	pieces []piece
	rank   int // facts of the highest rank are left out first where there is no room
}

// A piece of a fact is a text with a number. Untrusted text comes from a
// record, the words before and after it are our own.
type piece struct {
	before    string
	untrusted string
	after     string
	then      []piece // follow without anything between
	times     int     // how often, 0 or 1: not said
	atLeast   bool    // or more often
}

// depth is how much of each fact is written.
type depth struct{ pieces, bytes int }

// whole is as many pieces of a fact as a list can have, uncut.
var whole = depth{pieces: maxActions, bytes: math.MaxInt}

// condense writes facts as fully as there is room: with shorter lists, and then
// without the least important facts. ok is false when nothing fits.
func condense(facts []fact, write func([]fact, depth) string, fits func(string) bool) (text string, ok bool) {
	for _, d := range []depth{{4, 160}, {3, 96}, {2, 64}} {
		if text := write(facts, d); fits(text) {
			return text, true
		}
	}
	for rank := lastRank; rank >= 0; rank-- {
		var kept []fact
		for _, f := range facts {
			if f.rank < rank {
				kept = append(kept, f)
			}
		}
		if text := write(kept, depth{1, neutral.LeastClip}); fits(text) {
			return text, true
		}
	}
	return "", false
}

// lastRank is that of the facts that are left out first.
const lastRank = 7

// head are the facts that come first in every message for people: a line each,
// and at most six.
func (a Alert) head(r Reader) []fact {
	w := r.words()
	who := fact{labelWho, a.who(w), 0}
	if a.Storm != nil {
		who = fact{labelGroups, a.stormNames(), 0}
	}
	return known([]fact{
		who,
		{labelFrom, untrusted(a.Sources, nil), 2},
		{labelWhat, a.what(w), 0},
		{labelOutcome, a.ended(w), 0},
		{labelWhere, a.where(w), 1},
		{labelWhen, ours(a.when(r)), 1},
	})
}

// rest are the facts behind the head, the most important first.
func (a Alert) rest(r Reader) []fact {
	w := r.words()
	var who []piece
	if a.Storm != nil {
		who = a.who(w)
	}
	return known([]fact{
		{labelDiverted, a.diverted(w), 0},
		{labelRule, ours(a.why(w)), 0},
		{labelSeverity, ours(a.weighed(w)), 3},
		{labelGroup, a.groupPieces(w), 1},
		{labelWho, who, 1},
		{labelDetails, a.details(w), 3},
		{labelCalls, a.calls(), 4},
		{labelResources, a.otherResources(), 4},
		{labelKey, untrusted(a.AccessKeys, nil), 5},
		{labelHow, a.how(w), 5},
		{labelClock, ours(a.skewed(w)), 2},
		{labelSample, ours(a.sampled(w)), lastRank},
		{labelExcepted, a.excepted(w), 4},
		{labelSince, ours(a.since(w)), 4},
		{labelCloses, a.closedAlerts(), 6},
		{labelEvents, untrusted(a.EventIDs, nil), 6},
		{labelReference, ours(a.reference(w)), lastRank},
	})
}

// known leaves out what nothing is known of.
func known(facts []fact) []fact {
	return slices.DeleteFunc(facts, func(f fact) bool { return len(f.pieces) == 0 })
}

// ours is a fact in our own words.
func ours(text string) []piece {
	if text == "" {
		return nil
	}
	return []piece{{before: text}}
}

func untrusted(list []string, show func(string) string) []piece {
	pieces := make([]piece, len(list))
	for i, s := range list {
		if show != nil {
			s = show(s)
		}
		pieces[i] = piece{untrusted: s}
	}
	return pieces
}

// tallied are values that occur several times; those that have a translation
// are our own words.
func tallied(list []Counted, translated map[string]string) []piece {
	pieces := make([]piece, len(list))
	for i, c := range list {
		pieces[i] = piece{untrusted: c.Name, times: c.Count, atLeast: c.AtLeast}
		if t := translated[c.Name]; t != "" {
			pieces[i] = piece{before: t, times: c.Count, atLeast: c.AtLeast}
		}
	}
	return pieces
}

// around puts untrusted text into a sentence of ours that has one verb, %s.
func around(sentence, text string) piece {
	before, after, _ := strings.Cut(sentence, "%s")
	return piece{before: before, untrusted: text, after: after}
}

func (a Alert) diverted(w *words) []piece {
	if a.Diverted == "" {
		return nil
	}
	return []piece{around(w.diverted, a.Diverted)}
}

func (a Alert) skewed(w *words) string {
	switch a.Skewed {
	case 0:
		return ""
	case 1:
		return w.skewedOne
	default:
		return fmt.Sprintf(w.skewed, a.Skewed)
	}
}

func (a Alert) stormNames() []piece {
	if a.Storm == nil {
		return nil
	}
	return untrusted(a.Storm.Names, Principal)
}

// who are the actors, with the account of those that come from another one.
func (a Alert) who(w *words) []piece {
	pieces := make([]piece, len(a.Actors))
	for i, actor := range a.Actors {
		pieces[i] = piece{untrusted: Principal(actor)}
		id := owner(actor)
		if id == "" || slices.Contains(a.Accounts, id) || Principal(actor) == actor {
			continue
		}
		before, after, _ := strings.Cut(fmt.Sprintf(w.of, "\x00", cmp.Or(a.AccountNames[id], a.accountName(id, w))), "\x00")
		pieces[i].before, pieces[i].after = before, after
	}
	return pieces
}

// how says how the calls came, with which tools, and whether with MFA.
func (a Alert) how(w *words) []piece {
	var pieces []piece
	known := map[string]string{summary.ViaConsole: w.console, summary.ViaAPI: w.api, summary.ViaService: w.service}
	for _, v := range a.Via {
		if name := known[v.Name]; name != "" {
			pieces = append(pieces, piece{before: name, times: v.Count})
			continue
		}
		p := around(w.through, v.Name)
		p.times = v.Count
		pieces = append(pieces, p)
	}
	pieces = append(pieces, tallied(a.Clients, nil)...)
	return append(pieces, tallied(a.MFA, map[string]string{"yes": w.withMFA, "no": w.withoutMFA})...)
}

// where are the accounts, and the regions with the places where they are.
func (a Alert) where(w *words) []piece {
	var pieces []piece
	for _, id := range a.Accounts {
		pieces = append(pieces, piece{before: a.accountName(id, w)})
	}
	for _, region := range a.Regions {
		p := piece{untrusted: region}
		if place := regions.Place(region); place != region {
			p = piece{before: w.fixed(place) + " (", untrusted: region, after: ")"}
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// accountName is an account with its name where it has one. An ID that is none
// comes from a record that somebody made up.
func (a Alert) accountName(id string, w *words) string {
	if !accountID(id) {
		return fmt.Sprintf(w.account, "?")
	}
	if name := a.AccountNames[id]; name != "" {
		return fmt.Sprintf(w.named, plain.Text(name), id)
	}
	return fmt.Sprintf(w.account, id)
}

// accountID reports whether s is twelve digits.
func accountID(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// sampled says that the lists are not of all matches, where they are not.
func (a Alert) sampled(w *words) string {
	switch {
	case a.Kind == KindTest:
		return ""
	case a.Storm != nil:
		return fmt.Sprintf(w.sampleAll, a.Sample)
	case a.Sample >= a.Count && !a.AtLeast:
		return ""
	default:
		return fmt.Sprintf(w.sample, a.Sample, w.bound(a.Count, a.AtLeast))
	}
}

func (a Alert) excepted(w *words) []piece {
	var pieces []piece
	for name, n := range a.Excepted {
		pieces = append(pieces, piece{before: fmt.Sprintf(w.excepted, w.bound(n.Count, n.AtLeast), plain.Text(name))})
	}
	slices.SortFunc(pieces, func(x, y piece) int { return strings.Compare(x.before, y.before) })
	return pieces
}

func (a Alert) since(w *words) string {
	if a.SinceLast == nil {
		return ""
	}
	return fmt.Sprintf(w.since, w.bound(a.SinceLast.Count, a.SinceLast.AtLeast))
}

// reference names the controls and techniques that the rule is about.
func (a Alert) reference(w *words) string {
	return plain.Text(strings.Join(a.Reference, w.comma))
}
