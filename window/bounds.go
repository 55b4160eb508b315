package window

import (
	"time"

	"trailnotify/window/set"
)

// Bounds are the limits of a [Counter]: how much it does at a time, how long it
// waits, how much it keeps. The zero value of each stands for the default,
// which is right for a program. A simulator draws them at random, smaller ones,
// to reach in a few steps what otherwise takes thousands: the promise holds for
// all of them. A window with greater sets than the defaults may not fit into a
// stored item.
type Bounds struct {
	Parallel int // requests at a time within one call of Count; 1: in a fixed order. Default 32

	// What one process remembers.
	Remember       int // facts about settled windows. Default 100,000
	RememberPerKey int // of these, about one rule and group. Default 1024

	// What one register and one window hold.
	MaxPublished  int // alerted windows, before the oldest are forgotten. Default 30,000
	MaxOpen       int // alerts that are not closed, before the oldest are forgotten. Default 1000
	Capacity      int // identities up to which counts are exact whatever the threshold. Default 1000
	StormCapacity int // groups up to which a storm's count is exact whatever Rule.Storm. Default 100
	Summaries     int // of a window. Default 20
	Excepted      int // records of a window, per exception. Default 100
	PartSize      int // elements that one part of a window is meant for. Default 32
	Slack         int // surplus elements that are put up with before they are removed. Default 32

	// How long things may take.
	WaitLimit     time.Duration // waiting for other invocations, and going on with a rule that only fails. Default 2 s
	WaitMargin    time.Duration // waiting ends this long before the deadline. Default 2 s
	Poll          time.Duration // before trying again; it doubles with each try. Default 200 ms
	RequestLimit  time.Duration // one request to the table, or one publish, with all retries. Default 6 s
	RequestMargin time.Duration // requests end this long before the deadline. Default 500 ms
	LeaseMargin   time.Duration // a lease outlives the deadline by this much. Default 5 s
	MarkTries     int           // to record an accepted alert. Default 4
	CloseMargin   time.Duration // closing begins with nothing new so long before the deadline. Default 8 s

	ClosePages int // answers of the table that are read to close one alert. Default 8
}

func (b Bounds) withDefaults() Bounds {
	atLeast := func(n *int, standard int) {
		if *n < 1 {
			*n = standard
		}
	}
	lasts := func(d *time.Duration, standard time.Duration) {
		if *d <= 0 {
			*d = standard
		}
	}
	atLeast(&b.Parallel, 32)
	atLeast(&b.Remember, 100_000)
	atLeast(&b.RememberPerKey, 1024)
	atLeast(&b.MaxPublished, 30_000)
	atLeast(&b.MaxOpen, 1000)
	atLeast(&b.Capacity, 1000)
	atLeast(&b.StormCapacity, 100)
	atLeast(&b.Summaries, 20)
	atLeast(&b.Excepted, 100)
	atLeast(&b.PartSize, 32)
	atLeast(&b.Slack, 32)
	lasts(&b.WaitLimit, 2*time.Second)
	lasts(&b.WaitMargin, 2*time.Second)
	lasts(&b.Poll, 200*time.Millisecond)
	lasts(&b.RequestLimit, 6*time.Second)
	lasts(&b.RequestMargin, 500*time.Millisecond)
	lasts(&b.LeaseMargin, 5*time.Second)
	atLeast(&b.MarkTries, 4)
	lasts(&b.CloseMargin, 8*time.Second)
	atLeast(&b.ClosePages, 8)
	return b
}

// A register holds MaxPublished windows of 6 bytes and MaxOpen alerts of about
// 31: some 220 KB with the default bounds, and a few hundred bytes as a rule.

// Limits of the details of a window. A set has less than its limit before a
// write, and a write adds at most Summaries and exceptedLimit. So the details
// of a window take at most (80·324 + 1000·80) bytes with the default bounds,
// and the largest part, that of one write with as many elements as the highest
// threshold, 5000·24: both below the 409,600 of DynamoDB.
func (b *Bounds) summaryLimit() int  { return 3 * b.Summaries }
func (b *Bounds) exceptedLimit() int { return 5 * b.Excepted }

func (b *Bounds) limits() set.Limits { return set.Limits{Summaries: b.Summaries, Excepted: b.Excepted} }

// worthwhile reports whether there is enough surplus for a request of its own.
func (b *Bounds) worthwhile(surplus set.Contents) bool {
	return len(surplus.Elements) > b.Slack || len(surplus.Summaries) > b.Summaries || len(surplus.Excepted) > b.Excepted
}
