package window

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
)

// wrote decides for each window that was written what is to be read. One that
// holds the threshold by itself needs no reading, unless it is time to look
// whether it is full. One that was not written is always read: nobody else may
// have seen what it holds.
func (j *job) wrote() {
	for _, t := range j.touches {
		if t.state == written && j.known.Spends(t.start, j.Reach) { // since the last try
			t.spent, t.state, t.err = true, done, nil
		}
		if t.state != pending || t.err != nil {
			continue
		}
		holds := len(t.image) > 0 && (j.Threshold == 1 || set.Distinct(t.image) >= j.Threshold)
		switch {
		case t.spent && t.look:
			t.state = looking
		case t.spent:
			t.state = done
		case holds && !t.look:
			j.seen[t.start] = set.Contents{Elements: t.image}
			t.state = open
		default:
			t.state = written
		}
	}
}

// reads are the tasks that read what the writes may have completed: each
// written window, the one before it and the one behind it.
func (c *call) reads(ctx context.Context, j *job) []func() {
	var tasks []func()
	for _, s := range j.Around(j.in(written), 1, 1, j.known) {
		tasks = append(tasks, func() {
			items, err := c.pages(ctx, j.key, Read{Range: set.PartsOf(s.From, s.To)}, c.counting(j))
			c.read(j, s, items, err)
		})
	}
	for _, t := range j.touches {
		if t.state == looking {
			tasks = append(tasks, func() { c.look(ctx, j, t) })
		}
	}
	return tasks
}

// items reads a range, all pages of it.
func (c *call) items(ctx context.Context, key string, r Read) ([]set.Item, error) {
	return c.pages(ctx, key, r, func(do func() error) error { return do() })
}

// pages reads a range. Each page is an attempt.
func (c *call) pages(ctx context.Context, key string, r Read, attempt func(do func() error) error) ([]set.Item, error) {
	var all []set.Item
	for {
		var page []set.Item
		var more bool
		err := attempt(func() (err error) {
			page, more, err = c.page(ctx, key, &r)
			return err
		})
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if !more {
			return all, nil
		}
	}
}

// page reads as much of a range as fits into one answer, leaves the rest of the
// range, and reports whether there is any.
func (c *call) page(ctx context.Context, key string, r *Read) ([]set.Item, bool, error) {
	items, next, err := c.table.Items(ctx, key, *r)
	if err != nil || next == (set.Place{}) {
		return items, false, err
	}
	r.From = next
	return items, next.Compare(r.To) <= 0, nil
}

// look reads whether a window that is spent is full. What it misses, or a
// failure, costs no more than writes that could have been left out: the next
// one looks again.
func (c *call) look(ctx context.Context, j *job, t *touch) {
	items, err := c.pages(ctx, j.key, Read{Range: set.PartsOf(t.start, t.start), Stale: true}, c.counting(j))
	if err == nil {
		c.learn(j, items)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	t.state = done
}

// learn returns what items hold, and notes what that says of their windows.
func (c *call) learn(j *job, items []set.Item) set.View {
	seen := set.View{}
	seen.Add(items)
	for _, w := range slices.Sorted(maps.Keys(seen)) { // what is forgotten depends on the order
		content := seen[w]
		full, large := j.Full(content.Elements), j.large(content)
		c.facts.Learn(j.key, w, func(known *facts.Window) {
			known.Unread = 0
			known.Full, known.Large = known.Full || full, known.Large || large
		})
	}
	return seen
}

// read puts what was read into the view of the job.
func (c *call) read(j *job, s set.Stretch, items []set.Item, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for w, content := range c.learn(j, items) {
		j.seen[w] = content
	}
	for _, t := range j.touches {
		if t.state != written || !slices.Contains(s.Windows, t.start) {
			continue
		}
		if err != nil {
			t.err = fmt.Errorf("reading windows %d to %d: %w", s.From, s.To, err)
			continue
		}
		t.state, t.err = open, nil
	}
}

// in are the windows of a job in a state.
func (j *job) in(s touchState) []int64 {
	var all []int64
	for _, t := range j.touches {
		if t.state == s {
			all = append(all, t.start)
		}
	}
	return all
}
