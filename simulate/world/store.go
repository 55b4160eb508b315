package world

import (
	"maps"
	"slices"

	"trailnotify/window"
	"trailnotify/window/set"
)

// A store is the table as [window.Table] promises it to be, without what can go
// wrong on the way there. Its calls are atomic.
type store struct {
	shelves   map[string]*shelf
	reminders []*reminder // of all deployments
}

// A shelf is what is stored under one key.
type shelf struct {
	items    []item // in the order of their places
	register register
}

// An item is a part of a window, or its details. What is in a set stays where
// it is until something is removed, so that the contents can be shared, and
// what came last is at the end.
type item struct {
	at set.Place
	set.Contents
}

// A register holds the alerted windows, of every version: a stale read returns
// an older one.
type register struct {
	versions [][]int64
	open     map[int64]set.Open
	token    string
	until    int64 // the end of the lease, ns since 1970
}

func newStore() *store { return &store{shelves: map[string]*shelf{}} }

func (s *store) shelf(key string) *shelf {
	sh := s.shelves[key]
	if sh == nil {
		sh = &shelf{register: register{versions: [][]int64{nil}}}
		s.shelves[key] = sh
	}
	return sh
}

func (sh *shelf) find(at set.Place) (int, bool) {
	return slices.BinarySearchFunc(sh.items, at, func(it item, at set.Place) int { return it.at.Compare(at) })
}

func (s *store) add(key string, at set.Place, w window.Write) (set.Contents, bool) {
	sh := s.shelf(key)
	i, found := sh.find(at)
	if !found {
		sh.items = slices.Insert(sh.items, i, item{at: at})
	}
	it := &sh.items[i]
	if reached(len(it.Elements), len(w.Elements), w.ElementLimit) ||
		reached(len(it.Summaries), len(w.Summaries), w.SummaryLimit) ||
		reached(len(it.Excepted), len(w.Excepted), w.ExceptedLimit) {
		return it.contents(true), false
	}
	it.Elements = union(it.Elements, w.Elements)
	it.Summaries = union(it.Summaries, w.Summaries)
	it.Excepted = union(it.Excepted, w.Excepted)
	return it.contents(true), true
}

func reached(n, more, limit int) bool { return more > 0 && limit > 0 && n >= limit }

func union[T comparable](all, more []T) []T {
	for _, x := range more {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

func (it *item) contents(details bool) set.Contents {
	c := set.Contents{Elements: slices.Clip(it.Elements)}
	if details {
		c.Summaries, c.Excepted = slices.Clip(it.Summaries), slices.Clip(it.Excepted)
	}
	return c
}

// A page is how much of a range is answered at a time, and how well.
type page struct {
	items   int // 0: all
	missing int // of the newest elements of each item
	details bool
}

// read returns the items of a range and where the rest begins, the zero place
// if there is none.
func (s *store) read(key string, r set.Range, p page) (items []set.Item, next set.Place) {
	sh := s.shelf(key)
	i, _ := sh.find(r.From)
	for ; i < len(sh.items) && sh.items[i].at.Compare(r.To) <= 0; i++ {
		it := &sh.items[i]
		c := it.contents(p.details)
		c.Elements = c.Elements[:max(0, len(c.Elements)-p.missing)]
		if c.Size() > 0 || len(it.Elements) == 0 {
			items = append(items, set.Item{Place: it.at, Contents: c})
		}
		if len(items) == p.items && p.items > 0 {
			return items, it.at.Next()
		}
	}
	return items, set.Place{}
}

// published returns the alerted windows, of the newest version or of one that
// is so many versions older.
func (s *store) published(key string, older int) []int64 {
	v := s.shelf(key).register.versions
	return v[max(0, len(v)-1-older)]
}

// leased reports whether a lease was granted, to another token, and never given
// up.
func (s *store) leased(key, token string) bool {
	held := s.shelf(key).register.token
	return held != "" && held != token
}

func (s *store) claim(key string, c window.Claim) (set.Register, bool) {
	r := &s.shelf(key).register
	if r.token != "" && r.token != c.Token && r.until >= c.Now.UnixNano() {
		return s.register(key), false
	}
	r.token, r.until = c.Token, c.Until.UnixNano()
	if len(c.Prune) > 0 {
		r.put(slices.DeleteFunc(slices.Clone(s.published(key, 0)), func(w int64) bool { return slices.Contains(c.Prune, w) }))
	}
	return s.register(key), true
}

// register returns what a register holds.
func (s *store) register(key string) set.Register {
	return set.Register{Alerted: s.published(key, 0), Open: maps.Clone(s.shelf(key).register.open)}
}

func (s *store) mark(key string, m window.Mark) bool {
	r := &s.shelf(key).register
	if m.Token != "" && r.token != m.Token {
		return false
	}
	all := union(slices.Clone(s.published(key, 0)), m.Windows)
	slices.Sort(all)
	r.put(all)
	for _, start := range m.Stale {
		delete(r.open, start)
	}
	if m.Open != nil {
		if r.open == nil {
			r.open = map[int64]set.Open{}
		}
		r.open[m.Windows[0]] = *m.Open
	}
	if m.Token != "" {
		r.token = ""
	}
	return true
}

func (r *register) put(windows []int64) { r.versions = append(r.versions, windows) }

func (s *store) release(key, token string) {
	if r := &s.shelf(key).register; r.token == token {
		r.token = ""
	}
}

func (s *store) compact(key string, at set.Place, gone set.Contents) {
	sh := s.shelf(key)
	if i, ok := sh.find(at); ok {
		it := &sh.items[i]
		it.Elements = without(it.Elements, gone.Elements)
		it.Summaries = without(it.Summaries, gone.Summaries)
		it.Excepted = without(it.Excepted, gone.Excepted)
	}
}

func without[T comparable](all, gone []T) []T {
	if len(gone) == 0 {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return slices.Contains(gone, x) })
}
