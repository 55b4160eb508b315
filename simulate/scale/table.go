package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"trailnotify/window"
)

// A table is the product's table in memory, with what each request to it costs
// on DynamoDB.
type table struct {
	memory *window.Memory
	meter  *meter
	items  map[slot]itemFacts
}

// A slot names a window's item.
type slot struct {
	key   string
	start int64
}

// itemFacts are what the price of a request to an item depends on.
type itemFacts struct {
	size  int
	group string
}

func newTable(m *meter) *table {
	return &table{window.NewMemory(), m, map[slot]itemFacts{}}
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
func (n conn) Add(ctx context.Context, key string, start int64, w window.Write) (img window.Image, ok bool, err error) {
	err = n.process.request(addWindow, key, func() (units float64, e error) {
		pub, e := n.memory.Published(ctx, key)
		if e != nil {
			return 0, e
		}
		if img, ok, e = n.memory.Add(ctx, key, start, w); e != nil {
			return 0, e
		}
		if !ok {
			n.meter.note(refused)
		}
		units = writeUnits(n.sized(key, img, w.Group))
		if n.process.spends(pub, start) {
			n.meter.afterwards(units)
		}
		return units, nil
	})
	return img, ok, err
}

// spends tells whether an alert for one of the windows spends the one at start.
func (o organisation) spends(published []int64, start int64) bool {
	windows := (o.Quiet + o.Period - 1) / o.Period
	reach := int64(windows * o.Period / time.Second)
	return slices.ContainsFunc(published, func(w int64) bool { return w <= start && start <= w+reach })
}

// sized notes a window as it is now and returns the larger of its size before
// and after.
func (t *table) sized(key string, img window.Image, group string) int {
	at := slot{key, img.Start}
	it, before := t.items[at], t.items[at].size
	if it.group == "" {
		it.group = group
	}
	it.size = windowSize(key, img, it.group)
	t.items[at] = it
	t.meter.largest(it.size)
	return max(before, it.size)
}

// Windows implements [window.Table].
func (n conn) Windows(ctx context.Context, key string, r window.Range) (imgs []window.Image, all bool, err error) {
	err = n.process.request(readWindows, key, func() (units float64, e error) {
		imgs, all, e = n.memory.Windows(ctx, key, r)
		size := 0
		for _, img := range imgs {
			size += n.items[slot{key, img.Start}].size
		}
		return consistentUnits(size), e
	})
	return imgs, all, err
}

// Published implements [window.Table].
func (n conn) Published(ctx context.Context, key string) (pub []int64, err error) {
	err = n.process.request(readRegister, key, func() (units float64, e error) {
		pub, e = n.memory.Published(ctx, key)
		return staleUnits(registerSize(key, pub)), e
	})
	return pub, err
}

// Claim implements [window.Table].
func (n conn) Claim(ctx context.Context, key string, c window.Claim) (pub []int64, ok bool, err error) {
	err = n.process.request(claimLease, key, func() (units float64, e error) {
		pub, ok, e = n.memory.Claim(ctx, key, c)
		return writeUnits(registerSize(key, pub)), e
	})
	return pub, ok, err
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
	pub, err := t.memory.Published(ctx, key)
	return writeUnits(registerSize(key, pub)), err
}

// Compact implements [window.Table].
func (n conn) Compact(ctx context.Context, key string, start int64, s window.Surplus) error {
	return n.process.request(compactWindow, key, func() (units float64, e error) {
		if e = n.memory.Compact(ctx, key, start, s); e != nil {
			return 0, e
		}
		imgs, _, e := n.memory.Windows(ctx, key, window.Range{From: start, To: start, Details: true})
		if e != nil || len(imgs) == 0 {
			return writeUnits(0), e
		}
		return writeUnits(n.sized(key, imgs[0], "")), nil
	})
}
