package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"trailnotify/window"
)

// TestHotKey has ten processes fill the quiet windows of one key, in payloads
// of one match each. A partition key takes 1,000 write units a second, so the
// units of a write are what the rate follows from.
func TestHotKey(t *testing.T) {
	c := &clock{}
	m := &meter{clock: c, to: time.Hour}
	f := &function{clock: c, organisation: ordinary(), meter: m, table: newTable(m)}
	var counters []*window.Counter
	for range 10 {
		p := &process{function: f, task: &task{clock: c, yield: func(struct{}) bool { return true }}}
		counters = append(counters, window.NewCounter(conn{f.table, p}, window.Options{Now: f.time, Bounds: window.Bounds{Parallel: 1}}))
	}
	r := &window.Rule{Name: "UnauthorizedAPICalls", Threshold: 10, Period: 5 * time.Minute, Quiet: time.Hour, By: []string{"$.userIdentity.arn"}}
	group := window.Group{Kind: window.GroupValue, Value: "arn:aws:iam::123456789012:user/eve"}
	n := 0
	count := func(at time.Time) {
		n++
		match := window.Match{Rule: r, Group: group, Time: at, Identity: window.IdentityOf(fmt.Sprint(n)), Summary: make([]byte, 300)}
		publish := func(context.Context, window.Crossing) error { return nil }
		if _, err := counters[n%len(counters)].Count(t.Context(), []window.Match{match}, publish); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 { // all processes know that it is alerted
		count(began)
	}
	for i := range 6 {
		before, writes := m.Units, m.Counts[addWindow]
		for range 1000 {
			count(began.Add(time.Duration(i+1) * 5 * time.Minute))
		}
		// None is left out before the window is full.
		if writes = m.Counts[addWindow] - writes; writes != 1000 {
			t.Errorf("%d writes for 1,000 matches", writes)
		}
		written, read := m.Units.write-before.write, m.Units.read-before.read
		rate := min(1000*1000/written, 1000*3000/read)
		t.Logf("%v write units, %v read units: %.0f payloads a second", written, read, rate)
		if rate < 900 {
			t.Errorf("%.0f payloads a second, want 900", rate)
		}
	}
}
