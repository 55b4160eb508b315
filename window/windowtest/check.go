package windowtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"trailnotify/window"
)

// Check compares what a table holds and what was alerted with the matches of
// all batches that were acknowledged. It returns what is wrong, nothing when
// the promise was kept:
//
//   - no span of one period holds the threshold of unspent matches;
//   - every alert was right: its count lies between the threshold and what the
//     matches hold;
//   - the registers hold what was alerted, and nothing else;
//   - below their capacity, windows hold exactly the matches, and of those that
//     are not spent the lowest summaries; excepted records exist.
//
// The alerts are those that were accepted. Some of them may be unsure: the
// invocation failed or died before it could know that they were recorded. It is
// slow and obvious.
func Check(ctx context.Context, t window.Table, matches []window.Match, alerts, unsure []window.Crossing) []error {
	c := &check{
		ctx: ctx, table: t, alerts: slices.Concat(alerts, unsure), sure: len(alerts), groups: map[string]*group{},
	}
	for _, m := range matches {
		if !m.Countable() {
			continue
		}
		c.group(m.Rule, m.Group, m.Rule.Threshold).add(m)
		if len(m.Rule.By) > 0 && m.Rule.Ceiling > 0 {
			c.group(m.Rule, window.Group{Kind: window.GroupCeiling}, m.Rule.Ceiling).add(m)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.groups)) {
		c.check(key, c.groups[key])
	}
	c.strangers()
	return c.errs
}

type check struct {
	ctx    context.Context
	table  window.Table
	alerts []window.Crossing
	sure   int // of alerts, from the first
	groups map[string]*group
	errs   []error
}

type group struct {
	rule      *window.Rule
	group     window.Group
	threshold int
	matches   []window.Match
	excepted  []window.Match
}

func (g *group) add(m window.Match) {
	if m.Exception != "" {
		g.excepted = append(g.excepted, m)
	} else {
		g.matches = append(g.matches, m)
	}
}

func (g *group) period() int64 { return int64(g.rule.Period / time.Second) }

func (g *group) capacity() int { return max(g.threshold, 1000) }

func (g *group) start(m window.Match) int64 {
	return m.Time.Unix() / g.period() * g.period()
}

func (c *check) group(r *window.Rule, g window.Group, threshold int) *group {
	key := r.Key(g)
	if c.groups[key] == nil {
		c.groups[key] = &group{rule: r, group: g, threshold: threshold}
	}
	return c.groups[key]
}

func (c *check) fault(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

func (c *check) check(key string, g *group) {
	pub, err := c.table.Published(c.ctx, key)
	if err != nil {
		c.fault("%s: %w", key, err)
		return
	}
	c.missed(key, g, pub)
	c.said(key, g, pub)
	c.stored(key, g, pub)
	for _, x := range c.alerts {
		if x.Rule.Key(x.Group) == key {
			c.right(key, g, x)
		}
	}
}

// missed is the promise.
func (c *check) missed(key string, g *group, pub []int64) {
	var unspent []window.Match
	for _, m := range g.matches {
		if !g.spent(g.start(m), pub) {
			unspent = append(unspent, m)
		}
	}
	if from, ok := holds(unspent, unspent, g.period(), g.threshold); ok {
		c.fault("%s: missed: %d unspent matches in the period from %s", key, g.threshold, from.UTC().Format(time.RFC3339))
	}
}

// spent reports whether an alerted window spends window w.
func (g *group) spent(w int64, pub []int64) bool {
	quiet := int64((g.rule.Quiet + g.rule.Period - 1) / g.rule.Period)
	return slices.ContainsFunc(pub, func(j int64) bool { return j <= w && w <= j+quiet*g.period() })
}

// holds finds a match of starts from which on n different matches lie within
// one period.
func holds(matches, starts []window.Match, period int64, n int) (time.Time, bool) {
	if len(matches) < n {
		return time.Time{}, false
	}
	for _, m := range starts {
		if inSpan(matches, m.Time.Unix(), period) >= n {
			return m.Time, true
		}
	}
	return time.Time{}, false
}

// inSpan is the number of different identities from time from on, within one
// period.
func inSpan(matches []window.Match, from, period int64) int {
	ids := map[window.Identity]bool{}
	for _, m := range matches {
		if t := m.Time.Unix(); from <= t && t < from+period {
			ids[m.Identity] = true
		}
	}
	return len(ids)
}

// said compares the register with the alerts.
func (c *check) said(key string, g *group, pub []int64) {
	sent := map[int64]bool{}
	for i, x := range c.alerts {
		if x.Rule.Key(x.Group) != key {
			continue
		}
		for w := x.Start.Unix(); w < x.End.Unix(); w += g.period() {
			sent[w] = true
			if i < c.sure && !slices.Contains(pub, w) {
				c.fault("%s: window %d was alerted and not recorded", key, w)
			}
		}
	}
	storm := g.rule.Key(window.Group{Kind: window.GroupStorm})
	for _, w := range pub {
		covered := sent[w] || slices.ContainsFunc(c.alerts, func(x window.Crossing) bool {
			return x.Rule.Key(x.Group) == storm && x.Start.Unix() == w
		})
		if !covered {
			c.fault("%s: window %d was recorded and not alerted", key, w)
		}
	}
}

// right checks one alert.
func (c *check) right(key string, g *group, x window.Crossing) {
	var starts []window.Match
	for _, m := range g.matches {
		if g.start(m) == x.Start.Unix() {
			starts = append(starts, m)
		}
	}
	if x.Count < g.threshold {
		c.fault("%s: alert of window %d counts %d, below the threshold %d", key, x.Start.Unix(), x.Count, g.threshold)
	}
	if _, ok := holds(g.matches, starts, g.period(), x.Count); !ok {
		c.fault("%s: alert of window %d counts %d: so many matches there are in no span", key, x.Start.Unix(), x.Count)
	}
	if n := inSpan(g.matches, x.First.Unix(), x.Last.Unix()-x.First.Unix()+1); n < x.Count {
		c.fault("%s: alert of window %d counts %d between its first and last match, there are %d", key, x.Start.Unix(), x.Count, n)
	}
}

// strangers finds alerts of groups without a match, and storm alerts that too
// few groups stand behind or that name too many.
func (c *check) strangers() {
	named := map[string]map[string]bool{}
	for _, x := range c.alerts {
		key := x.Rule.Key(x.Group)
		if x.Group.Kind != window.GroupStorm && c.groups[key] == nil {
			c.fault("%s: alert for a group without a match", key)
		}
		if x.Storm != nil && x.Storm.Groups <= x.Rule.Storm {
			c.fault("%s: a storm alert for %d groups", key, x.Storm.Groups)
		}
		if len(x.Rule.By) == 0 || x.Rule.Storm == 0 || x.Storm != nil || x.Ceiling {
			continue
		}
		in := fmt.Sprint(strings.TrimSuffix(key, x.Group.Key()), x.Start.Unix())
		if named[in] == nil {
			named[in] = map[string]bool{}
		}
		named[in][key] = true
		if len(named[in]) > x.Rule.Storm {
			c.fault("%s: more than %d groups named in window %d", key, x.Rule.Storm, x.Start.Unix())
		}
	}
}
