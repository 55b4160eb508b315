package window

import (
	"context"
	"fmt"
	"slices"
)

// read reads what the writes may have completed: for each written window that
// is not spent, the window before it and the one behind it. A window that holds
// the threshold by itself needs no reading.
func (c *call) read(ctx context.Context, jobs []*job) {
	type task struct {
		*job
		stretch
		images []Image
		err    error
	}
	var tasks []task
	for _, j := range jobs {
		for _, s := range around(j.unsure(), 1, 1, j.period) {
			tasks = append(tasks, task{job: j, stretch: s})
		}
	}
	c.each(len(tasks), func(i int) {
		t := &tasks[i]
		t.images, _, t.err = c.table.Windows(ctx, t.key, t.Range)
	})
	for _, t := range tasks {
		t.job.seen.add(t.images)
		if t.err != nil {
			t.job.errs = append(t.job.errs, fmt.Errorf("reading windows %d to %d: %w", t.From, t.To, t.err))
			t.job.settleAll(t.windows)
		}
	}
}

func (v view) add(images []Image) {
	for _, img := range images {
		v[img.Start] = img
	}
}

// unsure are the windows whose neighbours must be read. The images of the
// others that are still open are put into the job's view.
func (j *job) unsure() []int64 {
	var all []int64
	for _, t := range j.touches {
		switch {
		case t.settled:
		case j.threshold == 1 || distinct(t.image.Elements) >= j.threshold:
			j.seen.add([]Image{t.image})
		default:
			all = append(all, t.start)
		}
	}
	return all
}

// settleAll takes windows out of what can be decided, after a failure.
func (j *job) settleAll(windows []int64) {
	for _, t := range j.touches {
		if slices.Contains(windows, t.start) {
			t.settled = true
		}
	}
}

// candidates are the windows that the job may have made due.
func (j *job) candidates() []int64 {
	var open []int64
	for _, t := range j.touches {
		if !t.settled {
			open = append(open, t.start)
		}
	}
	return candidates(open, j.period)
}
