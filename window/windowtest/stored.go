package windowtest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"trailnotify/window"
	"trailnotify/window/set"
)

// stored compares the windows with the matches.
func (c *check) stored(key string, g *group, pub []int64) {
	want := map[int64][]window.Match{}
	var lowest, highest int64
	for _, m := range g.matches {
		s := g.start(m)
		if len(want) == 0 {
			lowest, highest = s, s
		}
		lowest, highest = min(lowest, s), max(highest, s)
		want[s] = append(want[s], m)
	}
	if len(want) == 0 {
		return
	}
	seen, err := windows(c.ctx, c.table, key, lowest, highest)
	if err != nil {
		c.fault("%s: %w", key, err)
		return
	}
	if len(seen) != len(want) {
		c.fault("%s: %d windows stored, want %d", key, len(seen), len(want))
	}
	for w, content := range seen {
		x := expected{group: g, start: w, spent: g.spent(w, pub), content: contentOf(want[w])}
		if err := x.compare(content); err != nil {
			c.fault("%s: window %d: %w", key, w, err)
		}
	}
}

// windows reads the windows from one to another, with their details.
func windows(ctx context.Context, t window.Table, key string, from, to int64) (set.View, error) {
	seen := set.View{}
	for _, r := range []set.Range{set.PartsOf(from, to), set.DetailsOf(from, to)} {
		for {
			items, next, err := t.Items(ctx, key, window.Read{Range: r, Details: true})
			if err != nil {
				return nil, err
			}
			seen.Add(items)
			if next == (set.Place{}) || next.Compare(r.To) > 0 {
				break
			}
			r.From = next
		}
	}
	return seen, nil
}

// content is what the matches of a window are.
type content struct {
	first, last map[set.Identity]uint32
	all         map[set.Element]bool
	texts       map[set.Identity]string
}

func contentOf(matches []window.Match) content {
	c := content{map[set.Identity]uint32{}, map[set.Identity]uint32{}, map[set.Element]bool{}, map[set.Identity]string{}}
	for _, m := range matches {
		t := uint32(m.Time.Unix())
		if f, ok := c.first[m.Identity]; !ok || t < f {
			c.first[m.Identity] = t
		}
		c.last[m.Identity] = max(c.last[m.Identity], t)
		c.all[set.Element{Time: t, Identity: m.Identity}] = true
		if old, ok := c.texts[m.Identity]; len(m.Summary) > 0 && (!ok || string(m.Summary) < old) {
			c.texts[m.Identity] = string(m.Summary)
		}
	}
	return c
}

// expected is what one window of a group should hold.
type expected struct {
	*group
	start int64
	spent bool // some details may not have been of interest any more
	content
}

func (x expected) compare(have set.Contents) error {
	if err := x.compareElements(have.Elements); err != nil {
		return err
	}
	for _, e := range have.Excepted {
		if !slices.ContainsFunc(x.excepted, func(m window.Match) bool {
			return m.Identity == e.Identity && m.Exception == e.Name && x.group.start(m) == x.start
		}) {
			return fmt.Errorf("holds the excepted record %v, which is none", e)
		}
	}
	if len(x.first) >= x.capacity() {
		return nil
	}
	return x.compareSummaries(have.Summaries)
}

func (x expected) compareElements(have []set.Element) error {
	for _, e := range have {
		if !x.all[e] {
			return fmt.Errorf("holds %v, which is not a match", e)
		}
	}
	if len(x.first) >= x.capacity() {
		if n := set.Distinct(have); n < x.capacity() {
			return fmt.Errorf("holds %d identities, want at least %d", n, x.capacity())
		}
		return nil
	}
	for id := range x.first {
		for _, t := range []uint32{x.first[id], x.last[id]} {
			if !slices.Contains(have, set.Element{Time: t, Identity: id}) {
				return fmt.Errorf("lacks %v at %d", id, t)
			}
		}
	}
	return nil
}

// compareSummaries wants the lowest identities; what is surplus may be there
// still.
func (x expected) compareSummaries(have []set.Summary) error {
	ids := slices.SortedFunc(maps.Keys(x.texts), set.Identity.Compare)
	for _, id := range ids[:min(len(ids), 20)] {
		if !x.spent && !slices.Contains(have, set.Summary{Identity: id, Text: x.texts[id]}) {
			return fmt.Errorf("lacks the summary %q", x.texts[id])
		}
	}
	for _, s := range have {
		if _, ok := x.texts[s.Identity]; !ok {
			return fmt.Errorf("holds the summary %q of no match", s.Text)
		}
	}
	return nil
}
