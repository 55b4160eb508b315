package window

import (
	"context"
	"time"
)

// Table stores windows and registers. A window is what happened: the elements
// of one key in one period. The register of a key is what was said: the windows
// that were alerted, which only grow, and who may publish at the moment.
//
// Its methods are the only requests that a [Counter] makes. Each changes at
// most one item, atomically, and may be repeated: a call that returned an error
// may have been carried out or not, and doing it again does no harm. Windows
// are named by their start in seconds since 1970, which is above 0.
// Implementations are safe for concurrent use and return no later than soon
// after ctx is done, with no request left in flight.
type Table interface {
	// Add adds w to a window unless one of the limits of w is reached: then
	// nothing is added and ok is false. It returns the window afterwards.
	Add(ctx context.Context, key string, start int64, w Write) (img Image, ok bool, err error)

	// Windows returns the windows of r that exist, in ascending order. Each is
	// read consistently: it has all that was added by calls that returned
	// before this one began. The windows need not be of one moment. all is
	// false when r.FirstPage cut the answer short.
	Windows(ctx context.Context, key string, r Range) (imgs []Image, all bool, err error)

	// Published returns the alerted windows. The answer may be stale.
	Published(ctx context.Context, key string) ([]int64, error)

	// Claim takes the lease if nobody else holds it at c.Now, and returns the
	// alerted windows as they are afterwards. ok is false when another holds
	// it.
	Claim(ctx context.Context, key string, c Claim) (pub []int64, ok bool, err error)

	// Mark records that windows were alerted and gives the lease up, if
	// m.Token holds it; otherwise ok is false and nothing changes. With an
	// empty token it records them whoever holds the lease, and leaves that.
	Mark(ctx context.Context, key string, m Mark) (ok bool, err error)

	// Release gives the lease up if token holds it.
	Release(ctx context.Context, key, token string) error

	// Compact removes what is surplus from a window. It creates none.
	Compact(ctx context.Context, key string, start int64, s Surplus) error
}

// Element is one counted match.
type Element struct {
	Time     uint32 // event time, seconds since 1970
	Identity Identity
}

// Summary is the [Match.Summary] of one counted identity.
type Summary struct {
	Identity Identity
	Text     string
}

// Excepted is one record that an exception took out.
type Excepted struct {
	Identity Identity
	Name     string // of the exception
}

// Image is what one window holds: three sets, in any order. Only Elements take
// part in decisions.
type Image struct {
	Start     int64
	Elements  []Element
	Summaries []Summary
	Excepted  []Excepted
}

// Write is what [Table.Add] adds to a window.
type Write struct {
	Elements  []Element // at least one
	Summaries []Summary
	Excepted  []Excepted
	// The write is refused when a set that it adds to has its limit already.
	// 0 stands for no limit.
	ElementLimit, SummaryLimit, ExceptedLimit int
	Group                                     string    // the group's value for people who read the table; the first one stays
	Expires                                   time.Time // when the window may be forgotten
}

// Range names the windows From to To, both included.
type Range struct {
	From, To  int64
	FirstPage bool // stop after about 1 MB
	Details   bool // with Summaries and Excepted
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
	Windows []int64
	Token   string
	Expires time.Time
}

// Surplus is what can be removed from a window without changing any decision
// or any alert.
type Surplus struct {
	Elements  []Element
	Summaries []Summary
	Excepted  []Excepted
}
