package windowtest

import (
	"context"
	"sync"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// Calls is a table that counts the calls of the table behind it.
type Calls struct {
	window.Table
	mu sync.Mutex
	n  map[string]int
}

// NewCalls returns a Calls before t.
func NewCalls(t window.Table) *Calls { return &Calls{Table: t, n: map[string]int{}} }

// Take returns the number of calls by name of the method since the last Take.
func (c *Calls) Take() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.n
	c.n = map[string]int{}
	return n
}

func (c *Calls) call(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[name]++
}

// Add counts and forwards.
func (c *Calls) Add(ctx context.Context, key string, at set.Place, w window.Write) (set.Contents, bool, error) {
	c.call("Add")
	return c.Table.Add(ctx, key, at, w)
}

// Items counts and forwards.
func (c *Calls) Items(ctx context.Context, key string, r window.Read) ([]set.Item, set.Place, error) {
	c.call("Items")
	return c.Table.Items(ctx, key, r)
}

// Published counts and forwards.
func (c *Calls) Published(ctx context.Context, key string) ([]int64, error) {
	c.call("Published")
	return c.Table.Published(ctx, key)
}

// Claim counts and forwards.
func (c *Calls) Claim(ctx context.Context, key string, x window.Claim) (set.Register, bool, error) {
	c.call("Claim")
	return c.Table.Claim(ctx, key, x)
}

// Mark counts and forwards.
func (c *Calls) Mark(ctx context.Context, key string, m window.Mark) (bool, error) {
	c.call("Mark")
	return c.Table.Mark(ctx, key, m)
}

// Release counts and forwards.
func (c *Calls) Release(ctx context.Context, key, token string) error {
	c.call("Release")
	return c.Table.Release(ctx, key, token)
}

// Compact counts and forwards.
func (c *Calls) Compact(ctx context.Context, key string, at set.Place, surplus set.Contents) error {
	c.call("Compact")
	return c.Table.Compact(ctx, key, at, surplus)
}

// Remind counts and forwards.
func (c *Calls) Remind(ctx context.Context, r set.Reminder, expires time.Time) error {
	c.call("Remind")
	return c.Table.Remind(ctx, r, expires)
}

// Reminders counts and forwards.
func (c *Calls) Reminders(ctx context.Context, at time.Time, after set.Reminder) ([]set.Reminder, bool, error) {
	c.call("Reminders")
	return c.Table.Reminders(ctx, at, after)
}

// TakeReminder counts and forwards.
func (c *Calls) TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (set.Reminder, bool, error) {
	c.call("TakeReminder")
	return c.Table.TakeReminder(ctx, r, l)
}

// DropReminder counts and forwards.
func (c *Calls) DropReminder(ctx context.Context, r set.Reminder, token string) error {
	c.call("DropReminder")
	return c.Table.DropReminder(ctx, r, token)
}

// Register counts and forwards.
func (c *Calls) Register(ctx context.Context, key string) (set.Register, error) {
	c.call("Register")
	return c.Table.Register(ctx, key)
}

// CloseAlert counts and forwards.
func (c *Calls) CloseAlert(ctx context.Context, key string, start int64) error {
	c.call("CloseAlert")
	return c.Table.CloseAlert(ctx, key, start)
}
