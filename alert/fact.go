package alert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"trailnotify/alert/line"
	"trailnotify/alert/neutral"
	"trailnotify/alert/plain"
	"trailnotify/alert/regions"
	"trailnotify/alert/summary"
	"trailnotify/alert/words"
)

// A fact is one line of a message for people: a label and what is known. How a
// piece is written depends on where the message goes.
type fact struct {
	label  words.Label
	pieces []line.Piece
	rank   int // facts of the highest rank are left out first where there is no room
}

// whole is as many pieces of a fact as a list can have, uncut.
var whole = line.Depth{Pieces: maxActions, Bytes: line.Whole}

// condense writes facts as fully as there is room: with shorter lists, and then
// without the least important facts. ok is false when nothing fits.
func condense(facts []fact, write func([]fact, line.Depth) string, fits func(string) bool) (text string, ok bool) {
	for _, d := range []line.Depth{{Pieces: 4, Bytes: 160}, {Pieces: 3, Bytes: 96}, {Pieces: 2, Bytes: 64}} {
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
		if text := write(kept, line.Depth{Pieces: 1, Bytes: neutral.LeastClip}); fits(text) {
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
	who := fact{words.LabelWho, a.who(w), 0}
	if a.Storm != nil {
		who = fact{words.LabelGroups, a.stormNames(), 0}
	}
	return known([]fact{
		who,
		{words.LabelFrom, line.Untrusted(a.Sources, nil), 2},
		{words.LabelWhat, a.what(w), 0},
		{words.LabelOutcome, a.ended(w), 0},
		{words.LabelWhere, a.where(w), 1},
		{words.LabelWhen, line.Own(a.when(r)), 1},
	})
}

// rest are the facts behind the head, the most important first.
func (a Alert) rest(r Reader) []fact {
	w := r.words()
	var who []line.Piece
	if a.Storm != nil {
		who = a.who(w)
	}
	return known([]fact{
		{words.LabelDiverted, a.diverted(w), 0},
		{words.LabelRule, line.Own(a.why(w)), 0},
		{words.LabelSeverity, line.Own(a.weighed(w)), 3},
		{words.LabelGroup, a.groupPieces(w), 1},
		{words.LabelWho, who, 1},
		{words.LabelDetails, a.details(w), 3},
		{words.LabelCalls, a.calls(), 4},
		{words.LabelResources, a.otherResources(), 4},
		{words.LabelKey, line.Untrusted(a.AccessKeys, nil), 5},
		{words.LabelHow, a.how(w), 5},
		{words.LabelClock, line.Own(a.skewed(w)), 2},
		{words.LabelSample, line.Own(a.sampled(w)), lastRank},
		{words.LabelExcepted, a.excepted(w), 4},
		{words.LabelSince, line.Own(a.since(w)), 4},
		{words.LabelCloses, a.closedAlerts(), 6},
		{words.LabelEvents, line.Untrusted(a.EventIDs, nil), 6},
		{words.LabelReference, line.Own(a.reference(w)), lastRank},
	})
}

// known leaves out what nothing is known of.
func known(facts []fact) []fact {
	return slices.DeleteFunc(facts, func(f fact) bool { return len(f.pieces) == 0 })
}

// tallied are values that occur several times; those that have a translation
// are our own words.
func tallied(list []Counted, translated map[string]string) []line.Piece {
	pieces := make([]line.Piece, len(list))
	for i, c := range list {
		pieces[i] = line.Piece{Untrusted: c.Name, Times: c.Count, AtLeast: c.AtLeast}
		if t := translated[c.Name]; t != "" {
			pieces[i] = line.Piece{Before: t, Times: c.Count, AtLeast: c.AtLeast}
		}
	}
	return pieces
}

func (a Alert) diverted(w *words.Words) []line.Piece {
	if a.Diverted == "" {
		return nil
	}
	return []line.Piece{line.Around(w.Diverted, a.Diverted)}
}

func (a Alert) skewed(w *words.Words) string {
	switch a.Skewed {
	case 0:
		return ""
	case 1:
		return w.SkewedOne
	default:
		return fmt.Sprintf(w.Skewed, a.Skewed)
	}
}

func (a Alert) stormNames() []line.Piece {
	if a.Storm == nil {
		return nil
	}
	return line.Untrusted(a.Storm.Names, Principal)
}

// who are the actors, with the account of those that come from another one.
func (a Alert) who(w *words.Words) []line.Piece {
	pieces := make([]line.Piece, len(a.Actors))
	for i, actor := range a.Actors {
		pieces[i] = line.Piece{Untrusted: Principal(actor)}
		id := owner(actor)
		if id == "" || slices.Contains(a.Accounts, id) || Principal(actor) == actor {
			continue
		}
		before, after, _ := strings.Cut(fmt.Sprintf(w.Of, "\x00", cmp.Or(a.AccountNames[id], a.accountName(id, w))), "\x00")
		pieces[i].Before, pieces[i].After = before, after
	}
	return pieces
}

// how says how the calls came, with which tools, and whether with MFA.
func (a Alert) how(w *words.Words) []line.Piece {
	var pieces []line.Piece
	known := map[string]string{summary.ViaConsole: w.Console, summary.ViaAPI: w.API, summary.ViaService: w.Service}
	for _, v := range a.Via {
		if name := known[v.Name]; name != "" {
			pieces = append(pieces, line.Piece{Before: name, Times: v.Count})
			continue
		}
		p := line.Around(w.Through, v.Name)
		p.Times = v.Count
		pieces = append(pieces, p)
	}
	pieces = append(pieces, tallied(a.Clients, nil)...)
	return append(pieces, tallied(a.MFA, map[string]string{"yes": w.WithMFA, "no": w.WithoutMFA})...)
}

// where are the accounts, and the regions with the places where they are.
func (a Alert) where(w *words.Words) []line.Piece {
	var pieces []line.Piece
	for _, id := range a.Accounts {
		pieces = append(pieces, line.Piece{Before: a.accountName(id, w)})
	}
	for _, region := range a.Regions {
		p := line.Piece{Untrusted: region}
		if place := regions.Place(region); place != region {
			p = line.Piece{Before: w.Fixed(place) + " (", Untrusted: region, After: ")"}
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// accountName is an account with its name where it has one. An ID that is none
// comes from a record that somebody made up.
func (a Alert) accountName(id string, w *words.Words) string {
	if !accountID(id) {
		return fmt.Sprintf(w.Account, "?")
	}
	if name := a.AccountNames[id]; name != "" {
		return fmt.Sprintf(w.Named, plain.Text(name), id)
	}
	return fmt.Sprintf(w.Account, id)
}

// accountID reports whether s is twelve digits.
func accountID(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// sampled says that the lists are not of all matches, where they are not.
func (a Alert) sampled(w *words.Words) string {
	switch {
	case a.Kind == KindTest:
		return ""
	case a.Storm != nil:
		return fmt.Sprintf(w.SampleAll, a.Sample)
	case a.Sample >= a.Count && !a.AtLeast:
		return ""
	default:
		return fmt.Sprintf(w.Sample, a.Sample, w.Bound(a.Count, a.AtLeast))
	}
}

func (a Alert) excepted(w *words.Words) []line.Piece {
	var pieces []line.Piece
	for name, n := range a.Excepted {
		pieces = append(pieces, line.Piece{Before: fmt.Sprintf(w.Excepted, w.Bound(n.Count, n.AtLeast), plain.Text(name))})
	}
	slices.SortFunc(pieces, func(x, y line.Piece) int { return strings.Compare(x.Before, y.Before) })
	return pieces
}

func (a Alert) since(w *words.Words) string {
	if a.SinceLast == nil {
		return ""
	}
	return fmt.Sprintf(w.Since, w.Bound(a.SinceLast.Count, a.SinceLast.AtLeast))
}

// reference names the controls and techniques that the rule is about.
func (a Alert) reference(w *words.Words) string {
	return plain.Text(strings.Join(a.Reference, w.Comma))
}
