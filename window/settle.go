package window

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// settle has the crossings of one job published until nothing is due any more.
func (c *call) settle(ctx context.Context, j *job) error {
	open := j.in(open)
	all := candidates(open, j.period)
	if !j.settled(all, c.facts.published(j.key)) {
		if err := c.publishDue(j.lane, func() error { return c.settleDue(ctx, j, all) }); err != nil {
			return err
		}
	}
	j.close(open)
	return nil
}

// settled reports whether none of the candidates is due.
func (j *job) settled(all []int64, pub published) bool {
	_, due := j.due(j.seen, pub, all)
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
func (j *job) lowest() int64 { return j.touches[0].start - j.period }

// noteSpent notes the windows that are spent.
func (j *job) noteSpent(pub published) {
	for _, t := range j.touches {
		t.spent = t.spent || pub.spends(t.start, j.reach)
	}
}

// published reads the alerted windows of a key. The answer may lack the newest
// ones.
func (c *call) published(ctx context.Context, key string) (published, error) {
	windows, err := c.table.Published(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("reading the register: %w", err)
	}
	return c.facts.learn(key, windows), nil
}

// alert publishes the lowest crossing of a job under lease l, from what is
// stored now, and gives the lease up, unless the alert may have been accepted.
// It returns the windows alerted so far.
func (c *call) alert(ctx context.Context, j *job, l *lease, all []int64) (published, error) {
	windows, err := c.announce(ctx, j, l, all)
	if err != nil || len(windows) == 0 {
		c.giveUp(ctx, l, err)
		return l.published, err
	}
	return c.mark(ctx, l, windows)
}

// announce publishes the lowest crossing of a job, if there is one, or finds
// the storm alert that stands for it. It returns the windows that are alerted
// by that, and leaves what it read in j.seen.
func (c *call) announce(ctx context.Context, j *job, l *lease, all []int64) ([]int64, error) {
	if err := c.readAgain(ctx, j, all); err != nil {
		return nil, err
	}
	v, due := j.due(j.seen, l.published, all)
	if !due {
		return nil, nil
	}
	storm, stands, err := c.join(ctx, &j.subject, v.windows[0])
	switch {
	case err != nil:
		return nil, fmt.Errorf("joining the storm: %w", err)
	case stands:
		return []int64{storm}, nil
	}
	x := j.crossing(j.seen, v)
	if err := c.since(ctx, j, l, &x); err != nil {
		return nil, err
	}
	x.Late = max(0, c.options.Now().Sub(x.End))
	return v.windows, c.send(ctx, l, x, v.windows)
}

// readAgain reads all that decides under the lease.
func (c *call) readAgain(ctx context.Context, j *job, all []int64) error {
	seen := view{}
	for _, s := range around(all, 0, 1, j.period) {
		s.Details = true
		images, _, err := c.table.Windows(ctx, j.key, s.Range)
		if err != nil {
			return fmt.Errorf("reading windows %d to %d: %w", s.From, s.To, err)
		}
		seen.add(images)
	}
	j.seen = seen
	return nil
}

// since completes a crossing by what is known of earlier and later alerts.
func (c *call) since(ctx context.Context, j *job, l *lease, x *Crossing) error {
	_, x.Overtaken = l.published.after(x.End.Unix() - j.period)
	last, ok := l.published.before(x.Start.Unix())
	if !ok {
		return nil
	}
	r := Range{From: last, To: min(last+j.reach, x.Start.Unix()-j.period), FirstPage: true}
	images, complete, err := c.table.Windows(ctx, j.key, r)
	if err != nil {
		return fmt.Errorf("reading windows %d to %d: %w", r.From, r.To, err)
	}
	forgotten := c.options.Now().Add(-windowLife).After(at(last))
	x.SinceLastKnown, x.SinceLastAtLeast = true, forgotten || !complete
	for _, img := range images {
		n := distinct(img.Elements)
		x.SinceLast += n
		x.SinceLastAtLeast = x.SinceLastAtLeast || n >= j.capacity
	}
	return nil
}

// crossing tells what a view knows of a verdict.
func (s *subject) crossing(seen view, v verdict) Crossing {
	first, last := v.windows[0], v.windows[len(v.windows)-1]
	x := Crossing{
		Rule:    s.rule,
		Group:   s.group,
		Start:   at(first),
		End:     at(last + s.period),
		Count:   v.span.count,
		First:   at(int64(v.span.first)),
		Last:    at(int64(v.span.last)),
		Ceiling: s.group.Kind == GroupCeiling,
	}
	for _, w := range []int64{first, first + s.period} {
		x.AtLeast = x.AtLeast || distinct(seen[w].Elements) >= s.capacity
	}
	var summaries []Summary
	tallies := map[Excepted]struct{}{}
	for _, w := range v.windows {
		summaries = append(summaries, seen[w].Summaries...)
		put(tallies, seen[w].Excepted)
	}
	summaries, _ = s.bounds.sample(summaries)
	for _, m := range summaries {
		x.Summaries = append(x.Summaries, []byte(m.Text))
	}
	for e := range tallies {
		if x.Excepted == nil {
			x.Excepted = map[string]Tally{}
		}
		x.Excepted[e.Name] = Tally{N: x.Excepted[e.Name].N + 1, AtLeast: true}
	}
	return x
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
