package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/detector"
	"trailnotify/handler"
)

// quietly is what an event of so many records comes to that match nothing.
func quietly(records int) handler.Measures {
	return handler.Measures{Report: detector.Report{Records: records}, Lateness: time.Duration(records) * time.Second}
}

// ofRule is what an event comes to of which something came to one rule.
func ofRule(records int, n detector.RuleReport) handler.Measures {
	got := quietly(0)
	got.Report.Add(detector.Report{Records: records, Rules: map[string]detector.RuleReport{"R": n}})
	return got
}

// An arrival is an event at a time after the first, and what is to be written
// with it, nil for nothing.
type arrival struct {
	at   time.Duration
	got  handler.Measures
	want map[string]float64
}

func TestMeasure_Gathers(t *testing.T) {
	matched := ofRule(3, detector.RuleReport{Matches: 1})
	for name, arrivals := range map[string][]arrival{
		"one an hour": {
			{0, quietly(1), map[string]float64{"Records": 1, "Lateness": 1}},
			{time.Hour, quietly(2), map[string]float64{"Records": 2, "Lateness": 2}},
			{2 * time.Hour, quietly(1), map[string]float64{"Records": 1, "Lateness": 1}},
		},
		"9 s apart": {
			{0, quietly(1), map[string]float64{"Records": 1, "Lateness": 1}},
			{9 * time.Second, quietly(5), nil},
			{18 * time.Second, quietly(2), map[string]float64{"Records": 7, "Lateness": 5}},
			{27 * time.Second, quietly(2), nil},
			{28 * time.Second, quietly(1), map[string]float64{"Records": 3, "Lateness": 2}},
		},
		"a match in between": {
			{0, quietly(1), map[string]float64{"Records": 1, "Lateness": 1}},
			{time.Second, quietly(4), nil},
			{2 * time.Second, matched, map[string]float64{"Records": 7, "Matches": 1, "Lateness": 4}},
			{11 * time.Second, quietly(1), nil}, // gathered since the match
			{12 * time.Second, quietly(1), map[string]float64{"Records": 2, "Lateness": 1}},
		},
		"an error in between": {
			{0, quietly(1), map[string]float64{"Records": 1, "Lateness": 1}},
			{time.Second, quietly(4), nil},
			{2 * time.Second, handler.Measures{Failed: 1}, map[string]float64{"Records": 4, "Failed": 1, "Lateness": 4}},
		},
		"a clock that was set back": {
			{0, quietly(1), map[string]float64{"Records": 1, "Lateness": 1}},
			{-time.Hour, quietly(2), map[string]float64{"Records": 2, "Lateness": 2}},
			{-time.Hour + time.Second, quietly(2), nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			now := began.Add(2 * time.Hour)
			m := &metrics{now: func() time.Time { return now }}
			for _, a := range arrivals {
				now = began.Add(2*time.Hour + a.at)
				var got map[string]float64
				for _, line := range measured(t, m, a.got) {
					got = numbers(line)
				}
				if diff := cmp.Diff(a.want, got); diff != "" {
					t.Errorf("after %v (-want +got):\n%s", a.at, diff)
				}
			}
		})
	}
}

// Whatever happened is written at once.
func TestMeasure_WritesAtOnceWhatHappened(t *testing.T) {
	for name, got := range map[string]handler.Measures{
		"Matches":           ofRule(0, detector.RuleReport{Matches: 1}),
		"Excepted":          ofRule(0, detector.RuleReport{Excepted: 1}),
		"Spent":             ofRule(0, detector.RuleReport{Spent: 1}),
		"Alerts":            ofRule(0, detector.RuleReport{Alerts: 1}),
		"WouldAlert":        ofRule(0, detector.RuleReport{WouldAlert: 1}),
		"Refused":           {Report: detector.Report{Refused: 1}},
		"Rejected":          {Report: detector.Report{Rejected: 1}},
		"RejectedPayloads":  {RejectedPayloads: 1},
		"Uncounted":         ofRule(0, detector.RuleReport{Uncounted: 1}),
		"Unclear":           {Report: detector.Report{Unclear: 1}},
		"Skewed":            {Report: detector.Report{Skewed: 1}},
		"Early":             {Report: detector.Report{Early: 1}},
		"Contended":         {Contended: 1},
		"ContendedPayloads": {ContendedPayloads: 1},
		"Failed":            {Failed: 1},
	} {
		m := &metrics{}
		measured(t, m, quietly(1))
		lines := measured(t, m, got)
		if len(lines) != 1 || numbers(lines[0])[name] != 1 {
			t.Errorf("%s: %v", name, lines)
		}
	}
}

// breaking is a log that can't be written to for a while.
type breaking struct {
	to    io.Writer
	fails int
}

func (b *breaking) Write(p []byte) (int, error) {
	if b.fails--; b.fails >= 0 {
		return 0, errors.New("broken pipe")
	}
	return b.to.Write(p)
}

// Many events at once, and a log that fails: as long as the process lives no
// number is lost, and none is written twice.
func TestMeasure_LosesNoSum(t *testing.T) {
	const workers, events = 8, 200
	var out bytes.Buffer
	var mu sync.Mutex
	now := began
	m := &metrics{w: &breaking{&out, 20}, deployment: "d", perRule: true, now: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(100 * time.Millisecond)
		return now
	}}
	one := ofRule(1, detector.RuleReport{Matches: 1})
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := range events {
				m.measure(quietly(1))
				if i%10 == 0 {
					m.measure(one)
				}
			}
		})
	}
	all.Wait()
	m.measure(one) // writes what is left
	sums := map[string]float64{}
	for text := range strings.Lines(out.String()) {
		var object map[string]any
		if err := json.Unmarshal([]byte(text), &object); err != nil {
			t.Fatal(err)
		}
		checkFormat(t, object)
		for name, n := range numbers(object) {
			if object["Rule"] != nil {
				name = "of the rule: " + name
			}
			sums[name] += n
		}
	}
	delete(sums, "Lateness")
	const matches = workers*events/10 + 1
	want := map[string]float64{"Records": workers*events + matches, "Matches": matches, "of the rule: Matches": matches}
	if diff := cmp.Diff(want, sums); diff != "" {
		t.Errorf("sums (-want +got):\n%s", diff)
	}
}

// What an instance logs, as SCALING.md has it.
func TestMeasure_Bytes(t *testing.T) {
	var out bytes.Buffer
	now := began
	m := &metrics{w: &out, deployment: "trailnotify", now: func() time.Time { return now }}
	for range 60 * 60 * 50 { // fifty events a second
		now = now.Add(20 * time.Millisecond)
		m.measure(quietly(100))
	}
	if lines := strings.Count(out.String(), "\n"); lines != 360 || out.Len() > 360*280 {
		t.Errorf("an hour of records without a match: %d bytes in %d lines", out.Len(), lines)
	}
	t.Logf("an hour of records without a match: %d bytes", out.Len())
	out.Reset()
	spent := ofRule(100, detector.RuleReport{Matches: 1, Spent: 1})
	spent.Lateness = 5 * time.Minute
	m.measure(spent)
	if out.Len() > 370 {
		t.Errorf("a match: %d bytes: %s", out.Len(), &out)
	}
	t.Logf("a match: %d bytes", out.Len())
}
