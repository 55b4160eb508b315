package window

import (
	"context"
	"errors"
	"fmt"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
)

// addTries bounds how often room is made for one write. One try is enough but
// where other invocations fill the room at once.
const addTries = 10

var errRefused = errors.New("refused again and again though there is room")

// writes are the tasks that write what is pending of a job.
func (c *call) writes(ctx context.Context, j *job) []func() {
	j.known = c.facts.Published(j.key)
	var tasks []func()
	for _, t := range j.touches {
		var parts []func()
		if t.state == pending {
			parts = c.writeParts(ctx, j, t)
		}
		if t.details != nil {
			tasks = append(tasks, func() { c.writeDetails(ctx, j, t) })
		}
		tasks = append(tasks, parts...)
	}
	return tasks
}

// writeParts are the tasks that write the matches of a touch, and plans where
// the details go. A window that is known to be full is not written: it holds
// the threshold by itself, so what it is refused can't matter.
func (c *call) writeParts(ctx context.Context, j *job, t *touch) []func() {
	known := c.facts.Window(j.key, t.start)
	t.spent = t.spent || j.known.Spends(t.start, j.Reach)
	t.full, t.look, t.image = known.Full, false, nil
	t.err, t.details, t.detailsErr = nil, nil, nil
	if t.full {
		t.details = j.apart(c.rare(j, t))
		return nil
	}
	var tasks []func()
	for i, p := range j.Divide(t.content.Elements) {
		w := Write{Contents: set.Contents{Elements: p.Elements}}
		if i == 0 {
			c.planDetails(j, t, &w, known)
		}
		at := set.Place{Start: t.start, Part: p.Part}
		if t.spent && len(w.Summaries) > 0 && !j.ByValue {
			at.Part = set.Own(p.Elements) // others need not pay for the details
		}
		tasks = append(tasks, func() { c.writePart(ctx, j, t, at, w) })
	}
	return tasks
}

// planDetails puts the details of a touch into the write of a part, which costs
// nothing there while the window is small, or into one of their own, which no
// decision pays for. Those of a spent window are few.
func (c *call) planDetails(j *job, t *touch, part *Write, known facts.Window) {
	details := known.Bars.Pass(t.content.Details())
	if t.spent {
		details = c.rare(j, t)
	}
	if !t.spent && (known.Large || j.large(t.content)) {
		t.details = j.apart(details)
	} else if details.Size() > 0 {
		part.Summaries, part.Excepted, part.Group = details.Summaries, details.Excepted, cut(j.group.Value, maxGroup)
	}
}

// rare are the details for a window that is spent, of which only the message
// tells that ends the quiet time, or full: one summary of each kind is enough
// there, and of a quiet time one in all of its windows.
func (c *call) rare(j *job, t *touch) set.Contents {
	if t.spent && j.rule.Closing == ClosingOff {
		return set.Contents{}
	}
	return c.barsOf(j, t).Rare(t.content.Details())
}

// barsOf are what is known of the details of a window and, where an alert
// spends it, of the windows that the same alert spends: these are kept with the
// one that it covers.
func (c *call) barsOf(j *job, t *touch) set.Bars {
	return c.facts.Window(j.key, t.start).Bars.And(c.facts.Window(j.key, j.spender(t.start)).Bars)
}

// spender is the alerted window that spends a window, or that itself.
func (j *job) spender(w int64) int64 {
	if v, ok := j.known.SpentBy(w, j.Reach); ok {
		return v
	}
	return w
}

// learnDetails notes what is known of the details of a window.
func (c *call) learnDetails(j *job, t *touch, stored set.Contents) {
	if bars := j.bounds.limits().BarsOf(stored); bars.Any() {
		c.facts.Learn(j.key, j.spender(t.start), func(known *facts.Window) { known.Bars = known.Bars.And(bars) })
	}
}

// apart is a write of details that have a place of their own, nil if there are
// none.
func (s *subject) apart(details set.Contents) *Write {
	if details.Size() == 0 {
		return nil
	}
	return &Write{
		Contents: details, Group: cut(s.group.Value, maxGroup),
		SummaryLimit: s.bounds.summaryLimit(), ExceptedLimit: s.bounds.exceptedLimit(),
	}
}

// large reports whether a window that holds the contents has so many members
// that some of its details may lose their place.
func (s *subject) large(c set.Contents) bool {
	return len(c.Elements)+len(c.Excepted) >= s.bounds.Summaries
}

// writePart writes to one part of a window.
func (c *call) writePart(ctx context.Context, j *job, t *touch, at set.Place, w Write) {
	var stored set.Contents
	err := c.count(j.lane, j.key, func() (err error) {
		stored, err = c.add(ctx, j, at, w)
		return err
	})
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil {
		t.err = fmt.Errorf("writing window %d: %w", t.start, err)
		return
	}
	t.image = append(t.image, stored.Elements...)
	c.learnDetails(j, t, stored)
	c.facts.Learn(j.key, t.start, func(known *facts.Window) {
		known.Unread += len(w.Elements)
		known.Full = known.Full || j.Full(stored.Elements)
		known.Large = known.Large || j.large(stored)
		t.look = !known.Full && known.Unread >= j.LookAfter()
	})
}

// writeDetails writes the details that have a place of their own. Nothing waits
// for them but the acknowledgement of the batch.
func (c *call) writeDetails(ctx context.Context, j *job, t *touch) {
	t.detailsErr = c.count(j.lane, j.key, func() error {
		stored, err := c.add(ctx, j, set.Details(t.start), *t.details)
		if err != nil {
			return fmt.Errorf("writing the details of window %d: %w", t.start, err)
		}
		c.learnDetails(j, t, stored)
		c.facts.Learn(j.key, t.start, func(known *facts.Window) { known.Large = true })
		return nil
	})
	if t.detailsErr == nil {
		t.details = nil
	}
}

// add makes one write, and room for it where the item refuses it. It returns
// the item as it is then.
func (c *call) add(ctx context.Context, j *job, at set.Place, w Write) (set.Contents, error) {
	w.Expires = c.options.Now().Add(WindowLife)
	limits := j.bounds.limits()
	for range addTries {
		stored, ok, err := c.table.Add(ctx, j.key, at, w)
		if err != nil {
			return set.Contents{}, err
		}
		surplus := limits.Surplus(stored)
		if ok {
			if j.bounds.worthwhile(surplus) {
				// A failure leaves the surplus to the next write.
				_ = c.table.Compact(ctx, j.key, at, surplus)
			}
			return stored, nil
		}
		if surplus.Size() > 0 {
			if err := c.table.Compact(ctx, j.key, at, surplus); err != nil {
				return set.Contents{}, fmt.Errorf("compacting: %w", err)
			}
		}
		left := stored.Without(surplus)
		w.Contents = limits.BarsOf(left).Pass(w.Contents)
		if len(left.Excepted) >= w.ExceptedLimit {
			w.Excepted = nil
		}
		if w.Size() == 0 {
			return stored, nil
		}
	}
	return set.Contents{}, errRefused
}
