package window_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/windowtest"
)

// calls are the requests of a batch by name.
type calls = map[string]int

// meter counts batches and wants the number of requests.
type meter struct {
	*testing.T
	table   *windowtest.Calls
	counter *window.Counter
	said    recorder
}

func newMeter(t *testing.T) *meter {
	m := &meter{T: t, table: windowtest.NewCalls(memory.NewTable())}
	m.restart()
	return m
}

func (m *meter) restart() { m.counter = coldCounter(m.table) }

func (m *meter) count(name string, want calls, matches ...window.Match) {
	m.Helper()
	if _, err := m.counter.Count(m.Context(), matches, m.said.publish); err != nil {
		m.Fatal(err)
	}
	if have := m.table.Take(); !maps.Equal(have, want) {
		m.Errorf("%s: requests %v, want %v", name, have, want)
	}
}

func TestCost_BelowThreshold(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 5, Period: time.Minute}
	m.count("no match", calls{})
	excepted := matchesOf(r, "", 1, 0, 1)
	excepted[0].Exception, excepted[1].Exception = "probe", "probe"
	m.count("excepted records alone", calls{}, excepted...)
	m.count("one match", calls{"Add": 1, "Items": 1}, matchesOf(r, "", 1, 0)...)
	m.count("the same match", calls{"Add": 1, "Items": 1}, matchesOf(r, "", 1, 0)...)
	m.count("adjacent windows", calls{"Add": 3, "Items": 1}, matchesOf(r, "", 10, 120, 180, 240)...)
	m.count("late and current", calls{"Add": 2, "Items": 2}, matchesOf(r, "", 20, -36000, 600)...)
	m.count("two groups", calls{"Add": 2, "Items": 2},
		append(matchesOf(r, "a", 30, 0, 1), matchesOf(r, "b", 40, 0, 1)...)...)
}

func TestCost_Alert(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, Quiet: 2 * time.Minute}
	m.count("below", calls{"Add": 1, "Items": 1}, matchesOf(r, "", 1, 0)...)
	// The neighbours, then the same and the details under the lease.
	m.count("an alert", calls{"Add": 1, "Published": 1, "Claim": 1, "Items": 3, "Remind": 1, "Mark": 1}, matchesOf(r, "", 2, 1)...)
	m.count("known spent", calls{"Add": 1}, matchesOf(r, "", 3, 2)...)
	m.count("known quiet", calls{"Add": 1}, matchesOf(r, "", 4, 60, 61)...)
	m.count("an alert after another",
		calls{"Add": 1, "Published": 1, "Claim": 1, "Items": 3, "Remind": 1, "Mark": 1}, matchesOf(r, "", 6, 180, 181)...)
	m.restart()
	m.count("spent, not known", calls{"Add": 1, "Items": 1, "Published": 1}, matchesOf(r, "", 3, 2)...)
	m.count("spent, known again", calls{"Add": 1}, matchesOf(r, "", 3, 2)...)
	if len(m.said.alerts) != 2 {
		t.Errorf("%d alerts, want 2", len(m.said.alerts))
	}
}

func TestCost_AlertOverTwoWindows(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute}
	m.count("below", calls{"Add": 1, "Items": 1}, matchesOf(r, "", 1, 50)...)
	m.count("an alert", calls{"Add": 1, "Published": 1, "Claim": 1, "Items": 3, "Remind": 1, "Mark": 1}, matchesOf(r, "", 2, 70)...)
	m.restart()
	m.count("spent, not known", calls{"Add": 1, "Items": 1, "Published": 1}, matchesOf(r, "", 2, 70)...)
}

func TestCost_FullWindow(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute}
	var seconds []int
	for i := range 10_000 {
		seconds = append(seconds, i%60)
	}
	batch := matchesOf(r, "", 1, seconds...)
	m.count("a batch of 10,000", calls{"Add": 2, "Published": 1, "Claim": 1, "Items": 2, "Remind": 1, "Mark": 1}, batch...) // one is the details
	m.count("spent and full", calls{}, batch...)
	m.count("a new match", calls{}, matchesOf(r, "", 10_001, 5)...)
}

func TestCost_ManyGroups(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, By: []string{"$.user"}, Storm: 20}
	var batch []window.Match
	for i := range 10_000 {
		batch = append(batch, matchesOf(r, fmt.Sprint(i), i, i%60)...)
	}
	m.count("10,000 groups below the threshold", calls{"Add": 10_000, "Items": 10_000}, batch...)
}

func TestCost_Storm(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 1, Period: time.Minute, By: []string{"$.user"}, Storm: 2}
	alert := calls{"Add": 2, "Published": 1, "Claim": 1, "Items": 2, "Remind": 1, "Mark": 1}
	m.count("first", alert, matchesOf(r, "a", 1, 0)...)
	m.count("second", alert, matchesOf(r, "b", 2, 0)...)
	m.count("one too many",
		calls{"Add": 4, "Published": 2, "Claim": 2, "Items": 2, "Remind": 1, "Mark": 2}, matchesOf(r, "c", 3, 0)...)
	m.count("covered, known", calls{"Add": 3, "Published": 1, "Claim": 1, "Items": 1, "Mark": 1}, matchesOf(r, "d", 4, 0)...)
	m.restart()
	m.count("covered, not known",
		calls{"Add": 4, "Published": 2, "Claim": 1, "Items": 1, "Mark": 1}, matchesOf(r, "e", 5, 0)...)
	if len(m.said.alerts) != 3 {
		t.Errorf("%d alerts, want 3", len(m.said.alerts))
	}
}

// TestCost_Surplus counts how often a window that many batches write to is
// compacted.
func TestCost_Surplus(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 5000, Period: time.Minute}
	for i := range 100 {
		batch := matchesOf(r, "", 40*i, make([]int, 40)...)
		for j := range 5 {
			x := matchesOf(r, "", 1_000_000+40*i+j, 0)[0]
			x.Exception = "probe"
			batch = append(batch, x)
		}
		if _, err := m.counter.Count(t.Context(), batch, m.said.publish); err != nil {
			t.Fatal(err)
		}
	}
	have := m.table.Take()
	if have["Add"] > 200 || have["Items"] != 100 || have["Compact"] > 5 { // the parts and, at most, as many details
		t.Errorf("requests %v", have)
	}
}
