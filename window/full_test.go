package window_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/set"
	"trailnotify/window/windowtest"
)

// lost is a table that fails at the writes to parts, without carrying them out.
type lost struct {
	window.Table
	failing bool
}

func (l *lost) Add(ctx context.Context, key string, at set.Place, w window.Write) (set.Contents, bool, error) {
	if l.failing && at.Start > 0 {
		return set.Contents{}, false, errFault
	}
	return l.Table.Add(ctx, key, at, w)
}

// TestCount_FullIsWhatWasStored has a write that would fill the window fail
// without effect. The process must not believe that the window is full.
func TestCount_FullIsWhatWasStored(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Hour}
	table, said := &lost{memory.NewTable(), true}, &recorder{}
	counter := coldCounter(table)
	batch := matchesOf(r, "", 1, make([]int, 1000)...)
	if _, err := counter.Count(t.Context(), batch, said.publish); !errors.Is(err, errFault) {
		t.Fatalf("error %v", err)
	}
	table.failing = false
	if _, err := counter.Count(t.Context(), batch, said.publish); err != nil {
		t.Fatal(err)
	}
	for _, err := range windowtest.Check(t.Context(), table, batch, said.alerts, nil) {
		t.Error(err)
	}
	if len(said.alerts) != 1 {
		t.Errorf("%d alerts, want one", len(said.alerts))
	}
}

// TestCount_FullAndUnspent fills a window while nothing can be published. It is
// not written any more, and always read: the alert goes out as soon as it can,
// whoever knows what.
func TestCount_FullAndUnspent(t *testing.T) {
	for _, threshold := range []int{1, 2, 1000} {
		t.Run(fmt.Sprint("threshold ", threshold), func(t *testing.T) {
			r := &window.Rule{Name: "R", Threshold: threshold, Period: time.Hour}
			table, said := windowtest.NewCalls(memory.NewTable()), &recorder{}
			counter := coldCounter(table)
			down := func(context.Context, window.Crossing) error { return refusal{} }
			if _, err := counter.Count(t.Context(), matchesOf(r, "", 1, make([]int, 1000)...), down); err == nil {
				t.Fatal("no error")
			}
			table.Take()
			late := matchesOf(r, "", 2000, 1)
			if _, err := counter.Count(t.Context(), late, down); err == nil {
				t.Fatal("acknowledged, and the alert was not sent")
			}
			if n := table.Take()["Add"]; n != 0 {
				t.Errorf("a full window was written %d times", n)
			}
			if _, err := counter.Count(t.Context(), late, said.publish); err != nil || len(said.alerts) != 1 {
				t.Fatalf("%d alerts, error %v", len(said.alerts), err)
			}
			if _, err := counter.Count(t.Context(), late, said.publish); err != nil || len(said.alerts) != 1 {
				t.Fatalf("%d alerts, error %v", len(said.alerts), err)
			}
		})
	}
}

// TestCount_LooksAtUnspent has single matches fill a window of threshold 1
// while nothing can be published and another invocation holds the lease, so
// that it is never read for another reason.
func TestCount_LooksAtUnspent(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1, Period: time.Hour}
	table, said := windowtest.NewCalls(memory.NewTable()), &recorder{}
	counter := coldCounter(table)
	_, ok, err := table.Claim(t.Context(), r.Key(window.Group{}), window.Claim{Token: "other", Now: start, Until: start.Add(time.Hour)})
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	table.Take()
	sum := map[string]int{}
	for i := range 1100 {
		if _, err := counter.Count(t.Context(), matchesOf(r, "", i, 0), said.publish); !window.Contended(err) {
			t.Fatalf("error %v", err)
		}
		for name, n := range table.Take() {
			sum[name] += n
		}
	}
	n := 0
	for _, it := range itemsOf(t, table, r) {
		n += len(it.Elements)
	}
	// Some matches bring details of the sample, too.
	if n < 1000 || n > 1000+31 || sum["Add"] > n+150 || len(said.alerts) > 0 {
		t.Errorf("%d matches stored by requests %v, %d alerts", n, sum, len(said.alerts))
	}
}

// TestCount_WindowIsBounded has several processes, each of which knows that a
// window is spent, write to it in turn: it takes little more than its capacity.
func TestCount_WindowIsBounded(t *testing.T) {
	for _, each := range []int{1, 31, 40} {
		t.Run(fmt.Sprint(each, " matches at a time"), func(t *testing.T) {
			const processes = 10
			r := &window.Rule{Name: "R", Threshold: 2, Period: time.Hour}
			table, said := memory.NewTable(), &recorder{}
			var counters []*window.Counter
			for range processes {
				counters = append(counters, coldCounter(table))
			}
			n := 0
			for range 4000 {
				batch := matchesOf(r, "", n, make([]int, each)...)
				n += each
				if _, err := counters[n/each%processes].Count(t.Context(), batch, said.publish); err != nil {
					t.Fatal(err)
				}
			}
			most, largest := 0, 0
			for _, it := range itemsOf(t, table, r) {
				most += len(it.Elements)
				largest = max(largest, len(it.Elements))
			}
			if most < 1000 || most > 1000+processes*(31+each) || len(said.alerts) != 1 {
				t.Errorf("%d matches stored, %d alerts", most, len(said.alerts))
			}
			if largest > 4*32+each {
				t.Errorf("%d elements in one part", largest)
			}
		})
	}
}

func itemsOf(t *testing.T, table window.Table, r *window.Rule) []set.Item {
	t.Helper()
	items, _, err := table.Items(t.Context(), r.Key(window.Group{}), window.Read{Range: set.PartsOf(1, 1<<32)})
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// TestCost_Spent counts the requests of a process that fills a window which it
// knows to be spent: a write for each match, and a look for each 31.
func TestCost_Spent(t *testing.T) {
	m := newMeter(t)
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute}
	m.count("an alert", calls{"Add": 1, "Published": 1, "Claim": 1, "Items": 2, "Remind": 1, "Mark": 1}, matchesOf(r, "", 1, 0, 1)...)
	sum := map[string]int{}
	for i := range 2000 {
		if _, err := m.counter.Count(t.Context(), matchesOf(r, "", 10+i, i%60), m.said.publish); err != nil {
			t.Fatal(err)
		}
		for name, n := range m.table.Take() {
			sum[name] += n
		}
	}
	if want := (calls{"Add": 1023, "Items": 33}); !maps.Equal(sum, want) {
		t.Errorf("requests %v, want %v", sum, want)
	}
}

// TestCount_SpentMeanwhile has the read of a window fail, and an alert that
// spends it sent by another call on the same counter before the next try: there
// is nothing left to do.
func TestCount_SpentMeanwhile(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, Quiet: 2 * time.Minute}
	base, said := memory.NewTable(), &recorder{}
	var counter *window.Counter
	failed := false
	table := &faulty{base, func(_ context.Context, request, _ string) error {
		if request != "Items" || failed {
			return nil
		}
		failed = true
		if _, err := counter.Count(t.Context(), matchesOf(r, "", 10, -60, -59), said.publish); err != nil {
			t.Error(err)
		}
		return errFault
	}}
	counter = coldCounter(table)
	if _, err := counter.Count(t.Context(), matchesOf(r, "", 1, 0), said.publish); err != nil || !failed {
		t.Errorf("failed: %v, error %v", failed, err)
	}
	if len(said.alerts) != 1 {
		t.Errorf("%d alerts, want one", len(said.alerts))
	}
}

// TestCount_DetailsOfNoUse has both writes of a window fail, that of its
// matches and that of their details, and an alert spend the window before the
// next try: where nobody closes alerts the details are of no use any more, and
// nor is the error.
func TestCount_DetailsOfNoUse(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, Quiet: 2 * time.Minute, Closing: window.ClosingOff}
	base, said := memory.NewTable(), &recorder{}
	var counter *window.Counter
	adds, inside := 0, false
	table := &faulty{base, func(_ context.Context, request, _ string) error {
		if request != "Add" || inside {
			return nil
		}
		if adds++; adds > 2 {
			return nil
		}
		inside = true
		if _, err := counter.Count(t.Context(), matchesOf(r, "", 1000, -60, -59), said.publish); err != nil {
			t.Error(err)
		}
		inside = false
		return errFault
	}}
	counter = coldCounter(table)
	if _, err := counter.Count(t.Context(), matchesOf(r, "", 1, make([]int, 30)...), said.publish); err != nil {
		t.Errorf("error %v", err)
	}
	if adds != 3 || len(said.alerts) != 1 {
		t.Errorf("%d writes, want the matches' once more; %d alerts", adds, len(said.alerts))
	}
}
