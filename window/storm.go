package window

import (
	"context"
	"fmt"
	"slices"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
)

// storm is the count of the groups of s's rule that want to alert.
func (s *subject) storm() subject {
	return s.bounds.of(s.rule, Group{Kind: GroupStorm})
}

// join enters a group that is to be alerted for window w into the storm of that
// window. If there are too many groups it returns true, and the window whose
// storm alert stands for the group's own; that alert was sent by then.
//
// At most Storm groups can find themselves among the first Storm, so no more
// are alerted by name in one window, whatever is repeated. The caller holds the
// lease of the group; leases are always taken in this order.
func (c *call) join(ctx context.Context, s *subject, w int64) (int64, bool, error) {
	if s.rule.Storm == 0 || !s.group.grouped() {
		return 0, false, nil
	}
	storm := s.storm()
	sent := slices.Contains(c.facts.Published(storm.key), w)
	if sent && (s.rule.Closing == ClosingOff || c.facts.Window(storm.key, w).Full) {
		return w, true, nil // nobody counts its groups any more
	}
	groups, err := c.enter(ctx, s, &storm, w, !sent)
	if err != nil {
		return 0, false, fmt.Errorf("entering window %d: %w", w, err)
	}
	c.facts.Learn(storm.key, w, func(known *facts.Window) { known.Full = known.Full || storm.Full(groups) })
	if set.Distinct(groups) <= s.rule.Storm {
		return 0, false, nil
	}
	v, err := c.settleStorm(ctx, &storm, w)
	return v, true, err
}

// enter adds the group to the storm's window, with its name if it may be and is
// one of the first, and returns the groups that are in it. The window is a
// single item, so all see them in one order.
func (c *call) enter(ctx context.Context, s, storm *subject, w int64, first bool) ([]set.Element, error) {
	e := set.Element{Time: uint32(w), Identity: IdentityOf(s.key)}
	write := Write{
		Contents: set.Contents{
			Elements:  []set.Element{e},
			Summaries: []set.Summary{{Identity: e.Identity, Text: cut(s.group.Value, maxDisplay)}},
		},
		ElementLimit: s.rule.Storm,
		Expires:      c.options.Now().Add(WindowLife),
	}
	if first {
		stored, ok, err := c.table.Add(ctx, storm.key, set.Whole(w), write)
		if err != nil || ok || slices.Contains(stored.Elements, e) {
			return stored.Elements, err
		}
	}
	write.Summaries, write.ElementLimit = nil, storm.Capacity
	stored, _, err := c.table.Add(ctx, storm.key, set.Whole(w), write)
	return stored.Elements, err
}

// settleStorm has one storm alert sent that covers window w, and returns the
// window that it was sent for.
func (c *call) settleStorm(ctx context.Context, storm *subject, w int64) (int64, error) {
	if v, ok := c.facts.Published(storm.key).SpentBy(w, storm.Reach); ok {
		return v, nil
	}
	if err := c.record(ctx, storm.key); err != nil {
		return 0, err
	}
	pub, err := c.published(ctx, storm.key)
	if err != nil {
		return 0, err
	}
	if v, ok := pub.SpentBy(w, storm.Reach); ok {
		return v, nil
	}
	l, known, err := c.claim(ctx, storm, pub, w)
	if err != nil {
		return 0, err
	}
	v, ok := known.SpentBy(w, storm.Reach)
	switch {
	case l == nil && ok:
		return v, nil
	case l == nil:
		return 0, &LeaseError{storm.key}
	case ok:
		c.giveUp(ctx, l, nil)
		return v, nil
	}
	return w, c.alertStorm(ctx, storm, l, w)
}

// alertStorm publishes the storm alert of window w under lease l, and gives the
// lease up, unless the alert may have been accepted.
func (c *call) alertStorm(ctx context.Context, storm *subject, l *lease, w int64) error {
	items, err := c.items(ctx, storm.key, Read{Range: set.PartsOf(w, w), Details: true})
	if err != nil {
		c.giveUp(ctx, l, err)
		return fmt.Errorf("reading window %d: %w", w, err)
	}
	seen := set.View{}
	seen.Add(items)
	said, err := c.send(ctx, storm, l, storm.stormCrossing(seen[w], w), []int64{w})
	if err != nil {
		c.giveUp(ctx, l, err)
		return err
	}
	_, err = c.mark(ctx, l, said)
	return err
}

func (s *subject) stormCrossing(c set.Contents, w int64) Crossing {
	groups := set.Distinct(c.Elements)
	x := Crossing{
		Rule:    s.rule,
		Group:   s.group,
		Start:   at(w),
		End:     at(w + s.Period),
		Count:   groups,
		Told:    groups,
		AtLeast: groups >= s.Capacity,
		First:   at(w),
		Last:    at(w),
		Storm:   &Storm{Groups: groups, AtLeast: true},
	}
	x.Storm.Names = namesIn(c)
	return x
}

// namesIn are the names of groups that windows of a storm hold.
func namesIn(c set.Contents) []string {
	var names []string
	for _, m := range c.Summaries {
		names = append(names, m.Text)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
