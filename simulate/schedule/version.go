package schedule

import (
	"math/rand/v2"

	"trailnotify/window"
)

// A Version is what is deployed at a time: rules, and a build of the product.
// Two versions run at once while one takes the place of the other. They differ
// in thresholds, quiet times, and in how the product goes about its work, never
// in what is counted together.
type Version struct {
	Rules  *RuleSet
	Bounds window.Bounds
}

// versions draws the versions of a schedule whose first one is drawn.
func (g *generator) versions() {
	g.Complete()
	defer g.leaveTime()
	if !g.chance(6) {
		return
	}
	next := g.bounds()
	next.MaxPublished, next.Capacity, next.StormCapacity = g.Bounds.MaxPublished, g.Bounds.Capacity, g.Bounds.StormCapacity
	next.MaxOpen = g.Bounds.MaxOpen
	next.Summaries, next.Excepted = g.Bounds.Summaries, g.Bounds.Excepted
	g.Versions = append(g.Versions, Version{g.Rules.changed(), next})
}

// leaveTime has the function run for longer where a single worker makes all
// requests: those for 90 matches of three rules, and their alerts, take more
// than 3 s then, and a batch that never fits into its time is never done.
func (g *generator) leaveTime() {
	for _, v := range g.Versions {
		if v.Bounds.Parallel == 1 {
			g.Timeout = max(g.Timeout, 20*second)
		}
	}
}

// Complete fills in what a schedule that is written by hand may leave out.
func (s *Schedule) Complete() {
	s.Deployments = max(s.Deployments, 1)
	s.Versions = []Version{{s.Rules, s.Bounds}}
}

// WithRules has a schedule use other rules.
func (s *Schedule) WithRules(rs *RuleSet) {
	s.Rules = rs
	s.Complete()
}

// changed is the next version of a pooled rule set.
func (rs *RuleSet) changed() *RuleSet {
	p := &pool[rs.Number]
	p.next.Do(func() {
		r := rand.New(rand.NewPCG(uint64(rs.Number), 0x6e657874))
		var shapes []*Shape
		for _, s := range rs.Shapes {
			shapes = append(shapes, s.changed(r))
		}
		p.changed = NewRuleSet(rs.Number, shapes...)
	})
	return p.changed
}

// changed is the rule with another threshold, or another quiet time, or both.
func (s *Shape) changed(r *rand.Rand) *Shape {
	c := *s
	if r.IntN(3) > 0 {
		c.Threshold = max(1, c.Threshold+r.IntN(5)-2)
	}
	if r.IntN(3) > 0 {
		c.Quiet = c.Period * int64(r.IntN(4))
	}
	if c.Ceiling > 0 {
		c.Ceiling = max(c.Threshold, c.Ceiling+r.IntN(3)-1)
	}
	return &c
}
