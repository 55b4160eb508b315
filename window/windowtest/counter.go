package windowtest

import (
	"testing"
	"time"

	"trailnotify/window"
)

// counterTests are those of a counter on a table.
var counterTests = []struct {
	name string
	test func(*bench)
}{
	{"a threshold alerts once", testThreshold},
	{"threshold 1 alerts once per window", testThresholdOne},
	{"a span over two windows is caught", testSliding},
	{"a late match completes a span that ends later", testLateStart},
	{"quiet time, and what came since", testQuiet},
	{"without quiet time each threshold alerts", testNoQuiet},
	{"an older window alerts after a newer one", testOvertaken},
	{"groups are counted apart", testGroups},
	{"the ceiling counts all groups", testCeiling},
	{"a storm is one alert", testStorm},
	{"a storm's quiet time", testStormQuiet},
	{"distinct values: first and last time", testDistinct},
	{"distinct values: a busy value leaves room", testBusyValue},
	{"records that come with two times", testTwoTimes},
	{"surplus that was left makes room", testLeftSurplus},
	{"a full window", testFull},
	{"a batch larger than a window", testLargeBatch},
	{"excepted records", testExcepted},
	{"summaries", testSummaries},
	{"a lease of another is waited for", testForeignLease},
	{"a lease that is lost while publishing", testLostLease},
	{"an alert that is refused is tried again", testRefused},
	{"times that cannot be counted", testUncountable},
	{"an alert is closed once, with all that came", testClosing},
	{"an alert after which nothing came", testNothingMore},
	{"a closing ends where the next alert begins", testClosingCut},
	{"many closings of a rule are one message", testJointClosing},
	{"a storm is closed with the number of groups", testStormClosing},
	{"a closing of full windows", testFullClosing},
	{"a closing that is refused is left to the next call", testClosingRefused},
	{"an alert that was never sent, and a rule that is gone", testUnsentClosing},
	{"an alert that is muted is told when the mute is over", testMutedAlert},
	{"the alert of a dry run is closed without a message", testDryRun},
	{"random batches, two counters", testRandom},
}

func counterSuite(t *testing.T, newTable func(*testing.T) window.Table) {
	for _, c := range counterTests {
		t.Run(c.name, func(t *testing.T) { c.test(newBench(t, newTable(t))) })
	}
}

const minute = time.Minute

func testThreshold(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 3, Period: 5 * minute, Quiet: time.Hour}}
	first, second, third := s.match(minute), s.match(2*minute), s.match(3*minute)
	b.none(first, second)
	b.none(first, second, first)
	c := b.one(third, first)
	b.covers(c, 0, 5*minute, 3)
	if !c.First.Equal(first.Time) || !c.Last.Equal(third.Time) || c.AtLeast || c.SinceLastKnown || c.Late != 0 || c.Overtaken || c.Ceiling || c.Storm != nil {
		b.Fatalf("%+v", c)
	}
	b.none(first, second, third)
	b.restart()
	b.none(first, second, third, s.match(4*minute))
}

func testThresholdOne(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: minute}}
	b.covers(b.one(s.match(10*time.Second)), 0, minute, 1)
	b.none(s.match(20 * time.Second))
	b.covers(b.one(s.match(70*time.Second)), minute, 2*minute, 1)
	if alerts := b.count(s.match(3*minute), s.match(5*minute)); len(alerts) != 2 {
		b.Fatalf("%d alerts, want 2", len(alerts))
	}
}

// testSliding has at most two matches in an aligned block when the alert is
// due.
func testSliding(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 3, Period: 5 * minute}}
	b.none(s.match(3*minute), s.match(4*minute))
	b.none(s.match(9 * minute)) // one period after the second: not in one span with it
	b.covers(b.one(s.match(7*minute)), 0, 10*minute, 3)
	b.none(s.match(8 * minute))
}

func testLateStart(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 3, Period: 5 * minute}}
	b.none(s.match(5*minute), s.match(6*minute))
	b.advance(20 * minute)
	c := b.one(s.match(4 * minute))
	b.covers(c, 0, 10*minute, 3)
	if c.Late != 10*minute {
		b.Fatalf("late %v", c.Late)
	}
}

func testQuiet(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 12 * minute}}
	b.one(s.match(0), s.match(minute), s.match(2*minute))
	b.none(s.match(7*minute), s.match(8*minute), s.match(9*minute))
	b.none(s.match(15*minute), s.match(19*minute))
	b.none(s.match(20 * minute))
	c := b.one(s.match(21 * minute))
	b.covers(c, 20*minute, 25*minute, 2)
	if !c.SinceLastKnown || c.SinceLast != 8 || c.SinceLastAtLeast {
		b.Fatalf("%+v", c)
	}
}

func testNoQuiet(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute}}
	b.one(s.match(0), s.match(minute))
	b.none(s.match(2*minute), s.match(3*minute))
	b.none(s.match(5 * minute))
	c := b.one(s.match(6 * minute))
	b.covers(c, 5*minute, 10*minute, 2)
	if c.SinceLast != 4 {
		b.Fatalf("%d since the last alert, want 4", c.SinceLast)
	}
	// What came after the quiet time of the last alert is not part of it.
	b.none(s.match(12 * minute))
	if c := b.one(s.match(20*minute), s.match(21*minute)); c.SinceLast != 2 {
		b.Fatalf("%d since the last alert, want 2", c.SinceLast)
	}
}

func testOvertaken(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: time.Hour}}
	b.one(s.match(30*minute), s.match(31*minute))
	b.advance(40 * minute)
	c := b.one(s.match(10*minute), s.match(11*minute))
	b.covers(c, 10*minute, 15*minute, 2)
	if !c.Overtaken || c.Late != 25*minute || c.SinceLastKnown {
		b.Fatalf("%+v", c)
	}
}
