package window

import (
	"context"
	"fmt"
	"slices"
)

// reads are the tasks that read what the writes may have completed: for each
// written window that may not hold the threshold by itself, the window before
// it and the one behind it.
func (c *call) reads(ctx context.Context, j *job) []func() {
	var tasks []func()
	for _, s := range around(j.in(written), 1, 1, j.period) {
		tasks = append(tasks, func() {
			var images []Image
			err := c.count(j.lane, func() (err error) {
				images, _, err = c.table.Windows(ctx, j.key, s.Range)
				return err
			})
			j.read(s, images, err)
		})
	}
	return tasks
}

// look puts windows that hold the threshold by themselves into the view of the
// job: they need no reading.
func (j *job) look() {
	for _, t := range j.touches {
		if t.state == written && (j.threshold == 1 || distinct(t.image.Elements) >= j.threshold) {
			j.seen.add([]Image{t.image})
			t.state = open
		}
	}
}

// read puts what was read into the view of the job.
func (j *job) read(s stretch, images []Image, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seen.add(images)
	for _, t := range j.touches {
		if t.state != written || !slices.Contains(s.windows, t.start) {
			continue
		}
		if err != nil {
			t.err = fmt.Errorf("reading windows %d to %d: %w", s.From, s.To, err)
			continue
		}
		t.state, t.err = open, nil
	}
}

func (v view) add(images []Image) {
	for _, img := range images {
		v[img.Start] = img
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
