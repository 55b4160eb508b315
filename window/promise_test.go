package window_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/windowtest"
)

// recorder keeps the alerts that it publishes.
type recorder struct{ alerts []window.Crossing }

func (r *recorder) publish(_ context.Context, c window.Crossing) error {
	r.alerts = append(r.alerts, c)
	return nil
}

// TestCount_Promise counts random batches of random rules by processes that
// come and go, each batch up to three times, and holds the promise against the
// matches after each.
func TestCount_Promise(t *testing.T) {
	alerts, storms, pairs := 0, 0, 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 11))
		rules := []*window.Rule{randomRule(r, "a"), randomRule(r, "b")}
		base, said := memory.NewTable(), &recorder{}
		counters := []*window.Counter{coldCounter(base), coldCounter(base)}
		var all []window.Match
		for range 12 {
			batch := randomBatch(r, rules)
			all = append(all, batch...)
			for range 1 + r.IntN(3) {
				i := r.IntN(len(counters))
				if r.IntN(4) == 0 {
					counters[i] = coldCounter(base)
				}
				if _, err := counters[i].Count(t.Context(), batch, said.publish); err != nil {
					t.Fatal(err)
				}
			}
			for _, err := range windowtest.Check(t.Context(), base, all, said.alerts, nil) {
				t.Errorf("seed %d: %v", seed, err)
			}
			if n := copies(said.alerts); n > 0 {
				t.Errorf("seed %d: %d copies", seed, n)
			}
			if t.Failed() {
				t.Fatalf("rules %+v %+v", *rules[0], *rules[1])
			}
		}
		for _, c := range said.alerts {
			alerts++
			if c.Storm != nil {
				storms++
			}
			if c.End.Sub(c.Start) > c.Rule.Period {
				pairs++
			}
		}
	}
	t.Logf("%d alerts, %d of storms, %d over two windows", alerts, storms, pairs)
	if alerts < 1000 || storms < 10 || pairs < 100 {
		t.Error("the test shows little")
	}
}

func coldCounter(table window.Table) *window.Counter {
	return window.NewCounter(table, window.Options{
		Now:    func() time.Time { return start },
		Sleep:  func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Bounds: window.Bounds{Parallel: 1},
	})
}

func randomRule(r *rand.Rand, name string) *window.Rule {
	rule := &window.Rule{
		Name:      name,
		Threshold: 1 + r.IntN(4),
		Period:    time.Duration(1+r.IntN(3)) * time.Minute,
		Quiet:     time.Duration(r.IntN(5)) * time.Minute,
	}
	if r.IntN(2) == 0 {
		rule.By = []string{"$.user"}
		rule.Storm = r.IntN(3)
		rule.Ceiling = r.IntN(2) * 3 * rule.Threshold
	}
	if r.IntN(3) == 0 {
		rule.Distinct = "$.eventName"
	}
	return rule
}

func randomBatch(r *rand.Rand, rules []*window.Rule) []window.Match {
	var batch []window.Match
	around := r.IntN(900)
	for range 1 + r.IntN(8) {
		m := window.Match{
			Rule:     rules[r.IntN(len(rules))],
			Time:     start.Add(time.Duration(around+r.IntN(150)) * time.Second),
			Identity: window.Identity{byte(r.IntN(256)), byte(r.IntN(256))},
			Summary:  []byte("s"),
		}
		if m.Rule.Distinct != "" {
			m.Identity = window.Identity{byte(r.IntN(6))}
		} else if r.IntN(8) == 0 {
			m.Exception = "probe"
		}
		if m.Rule.By != nil {
			m.Group = window.Group{Kind: window.GroupMissing}
			if v := r.IntN(5); v > 0 {
				m.Group = window.Group{Kind: window.GroupValue, Value: fmt.Sprint(v)}
			}
		}
		if m.Rule.Distinct == "" {
			// The record has one time and group wherever its identity comes
			// again.
			seen := rand.New(rand.NewPCG(uint64(m.Identity[0]), uint64(m.Identity[1])))
			m.Time = start.Add(time.Duration(seen.IntN(900)) * time.Second)
			if m.Group.Kind == window.GroupValue {
				m.Group.Value = fmt.Sprint(seen.IntN(4))
			}
		}
		batch = append(batch, m)
	}
	return batch
}

// TestCount_CloudWatch compares with CloudWatch's own rule for the same
// pattern: an alarm on the sum over five consecutive minutes, evaluated every
// minute. Whenever it would go off, the minutes hold matches of an alert, or
// matches that an alert has spent.
func TestCount_CloudWatch(t *testing.T) {
	alarms, unaligned := 0, 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 13))
		rule := &window.Rule{
			Name: "R", Threshold: 2 + r.IntN(4), Period: 5 * time.Minute,
			Quiet: time.Duration(r.IntN(3)) * 5 * time.Minute,
		}
		var seconds []int
		for range 1 + r.IntN(4) { // bursts
			at := r.IntN(3600)
			for range 1 + r.IntN(8) {
				seconds = append(seconds, at+r.IntN(400))
			}
		}
		said, counter := &recorder{}, coldCounter(memory.NewTable())
		matches := matchesOf(rule, "", 1, seconds...)
		r.Shuffle(len(matches), func(i, j int) { matches[i], matches[j] = matches[j], matches[i] })
		for batch := range slices.Chunk(matches, 1+r.IntN(5)) {
			if _, err := counter.Count(t.Context(), batch, said.publish); err != nil {
				t.Fatal(err)
			}
		}
		for minute := -5; minute < 70; minute++ {
			from := start.Add(time.Duration(minute) * time.Minute)
			if within(matches, from) < rule.Threshold {
				continue
			}
			alarms++
			if within(matches, from.Truncate(rule.Period)) < rule.Threshold &&
				within(matches, from.Truncate(rule.Period).Add(rule.Period)) < rule.Threshold {
				unaligned++
			}
			if !spoken(said.alerts, matches, from) {
				t.Fatalf("seed %d: CloudWatch goes off at minute %d of %v, alerts %+v", seed, minute, seconds, said.alerts)
			}
		}
	}
	t.Logf("%d alarms, %d where no aligned block reaches the threshold", alarms, unaligned)
	if alarms < 1000 || unaligned < 100 {
		t.Error("the test shows little")
	}
}

// within is the number of matches in the five minutes from a time on.
func within(matches []window.Match, from time.Time) int {
	n := 0
	for _, m := range matches {
		if !m.Time.Before(from) && m.Time.Before(from.Add(5*time.Minute)) {
			n++
		}
	}
	return n
}

// spoken reports whether so many of the matches in the five minutes are alerted
// or spent that the rest stays below the threshold.
func spoken(alerts []window.Crossing, matches []window.Match, from time.Time) bool {
	rest := slices.DeleteFunc(slices.Clone(matches), func(m window.Match) bool {
		return slices.ContainsFunc(alerts, func(c window.Crossing) bool {
			return !m.Time.Before(c.Start) && m.Time.Before(c.End.Add(c.Rule.Quiet))
		})
	})
	return within(rest, from) < matches[0].Rule.Threshold
}
