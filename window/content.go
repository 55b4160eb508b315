package window

import (
	"maps"
	"slices"

	"trailnotify/window/set"
)

// content is what a batch holds for one window: first and last time and lowest
// summary of each identity, and the excepted records.
type content struct {
	times     map[Identity][2]uint32
	summaries map[Identity]string
	excepted  map[set.Excepted]struct{}
}

func (c *content) add(m *Match, t uint32) {
	if m.Exception != "" {
		c.excepted[set.Excepted{Identity: m.Identity, Name: cut(m.Exception, maxDisplay)}] = struct{}{}
		return
	}
	if x, ok := c.times[m.Identity]; ok {
		c.times[m.Identity] = [2]uint32{min(x[0], t), max(x[1], t)}
	} else {
		c.times[m.Identity] = [2]uint32{t, t}
	}
	if n := len(m.Summary); n == 0 || n > MaxSummary {
		return
	}
	if old, ok := c.summaries[m.Identity]; !ok || string(m.Summary) < old {
		c.summaries[m.Identity] = string(m.Summary)
	}
}

// of is what there is to write: at most as many identities as the window takes,
// any of them, since a window that needs to leave some out is due by itself.
func (c *content) of(s subject) set.Contents {
	var all set.Contents
	ids := slices.SortedFunc(maps.Keys(c.times), Identity.Compare)
	for _, id := range ids[:min(len(ids), s.Capacity)] {
		t := c.times[id]
		all.Elements = append(all.Elements, set.Element{Time: t[0], Identity: id})
		if s.rule.Distinct != "" && t[1] != t[0] { // a record has one time
			all.Elements = append(all.Elements, set.Element{Time: t[1], Identity: id})
		}
	}
	for id, text := range c.summaries {
		all.Summaries = append(all.Summaries, set.Summary{Identity: id, Text: text})
	}
	all.Excepted = slices.Collect(maps.Keys(c.excepted))
	all = s.bounds.limits().Kept(all)
	all.Excepted = all.Excepted[:min(len(all.Excepted), s.bounds.exceptedLimit())]
	return all
}
