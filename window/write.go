package window

import (
	"context"
	"errors"
	"fmt"
)

// addTries bounds how often room is made for one write. One try is enough but
// where other invocations fill the room at once.
const addTries = 10

var errRefused = errors.New("refused again and again though the window is not full")

// writes are the tasks that write the pending windows of a job.
func (c *call) writes(ctx context.Context, j *job) []func() {
	var tasks []func()
	for _, t := range j.touches {
		if t.state != pending {
			continue
		}
		tasks = append(tasks, func() {
			t.err = c.count(j.lane, func() error { return c.writeWindow(ctx, j, t) })
		})
	}
	return tasks
}

// writeWindow writes one window unless it is known to be spent and full. A
// window that is spent already has nothing to decide.
func (c *call) writeWindow(ctx context.Context, j *job, t *touch) error {
	t.spent = c.facts.published(j.key).spends(t.start, j.reach)
	if t.spent && c.facts.window(j.key, t.start).full {
		t.state = done
		return nil
	}
	img, err := c.add(ctx, j, t)
	if err != nil {
		return fmt.Errorf("writing window %d: %w", t.start, err)
	}
	t.image, t.state = img, written
	if t.spent {
		t.state = done
	}
	c.facts.learnWindow(j.key, t.start, j.factsOf(img))
	return nil
}

// add makes the write, and room for it where the window refuses it. It returns
// the window as it is then: with the write, or full.
func (c *call) add(ctx context.Context, j *job, t *touch) (Image, error) {
	w := c.facts.window(j.key, t.start).wanted(t.write)
	w.Expires = c.options.Now().Add(windowLife)
	for range addTries {
		img, ok, err := c.table.Add(ctx, j.key, t.start, w)
		if err != nil {
			return Image{}, err
		}
		extra := j.bounds.surplus(img)
		if ok {
			if j.bounds.worthwhile(extra) {
				// A failure leaves the surplus to the next write.
				_ = c.table.Compact(ctx, j.key, t.start, extra)
			}
			return img, nil
		}
		if !extra.empty() {
			if err := c.table.Compact(ctx, j.key, t.start, extra); err != nil {
				return Image{}, fmt.Errorf("compacting: %w", err)
			}
		}
		left := img.without(extra)
		values := distinct(left.Elements)
		if values >= j.capacity {
			return img, nil
		}
		w = j.factsOf(left).wanted(w)
		// Records with two times leave less room for others than was meant.
		w.ElementLimit = max(w.ElementLimit, j.capacity+len(left.Elements)-values)
		if len(left.Excepted) >= j.bounds.exceptedLimit() {
			w.Excepted = nil
		}
	}
	return Image{}, errRefused
}
