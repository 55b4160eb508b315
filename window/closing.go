package window

import (
	"context"
	"time"

	"trailnotify/window/internal/closing"
	"trailnotify/window/set"
)

// ClosingPolicy says whether a message closes the alerts of a rule when their
// quiet time has ended.
type ClosingPolicy uint8

// The policies.
const (
	ClosingSurplus ClosingPolicy = iota // if more came than the alert told
	ClosingAlways                       // always
	ClosingOff                          // never
)

// A Closing is what came after an alert, once its quiet time has ended: how
// much of what is counted was said by nobody.
type Closing struct {
	Rule  *Rule
	Group Group
	Fate  Fate // what became of the alert: it was sent, muted, or of a dry run
	// Start is that of the first window that the alert covered, and with Rule
	// and Group its identity. End is that of the last window of the quiet time.
	Start, End time.Time
	Told       int  // different records (values; for a storm, groups) that the alert told
	Total      int  // those in the windows from Start to End, never below Told
	AtLeast    bool // Total is a lower bound
	// First and Last are the times of the first and the last of all of them.
	First, Last time.Time
	Summaries   [][]byte // of a sample of them, as in a Crossing
	Numbers     Numbers  // as in a Crossing
	Names       []string // of a storm's groups, as in a Crossing
}

// More is how many came after the alert.
func (c Closing) More() int { return c.Total - c.Told }

// PublishClosing sends one message that closes the given alerts of one rule, at
// least one. It returns nil only when the message was accepted, and may be
// called again for the same alerts, alone or with others, when an earlier call,
// or the process, failed.
//
// [ErrMuted] and [ErrDryRun] say that the message is not to be sent: the alerts
// are closed as if it had been.
type PublishClosing func(ctx context.Context, all []Closing) error

// Closer says what [Counter.Close] closes, and how.
type Closer struct {
	// Rules are those in force. An alert of any other is left alone for a day,
	// and forgotten then.
	Rules []*Rule
	// Apart reports whether each alert of a rule needs a message of its own,
	// even if nothing came after it. nil: of none.
	Apart func(*Rule) bool
	// Muted reports whether the alerts of a group are to be left alone, until a
	// later call. nil: none is.
	Muted   func(*Rule, Group) bool
	Publish PublishClosing
}

// Closed says what a call of [Counter.Close] did.
type Closed struct {
	Due       int // alerts whose quiet time has ended
	Closed    int // of these: closed with a message
	Quiet     int // closed without one, for nothing came after them
	Contended int // others are at work on them
	Left      int // not closed: something failed, or no time was left
	Muted     int // left alone because they are muted
	Waiting   int // not known to have been sent, or their rule is not in force: left alone for a day
	Forgotten int // whose rule was not in force for so long
	Messages  int // accepted
	Withheld  int // messages that were not to be sent
	// Oldest is how long ago the oldest of those became due that are contended
	// or left. It is 0 where there are none.
	Oldest time.Duration
}

// Close closes alerts: it looks at each one that is due, once. If the windows
// that it spends hold more than it told, a message follows. Up to three
// messages of one rule go out by themselves; more become one.
//
// It is meant to be called every few minutes, by any process. What fails is
// left to the next call. It begins with nothing new 8 s before the deadline of
// ctx. It takes no part in counting, and changes nothing that decides about
// alerts.
func (c *Counter) Close(ctx context.Context, what Closer) (Closed, error) {
	call := &call{Counter: c}
	ctx, cancel := call.limit(ctx)
	defer cancel()
	token := c.options.Token()
	desk := &closing.Desk{
		Table: c.table,
		Items: call.fewPages,
		Rules: map[string]*closing.Rule{},
		Lease: func() set.Lease {
			now := c.options.Now()
			return set.Lease{Token: token, Now: now, Until: call.leaseEnd(now)}
		},
		Late:  call.lateForClosing,
		Retry: call.retry,
		Queue: call.queue,
		Sent:  &c.closed,
	}
	for _, r := range what.Rules {
		desk.Rules[r.Prefix()] = call.closes(r, what)
	}
	err := desk.Run(ctx)
	return c.outcome(desk.Outcome), err
}

func (c *Counter) outcome(o closing.Outcome) Closed {
	all := Closed{
		Due: o.Due, Closed: o.Closed, Quiet: o.Quiet, Contended: o.Contended, Left: o.Left,
		Muted: o.Held, Waiting: o.Waiting, Forgotten: o.Forgotten, Messages: o.Messages, Withheld: o.Withheld,
	}
	if o.Oldest > 0 {
		all.Oldest = c.options.Now().Sub(at(o.Oldest))
	}
	return all
}

// closes says how the alerts of a rule are closed.
func (c *call) closes(r *Rule, what Closer) *closing.Rule {
	apart := what.Apart != nil && what.Apart(r)
	return &closing.Rule{
		Period:   r.period(),
		Capacity: func(kind uint8) int { return c.options.Bounds.of(r, Group{Kind: GroupKind(kind)}).Capacity },
		Muted:    r.Closing == ClosingOff && !apart,
		Always:   r.Closing == ClosingAlways || apart,
		Apart:    apart,
		Held: func(m set.Reminder) bool {
			return what.Muted != nil && what.Muted(r, Group{Kind: GroupKind(m.Kind), Value: m.Value})
		},
		Publish: func(ctx context.Context, found []*closing.Found) (set.Fate, error) {
			ctx, cancel := c.publishing(ctx)
			defer cancel()
			var all []Closing
			for _, f := range found {
				all = append(all, c.closing(r, f))
			}
			return fateOf(what.Publish(ctx, all))
		},
	}
}

// closing tells what was found of one alert.
func (c *call) closing(r *Rule, f *closing.Found) Closing {
	x := Closing{
		Rule: r, Group: Group{Kind: GroupKind(f.Kind), Value: f.Value}, Fate: f.Fate,
		Start: at(f.Start), End: at(f.To + r.period()),
		Told: f.Told, Total: f.Total, AtLeast: f.AtLeast,
		First: at(f.First), Last: at(f.Last),
	}
	if x.Group.Kind == GroupStorm {
		names, texts := c.options.Bounds.limits().Told(f.Details.Summaries)
		x.Names, x.Summaries = names, bytesOf(texts)
		return x
	}
	named, _ := c.options.Bounds.limits().Sample(f.Details.Summaries)
	x.Summaries = textsOf(named)
	x.Numbers = numbersOf(r, f.Details.Elements, named, f.AtLeast)
	return x
}

// reminder is that of the alert of a window.
func (s *subject) reminder(start int64) set.Reminder {
	return set.Reminder{
		Due: s.LookAt(start), Key: s.key, Start: start,
		Kind: uint8(s.group.Kind), Value: s.group.Value, Capacity: s.Capacity,
	}
}

// fewPages reads a range with its details, but no more answers than one alert
// is worth, and reports whether that was all.
func (c *call) fewPages(ctx context.Context, key string, r set.Range) ([]set.Item, bool, error) {
	read := Read{Range: r, Details: true}
	var all []set.Item
	for range c.options.Bounds.ClosePages {
		items, more, err := c.page(ctx, key, &read)
		if err != nil {
			return nil, false, err
		}
		all = append(all, items...)
		if !more {
			return all, true, nil
		}
	}
	return all, false, nil
}

// lateForClosing reports whether there is too little time to begin anything.
func (c *call) lateForClosing() bool {
	return !c.deadline.IsZero() && c.options.Now().After(c.deadline.Add(-c.options.Bounds.CloseMargin))
}
