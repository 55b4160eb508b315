package window

import (
	"context"
	"errors"
	"fmt"
	"time"

	"trailnotify/window/set"
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
//
// [ErrMuted] and [ErrDryRun] say that the alert is not to be sent: it is
// recorded, and spends, as if it had been.
type Publish func(ctx context.Context, c Crossing) error

// What a [Publish] returns for an alert that is not to be sent. They are no
// failures.
var (
	ErrMuted  = errors.New("muted")
	ErrDryRun = errors.New("dry run")
)

// Fate is what became of an alert. Whichever it is, the alert spends.
type Fate = set.Fate

// The fates.
const (
	Sent   = set.Sent   // it was accepted
	Muted  = set.Muted  // somebody had muted it
	DryRun = set.DryRun // its rule only tries what it would send
)

// fateOf tells what became of an alert from the answer of Publish. The error is
// that of a failure.
func fateOf(err error) (set.Fate, error) {
	switch {
	case errors.Is(err, ErrMuted):
		return set.Muted, nil
	case errors.Is(err, ErrDryRun):
		return set.DryRun, nil
	default:
		return set.Sent, err
	}
}

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
	Told       int  // different records (values; groups of a storm) in the covered windows: the span's, and others
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

// since completes a crossing by what is known of earlier and later alerts.
func (c *call) since(ctx context.Context, j *job, l *lease, x *Crossing) error {
	_, x.Overtaken = l.published.After(x.End.Unix() - j.Period)
	last, ok := l.published.Before(x.Start.Unix())
	if !ok {
		return nil
	}
	to := min(last+j.Reach, x.Start.Unix()-j.Period)
	items, more, err := c.page(ctx, j.key, &Read{Range: set.PartsOf(last, to)})
	if err != nil {
		return fmt.Errorf("reading windows %d to %d: %w", last, to, err)
	}
	forgotten := c.options.Now().Add(-WindowLife).After(at(last))
	x.SinceLastKnown, x.SinceLastAtLeast = true, forgotten || more
	seen := set.View{}
	seen.Add(items)
	for _, content := range seen {
		x.SinceLast += set.Distinct(content.Elements)
		x.SinceLastAtLeast = x.SinceLastAtLeast || j.Full(content.Elements)
	}
	return nil
}

// crossing tells what a view knows of a verdict.
func (s *subject) crossing(seen set.View, v set.Verdict) Crossing {
	first, last := v.Windows[0], v.Windows[len(v.Windows)-1]
	x := Crossing{
		Rule:    s.rule,
		Group:   s.group,
		Start:   at(first),
		End:     at(last + s.Period),
		Count:   v.Span.Count,
		First:   at(int64(v.Span.First)),
		Last:    at(int64(v.Span.Last)),
		Ceiling: s.group.Kind == GroupCeiling,
	}
	for _, w := range []int64{first, first + s.Period} {
		x.AtLeast = x.AtLeast || s.Full(seen[w].Elements)
	}
	var told set.Contents
	for _, w := range v.Windows {
		told = told.Union(seen[w])
	}
	x.Told = set.Distinct(told.Elements)
	x.tell(told, s.bounds.limits())
	return x
}

// tell adds what is kept of the details. Their windows may hold more.
func (x *Crossing) tell(details set.Contents, limits set.Limits) {
	x.Summaries = sample(details, limits)
	all := map[set.Excepted]struct{}{}
	for _, e := range details.Excepted {
		all[e] = struct{}{}
	}
	for e := range all {
		if x.Excepted == nil {
			x.Excepted = map[string]Tally{}
		}
		x.Excepted[e.Name] = Tally{N: x.Excepted[e.Name].N + 1, AtLeast: true}
	}
}

// sample is what is told of the summaries.
func sample(details set.Contents, limits set.Limits) [][]byte {
	var all [][]byte
	summaries, _ := limits.Sample(details.Summaries)
	for _, m := range summaries {
		all = append(all, []byte(m.Text))
	}
	return all
}
