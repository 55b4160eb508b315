package windowtest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"trailnotify/window"
)

// stored compares the windows with the matches.
func (c *check) stored(key string, g *group) {
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
	images, _, err := c.table.Windows(c.ctx, key, window.Range{From: lowest, To: highest, Details: true})
	if err != nil {
		c.fault("%s: %w", key, err)
		return
	}
	if len(images) != len(want) {
		c.fault("%s: %d windows stored, want %d", key, len(images), len(want))
	}
	for _, img := range images {
		if err := compare(g, img, want[img.Start]); err != nil {
			c.fault("%s: window %d: %w", key, img.Start, err)
		}
	}
}

func compare(g *group, img window.Image, want []window.Match) error {
	first, last := map[window.Identity]uint32{}, map[window.Identity]uint32{}
	all := map[window.Element]bool{}
	texts := map[window.Identity]string{}
	for _, m := range want {
		t := uint32(m.Time.Unix())
		if f, ok := first[m.Identity]; !ok || t < f {
			first[m.Identity] = t
		}
		last[m.Identity] = max(last[m.Identity], t)
		all[window.Element{Time: t, Identity: m.Identity}] = true
		if old, ok := texts[m.Identity]; len(m.Summary) > 0 && (!ok || string(m.Summary) < old) {
			texts[m.Identity] = string(m.Summary)
		}
	}
	have := map[window.Identity]bool{}
	for _, e := range img.Elements {
		if !all[e] {
			return fmt.Errorf("holds %v, which is not a match", e)
		}
		have[e.Identity] = true
	}
	if len(first) >= g.capacity() {
		if len(have) < g.capacity() {
			return fmt.Errorf("holds %d identities, want at least %d", len(have), g.capacity())
		}
		return nil
	}
	for id := range first {
		for _, t := range []uint32{first[id], last[id]} {
			if !slices.Contains(img.Elements, window.Element{Time: t, Identity: id}) {
				return fmt.Errorf("lacks %v at %d", id, t)
			}
		}
	}
	if err := compareSummaries(img, texts); err != nil {
		return err
	}
	for _, e := range img.Excepted {
		if !slices.ContainsFunc(g.excepted, func(m window.Match) bool {
			return m.Identity == e.Identity && m.Exception == e.Name && g.start(m) == img.Start
		}) {
			return fmt.Errorf("holds the excepted record %v, which is none", e)
		}
	}
	return nil
}

// compareSummaries wants the lowest identities; what is surplus may be there
// still.
func compareSummaries(img window.Image, texts map[window.Identity]string) error {
	ids := slices.SortedFunc(maps.Keys(texts), func(a, b window.Identity) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range ids[:min(len(ids), 20)] {
		if !slices.Contains(img.Summaries, window.Summary{Identity: id, Text: texts[id]}) {
			return fmt.Errorf("lacks the summary %q", texts[id])
		}
	}
	for _, s := range img.Summaries {
		if _, ok := texts[s.Identity]; !ok {
			return fmt.Errorf("holds the summary %q of no match", s.Text)
		}
	}
	return nil
}
