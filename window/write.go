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

// write writes every window of every job; what failed is noted there.
func (c *call) write(ctx context.Context, jobs []*job) {
	type task struct {
		*job
		*touch
	}
	var tasks []task
	for _, j := range jobs {
		for _, t := range j.touches {
			tasks = append(tasks, task{j, t})
		}
	}
	errs := make([]error, len(tasks))
	c.each(len(tasks), func(i int) {
		errs[i] = c.writeWindow(ctx, tasks[i].job, tasks[i].touch)
	})
	for i, err := range errs {
		if err != nil {
			tasks[i].touch.settled = true
			tasks[i].job.errs = append(tasks[i].job.errs, err)
		}
	}
}

// writeWindow writes one window unless it is known to be spent and full. A
// window that is spent already has nothing to decide.
func (c *call) writeWindow(ctx context.Context, j *job, t *touch) error {
	t.spent = c.facts.published(j.key).spends(t.start, j.reach)
	t.settled = t.spent
	if t.settled && c.facts.window(j.key, t.start).full {
		return nil
	}
	img, err := c.add(ctx, j, t)
	if err != nil {
		return fmt.Errorf("writing window %d: %w", t.start, err)
	}
	t.image = img
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
