package world

import (
	"cmp"
	"slices"

	"trailnotify/window"
)

// A store is the table as [window.Table] promises it to be, without what can go
// wrong on the way there. Its calls are atomic.
type store struct {
	shelves map[string]*shelf
}

// A shelf is what is stored under one key.
type shelf struct {
	items    []item // ascending by start
	register register
}

// An item is a window. What is in a set stays where it is until something is
// removed, so that an image can share it.
type item struct {
	start     int64
	elements  []window.Element
	summaries []window.Summary
	excepted  []window.Excepted
}

// A register holds the alerted windows, of every version: a stale read returns
// an older one.
type register struct {
	versions [][]int64
	token    string
	until    int64 // the end of the lease, ns since 1970
}

func newStore() *store { return &store{map[string]*shelf{}} }

func (s *store) shelf(key string) *shelf {
	sh := s.shelves[key]
	if sh == nil {
		sh = &shelf{register: register{versions: [][]int64{nil}}}
		s.shelves[key] = sh
	}
	return sh
}

func (sh *shelf) find(start int64) (int, bool) {
	return slices.BinarySearchFunc(sh.items, start, func(it item, start int64) int { return cmp.Compare(it.start, start) })
}

func (s *store) add(key string, start int64, w window.Write) (window.Image, bool) {
	sh := s.shelf(key)
	i, found := sh.find(start)
	if !found {
		sh.items = slices.Insert(sh.items, i, item{start: start})
	}
	it := &sh.items[i]
	if reached(len(it.elements), len(w.Elements), w.ElementLimit) ||
		reached(len(it.summaries), len(w.Summaries), w.SummaryLimit) ||
		reached(len(it.excepted), len(w.Excepted), w.ExceptedLimit) {
		return it.image(true), false
	}
	it.elements = union(it.elements, w.Elements)
	it.summaries = union(it.summaries, w.Summaries)
	it.excepted = union(it.excepted, w.Excepted)
	return it.image(true), true
}

func reached(n, more, limit int) bool { return more > 0 && limit > 0 && n >= limit }

func union[T comparable](set, more []T) []T {
	for _, x := range more {
		if !slices.Contains(set, x) {
			set = append(set, x)
		}
	}
	return set
}

func (it *item) image(details bool) window.Image {
	img := window.Image{Start: it.start, Elements: slices.Clip(it.elements)}
	if details {
		img.Summaries, img.Excepted = slices.Clip(it.summaries), slices.Clip(it.excepted)
	}
	return img
}

func (s *store) read(key string, from, to int64, details bool) []window.Image {
	var imgs []window.Image
	for i := range s.shelf(key).items {
		if it := &s.shelf(key).items[i]; from <= it.start && it.start <= to {
			imgs = append(imgs, it.image(details))
		}
	}
	return imgs
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

func (s *store) claim(key string, c window.Claim) ([]int64, bool) {
	r := &s.shelf(key).register
	if r.token != "" && r.token != c.Token && r.until >= c.Now.UnixNano() {
		return s.published(key, 0), false
	}
	r.token, r.until = c.Token, c.Until.UnixNano()
	if len(c.Prune) > 0 {
		r.put(slices.DeleteFunc(slices.Clone(s.published(key, 0)), func(w int64) bool { return slices.Contains(c.Prune, w) }))
	}
	return s.published(key, 0), true
}

func (s *store) mark(key string, m window.Mark) bool {
	r := &s.shelf(key).register
	if m.Token != "" && r.token != m.Token {
		return false
	}
	all := union(slices.Clone(s.published(key, 0)), m.Windows)
	slices.Sort(all)
	r.put(all)
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

func (s *store) compact(key string, start int64, gone window.Surplus) {
	sh := s.shelf(key)
	if i, ok := sh.find(start); ok {
		it := &sh.items[i]
		it.elements = without(it.elements, gone.Elements)
		it.summaries = without(it.summaries, gone.Summaries)
		it.excepted = without(it.excepted, gone.Excepted)
	}
}

func without[T comparable](set, gone []T) []T {
	if len(gone) == 0 {
		return set
	}
	return slices.DeleteFunc(slices.Clone(set), func(x T) bool { return slices.Contains(gone, x) })
}
