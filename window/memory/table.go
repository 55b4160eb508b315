package memory

import (
	"context"
	"slices"
	"sync"

	"trailnotify/window"
	"trailnotify/window/set"
)

// Table is a [window.Table] in this process. It keeps what it is given until
// the process ends and ignores when things expire; [Counter] frees what is
// closed. The zero Table is empty and ready to use.
type Table struct {
	mu        sync.Mutex
	rows      map[string]*row
	registers map[string]*register
	reminders []*reminder // in the order in which they are due
	size      int         // of the items, see item.size
}

// row are the items of one key.
type row struct {
	places []set.Place // ascending
	items  map[set.Place]*item
}

type item struct {
	elements  map[set.Element]struct{}
	summaries map[set.Summary]struct{}
	excepted  map[set.Excepted]struct{}
}

// NewTable returns an empty Table.
func NewTable() *Table { return &Table{} }

// Add implements [window.Table].
func (m *Table) Add(ctx context.Context, key string, at set.Place, w window.Write) (set.Contents, bool, error) {
	if err := ctx.Err(); err != nil {
		return set.Contents{}, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	it := m.item(key, at)
	if it == nil {
		it = &item{map[set.Element]struct{}{}, map[set.Summary]struct{}{}, map[set.Excepted]struct{}{}}
	}
	if reached(it.elements, w.Elements, w.ElementLimit) ||
		reached(it.summaries, w.Summaries, w.SummaryLimit) ||
		reached(it.excepted, w.Excepted, w.ExceptedLimit) {
		return it.contents(), false, nil
	}
	if m.item(key, at) == nil {
		m.insert(key, at, it)
	}
	m.size -= it.size()
	put(it.elements, w.Elements)
	put(it.summaries, w.Summaries)
	put(it.excepted, w.Excepted)
	m.size += it.size()
	return it.contents(), true, nil
}

// item returns an item, nil if there is none.
func (m *Table) item(key string, at set.Place) *item {
	if r := m.rows[key]; r != nil {
		return r.items[at]
	}
	return nil
}

func (m *Table) insert(key string, at set.Place, it *item) {
	if m.rows == nil {
		m.rows = map[string]*row{}
	}
	r := m.rows[key]
	if r == nil {
		r = &row{items: map[set.Place]*item{}}
		m.rows[key] = r
	}
	r.places = slices.Insert(r.places, r.find(at), at)
	r.items[at] = it
	m.size += it.size()
}

// find is the number of items before a place.
func (r *row) find(at set.Place) int {
	i, _ := slices.BinarySearchFunc(r.places, at, set.Place.Compare)
	return i
}

func reached[T comparable](in map[T]struct{}, add []T, limit int) bool {
	return len(add) > 0 && limit > 0 && len(in) >= limit
}

func put[T comparable](in map[T]struct{}, add []T) {
	for _, x := range add {
		in[x] = struct{}{}
	}
}

func members[T comparable](of map[T]struct{}) []T {
	if len(of) == 0 {
		return nil
	}
	all := make([]T, 0, len(of))
	for x := range of {
		all = append(all, x)
	}
	return all
}

// size is a measure of the memory that an item takes.
func (it *item) size() int {
	return 1 + len(it.elements) + len(it.summaries) + len(it.excepted)
}

func (it *item) contents() set.Contents {
	return set.Contents{
		Elements: members(it.elements), Summaries: members(it.summaries), Excepted: members(it.excepted),
	}
}

// Items implements [window.Table]. It always answers at once, and with all that
// was added.
func (m *Table) Items(ctx context.Context, key string, r window.Read) ([]set.Item, set.Place, error) {
	if err := ctx.Err(); err != nil {
		return nil, set.Place{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	in := m.rows[key]
	if in == nil {
		return nil, set.Place{}, nil
	}
	var items []set.Item
	for _, at := range in.places[in.find(r.From):] {
		if at.Compare(r.To) > 0 {
			break
		}
		c := in.items[at].contents()
		if !r.Details {
			c.Summaries, c.Excepted = nil, nil
		}
		items = append(items, set.Item{Place: at, Contents: c})
	}
	return items, set.Place{}, nil
}

// Compact implements [window.Table].
func (m *Table) Compact(ctx context.Context, key string, at set.Place, surplus set.Contents) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if it := m.item(key, at); it != nil {
		m.size -= it.size()
		remove(it.elements, surplus.Elements)
		remove(it.summaries, surplus.Summaries)
		remove(it.excepted, surplus.Excepted)
		m.size += it.size()
	}
	return nil
}

func remove[T comparable](from map[T]struct{}, gone []T) {
	for _, x := range gone {
		delete(from, x)
	}
}
