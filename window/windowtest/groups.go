package windowtest

import (
	"fmt"
	"slices"
	"time"

	"trailnotify/window"
)

func testGroups(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, By: []string{"$.user"}}}
	missing := func(after time.Duration) window.Match {
		m := s.match(after)
		m.Group.Kind = window.GroupMissing
		return m
	}
	b.none(s.in("a", 0), s.in("b", 0), missing(0))
	if c := b.one(s.in("a", minute)); c.Group.Value != "a" {
		b.Fatalf("alert for %v", c.Group)
	}
	if c := b.one(missing(minute)); c.Group.Kind != window.GroupMissing {
		b.Fatalf("alert for %v", c.Group)
	}
	b.none(s.in("a", minute), missing(minute))
	if c := b.one(s.in("b", minute)); c.Group.Value != "b" {
		b.Fatalf("alert for %v", c.Group)
	}
}

func testCeiling(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Ceiling: 4, By: []string{"$.user"}}}
	b.none(s.in("a", 0), s.in("b", 0), s.in("c", minute))
	c := b.one(s.in("d", 2*minute))
	b.covers(c, 0, 5*minute, 4)
	if !c.Ceiling || c.Group.Kind != window.GroupCeiling {
		b.Fatalf("%+v", c)
	}
	if c := b.one(s.in("d", 2*minute)); c.Ceiling || c.Group.Value != "d" {
		b.Fatalf("%+v", c)
	}
}

func testStorm(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute, Storm: 2, By: []string{"$.user"}}}
	b.one(s.in("a", 0))
	b.one(s.in("b", 0))
	c := b.one(s.in("c", minute))
	if c.Storm == nil || c.Storm.Groups != 3 || !slices.Equal(c.Storm.Names, []string{"c"}) || c.Group.Kind != window.GroupStorm {
		b.Fatalf("%+v", c)
	}
	b.covers(c, 0, 5*minute, 3)
	b.none(s.in("d", minute), s.in("e", minute))
	b.restart()
	b.none(s.in("c", minute), s.in("f", minute))

	var matches []window.Match
	for i := range 50 {
		matches = append(matches, s.in(fmt.Sprint(i), 6*minute))
	}
	alerts := b.count(matches...)
	storms := slices.DeleteFunc(alerts, func(c window.Crossing) bool { return c.Storm == nil })
	if len(storms) != 1 || storms[0].Storm.Groups != 50 || len(storms[0].Storm.Names) != 48 {
		b.Fatalf("%+v", storms)
	}
}

func testStormQuiet(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 10 * minute, Storm: 1, By: []string{"$.user"}}}
	b.one(s.in("a", 0), s.in("a", 0))
	if c := b.one(s.in("b", 0), s.in("b", 0)); c.Storm == nil {
		b.Fatalf("%+v", c)
	}
	// In the storm's quiet time the first group of a window is named, and the
	// others are covered.
	if c := b.one(s.in("c", 5*minute), s.in("c", 6*minute)); c.Group.Value != "c" {
		b.Fatalf("%+v", c)
	}
	b.none(s.in("d", 5*minute), s.in("d", 6*minute))
	// d was covered by the storm at minute 0, so its quiet time ends with that.
	if c := b.one(s.in("d", 16*minute), s.in("d", 17*minute)); c.Group.Value != "d" || !c.Start.Equal(now.Add(15*minute)) {
		b.Fatalf("%+v", c)
	}
}
