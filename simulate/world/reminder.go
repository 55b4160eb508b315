package world

import (
	"cmp"
	"context"
	"slices"
	"time"

	"trailnotify/window/set"
)

// A reminder is a stored reminder of a deployment, and the lease on it.
type reminder struct {
	deployment int
	set.Reminder
	token string
	until int64 // the end of the lease, ns since 1970
}

// reminder finds one.
func (s *store) reminder(deployment int, r set.Reminder) *reminder {
	for _, x := range s.reminders {
		if x.deployment == deployment && x.Due == r.Due && x.Key == r.Key && x.Start == r.Start {
			return x
		}
	}
	return nil
}

func (s *store) remind(deployment int, r set.Reminder) {
	x := s.reminder(deployment, r)
	if x == nil {
		x = &reminder{deployment: deployment}
		s.reminders = append(s.reminders, x)
		defer slices.SortFunc(s.reminders, func(a, b *reminder) int { return inOrder(a.Reminder, b.Reminder) })
	}
	x.Reminder = r
}

func inOrder(a, b set.Reminder) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Start, b.Start))
}

// due returns so many reminders that are due, behind one of them.
func (s *store) due(deployment int, at int64, after set.Reminder, most int) (all []set.Reminder, more bool) {
	for _, x := range s.reminders {
		if x.deployment != deployment || x.Due > at || inOrder(x.Reminder, after) <= 0 {
			continue
		}
		if most > 0 && len(all) == most {
			return all, true
		}
		all = append(all, x.Reminder)
	}
	return all, false
}

func (s *store) take(deployment int, r set.Reminder, l set.Lease) (set.Reminder, bool) {
	x := s.reminder(deployment, r)
	switch {
	case x == nil:
		return set.Reminder{}, false
	case x.token != "" && x.token != l.Token && x.until >= l.Now.UnixNano():
		return x.Reminder, false
	}
	x.token, x.until = l.Token, l.Until.UnixNano()
	return x.Reminder, true
}

func (s *store) drop(deployment int, r set.Reminder, token string) bool {
	x := s.reminder(deployment, r)
	if x == nil || token != "" && x.Token != token {
		return false
	}
	s.reminders = slices.DeleteFunc(s.reminders, func(other *reminder) bool { return other == x })
	return true
}

// Remind implements [window.Table].
func (n conn) Remind(ctx context.Context, r set.Reminder, _ time.Time) error {
	v := clockOf(ctx).invocation
	return carry(ctx, request{kind: remindOf, key: r.Key, start: r.Start}, func() {
		n.world.store.remind(n.deployment, r)
		n.world.Check.Reminded(v.Caller, r)
		n.answers("remind", r.Key, r.Start)
	}, nil)
}

// Reminders implements [window.Table].
func (n conn) Reminders(ctx context.Context, at time.Time, after set.Reminder) (all []set.Reminder, more bool, err error) {
	err = carry(ctx, request{kind: listReminders, start: after.Due}, func() {
		all, more = n.world.store.due(n.deployment, at.Unix(), after, n.world.Schedule.Page)
		n.answers("reminders", all)
	}, nothing)
	return all, more, err
}

// TakeReminder implements [window.Table].
func (n conn) TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (stored set.Reminder, ok bool, err error) {
	v := clockOf(ctx).invocation
	do := func() {
		stored, ok = n.world.store.take(n.deployment, r, l)
		n.answers("take", r.Key, r.Start, ok)
		n.world.Check.Took(v.Caller, r, ok)
	}
	later := func() { n.world.store.take(n.deployment, r, l) }
	err = carry(ctx, request{kind: takeReminder, key: r.Key, start: r.Start}, do, later)
	return stored, ok, err
}

// DropReminder implements [window.Table].
func (n conn) DropReminder(ctx context.Context, r set.Reminder, token string) error {
	v := clockOf(ctx).invocation
	return carry(ctx, request{kind: dropReminder, key: r.Key, start: r.Start}, func() {
		if n.world.store.drop(n.deployment, r, token) {
			n.world.Check.Dropped(v.Caller, r)
		}
		n.answers("drop", r.Key, r.Start)
	}, nil)
}

// Register implements [window.Table].
func (n conn) Register(ctx context.Context, key string) (r set.Register, err error) {
	err = carry(ctx, request{kind: readOpen, key: key}, func() {
		r = n.world.store.register(n.prefixed(key))
		n.answers("register", key, r)
	}, nothing)
	return r, err
}

// CloseAlert implements [window.Table].
func (n conn) CloseAlert(ctx context.Context, key string, start int64) error {
	v := clockOf(ctx).invocation
	return carry(ctx, request{kind: closeAlert, key: key, start: start}, func() {
		n.world.Check.AlertClosed(v.Caller, key, start)
		delete(n.world.store.shelf(n.prefixed(key)).register.open, start)
		n.answers("close", key, start)
	}, nil)
}
