package main

import (
	"context"
	"time"

	"trailnotify/window/set"
)

// reminders is the key under which all reminders lie.
const reminders = "due"

// Remind implements [window.Table].
func (n conn) Remind(ctx context.Context, r set.Reminder, expires time.Time) error {
	return n.process.request(writeReminder, reminders, func() (float64, error) {
		return writeUnits(reminderSize(r)), n.memory.Remind(ctx, r, expires)
	})
}

// Reminders implements [window.Table].
func (n conn) Reminders(ctx context.Context, at time.Time, after set.Reminder) (all []set.Reminder, more bool, err error) {
	err = n.process.request(listReminders, reminders, func() (units float64, e error) {
		all, more, e = n.memory.Reminders(ctx, at, after)
		size := 0
		for _, r := range all {
			size += reminderSize(r)
		}
		return staleUnits(size), e
	})
	return all, more, err
}

// TakeReminder implements [window.Table].
func (n conn) TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (stored set.Reminder, ok bool, err error) {
	err = n.process.request(takeReminder, reminders, func() (units float64, e error) {
		stored, ok, e = n.memory.TakeReminder(ctx, r, l)
		return writeUnits(reminderSize(r) + leaseSize()), e
	})
	return stored, ok, err
}

// DropReminder implements [window.Table].
func (n conn) DropReminder(ctx context.Context, r set.Reminder, token string) error {
	return n.process.request(dropReminder, reminders, func() (float64, error) {
		return writeUnits(reminderSize(r) + leaseSize()), n.memory.DropReminder(ctx, r, token)
	})
}

// Register implements [window.Table].
func (n conn) Register(ctx context.Context, key string) (r set.Register, err error) {
	err = n.process.request(readOpen, key, func() (units float64, e error) {
		r, e = n.memory.Register(ctx, key)
		return consistentUnits(registerSize(key, r)), e
	})
	return r, err
}

// CloseAlert implements [window.Table].
func (n conn) CloseAlert(ctx context.Context, key string, start int64) error {
	return n.process.request(closeAlert, key, func() (units float64, e error) {
		if units, e = n.registerUnits(ctx, key); e != nil { // it only gets smaller
			return 0, e
		}
		return units, n.memory.CloseAlert(ctx, key, start)
	})
}
