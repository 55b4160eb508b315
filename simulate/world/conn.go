package world

import (
	"context"
	"fmt"
	"slices"

	"trailnotify/simulate/check"
	"trailnotify/window"
	"trailnotify/window/set"
)

// A conn is the connection of one process to the table. What can go wrong with
// a request goes wrong here.
type conn struct{ *instance }

var _ window.Table = conn{}

// prefixed is a key as package window/dynamodb stores it: deployments on one
// table never meet on an item.
func (n conn) prefixed(key string) string { return prefixed(n.deployment, key) }

func prefixed(deployment int, key string) string {
	return fmt.Sprint("deployment ", deployment, "#", key)
}

// answers tells whoever wants to know what a request was answered with.
func (n conn) answers(request string, answer ...any) {
	if n.world.answer != nil {
		n.world.answer(n.instance, fmt.Sprint(request, answer))
	}
}

// Add implements [window.Table].
func (n conn) Add(ctx context.Context, key string, at set.Place, w window.Write) (c set.Contents, ok bool, err error) {
	v := clockOf(ctx).invocation
	holds := v.Holds
	b := v.Caller.Batch
	do := func() {
		c, ok = n.world.store.add(n.prefixed(key), at, w)
		if !ok {
			n.world.Check.Saw(check.RefusedWrite)
		}
		n.answers("add", key, at, c, ok)
		n.world.Check.Added(v.Caller, b, holds, key, at, w, ok)
	}
	err = carry(ctx, request{kind: addWindow, key: key, start: at.Start, part: at.Part}, do, nil)
	return c, ok, err
}

// Items implements [window.Table]. A query reads its items one after the other,
// so now and then it reads a part of them at another moment.
func (n conn) Items(ctx context.Context, key string, r window.Read) (items []set.Item, next set.Place, err error) {
	c := clockOf(ctx)
	q := request{kind: readWindows, key: key, start: r.From.Start, part: r.From.Part}
	p := page{items: n.world.Schedule.Page, details: r.Details}
	if r.Stale && !n.world.Schedule.Whole {
		p.missing = n.world.chance(c.salt^0x57a1<<40, q, c.calls[q]).IntN(3)
	}
	for _, part := range c.tear(q, r.Range) {
		q := request{kind: readWindows, key: key, start: part.From.Start, part: part.From.Part}
		do := func() {
			var read []set.Item
			read, next = n.world.store.read(n.prefixed(key), part, p)
			n.answers("items", key, read)
			items = append(items, read...)
		}
		if err := carry(ctx, q, do, nothing); err != nil {
			return nil, set.Place{}, err
		}
	}
	slices.SortFunc(items, func(a, b set.Item) int { return a.Place.Compare(b.Place) })
	n.world.Check.Read(c.Caller, key, r.Stale, items, next != set.Place{})
	return items, next, nil
}

// tear cuts a range in two, read in any order, or leaves it whole.
func (c *clockContext) tear(q request, r set.Range) []set.Range {
	whole := []set.Range{r}
	if c.world.Schedule.Page > 0 || c.world.Schedule.Whole || r.From.Start < 0 {
		return whole
	}
	chance := c.world.chance(c.salt^0x7ea4<<40, q, c.calls[q])
	if chance.IntN(3) > 0 {
		return whole
	}
	at := set.Place{Start: r.From.Start + chance.Int64N(r.To.Start-r.From.Start+1), Part: set.Part(chance.Uint64N(uint64(set.LastPart)))}
	if at.Compare(r.From) < 0 {
		return whole
	}
	c.world.Check.Saw(check.TornQuery)
	first, second := set.Range{From: r.From, To: at}, set.Range{From: at.Next(), To: r.To}
	if chance.IntN(2) == 0 {
		return []set.Range{first, second}
	}
	return []set.Range{second, first}
}

// learned notes that the process learned which windows of a key were alerted.
func (n conn) learned(key string, pub []int64) {
	if len(pub) == 0 {
		return
	}
	n.knows[key] = len(pub)
	size := len(n.knows)
	for _, windows := range n.knows {
		size += windows
	}
	if size > n.world.Schedule.Versions[n.version].Bounds.Remember {
		n.world.Check.Saw(check.Eviction)
	}
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
		pub = n.world.store.published(n.prefixed(key), older)
		if len(pub) < len(n.world.store.published(n.prefixed(key), 0)) {
			n.world.Check.Saw(check.StaleRegister)
		}
		n.learned(key, pub)
		n.answers("published", key, pub)
	}
	err = carry(ctx, q, do, nothing)
	return pub, err
}

// Claim implements [window.Table].
func (n conn) Claim(ctx context.Context, key string, c window.Claim) (r set.Register, ok bool, err error) {
	v := clockOf(ctx).invocation
	b := v.Caller.Batch
	do := func() {
		taken := n.world.store.leased(n.prefixed(key), c.Token)
		r, ok = n.world.store.claim(n.prefixed(key), c)
		if taken && ok {
			n.world.Check.Saw(check.Takeover)
		}
		if ok {
			n.world.Check.Pruned(v.Caller, b, key, c.Prune)
		}
		n.learned(key, r.Alerted)
		n.answers("claim", key, r, ok)
		n.world.Check.Claimed(v.Caller, key, ok, n.world.now)
	}
	later := func() {
		if _, ok := n.world.store.claim(n.prefixed(key), c); ok {
			n.world.Check.Pruned(v.Caller, b, key, c.Prune)
		}
	}
	err = carry(ctx, request{kind: claimLease, key: key}, do, later)
	return r, ok, err
}

// Mark implements [window.Table].
func (n conn) Mark(ctx context.Context, key string, m window.Mark) (ok bool, err error) {
	v := clockOf(ctx).invocation
	do := func() {
		ok = n.world.store.mark(n.prefixed(key), m)
		n.answers("mark", key, ok)
		n.world.Check.Marked(v.Caller, key, m, ok)
	}
	err = carry(ctx, request{kind: markAlerted, key: key}, do, nil)
	return ok, err
}

// Release implements [window.Table].
func (n conn) Release(ctx context.Context, key, token string) error {
	return carry(ctx, request{kind: releaseLease, key: key}, func() {
		n.world.Check.Saw(check.Release)
		n.world.store.release(n.prefixed(key), token)
	}, nil)
}

// Compact implements [window.Table].
func (n conn) Compact(ctx context.Context, key string, at set.Place, surplus set.Contents) error {
	return carry(ctx, request{kind: compactWindow, key: key, start: at.Start, part: at.Part}, func() {
		n.world.Check.Saw(check.Compaction)
		n.world.store.compact(n.prefixed(key), at, surplus)
	}, nil)
}
