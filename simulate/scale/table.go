package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/set"
)

// A table is the product's table in memory, with what each request to it costs
// on DynamoDB.
type table struct {
	memory *memory.Table
	meter  *meter
	items  map[slot]itemFacts
}

// A slot names an item of a window.
type slot struct {
	key string
	at  set.Place
}

// itemFacts are what the price of a request to an item depends on.
type itemFacts struct {
	size  int
	group string
}

func newTable(m *meter) *table {
	return &table{memory.NewTable(), m, map[slot]itemFacts{}}
}

// throttled is what the SDK returns when DynamoDB has refused a request as
// often as window/dynamodb.NewClient has it tried.
var errThrottled = errors.New("throughput exceeds the limit of the partition")

// A conn is the connection of one process to the table.
type conn struct {
	*table
	process *process
}

var _ window.Table = conn{}

// Add implements [window.Table].
func (n conn) Add(ctx context.Context, key string, at set.Place, w window.Write) (c set.Contents, ok bool, err error) {
	err = n.process.request(addWindow, key, func() (units float64, e error) {
		pub, e := n.memory.Published(ctx, key)
		if e != nil {
			return 0, e
		}
		if c, ok, e = n.memory.Add(ctx, key, at, w); e != nil {
			return 0, e
		}
		if !ok {
			n.meter.note(refused)
		}
		if at.Start < 0 {
			n.meter.note(apart)
		}
		units = writeUnits(n.sized(key, at, c, w.Group))
		if n.process.spends(pub, at.Window()) {
			n.meter.afterwards(units)
		}
		return units, nil
	})
	return c, ok, err
}

// spends tells whether an alert for one of the windows spends the one at start.
func (o organisation) spends(published []int64, start int64) bool {
	windows := (o.Quiet + o.Period - 1) / o.Period
	reach := int64(windows * o.Period / time.Second)
	return slices.ContainsFunc(published, func(w int64) bool { return w <= start && start <= w+reach })
}

// sized notes an item as it is now and returns the larger of its size before
// and after.
func (t *table) sized(key string, at set.Place, c set.Contents, group string) int {
	it, before := t.items[slot{key, at}], t.items[slot{key, at}].size
	if it.group == "" {
		it.group = group
	}
	it.size = contentsSize(key, at, c, it.group)
	t.items[slot{key, at}] = it
	t.meter.largest(it.size)
	return max(before, it.size)
}

// Items implements [window.Table].
func (n conn) Items(ctx context.Context, key string, r window.Read) (items []set.Item, next set.Place, err error) {
	err = n.process.request(readWindows, key, func() (units float64, e error) {
		items, next, e = n.memory.Items(ctx, key, r)
		size := 0
		for _, it := range items {
			size += n.items[slot{key, it.Place}].size
		}
		n.meter.read(len(items))
		if r.Stale {
			n.meter.note(looked)
			return staleUnits(size), e
		}
		return consistentUnits(size), e
	})
	return items, next, err
}

// Published implements [window.Table].
func (n conn) Published(ctx context.Context, key string) (pub []int64, err error) {
	err = n.process.request(readRegister, key, func() (units float64, e error) {
		pub, e = n.memory.Published(ctx, key)
		if e != nil {
			return 0, e
		}
		r, e := n.memory.Register(ctx, key)
		return staleUnits(registerSize(key, r)), e
	})
	return pub, err
}

// Claim implements [window.Table].
func (n conn) Claim(ctx context.Context, key string, c window.Claim) (r set.Register, ok bool, err error) {
	err = n.process.request(claimLease, key, func() (units float64, e error) {
		r, ok, e = n.memory.Claim(ctx, key, c)
		return writeUnits(registerSize(key, r)), e
	})
	return r, ok, err
}

// Mark implements [window.Table].
func (n conn) Mark(ctx context.Context, key string, m window.Mark) (ok bool, err error) {
	err = n.process.request(markAlerted, key, func() (units float64, e error) {
		if ok, e = n.memory.Mark(ctx, key, m); e != nil {
			return 0, e
		}
		return n.registerUnits(ctx, key)
	})
	return ok, err
}

// Release implements [window.Table].
func (n conn) Release(ctx context.Context, key, token string) error {
	return n.process.request(releaseLease, key, func() (units float64, e error) {
		if e = n.memory.Release(ctx, key, token); e != nil {
			return 0, e
		}
		return n.registerUnits(ctx, key)
	})
}

// registerUnits are those of a write to a register.
func (t *table) registerUnits(ctx context.Context, key string) (float64, error) {
	r, err := t.memory.Register(ctx, key)
	return writeUnits(registerSize(key, r)), err
}

// Compact implements [window.Table].
func (n conn) Compact(ctx context.Context, key string, at set.Place, surplus set.Contents) error {
	return n.process.request(compactWindow, key, func() (units float64, e error) {
		if e = n.memory.Compact(ctx, key, at, surplus); e != nil {
			return 0, e
		}
		items, _, e := n.memory.Items(ctx, key, window.Read{Range: set.Range{From: at, To: at}, Details: true})
		if e != nil || len(items) == 0 {
			return writeUnits(0), e
		}
		return writeUnits(n.sized(key, at, items[0].Contents, "")), nil
	})
}
