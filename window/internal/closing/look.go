package closing

import (
	"context"
	"fmt"

	"trailnotify/window/internal/facts"
	"trailnotify/window/internal/queue"
	"trailnotify/window/set"
)

// Found is an alert that is to be closed, and what its windows hold.
type Found struct {
	set.Reminder
	Fate        set.Fate // of the alert
	Told        int
	To          int64        // the last window that the alert answers for
	Total       int          // different identities from Start to To, not below Told
	AtLeast     bool         // Total is a lower bound
	First, Last int64        // times of elements
	Details     set.Contents // with the elements
}

// more reports whether more came than was told, for all that is known.
func (f *Found) more() bool { return f.Total > f.Told || f.AtLeast }

// look looks at one reminder and does what needs no message. It returns what a
// message is to be sent for.
func (d *Desk) look(ctx context.Context, q *queue.Queue, l *lane, r set.Reminder) *Found {
	if d.hopeless(&l.looking, r.Key) {
		d.leave(r, &d.Outcome.Left)
		return nil
	}
	if l.rule != nil && l.rule.Held(r) {
		d.count(func(o *Outcome) { o.Held++ })
		return nil
	}
	f, err := d.find(ctx, l.rule, r)
	d.tried(&l.looking, r.Key, err)
	switch {
	case err != nil:
		d.fail(r, err)
	case f == nil:
	case !l.rule.Muted && (f.more() || l.rule.Always || l.rule.Apart) && !d.sent(r):
		return f
	default:
		d.finish(ctx, q, l, f, func(o *Outcome) { o.Quiet++ })
	}
	return nil
}

// orphan drops a reminder whose rule is not in force, after a day.
func (d *Desk) orphan(ctx context.Context, r set.Reminder) error {
	if d.Lease().Now.Unix()-r.Due < day {
		d.count(func(o *Outcome) { o.Waiting++ })
		return nil
	}
	if err := d.Table.DropReminder(ctx, r, r.Token); err != nil {
		return fmt.Errorf("dropping the reminder of a rule that is gone: %w", err)
	}
	d.count(func(o *Outcome) { o.Forgotten++ })
	return nil
}

// find leases a reminder and finds out what came after its alert, if that is
// open.
func (d *Desk) find(ctx context.Context, rule *Rule, r set.Reminder) (*Found, error) {
	if rule == nil {
		return nil, d.orphan(ctx, r)
	}
	lease := d.Lease()
	stored, ok, err := d.Table.TakeReminder(ctx, r, lease)
	switch {
	case err != nil:
		return nil, fmt.Errorf("leasing the reminder: %w", err)
	case !ok && stored.Key == "":
		return nil, nil // another call has settled it
	case !ok:
		d.leave(r, &d.Outcome.Contended)
		return nil, nil
	}
	reg, err := d.Table.Register(ctx, r.Key)
	if err != nil {
		return nil, fmt.Errorf("reading the register: %w", err)
	}
	switch stored.Next(reg, lease.Now.Unix()) {
	case set.Wait:
		d.count(func(o *Outcome) { o.Waiting++ })
		return nil, nil
	case set.Settled:
		return nil, d.drop(ctx, stored, "")
	case set.Unsent:
		return nil, d.drop(ctx, stored, stored.Token)
	default:
		return d.counted(ctx, rule, stored, reg)
	}
}

func (d *Desk) drop(ctx context.Context, r set.Reminder, token string) error {
	if err := d.Table.DropReminder(ctx, r, token); err != nil {
		return fmt.Errorf("dropping the reminder: %w", err)
	}
	return nil
}

// counted counts what the windows of an open alert hold.
func (d *Desk) counted(ctx context.Context, rule *Rule, r set.Reminder, reg set.Register) (*Found, error) {
	open := reg.Open[r.Start]
	from, to := open.Range(r.Start, reg.Alerted, rule.Period)
	items, complete, err := d.Items(ctx, r.Key, set.PartsOf(from, to))
	if err != nil {
		return nil, fmt.Errorf("reading windows %d to %d: %w", from, to, err)
	}
	f := &Found{Reminder: r, Fate: reg.Fate(r.Start), Told: open.Told, To: to, AtLeast: !complete, First: from, Last: from}
	f.add(items, min(rule.Capacity(r.Kind), r.Capacity))
	if !f.more() {
		return f, nil
	}
	items, _, err = d.Items(ctx, r.Key, set.DetailsOf(from, to))
	if err != nil {
		return nil, fmt.Errorf("reading the details of windows %d to %d: %w", from, to, err)
	}
	for _, it := range items {
		f.Details = f.Details.Union(it.Details())
	}
	return f, nil
}

// add adds what the windows hold.
func (f *Found) add(items []set.Item, capacity int) {
	seen := set.View{}
	seen.Add(items)
	var all []set.Element
	for _, c := range seen {
		all = append(all, c.Elements...)
		f.Details = f.Details.Union(c.Details())
		f.AtLeast = f.AtLeast || len(c.Elements) >= capacity && set.Distinct(c.Elements) >= capacity
	}
	for i, e := range all {
		if i == 0 {
			f.First, f.Last = int64(e.Time), int64(e.Time)
		}
		f.First, f.Last = min(f.First, int64(e.Time)), max(f.Last, int64(e.Time))
	}
	f.Total = max(f.Told, set.Distinct(all))
	f.Details.Elements = all
}

// sent reports whether a message for the reminder was accepted by an earlier
// call of this process, which could not record it.
func (d *Desk) sent(r set.Reminder) bool {
	for _, u := range d.Sent.Of(r.Key) {
		if u.Windows[0] == r.Start {
			return true
		}
	}
	return false
}

// send sends one message and closes its alerts.
func (d *Desk) send(ctx context.Context, q *queue.Queue, l *lane, all []*Found) {
	key := all[0].Key
	if d.hopeless(&l.sending, key) {
		for _, f := range all {
			d.leave(f.Reminder, &d.Outcome.Left)
		}
		return
	}
	fate, err := l.rule.Publish(ctx, all)
	d.tried(&l.sending, key, err)
	if err != nil {
		for _, f := range all {
			d.fail(f.Reminder, fmt.Errorf("publishing: %w", err))
		}
		return
	}
	d.count(func(o *Outcome) {
		if fate == set.Sent {
			o.Messages++
		} else {
			o.Withheld++
		}
	})
	closed := func(o *Outcome) { o.Closed++ }
	for _, f := range all {
		d.Sent.Add(f.Key, facts.Unrecorded{Token: f.token(), Windows: []int64{f.Start}})
	}
	if len(all) == 1 { // nothing else may come between, and take the time
		d.finish(ctx, q, l, all[0], closed)
		return
	}
	var rest []func()
	for _, f := range all {
		rest = append(rest, func() { d.finish(ctx, q, l, f, closed) })
	}
	q.Follow(&l.Lane, rest...)
}

// token names a message among those that are not recorded.
func (f *Found) token() string { return fmt.Sprint(f.Start) }

// finish records that an alert is closed, and only then has its reminder
// dropped.
func (d *Desk) finish(ctx context.Context, q *queue.Queue, l *lane, f *Found, as func(*Outcome)) {
	err := d.Retry(ctx, func(ctx context.Context) error { return d.Table.CloseAlert(ctx, f.Key, f.Start) })
	if err != nil {
		d.fail(f.Reminder, fmt.Errorf("recording that the alert is closed: %w", err))
		return
	}
	d.Sent.Recorded(f.Key, f.token())
	d.count(as)
	q.Add(&l.Lane, func() {
		if err := d.drop(ctx, f.Reminder, ""); err != nil {
			d.fail(f.Reminder, err)
		}
	})
}
