package memory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// reminder is a stored reminder and the lease on it.
type reminder struct {
	set.Reminder
	lease set.Lease
}

// inOrder is the order in which reminders are due.
func inOrder(a, b set.Reminder) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Start, b.Start))
}

// find is where a reminder lies, or should lie.
func (m *Table) find(r set.Reminder) (int, bool) {
	return slices.BinarySearchFunc(m.reminders, r, func(stored *reminder, r set.Reminder) int { return inOrder(stored.Reminder, r) })
}

// Remind implements [window.Table].
func (m *Table) Remind(ctx context.Context, r set.Reminder, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.find(r)
	if !ok {
		m.reminders = slices.Insert(m.reminders, i, &reminder{})
	}
	m.reminders[i].Reminder = r
	return nil
}

// Reminders implements [window.Table]. It answers with all of them.
func (m *Table) Reminders(ctx context.Context, at time.Time, after set.Reminder) ([]set.Reminder, bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.find(after)
	if ok {
		i++
	}
	var all []set.Reminder
	for ; i < len(m.reminders) && m.reminders[i].Due <= at.Unix(); i++ {
		all = append(all, m.reminders[i].Reminder)
	}
	return all, false, nil
}

// TakeReminder implements [window.Table].
func (m *Table) TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (set.Reminder, bool, error) {
	if err := ctx.Err(); err != nil {
		return set.Reminder{}, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.find(r)
	if !ok {
		return set.Reminder{}, false, nil
	}
	stored := m.reminders[i]
	if held := stored.lease; held.Token != "" && held.Token != l.Token && !held.Until.Before(l.Now) {
		return stored.Reminder, false, nil
	}
	stored.lease = l
	return stored.Reminder, true, nil
}

// DropReminder implements [window.Table].
func (m *Table) DropReminder(ctx context.Context, r set.Reminder, token string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, ok := m.find(r); ok && (token == "" || m.reminders[i].Token == token) {
		m.reminders = slices.Delete(m.reminders, i, i+1)
	}
	return nil
}

// Register implements [window.Table].
func (m *Table) Register(ctx context.Context, key string) (set.Register, error) {
	if err := ctx.Err(); err != nil {
		return set.Register{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.registers[key]; r != nil {
		return r.contents(), nil
	}
	return set.Register{}, nil
}

// CloseAlert implements [window.Table].
func (m *Table) CloseAlert(ctx context.Context, key string, start int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.registers[key]; r != nil {
		delete(r.open, start)
	}
	return nil
}

var _ window.Table = (*Table)(nil)
