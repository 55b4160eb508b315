// Package store is what package window asks of whoever stores for it.
package store

import (
	"context"
	"time"

	"trailnotify/window/set"
)

// Table stores windows, registers and reminders. A window is what happened: the
// elements of one key in one period, divided among items. The register of a key
// is what was said: the windows that were alerted, which only grow, the alerts
// that are not closed yet, and who may publish at the moment. A reminder asks
// for a look at an alert once its quiet time has ended.
//
// Its methods are the only requests that counting makes. Each changes at
// most one item, atomically, and may be repeated: a call that returned an error
// may have been carried out or not, and doing it again does no harm.
// Implementations are safe for concurrent use and return no later than soon
// after ctx is done, with no request left in flight.
type Table interface {
	// Add adds w to an item unless one of the limits of w is reached: then
	// nothing is added and ok is false. It returns the item afterwards.
	Add(ctx context.Context, key string, at set.Place, w Write) (c set.Contents, ok bool, err error)

	// Items returns the items of r that exist, in the order of their places, as
	// many as fit into one answer, which are about 1 MB. The rest begins at
	// next; that is the zero place where there is none. Unless r is stale, each
	// item has all that was added by calls that returned before this one began.
	// The items need not be of one moment.
	Items(ctx context.Context, key string, r Read) (items []set.Item, next set.Place, err error)

	// Published returns the alerted windows. The answer may be stale.
	Published(ctx context.Context, key string) ([]int64, error)

	// Claim takes the lease if nobody else holds it at c.Now, and returns the
	// register as it is afterwards. ok is false when another holds it.
	Claim(ctx context.Context, key string, c Claim) (r set.Register, ok bool, err error)

	// Mark records that windows were alerted and gives the lease up, if
	// m.Token holds it; otherwise ok is false and nothing changes. With an
	// empty token it records them whoever holds the lease, and leaves that.
	Mark(ctx context.Context, key string, m Mark) (ok bool, err error)

	// Release gives the lease up if token holds it.
	Release(ctx context.Context, key, token string) error

	// Compact removes what is surplus from an item. It creates none.
	Compact(ctx context.Context, key string, at set.Place, surplus set.Contents) error

	// Remind stores a reminder, or changes the one that has its identity. A
	// lease on that one stays.
	Remind(ctx context.Context, r set.Reminder, expires time.Time) error

	// Reminders returns those that are due at a time, in the order in which
	// they are, as many as fit into one answer, and whether there may be more
	// behind the last one. after is the last one of the answer before, or the
	// zero Reminder. The answer may be stale.
	Reminders(ctx context.Context, at time.Time, after set.Reminder) (all []set.Reminder, more bool, err error)

	// TakeReminder takes a lease on a reminder if nobody else holds one at
	// l.Now, and returns the reminder. ok is false when another holds one, and
	// when there is no such reminder: then the answer is the zero Reminder. It
	// creates none.
	TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (stored set.Reminder, ok bool, err error)

	// DropReminder removes a reminder; with a token only if no other attempt
	// has written it since.
	DropReminder(ctx context.Context, r set.Reminder, token string) error

	// Register returns a register with all that was written by calls that
	// returned before this one began.
	Register(ctx context.Context, key string) (set.Register, error)

	// CloseAlert records that the alert of a window is closed. It creates no
	// register.
	CloseAlert(ctx context.Context, key string, start int64) error
}

// Write is what [Table.Add] adds to an item: at least one member.
type Write struct {
	set.Contents
	// The write is refused when a set that it adds to has its limit already.
	// 0 stands for no limit.
	ElementLimit, SummaryLimit, ExceptedLimit int
	Group                                     string    // the group's value for people who read the table; the first one stays
	Expires                                   time.Time // when the item may be forgotten
}

// Read asks for the items of a range.
type Read struct {
	set.Range
	Details bool // with Summaries and Excepted
	Stale   bool // what was added of late may be missing
}

// Claim asks for the lease on a register.
type Claim struct {
	Token      string // new for each try to settle
	Now, Until time.Time
	Prune      []int64 // alerted windows to forget
	Expires    time.Time
}

// Mark says that windows were alerted.
type Mark struct {
	Windows []int64   // ascending
	Fate    set.Fate  // what became of the alert
	Open    *set.Open // what is open under the first of the windows; nil: there is nothing to close
	Stale   []int64   // open alerts to forget, others than that
	Token   string
	Expires time.Time
}
