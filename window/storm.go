package window

import (
	"context"
	"fmt"
	"slices"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
)

const (
	maxNames = 100 // groups of a storm that tell their names, if they are not of a new kind
	maxStory = 2   // summaries of a group; with a name of the usual length they cost one write unit
)

// storm is the count of the groups of s's rule that want to alert.
func (s *subject) storm() subject {
	return s.bounds.of(s.rule, Group{Kind: GroupStorm, Value: s.group.Storm})
}

// join enters the group of a job, which is to be alerted for window w, into the
// storm of that window. If there are too many groups it returns true, and the
// window whose storm alert stands for the group's own; that alert was sent by
// then.
//
// At most Storm groups can find themselves among the first Storm, so no more
// are alerted by name in one window, whatever is repeated. The caller holds the
// lease of the group; leases are always taken in this order.
func (c *call) join(ctx context.Context, j *job, w int64) (int64, bool, error) {
	if j.rule.Storm == 0 || !j.group.grouped() {
		return 0, false, nil
	}
	storm := j.storm()
	sent := slices.Contains(c.facts.Published(storm.key), w)
	if sent && (j.rule.Closing == ClosingOff || c.facts.Window(storm.key, w).Full) {
		return w, true, nil // nobody counts its groups any more
	}
	groups, err := c.enter(ctx, &j.subject, &storm, w, !sent)
	if err != nil {
		return 0, false, fmt.Errorf("entering window %d: %w", w, err)
	}
	c.facts.Learn(storm.key, w, func(known *facts.Window) { known.Full = known.Full || storm.Full(groups) })
	if set.Distinct(groups) <= j.rule.Storm {
		return 0, false, nil
	}
	if err := c.name(ctx, j, &storm, w, groups); err != nil {
		return 0, false, fmt.Errorf("naming the group in window %d: %w", w, err)
	}
	if !sent && j.lane.gathers() {
		return 0, false, errEntered
	}
	v, err := c.settleStorm(ctx, &storm, w)
	return v, true, err
}

// enter adds the group to the storm's window, among the first if it may be, and
// returns the groups that are in it. They lie in a single item, so all see them
// in one order.
func (c *call) enter(ctx context.Context, s, storm *subject, w int64, first bool) ([]set.Element, error) {
	e := set.Element{Time: uint32(w), Identity: IdentityOf(s.key)}
	write := Write{
		Contents:     set.Contents{Elements: []set.Element{e}},
		ElementLimit: s.rule.Storm,
		Expires:      c.options.Now().Add(WindowLife),
	}
	if first {
		stored, ok, err := c.table.Add(ctx, storm.key, set.Whole(w), write)
		if err != nil || ok || slices.Contains(stored.Elements, e) {
			return stored.Elements, err
		}
	}
	write.ElementLimit = storm.Capacity
	stored, _, err := c.table.Add(ctx, storm.key, set.Whole(w), write)
	return stored.Elements, err
}

// name writes the story of a group that has entered window w, where the given
// groups are, to a part of its own, so that no group pays for the others.
// Behind the first maxNames, and where the window is full, only what is of a
// new kind is told, for all that this process knows.
func (c *call) name(ctx context.Context, j *job, storm *subject, w int64, groups []set.Element) error {
	story := j.story()
	known := c.facts.Window(storm.key, w).Bars
	inside := slices.ContainsFunc(groups, func(e set.Element) bool { return e.Identity == story[0].Identity })
	if !inside || len(groups) > j.rule.Storm+maxNames {
		story = known.Rare(set.Contents{Summaries: story}).Summaries
	}
	if len(story) == 0 || known.Has(story) {
		return nil
	}
	contents := set.Contents{Summaries: story}
	at := set.Place{Start: w, Part: set.Own([]set.Element{{Identity: IdentityOf(j.key)}})}
	_, _, err := c.table.Add(ctx, storm.key, at, Write{Contents: contents, Expires: c.options.Now().Add(WindowLife)})
	if err == nil {
		bars := storm.bounds.limits().BarsOf(contents)
		c.facts.Learn(storm.key, w, func(known *facts.Window) { known.Bars = known.Bars.And(bars) })
	}
	return err
}

// story are the name of the job's group and a few summaries of its matches, as
// different as can be.
func (j *job) story() []set.Summary {
	var all []set.Summary
	for _, t := range j.touches {
		all = append(all, t.content.Summaries...)
	}
	for _, content := range j.seen {
		all = append(all, content.Summaries...)
	}
	few, _ := set.Limits{Summaries: maxStory}.Sample(all)
	return set.Stories(IdentityOf(j.key), cutMiddle(j.group.Value, maxGroup), few)
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
	names, texts := s.bounds.limits().Told(c.Summaries)
	x.Storm.Names, x.Summaries = names, bytesOf(texts)
	return x
}
