package window

import (
	"maps"
	"slices"

	"trailnotify/window/set"
)

// content is what a batch holds for one window: the first and the last element
// of each identity, the lowest summary of each identity and kind, and the
// excepted records.
type content struct {
	ends      map[Identity]ends
	summaries map[set.Summary]string // by identity and kind
	excepted  map[set.Excepted]struct{}
}

// ends are the first and the last element of an identity.
type ends struct{ first, last set.Element }

func newContent() *content {
	return &content{map[Identity]ends{}, map[set.Summary]string{}, map[set.Excepted]struct{}{}}
}

func (c *content) add(m *Match, t uint32) {
	if m.Exception != "" {
		c.excepted[set.Excepted{Identity: m.Identity, Name: cut(m.Exception, maxDisplay)}] = struct{}{}
		return
	}
	e := set.Element{Time: t, Identity: m.Identity}
	if m.Rule.Distinct == "" { // a value comes in many kinds
		e.Kind = m.Kind.Number()
	}
	x, ok := c.ends[m.Identity]
	if !ok || e.Before(x.first) {
		x.first = e
	}
	if !ok || x.last.Before(e) {
		x.last = e
	}
	c.ends[m.Identity] = x
	if n := len(m.Summary); n == 0 || n > MaxSummary {
		return
	}
	like := set.Summary{Identity: m.Identity, Kind: m.Kind}
	if old, ok := c.summaries[like]; !ok || string(m.Summary) < old {
		c.summaries[like] = string(m.Summary)
	}
}

// of is what there is to write: at most as many identities as the window takes,
// any of them, since a window that needs to leave some out is due by itself.
func (c *content) of(s subject) set.Contents {
	var all set.Contents
	ids := slices.SortedFunc(maps.Keys(c.ends), Identity.Compare)
	for _, id := range ids[:min(len(ids), s.Capacity)] {
		x := c.ends[id]
		all.Elements = append(all.Elements, x.first)
		if s.rule.Distinct != "" && x.last != x.first { // a record has one time
			all.Elements = append(all.Elements, x.last)
		}
	}
	for like, text := range c.summaries {
		like.Text = text
		all.Summaries = append(all.Summaries, like)
	}
	all.Excepted = slices.Collect(maps.Keys(c.excepted))
	all = s.bounds.limits().Kept(all)
	all.Excepted = all.Excepted[:min(len(all.Excepted), s.bounds.exceptedLimit())]
	return all
}
