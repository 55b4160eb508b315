// Package closing settles reminders: it looks at each alert once its quiet time
// has ended, has a message sent where more came than was told, and records that
// the alert is closed. It takes no part in counting.
//
// The order of its steps is what makes a second message rare and a missing one
// impossible: the reminder is leased, then the register is read, then the
// windows; the message is sent, then the alert is recorded as closed, then the
// reminder is removed. A reminder that comes back late, by a request of a dead
// process, finds the alert recorded as closed and does nothing.
package closing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"trailnotify/window/internal/facts"
	"trailnotify/window/internal/queue"
	"trailnotify/window/set"
)

// Table is what is used of a table.
type Table interface {
	Reminders(ctx context.Context, at time.Time, after set.Reminder) ([]set.Reminder, bool, error)
	TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (set.Reminder, bool, error)
	DropReminder(ctx context.Context, r set.Reminder, token string) error
	Register(ctx context.Context, key string) (set.Register, error)
	CloseAlert(ctx context.Context, key string, start int64) error
}

// Rule is what must be known of a rule in force.
type Rule struct {
	Period   int64                // in seconds
	Capacity func(kind uint8) int // of a window of a kind of group
	Muted    bool                 // no messages
	Always   bool                 // messages even if nothing came
	Apart    bool                 // never one message for several alerts
	// Held reports whether a reminder is to be left alone for now.
	Held func(r set.Reminder) bool
	// Publish sends a message, unless that is not to be sent.
	Publish func(ctx context.Context, all []*Found) (set.Fate, error)
}

// Desk is one call: it settles what is due.
type Desk struct {
	Table Table
	// Items reads a range with all details, and reports whether it is complete:
	// it reads so many pages and no more.
	Items   func(ctx context.Context, key string, r set.Range) (items []set.Item, complete bool, err error)
	Rules   map[string]*Rule // by what the keys of their groups begin with
	Lease   func() set.Lease // one that begins now
	Late    func() bool      // there is no time to begin anything
	Retry   func(ctx context.Context, do func(context.Context) error) error
	Queue   func() *queue.Queue
	Sent    *facts.Accepted // messages that could not be recorded yet
	Outcome Outcome

	mu    sync.Mutex
	lanes map[string]*lane
	seen  map[alert]bool
	errs  []error
}

// Outcome says what was done with reminders.
type Outcome struct {
	Due       int   // all of them
	Closed    int   // alerts closed with a message
	Messages  int   // sent
	Withheld  int   // messages that were not to be sent
	Quiet     int   // alerts closed without one
	Contended int   // others are at work on them
	Left      int   // failed, or there was no time
	Held      int   // left alone, as the rule asked for
	Waiting   int   // for their alert, or for their rule to come back
	Forgotten int   // dropped, since their rule did not
	Oldest    int64 // when the oldest that is contended or left became due; 0: none is
}

// alert names an alert. It has two reminders where its rule's quiet time was
// changed between two attempts to send it.
type alert struct {
	key   string
	start int64
}

// lane is the tasks of one rule, and how they go.
type lane struct {
	queue.Lane
	rule             *Rule // nil: it is not in force
	looking, sending tries
}

// tries are the keys for which something failed, unless it succeeded for
// others.
type tries struct {
	failed    map[string]bool
	succeeded bool
}

func (t *tries) note(key string, failed bool) {
	if !failed {
		t.succeeded = true
		return
	}
	if t.failed == nil {
		t.failed = map[string]bool{}
	}
	t.failed[key] = true
}

// hopeless reports whether there is no point in trying a key, too.
func (t *tries) hopeless(key string) bool {
	return t.failed[key] || len(t.failed) >= several && !t.succeeded
}

const (
	several = 3   // keys of a rule that may fail before all others are left to the next call
	single  = 3   // messages of a rule that go out by themselves
	joint   = 100 // alerts that one message closes at most
	day     = 24 * 60 * 60
)

// Run settles what is due, page by page.
func (d *Desk) Run(ctx context.Context) error {
	d.lanes, d.seen = map[string]*lane{}, map[alert]bool{}
	d.recordOld(ctx)
	var last set.Reminder
	for more := true; more && !d.Late(); {
		page, next, err := d.Table.Reminders(ctx, d.Lease().Now, last)
		if err != nil {
			d.errs = append(d.errs, fmt.Errorf("listing what is due: %w", err))
			break
		}
		d.settle(ctx, page)
		if more = next && len(page) > 0; more {
			last = page[len(page)-1]
		}
	}
	return d.failure()
}

// recordOld records the alerts whose message was sent by an earlier call that
// could not record it. What fails is tried again by the next one.
func (d *Desk) recordOld(ctx context.Context) {
	for _, key := range d.Sent.Keys() {
		for _, u := range d.Sent.Of(key) {
			if !d.Late() && d.Table.CloseAlert(ctx, key, u.Windows[0]) == nil {
				d.Sent.Recorded(key, u.Token)
			}
		}
	}
}

// settle settles the reminders of one page. Those of a rule are looked at
// first, then its messages are sent, since that depends on how many there are.
func (d *Desk) settle(ctx context.Context, page []set.Reminder) {
	d.Outcome.Due += len(page)
	q := d.Queue()
	for _, all := range byRule(d.once(page)) {
		l := d.lane(all[0].Key)
		found := make([]*Found, len(all))
		var tasks []func()
		for i, r := range all {
			tasks = append(tasks, func() { found[i] = d.look(ctx, q, l, r) })
		}
		queue.Together(q.Add, &l.Lane, tasks, func() {
			var sends []func()
			for _, message := range messages(l.rule, found) {
				sends = append(sends, func() { d.send(ctx, q, l, message) })
			}
			q.Follow(&l.Lane, sends...)
		})
	}
	q.Run()
}

// once leaves second reminders of an alert to the next call.
func (d *Desk) once(page []set.Reminder) []set.Reminder {
	var all []set.Reminder
	for _, r := range page {
		if a := (alert{r.Key, r.Start}); !d.seen[a] {
			d.seen[a] = true
			all = append(all, r)
			continue
		}
		d.Outcome.Waiting++
	}
	return all
}

// byRule divides reminders by their rules, in the order in which they come.
func byRule(page []set.Reminder) [][]set.Reminder {
	var all [][]set.Reminder
	at := map[string]int{}
	for _, r := range page {
		i, ok := at[prefix(r.Key)]
		if !ok {
			i = len(all)
			at[prefix(r.Key)] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	return all
}

func prefix(key string) string { return key[:strings.LastIndexByte(key, '#')+1] }

func (d *Desk) lane(key string) *lane {
	name := prefix(key)
	if d.lanes[name] == nil {
		d.lanes[name] = &lane{rule: d.Rules[name]}
	}
	return d.lanes[name]
}

// messages divides what was found among messages. What became of the alerts of
// one message is the same.
func messages(r *Rule, found []*Found) [][]*Found {
	var all [][]*Found
	for _, fate := range []set.Fate{set.Sent, set.Muted, set.DryRun} {
		var ready []*Found
		for _, f := range found {
			if f != nil && f.Fate == fate {
				ready = append(ready, f)
			}
		}
		all = append(all, divide(r, ready)...)
	}
	return all
}

// divide divides what is ready among as few messages as the rule allows, or
// single ones.
func divide(r *Rule, ready []*Found) [][]*Found {
	size := joint
	if len(ready) <= single || r.Apart {
		size = 1
	}
	var all [][]*Found
	for ; len(ready) > size; ready = ready[size:] {
		all = append(all, ready[:size])
	}
	if len(ready) > 0 {
		all = append(all, ready)
	}
	return all
}

// count changes the outcome.
func (d *Desk) count(change func(*Outcome)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.Outcome)
}

// leave leaves a reminder to a later call.
func (d *Desk) leave(r set.Reminder, number *int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	*number++
	if d.Outcome.Oldest == 0 || r.Due < d.Outcome.Oldest {
		d.Outcome.Oldest = r.Due
	}
}

// fail leaves a reminder for which something failed.
func (d *Desk) fail(r set.Reminder, err error) {
	d.leave(r, &d.Outcome.Left)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.errs = append(d.errs, fmt.Errorf("%s, window %d: %w", r.Key, r.Start, err))
}

// tried notes how a try went for a key.
func (d *Desk) tried(t *tries, key string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.note(key, err != nil)
}

// hopeless reports whether something is not to be tried for a key.
func (d *Desk) hopeless(t *tries, key string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return t.hopeless(key) || d.Late()
}

// failure joins the first few errors.
func (d *Desk) failure() error {
	const shown = 5
	if len(d.errs) == 0 {
		return nil
	}
	return fmt.Errorf("closing: %d failed: %w", len(d.errs), errors.Join(d.errs[:min(len(d.errs), shown)]...))
}
