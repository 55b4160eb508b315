package window

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"trailnotify/window/set"
)

// subject is one rule and group: what is counted, alerted and leased together.
type subject struct {
	set.Terms
	set.Layout // its capacity is never below the threshold
	rule       *Rule
	group      Group
	key        string
	bounds     *Bounds
}

func (b *Bounds) subject(r *Rule, g Group, threshold int) subject {
	return subject{
		Terms:  r.Terms(threshold),
		Layout: set.Layout{Capacity: max(threshold, b.Capacity), PartSize: b.PartSize, ByValue: r.Distinct != ""},
		bounds: b,
		rule:   r,
		group:  g,
		key:    r.Key(g),
	}
}

// of is what is counted of a rule under a group.
func (b *Bounds) of(r *Rule, g Group) subject {
	switch g.Kind {
	case GroupCeiling:
		return b.subject(r, g, r.Ceiling)
	case GroupStorm:
		s := b.subject(r, g, r.Storm+1)
		s.Capacity = max(5*r.Storm, b.StormCapacity)
		return s
	default:
		return b.subject(r, g, r.Threshold)
	}
}

// job is the part of a batch that belongs to one subject.
type job struct {
	subject
	touches []*touch // ascending
	lane    *lane

	mu    sync.Mutex
	seen  set.View      // what was read after the windows were written
	known set.Published // alerted windows, when this try began

	errs     []error // of the last try
	failures int     // tries that failed otherwise than by waiting
}

// touch is the part of a job that belongs to one window.
type touch struct {
	start   int64
	content set.Contents // of the batch
	matches int          // different ones
	spent   bool         // the window was spent before
	full    bool         // it takes no more, so it was not written
	look    bool         // it should be read for what it takes
	state   touchState
	image   []set.Element // of the parts, after they were written
	err     error         // of the last try to get to the next state

	details    *Write // that have a place of their own and are not written yet
	detailsErr error
}

// touchState is how far a window was handled.
type touchState int

const (
	pending touchState = iota // it is to be written
	looking                   // it is to be read for what it takes: there is nothing to decide
	written                   // it and its neighbours are to be read
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
		g.subject(m.Rule, m.Group).add(m)
		if m.Group.grouped() && m.Rule.Ceiling > 0 {
			g.subject(m.Rule, Group{Kind: GroupCeiling}).add(m)
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

func (g *gathering) subject(r *Rule, group Group) *gathered {
	from := source{r, group}
	if x, ok := g.found[from]; ok {
		return x
	}
	s := g.bounds.of(r, group)
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

func (g *gathered) add(m *Match) {
	t := m.Time.Unix()
	start := g.StartOf(t)
	h := g.windows[start]
	if h == nil {
		h = newContent()
		g.windows[start] = h
	}
	h.add(m, uint32(t))
}

func (g *gathered) job() *job {
	j := &job{subject: g.subject, seen: set.View{}}
	for start, h := range g.windows {
		if len(h.ends) > 0 {
			j.touches = append(j.touches, &touch{start: start, matches: len(h.ends), content: h.of(g.subject)})
		}
	}
	slices.SortFunc(j.touches, func(a, b *touch) int { return cmp.Compare(a.start, b.start) })
	return j
}
