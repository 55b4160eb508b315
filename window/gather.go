package window

import (
	"cmp"
	"maps"
	"slices"
	"sync"
)

// subject is one rule and group: what is counted, alerted and leased together.
type subject struct {
	terms
	rule     *Rule
	group    Group
	key      string
	capacity int // identities that a window takes, never below the threshold
	limit    int // elements at which a window takes no more
	bounds   *Bounds
}

func (b *Bounds) subject(r *Rule, g Group, threshold int) subject {
	s := subject{
		terms:    r.terms(threshold),
		bounds:   b,
		rule:     r,
		group:    g,
		key:      r.Key(g),
		capacity: max(threshold, b.Capacity),
	}
	s.limit = s.capacity
	if r.Distinct != "" {
		s.limit *= 2 // the first and the last time of each value
	}
	return s
}

// job is the part of a batch that belongs to one subject.
type job struct {
	subject
	touches []*touch // ascending
	lane    *lane

	mu   sync.Mutex
	seen view // what was read after the windows were written

	errs     []error // of the last try
	failures int     // tries that failed otherwise than by waiting
}

// touch is the part of a job that belongs to one window.
type touch struct {
	start   int64
	write   Write
	matches int  // different ones
	spent   bool // the window was spent before
	state   touchState
	image   Image // after the write
	err     error // of the last try to get to the next state
}

// touchState is how far a window was handled.
type touchState int

const (
	pending touchState = iota // it is to be written
	written                   // its neighbours are to be read
	open                      // it may be due
	done                      // nothing of the batch is due there any more
)

// gather divides a batch into jobs, in the order of their keys. Groups of a
// rule with a ceiling count for the ceiling too. Windows in which the batch has
// excepted records only are left out: there is nothing to count.
func (b *Bounds) gather(matches []Match) ([]*job, error) {
	g := gathering{bounds: b, rules: map[*Rule]error{}, found: map[source]*gathered{}, byKey: map[string]*gathered{}}
	for i := range matches {
		m := &matches[i]
		if err := g.check(m.Rule); err != nil {
			return nil, err
		}
		if !m.Countable() {
			continue
		}
		g.subject(m.Rule, m.Group, m.Rule.Threshold).add(m)
		if m.Group.grouped() && m.Rule.Ceiling > 0 {
			g.subject(m.Rule, Group{Kind: GroupCeiling}, m.Rule.Ceiling).add(m)
		}
	}
	var jobs []*job
	for _, key := range slices.Sorted(maps.Keys(g.byKey)) {
		if j := g.byKey[key].job(); len(j.touches) > 0 {
			jobs = append(jobs, j)
		}
	}
	return jobs, nil
}

type gathering struct {
	bounds *Bounds
	rules  map[*Rule]error
	found  map[source]*gathered
	byKey  map[string]*gathered
}

type source struct {
	rule  *Rule
	group Group
}

func (g *gathering) check(r *Rule) error {
	err, ok := g.rules[r]
	if !ok {
		err = r.Validate()
		g.rules[r] = err
	}
	return err
}

func (g *gathering) subject(r *Rule, group Group, threshold int) *gathered {
	from := source{r, group}
	if x, ok := g.found[from]; ok {
		return x
	}
	s := g.bounds.subject(r, group, threshold)
	if g.byKey[s.key] == nil {
		g.byKey[s.key] = &gathered{subject: s, windows: map[int64]*content{}}
	}
	g.found[from] = g.byKey[s.key]
	return g.found[from]
}

// gathered is a job in the making.
type gathered struct {
	subject
	windows map[int64]*content
}

// content is what a batch holds for one window: first and last time and lowest
// summary of each identity, and the excepted records.
type content struct {
	times     map[Identity][2]uint32
	summaries map[Identity]string
	excepted  map[Excepted]struct{}
}

func (g *gathered) add(m *Match) {
	t := m.Time.Unix()
	start := startOf(t, g.period)
	h := g.windows[start]
	if h == nil {
		h = &content{map[Identity][2]uint32{}, map[Identity]string{}, map[Excepted]struct{}{}}
		g.windows[start] = h
	}
	h.add(m, uint32(t))
}

func (c *content) add(m *Match, t uint32) {
	if m.Exception != "" {
		c.excepted[Excepted{m.Identity, cut(m.Exception, maxDisplay)}] = struct{}{}
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

func (g *gathered) job() *job {
	j := &job{subject: g.subject, seen: view{}}
	for start, h := range g.windows {
		if len(h.times) > 0 {
			j.touches = append(j.touches, &touch{start: start, matches: len(h.times), write: h.write(g.subject)})
		}
	}
	slices.SortFunc(j.touches, func(a, b *touch) int { return cmp.Compare(a.start, b.start) })
	return j
}

// write is what there is to write: at most capacity identities, any
// of them, since a window that needs to leave some out is due by itself.
func (c *content) write(s subject) Write {
	w := Write{
		ElementLimit:  s.limit,
		SummaryLimit:  s.bounds.summaryLimit(),
		ExceptedLimit: s.bounds.exceptedLimit(),
		Group:         cut(s.group.Value, maxGroup),
	}
	ids := slices.SortedFunc(maps.Keys(c.times), compareIdentities)
	for _, id := range ids[:min(len(ids), s.capacity)] {
		t := c.times[id]
		w.Elements = append(w.Elements, Element{t[0], id})
		if s.rule.Distinct != "" && t[1] != t[0] { // a record has one time
			w.Elements = append(w.Elements, Element{t[1], id})
		}
	}
	for id, text := range c.summaries {
		w.Summaries = append(w.Summaries, Summary{id, text})
	}
	w.Summaries, _ = s.bounds.sample(w.Summaries)
	w.Excepted, _ = s.bounds.tally(slices.Collect(maps.Keys(c.excepted)))
	w.Excepted = w.Excepted[:min(len(w.Excepted), s.bounds.exceptedLimit())]
	return w
}
