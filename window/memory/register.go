package memory

import (
	"context"
	"maps"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

type register struct {
	published set.Published
	muted     []int64 // of published
	dryRun    []int64
	open      map[int64]set.Open
	token     string
	until     time.Time // the end of the lease; zero when nobody holds it
}

// Published implements [window.Table]; the answer is never stale.
func (m *Table) Published(ctx context.Context, key string) ([]int64, error) {
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
func (m *Table) register(key string) *register {
	if m.registers == nil {
		m.registers = map[string]*register{}
	}
	if m.registers[key] == nil {
		m.registers[key] = &register{}
	}
	return m.registers[key]
}

// contents are what the register holds, which callers may keep.
func (r *register) contents() set.Register {
	return set.Register{Alerted: r.published, Muted: r.muted, DryRun: r.dryRun, Open: maps.Clone(r.open)}
}

// note notes what became of an alert, if it was not sent.
func (r *register) note(fate set.Fate, windows []int64) {
	switch fate {
	case set.Muted:
		r.muted = set.Published(r.muted).With(windows...)
	case set.DryRun:
		r.dryRun = set.Published(r.dryRun).With(windows...)
	}
}

// Claim implements [window.Table].
func (m *Table) Claim(ctx context.Context, key string, c window.Claim) (set.Register, bool, error) {
	if err := ctx.Err(); err != nil {
		return set.Register{}, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.register(key)
	if r.token != "" && r.token != c.Token && !r.until.Before(c.Now) {
		return r.contents(), false, nil
	}
	r.token, r.until = c.Token, c.Until
	r.published = set.Drop(r.published, c.Prune)
	r.muted, r.dryRun = set.Drop(r.muted, c.Prune), set.Drop(r.dryRun, c.Prune)
	return r.contents(), true, nil
}

// Mark implements [window.Table].
func (m *Table) Mark(ctx context.Context, key string, k window.Mark) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.register(key)
	if k.Token != "" && r.token != k.Token {
		return false, nil
	}
	r.published = r.published.With(k.Windows...)
	r.note(k.Fate, k.Windows)
	for _, start := range k.Stale {
		delete(r.open, start)
	}
	if k.Open != nil {
		if r.open == nil {
			r.open = map[int64]set.Open{}
		}
		r.open[k.Windows[0]] = *k.Open
	}
	if k.Token != "" {
		r.token, r.until = "", time.Time{}
	}
	return true, nil
}

// Release implements [window.Table].
func (m *Table) Release(ctx context.Context, key, token string) error {
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
