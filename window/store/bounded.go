package store

import (
	"context"
	"time"

	"trailnotify/window/set"
)

// bounded is a table each request to which has a context of its own.
type bounded struct {
	table Table
	limit func(context.Context) (context.Context, context.CancelFunc)
}

// Bounded returns a table that makes each request to t with the context that
// limit derives.
func Bounded(t Table, limit func(context.Context) (context.Context, context.CancelFunc)) Table {
	return &bounded{t, limit}
}

// Add implements [Table].
func (b *bounded) Add(ctx context.Context, key string, at set.Place, w Write) (set.Contents, bool, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Add(ctx, key, at, w)
}

// Items implements [Table].
func (b *bounded) Items(ctx context.Context, key string, r Read) ([]set.Item, set.Place, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Items(ctx, key, r)
}

// Published implements [Table].
func (b *bounded) Published(ctx context.Context, key string) ([]int64, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Published(ctx, key)
}

// Claim implements [Table].
func (b *bounded) Claim(ctx context.Context, key string, c Claim) (set.Register, bool, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Claim(ctx, key, c)
}

// Mark implements [Table].
func (b *bounded) Mark(ctx context.Context, key string, m Mark) (bool, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Mark(ctx, key, m)
}

// Release implements [Table].
func (b *bounded) Release(ctx context.Context, key, token string) error {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Release(ctx, key, token)
}

// Compact implements [Table].
func (b *bounded) Compact(ctx context.Context, key string, at set.Place, surplus set.Contents) error {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Compact(ctx, key, at, surplus)
}

// Remind implements [Table].
func (b *bounded) Remind(ctx context.Context, r set.Reminder, expires time.Time) error {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Remind(ctx, r, expires)
}

// Reminders implements [Table].
func (b *bounded) Reminders(ctx context.Context, at time.Time, after set.Reminder) ([]set.Reminder, bool, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Reminders(ctx, at, after)
}

// TakeReminder implements [Table].
func (b *bounded) TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (set.Reminder, bool, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.TakeReminder(ctx, r, l)
}

// DropReminder implements [Table].
func (b *bounded) DropReminder(ctx context.Context, r set.Reminder, token string) error {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.DropReminder(ctx, r, token)
}

// Register implements [Table].
func (b *bounded) Register(ctx context.Context, key string) (set.Register, error) {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.Register(ctx, key)
}

// CloseAlert implements [Table].
func (b *bounded) CloseAlert(ctx context.Context, key string, start int64) error {
	ctx, cancel := b.limit(ctx)
	defer cancel()
	return b.table.CloseAlert(ctx, key, start)
}
