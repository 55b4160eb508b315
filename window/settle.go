package window

import (
	"context"
	"fmt"
	"time"
)

// settle has the crossings of one job published until nothing is due any more.
func (c *call) settle(ctx context.Context, j *job) error {
	all := j.candidates()
	settled := func(pub published) bool {
		_, due := j.due(j.seen, pub, all)
		return !due
	}
	if settled(c.facts.published(j.key)) {
		return nil
	}
	pub, err := c.published(ctx, j.key)
	if err != nil {
		return err
	}
	j.noteSpent(pub)
	for !settled(pub) {
		l, _, err := c.claim(ctx, j.key, c.prunable(pub, all[0]), settled)
		if err != nil || l == nil {
			return err
		}
		if pub, err = c.alert(ctx, j, l, all); err != nil {
			return err
		}
	}
	return nil
}

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
// stored now, and gives the lease up. It leaves what it read in j.seen and
// returns the windows alerted so far.
func (c *call) alert(ctx context.Context, j *job, l *lease, all []int64) (published, error) {
	j.seen = view{}
	for _, s := range around(all, 0, 1, j.period) {
		s.Details = true
		images, _, err := c.table.Windows(ctx, j.key, s.Range)
		if err != nil {
			return nil, fmt.Errorf("reading windows %d to %d: %w", s.From, s.To, err)
		}
		j.seen.add(images)
	}
	v, due := j.due(j.seen, l.published, all)
	if !due {
		return l.published, c.release(ctx, l)
	}
	covered := v.windows
	storm, stands, err := c.join(ctx, &j.subject, v.windows[0])
	if err != nil {
		return nil, fmt.Errorf("joining the storm: %w", err)
	}
	if stands {
		covered = []int64{storm}
	} else if err := c.announce(ctx, j, l, v); err != nil {
		return nil, err
	}
	return c.mark(ctx, l, covered)
}

// announce publishes one crossing of a job.
func (c *call) announce(ctx context.Context, j *job, l *lease, v verdict) error {
	x := j.crossing(j.seen, v)
	last, ok := l.published.before(v.windows[0])
	if ok {
		r := Range{From: last, To: min(last+j.reach, v.windows[0]-j.period), FirstPage: true}
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
	}
	_, x.Overtaken = l.published.after(v.windows[len(v.windows)-1])
	x.Late = max(0, c.options.Now().Sub(x.End))
	if err := c.publish(ctx, x); err != nil {
		return fmt.Errorf("publishing: %w", err)
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
