package window

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
)

// settle has the crossings of one job published until nothing is due any more.
func (c *call) settle(ctx context.Context, j *job) error {
	open := j.in(open)
	all := j.Candidates(j.withBelow(open))
	if !j.settled(all, c.facts.Published(j.key)) {
		if err := c.publishDue(j.lane, j.key, func() error { return c.settleDue(ctx, j, all) }); err != nil {
			return err
		}
	}
	j.close(open)
	return nil
}

// withBelow adds to windows those right below that an earlier round was done
// with: what others have added since may make them due, and the lowest alert
// goes first.
func (j *job) withBelow(windows []int64) []int64 {
	all := slices.Clone(windows)
	for _, t := range slices.Backward(j.touches) {
		if t.state == done && !t.spent && slices.Contains(all, t.start+j.Period) {
			all = append(all, t.start)
		}
	}
	slices.Sort(all)
	return all
}

// settled reports whether none of the candidates is due.
func (j *job) settled(all []int64, pub set.Published) bool {
	_, due := j.Due(j.seen, pub, all)
	return !due
}

// close notes that nothing is to be done for windows any more.
func (j *job) close(windows []int64) {
	for _, t := range j.touches {
		if slices.Contains(windows, t.start) {
			t.state = done
		}
	}
}

// settleDue is settle where something is due by what the process knows.
func (c *call) settleDue(ctx context.Context, j *job, all []int64) error {
	if err := c.record(ctx, j.key); err != nil {
		return err
	}
	pub, err := c.published(ctx, j.key)
	if err != nil {
		return err
	}
	j.noteSpent(pub)
	for !j.settled(all, pub) {
		l, known, err := c.claim(ctx, &j.subject, pub, j.lowest())
		switch {
		case err != nil:
			return err
		case l == nil && j.settled(all, known):
			return nil
		case l == nil:
			return &LeaseError{j.key}
		}
		if pub, err = c.alert(ctx, j, l, all); err != nil {
			return err
		}
	}
	return nil
}

// lowest is the lowest window that the batch can make due, settled already or
// not: the batch may come again, to a process that knows nothing of it.
func (j *job) lowest() int64 { return j.touches[0].start - j.Period }

// noteSpent notes the windows that are spent.
func (j *job) noteSpent(pub set.Published) {
	for _, t := range j.touches {
		t.spent = t.spent || pub.Spends(t.start, j.Reach)
	}
}

// published reads the alerted windows of a key. The answer may lack the newest
// ones.
func (c *call) published(ctx context.Context, key string) (set.Published, error) {
	windows, err := c.table.Published(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("reading the register: %w", err)
	}
	return c.facts.Alerted(key, windows), nil
}

// alert publishes the lowest crossing of a job under lease l, from what is
// stored now, and gives the lease up, unless the alert may have been accepted.
// It returns the windows alerted so far.
func (c *call) alert(ctx context.Context, j *job, l *lease, all []int64) (set.Published, error) {
	said, err := c.announce(ctx, j, l, all)
	if err != nil || len(said.Windows) == 0 {
		c.giveUp(ctx, l, err)
		return l.published, err
	}
	return c.mark(ctx, l, said)
}

// announce publishes the lowest crossing of a job, if there is one, or finds
// the storm alert that stands for it. It returns what is to be recorded, and
// leaves what it read in j.seen.
func (c *call) announce(ctx context.Context, j *job, l *lease, all []int64) (facts.Unrecorded, error) {
	none := facts.Unrecorded{}
	if err := c.readAgain(ctx, j, l.published, all); err != nil {
		return none, err
	}
	v, due := j.Due(j.seen, l.published, all)
	if !due {
		return none, nil
	}
	storm, stands, err := c.join(ctx, j, v.Windows[0])
	switch {
	case err != nil:
		return none, fmt.Errorf("joining the storm: %w", err)
	case stands:
		return facts.Unrecorded{Windows: []int64{storm}}, nil
	}
	if err := c.readDetails(ctx, j, j.Told(v)); err != nil {
		return none, err
	}
	x := j.crossing(j.seen, v)
	if err := c.since(ctx, j, l, &x); err != nil {
		return none, err
	}
	return c.send(ctx, &j.subject, l, x, v.Windows)
}

// readAgain reads all that decides under the lease.
func (c *call) readAgain(ctx context.Context, j *job, pub set.Published, all []int64) error {
	seen := set.View{}
	for _, s := range j.Around(all, 0, 1, pub) {
		items, err := c.items(ctx, j.key, Read{Range: set.PartsOf(s.From, s.To), Details: true})
		if err != nil {
			return fmt.Errorf("reading windows %d to %d: %w", s.From, s.To, err)
		}
		maps.Copy(seen, c.learn(j, items))
	}
	j.seen = seen
	return nil
}

// readDetails reads the details of the windows that an alert tells of, beside
// those that lie with their elements.
func (c *call) readDetails(ctx context.Context, j *job, windows []int64) error {
	from, to := windows[0], windows[len(windows)-1]
	items, err := c.items(ctx, j.key, Read{Range: set.DetailsOf(from, to), Details: true})
	if err != nil {
		return fmt.Errorf("reading the details of windows %d to %d: %w", from, to, err)
	}
	j.seen.Add(items)
	return nil
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
