package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"trailnotify/alert/insights"
	"trailnotify/alert/line"
	"trailnotify/alert/words"
	"trailnotify/rules"
	"trailnotify/window"
)

// A Closing makes an alert the message that ends the quiet time of others: what
// came after them and was counted, but that no alert has told.
type Closing struct {
	Alerts  []string  `json:"alerts"`          // IDs of the alerts that it closes, in ascending order
	Threads []string  `json:"threads"`         // of these, in the same order, as chat has them
	Told    int       `json:"told"`            // matches that they told
	Muted   bool      `json:"muted,omitempty"` // they were muted, so that they told nobody anything
	More    Tally     `json:"more"`            // matches since
	Until   time.Time `json:"until"`           // the end of the last quiet time
	Wanted  bool      `json:"-"`               // by people even if nothing came
}

// NewClosing makes the message that closes one alert or several of the rule: at
// least one. Its ID depends on the alerts that it closes, and its Count is that
// of all matches, told and not.
func NewClosing(r *rules.Rule, closings []window.Closing, d Deployment) Alert {
	a := blank(r, d)
	a.Kind, a.Closing = KindClosing, &Closing{Muted: closings[0].Fate == window.Muted}
	var summaries [][]byte
	var n window.Numbers
	for _, c := range closings {
		a.closes(r, c, d)
		summaries = append(summaries, c.Summaries...)
		n = n.And(c.Numbers)
	}
	a.ID = a.Closing.id()
	a.Published = d.closed(a.Closing.Until)
	find := insights.Search{Rule: r}
	if len(closings) == 1 {
		find.Group = closings[0].Group
		a.about(r.By, find.Group)
		a.Ceiling = find.Group.Kind == window.GroupCeiling
	}
	a.tell(summaries, n, find, d)
	a.finish(r)
	return a
}

// closes adds what came after one more alert.
func (a *Alert) closes(r *rules.Rule, c window.Closing, d Deployment) {
	end := a.Closing
	id := d.id(window.Crossing{Rule: c.Rule, Group: c.Group, Start: c.Start})
	at, _ := slices.BinarySearch(end.Alerts, id)
	end.Alerts = slices.Insert(end.Alerts, at, id)
	end.Threads = slices.Insert(end.Threads, at, thread(a.Deployment, a.Rule, groupName(r.By, c.Group), utc(c.Start)))
	end.Told += c.Told
	end.More.Count += c.More()
	end.More.AtLeast = end.More.AtLeast || c.AtLeast
	end.Until = latest(end.Until, utc(c.End))
	a.Count += c.Total
	a.AtLeast = a.AtLeast || c.AtLeast
	a.Window.Start = earliestOf(a.Window.Start, utc(c.Start))
	a.Window.End = end.Until
	a.First = earliestOf(a.First, utc(c.First))
	a.Last = latest(a.Last, utc(c.Last))
	if c.Group.Kind == window.GroupStorm {
		a.closesStorm(r, c)
	}
}

// closesStorm adds the groups of a storm. Its numbers are groups, too.
func (a *Alert) closesStorm(r *rules.Rule, c window.Closing) {
	if a.Storm == nil {
		a.Storm = &Storm{Names: []string{}}
	}
	a.Storm.Groups += c.Total
	a.Storm.AtLeast = a.Storm.AtLeast || c.AtLeast
	a.Storm.Names = append(a.Storm.Names, stormNames(r.By, c.Names)...)
	a.Storm.Names = a.Storm.Names[:min(len(a.Storm.Names), maxStorm)]
}

// id is the same for every copy, and no alert's.
func (c *Closing) id() string {
	h := sha256.New()
	h.Write([]byte("closing"))
	for _, id := range c.Alerts { // all have one length
		h.Write([]byte(id))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// closed is when a closing message is published. Without a clock that is at
// once, as soon as no late record is expected any more.
func (d Deployment) closed(until time.Time) time.Time {
	if d.Now == nil {
		return utc(until.Add(arrival))
	}
	return d.now(window.Crossing{})
}

func earliestOf(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// closingNumber says in words how much came after the alerts.
func (a Alert) closingNumber(w *words.Words) string {
	end := a.Closing
	more := w.Bound(end.More.Count, end.More.AtLeast)
	total := w.Bound(a.Count, a.AtLeast)
	switch {
	case end.Muted && a.Storm != nil:
		return fmt.Sprintf(w.MutedGroups, total)
	case end.Muted:
		return fmt.Sprintf(w.WhileMuted, total)
	case end.More.Count == 0 && !end.More.AtLeast:
		return w.AllClear
	case len(end.Alerts) > 1:
		return fmt.Sprintf(w.MoreAfter, more, len(end.Alerts))
	case a.Storm != nil:
		return fmt.Sprintf(w.MoreGroups, more, total)
	case end.More.Count == 1 && !end.More.AtLeast:
		return fmt.Sprintf(w.OneMore, more, total)
	default:
		return fmt.Sprintf(w.ManyMore, more, total)
	}
}

// closedAlerts name the alerts that are closed.
func (a Alert) closedAlerts() []line.Piece {
	if a.Closing == nil {
		return nil
	}
	pieces := make([]line.Piece, len(a.Closing.Alerts))
	for i, id := range a.Closing.Alerts {
		pieces[i] = line.Piece{Before: id} // hex digits of ours
	}
	return pieces
}
