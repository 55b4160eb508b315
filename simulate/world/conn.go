package world

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"trailnotify/window"
)

// A conn is the connection of one process to the table. What can go wrong with
// a request goes wrong here.
type conn struct{ *instance }

var _ window.Table = conn{}

// answers tells whoever wants to know what a request was answered with.
func (n conn) answers(request string, answer ...any) {
	if n.world.answer != nil {
		n.world.answer(n.instance, fmt.Sprint(request, answer))
	}
}

// Add implements [window.Table].
func (n conn) Add(ctx context.Context, key string, start int64, w window.Write) (img window.Image, ok bool, err error) {
	v := clockOf(ctx).invocation
	holds := v.Holds
	b := v.Caller.Batch
	do := func() {
		img, ok = n.world.store.add(key, start, w)
		n.answers("add", key, img, ok)
		n.world.Check.Added(b, holds, key, start, w, ok)
	}
	err = carry(ctx, request{addWindow, key, start}, do, nil)
	return img, ok, err
}

// Windows implements [window.Table]. A query reads its items one after the
// other, so now and then it reads a part of them at another moment.
func (n conn) Windows(ctx context.Context, key string, r window.Range) (imgs []window.Image, all bool, err error) {
	c := clockOf(ctx)
	parts := c.tear(key, r)
	for _, p := range parts {
		do := func() {
			part := n.world.store.read(key, p.From, p.To, r.Details)
			n.answers("windows", key, part)
			imgs = append(imgs, part...)
		}
		if err := carry(ctx, request{readWindows, key, p.From}, do, nothing); err != nil {
			return nil, false, err
		}
	}
	slices.SortFunc(imgs, func(a, b window.Image) int { return cmp.Compare(a.Start, b.Start) })
	return imgs, true, nil
}

// tear cuts a range in two, read in any order, or leaves it whole.
func (c *clockContext) tear(key string, r window.Range) []window.Range {
	whole := []window.Range{r}
	if r.From == r.To || c.world.Schedule.Whole {
		return whole
	}
	q := request{readWindows, key, r.From}
	chance := c.world.chance(c.salt^0x7ea4<<40, q, c.calls[q])
	if chance.IntN(3) > 0 {
		return whole
	}
	at := r.From + chance.Int64N(r.To-r.From)
	first, second := r, r
	first.To, second.From = at, at+1
	if chance.IntN(2) == 0 {
		return []window.Range{first, second}
	}
	return []window.Range{second, first}
}

// Published implements [window.Table]. It may be stale.
func (n conn) Published(ctx context.Context, key string) (pub []int64, err error) {
	v := clockOf(ctx).invocation
	q := request{kind: readRegister, key: key}
	do := func() {
		older := 0
		if chance := n.world.chance(v.salt^0x57a1<<40, q, v.calls[q]); !n.world.Schedule.Whole && chance.IntN(2) == 0 {
			older = 1 + chance.IntN(3)
		}
		pub = n.world.store.published(key, older)
		n.answers("published", key, pub)
	}
	err = carry(ctx, q, do, nothing)
	return pub, err
}

// Claim implements [window.Table].
func (n conn) Claim(ctx context.Context, key string, c window.Claim) (pub []int64, ok bool, err error) {
	v := clockOf(ctx).invocation
	do := func() {
		pub, ok = n.world.store.claim(key, c)
		n.answers("claim", key, pub, ok)
		n.world.Check.Claimed(v.Caller, key, ok)
	}
	later := func() { n.world.store.claim(key, c) }
	err = carry(ctx, request{kind: claimLease, key: key}, do, later)
	return pub, ok, err
}

// Mark implements [window.Table].
func (n conn) Mark(ctx context.Context, key string, m window.Mark) (ok bool, err error) {
	v := clockOf(ctx).invocation
	do := func() {
		ok = n.world.store.mark(key, m)
		n.answers("mark", key, ok)
		n.world.Check.Marked(v.Caller, key, m.Windows, ok)
	}
	err = carry(ctx, request{kind: markAlerted, key: key}, do, nil)
	return ok, err
}

// Release implements [window.Table].
func (n conn) Release(ctx context.Context, key, token string) error {
	return carry(ctx, request{kind: releaseLease, key: key}, func() { n.world.store.release(key, token) }, nil)
}

// Compact implements [window.Table].
func (n conn) Compact(ctx context.Context, key string, start int64, s window.Surplus) error {
	return carry(ctx, request{compactWindow, key, start}, func() { n.world.store.compact(key, start, s) }, nil)
}
