package window

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	// Until is the end of the last window that the alert tells of: End, or one
	// period later where the span ends in a window that is not covered.
	Until   time.Time
	Count   int  // different records (values) in the fullest span that starts in the first covered window
	AtLeast bool // Count is a lower bound
	Told    int  // different records (values; groups of a storm) that the alert tells of: the span's, and others
	// First and Last are the times of the first and last match in that span.
	First, Last time.Time
	// SinceLast is the number of matches from the previous alert's window to
	// the end of its quiet time, both included. It means nothing unless
	// SinceLastKnown: there was no alert before.
	SinceLast        int
	SinceLastAtLeast bool
	SinceLastKnown   bool
	Excepted         map[string]Tally // per exception, from Start to Until; nil when none
	Summaries        [][]byte         // of matches from Start to Until: a sample of at most 20
	Numbers          Numbers          // of these matches
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

// Numbers are how many matches there are of each kind, see [Match.Kind]. A rule
// that counts different values has none, nor has a storm.
type Numbers struct {
	Calls []Number // of each Kind.Call in the sample
	Kinds []Number // of each kind in the sample
	Rest  int      // matches of calls that the sample lacks
}

// And are the numbers of both, which must not be of the same matches. One call
// may come twice in them.
func (n Numbers) And(other Numbers) Numbers {
	return Numbers{slices.Concat(n.Calls, other.Calls), slices.Concat(n.Kinds, other.Kinds), n.Rest + other.Rest}
}

// Number is how many matches are of one kind, or of one call.
type Number struct {
	Summary []byte // of one of them
	Tally
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
	first, last, told := v.Windows[0], v.Windows[len(v.Windows)-1], s.Told(v)
	x := Crossing{
		Rule:    s.rule,
		Group:   s.group,
		Start:   at(first),
		End:     at(last + s.Period),
		Until:   at(told[len(told)-1] + s.Period),
		Count:   v.Span.Count,
		First:   at(int64(v.Span.First)),
		Last:    at(int64(v.Span.Last)),
		Ceiling: s.group.Kind == GroupCeiling,
	}
	for _, w := range []int64{first, first + s.Period} {
		x.AtLeast = x.AtLeast || s.Full(seen[w].Elements)
	}
	var all set.Contents
	full := false
	for _, w := range told {
		all = all.Union(seen[w])
		full = full || s.Full(seen[w].Elements)
		if w <= last+s.Reach {
			x.Told = set.Distinct(all.Elements)
		}
	}
	sample, _ := s.bounds.limits().Sample(all.Summaries)
	x.Summaries = textsOf(sample)
	x.Numbers = numbersOf(s.rule, all.Elements, sample, full)
	x.except(all.Excepted)
	return x
}

func textsOf(sample []set.Summary) [][]byte {
	var all [][]byte
	for _, s := range sample {
		all = append(all, []byte(s.Text))
	}
	return all
}

func bytesOf(texts []string) [][]byte {
	var all [][]byte
	for _, s := range texts {
		all = append(all, []byte(s))
	}
	return all
}

// numbersOf tells how many of the elements are of which kind. There may be more
// if full is true.
func numbersOf(r *Rule, elements []set.Element, sample []set.Summary, full bool) Numbers {
	if r.Distinct != "" {
		return Numbers{}
	}
	n := set.NumbersOf(elements, sample)
	return Numbers{numbers(n.Calls, full), numbers(n.Kinds, full), n.Rest}
}

func numbers(all []set.Number, full bool) []Number {
	told := make([]Number, len(all))
	for i, n := range all {
		told[i] = Number{[]byte(n.Summary.Text), Tally{n.N, n.AtLeast || full}}
	}
	return told
}

// except tells of the excepted records that were kept. There may be more.
func (x *Crossing) except(excepted []set.Excepted) {
	all := map[set.Excepted]struct{}{}
	for _, e := range excepted {
		all[e] = struct{}{}
	}
	for e := range all {
		if x.Excepted == nil {
			x.Excepted = map[string]Tally{}
		}
		x.Excepted[e.Name] = Tally{N: x.Excepted[e.Name].N + 1, AtLeast: true}
	}
}
