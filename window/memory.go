package window

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Memory is a [Table] in this process. It keeps what it is given until the
// process ends and ignores when things expire; [Local] frees what is closed.
// The zero Memory is empty and ready to use.
type Memory struct {
	mu        sync.Mutex
	windows   map[string]*series
	registers map[string]*register
	size      int // of the windows, see item.size
}

// series are the windows of one key.
type series struct {
	starts []int64 // ascending
	items  map[int64]*item
}

type item struct {
	elements  map[Element]struct{}
	summaries map[Summary]struct{}
	excepted  map[Excepted]struct{}
}

type register struct {
	published published
	token     string
	until     time.Time // the end of the lease; zero when nobody holds it
}

var _ Table = (*Memory)(nil)

// NewMemory returns an empty Memory.
func NewMemory() *Memory { return &Memory{} }

// Add implements [Table].
func (m *Memory) Add(ctx context.Context, key string, start int64, w Write) (Image, bool, error) {
	if err := ctx.Err(); err != nil {
		return Image{}, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	it := m.item(key, start)
	if it == nil {
		it = &item{map[Element]struct{}{}, map[Summary]struct{}{}, map[Excepted]struct{}{}}
	}
	if reached(it.elements, w.Elements, w.ElementLimit) ||
		reached(it.summaries, w.Summaries, w.SummaryLimit) ||
		reached(it.excepted, w.Excepted, w.ExceptedLimit) {
		return it.image(start), false, nil
	}
	if m.item(key, start) == nil {
		m.insert(key, start, it)
	}
	m.size -= it.size()
	put(it.elements, w.Elements)
	put(it.summaries, w.Summaries)
	put(it.excepted, w.Excepted)
	m.size += it.size()
	return it.image(start), true, nil
}

// item returns a window, nil if there is none.
func (m *Memory) item(key string, start int64) *item {
	if s := m.windows[key]; s != nil {
		return s.items[start]
	}
	return nil
}

func (m *Memory) insert(key string, start int64, it *item) {
	if m.windows == nil {
		m.windows = map[string]*series{}
	}
	s := m.windows[key]
	if s == nil {
		s = &series{items: map[int64]*item{}}
		m.windows[key] = s
	}
	i, _ := slices.BinarySearch(s.starts, start)
	s.starts = slices.Insert(s.starts, i, start)
	s.items[start] = it
	m.size += it.size()
}

func reached[T comparable](set map[T]struct{}, add []T, limit int) bool {
	return len(add) > 0 && limit > 0 && len(set) >= limit
}

func put[T comparable](set map[T]struct{}, add []T) {
	for _, x := range add {
		set[x] = struct{}{}
	}
}

func members[T comparable](set map[T]struct{}) []T {
	if len(set) == 0 {
		return nil
	}
	all := make([]T, 0, len(set))
	for x := range set {
		all = append(all, x)
	}
	return all
}

// size is a measure of the memory that an item takes.
func (it *item) size() int {
	return 1 + len(it.elements) + len(it.summaries) + len(it.excepted)
}

func (it *item) image(start int64) Image {
	return Image{start, members(it.elements), members(it.summaries), members(it.excepted)}
}

// Windows implements [Table]; it never cuts the answer short.
func (m *Memory) Windows(ctx context.Context, key string, r Range) ([]Image, bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.windows[key]
	if s == nil {
		return nil, true, nil
	}
	var imgs []Image
	i, _ := slices.BinarySearch(s.starts, r.From)
	for ; i < len(s.starts) && s.starts[i] <= r.To; i++ {
		img := s.items[s.starts[i]].image(s.starts[i])
		if !r.Details {
			img.Summaries, img.Excepted = nil, nil
		}
		imgs = append(imgs, img)
	}
	return imgs, true, nil
}

// Published implements [Table]; the answer is never stale.
func (m *Memory) Published(ctx context.Context, key string) ([]int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.registers[key]; r != nil {
		return r.published, nil
	}
	return nil, nil
}

// register returns the register of a key, new if there is none.
func (m *Memory) register(key string) *register {
	if m.registers == nil {
		m.registers = map[string]*register{}
	}
	if m.registers[key] == nil {
		m.registers[key] = &register{}
	}
	return m.registers[key]
}

// Claim implements [Table].
func (m *Memory) Claim(ctx context.Context, key string, c Claim) ([]int64, bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.register(key)
	if r.token != "" && r.token != c.Token && !r.until.Before(c.Now) {
		return r.published, false, nil
	}
	r.token, r.until = c.Token, c.Until
	r.published = drop(r.published, c.Prune)
	return r.published, true, nil
}

// Mark implements [Table].
func (m *Memory) Mark(ctx context.Context, key string, k Mark) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.register(key)
	if k.Token != "" && r.token != k.Token {
		return false, nil
	}
	r.published = r.published.with(k.Windows...)
	if k.Token != "" {
		r.token, r.until = "", time.Time{}
	}
	return true, nil
}

// Release implements [Table].
func (m *Memory) Release(ctx context.Context, key, token string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.registers[key]; r != nil && r.token == token {
		r.token, r.until = "", time.Time{}
	}
	return nil
}

// Compact implements [Table].
func (m *Memory) Compact(ctx context.Context, key string, start int64, s Surplus) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if it := m.item(key, start); it != nil {
		m.size -= it.size()
		remove(it.elements, s.Elements)
		remove(it.summaries, s.Summaries)
		remove(it.excepted, s.Excepted)
		m.size += it.size()
	}
	return nil
}

func remove[T comparable](set map[T]struct{}, gone []T) {
	for _, x := range gone {
		delete(set, x)
	}
}
