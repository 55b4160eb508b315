package window

import (
	"context"
	"time"
)

// Publish sends the alert of one crossing. It returns nil only when the alert
// was accepted. It may be called from several goroutines at once, and again for
// the same crossing when an earlier call, or the process, failed: Rule name,
// Group and Start stay the same and are the identity of the alert.
//
// An error says that it is certain that nothing was accepted by having a method
//
//	NotSent() bool
//
// that returns true. Errors may be wrapped, and joined if all parts say so. The
// same call of [Counter.Count], or any other, may then publish again at once.
// After other errors nobody publishes for the rule and group until the deadline
// of the call has passed.
type Publish func(ctx context.Context, c Crossing) error

// Crossing is a span that reached the threshold of a rule, with what is known
// of it at that moment.
type Crossing struct {
	Rule  *Rule
	Group Group
	// Start and End are those of the windows that the alert covers: one, or
	// two adjacent ones where the span needs both.
	Start, End time.Time
	Count      int  // different records (values) in the fullest span that starts in the first covered window
	AtLeast    bool // Count is a lower bound
	// First and Last are the times of the first and last match in that span.
	First, Last time.Time
	// SinceLast is the number of matches from the previous alert's window to
	// the end of its quiet time, both included. It means nothing unless
	// SinceLastKnown: there was no alert before.
	SinceLast        int
	SinceLastAtLeast bool
	SinceLastKnown   bool
	Excepted         map[string]Tally // per exception, in the covered windows; nil when none
	Summaries        [][]byte         // of matches in the covered windows: a sample of at most 20
	Ceiling          bool             // all groups together reached Rule.Ceiling
	Storm            *Storm           // too many groups: stands for the alerts of all of them
	Late             time.Duration    // how long ago End was; 0 while the window lasts
	Overtaken        bool             // a newer window of the rule and group was alerted before
}

// Tally is a number of different records.
type Tally struct {
	N       int
	AtLeast bool // N is a lower bound
}

// Storm is the number of groups that want to alert in one window.
type Storm struct {
	Groups  int
	AtLeast bool     // Groups is a lower bound
	Names   []string // of the first ones: a value cut to 64 bytes, "" for the group without a value
}
