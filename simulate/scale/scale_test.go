package main

import (
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// small is an organisation that a test has time for. Its groups are few, so
// that some alert.
func small() organisation {
	o := ordinary()
	o.Records, o.Match, o.Accounts, o.Principals, o.Rules = 100, 0.04, 3, 3, 2
	o.Soonest, o.Latest, o.Period, o.Quiet = 0, 2*time.Minute, time.Minute, 0
	o.WarmUp, o.Measure = 2*time.Minute, 4*time.Minute
	return o
}

func mustRun(t *testing.T, o organisation) *function {
	t.Helper()
	f, err := run(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// figures are what is measured, without where the meter stands.
func figures(f *function) meter {
	m := *f.meter
	m.clock, m.byKey, m.changed = nil, nil, 0
	return m
}

func TestRun_IsTheSameAgain(t *testing.T) {
	first := figures(mustRun(t, small()))
	if second := figures(mustRun(t, small())); !reflect.DeepEqual(first, second) {
		t.Errorf("first %+v\nthen  %+v", first, second)
	}
	other := small()
	other.Seed++
	if reflect.DeepEqual(first, figures(mustRun(t, other))) {
		t.Error("another seed gives the same traffic")
	}
	for _, k := range []kind{addWindow, readWindows, readRegister, claimLease, markAlerted, invocations, counted, alerts} {
		if first.Counts[k] == 0 {
			t.Errorf("kind %d: none, so that little is shown: %v", k, first.Counts)
		}
	}
}

// What the report leaves out of the payloads changes no figure.
func TestRun_RecordsWithoutMatchCostNothing(t *testing.T) {
	o := small()
	want := figures(mustRun(t, o))
	o.Whole = true
	if have := figures(mustRun(t, o)); !reflect.DeepEqual(want, have) {
		t.Errorf("whole payloads %+v\nmatches alone  %+v", have, want)
	}
}

// stored is the number of matches in each window, those of storms left out:
// which groups are at once depends on the order of arrival.
func stored(t *testing.T, f *function) map[slot]int {
	t.Helper()
	seen := map[string]set.View{}
	for at := range f.table.items {
		if strings.HasSuffix(at.key, "#*") {
			continue
		}
		items, _, err := f.table.memory.Items(t.Context(), at.key, window.Read{Range: set.Range{From: at.at, To: at.at}})
		if err != nil {
			t.Fatal(err)
		}
		if seen[at.key] == nil {
			seen[at.key] = set.View{}
		}
		seen[at.key].Add(items)
	}
	all := map[slot]int{}
	for key, windows := range seen {
		for w, c := range windows {
			all[slot{key, set.Whole(w)}] = set.Distinct(c.Elements)
		}
	}
	return all
}

// A partition at its limit has batches fail and come again, and nothing is
// lost.
func TestRun_ThrottledIsNotLost(t *testing.T) {
	o := small()
	free := mustRun(t, o)
	o.Limit = 2
	tight := mustRun(t, o)
	if n := tight.meter.Counts; n[throttled] == 0 || n[failed] == 0 {
		t.Fatalf("%d tries throttled, %d invocations failed: nothing is shown", n[throttled], n[failed])
	}
	want, have := stored(t, free), stored(t, tight)
	if len(want) == 0 || len(have) != len(want) {
		t.Errorf("%d windows, without limit %d", len(have), len(want))
	}
	for at, n := range want {
		if have[at] != n {
			t.Errorf("%v holds %d matches, without limit %d", at, have[at], n)
		}
	}
	if tight.meter.Hot.write > o.Limit+30 {
		t.Errorf("%v write units of one key in a second in spite of the limit", tight.meter.Hot.write)
	}
}

func TestTraffic_IsAsAskedFor(t *testing.T) {
	o := ordinary()
	o.Match, o.Hot = 0.03, 0.5
	traffic := newTraffic(o)
	const batches = 10_000
	now := 3 * time.Hour
	matches, hot := 0, 0
	for range batches {
		b := traffic.batch(now)
		matches += len(b.matches)
		for _, m := range b.matches {
			if late := now - m.at; late < o.Soonest || late > o.Latest+spread {
				t.Fatalf("a record is %v late", late)
			}
			if m.account == 0 && m.principal == 0 && m.rule == 0 {
				hot++
			}
		}
		if !slices.IsSortedFunc(b.matches, func(a, b match) int { return int(a.at - b.at) }) {
			t.Fatal("records out of order")
		}
	}
	if share := float64(matches) / batches / float64(o.Batch); share < 0.029 || share > 0.031 {
		t.Errorf("%v of the records match, want 0.03", share)
	}
	if share := float64(hot) / float64(matches); share < 0.5 || share > 0.6 {
		t.Errorf("%v of the matches are hot, want 0.5 and a little", share)
	}
}

func TestTraffic_AllOrNothing(t *testing.T) {
	for share, want := range map[float64]int{0: 0, 1: 100} {
		o := ordinary()
		o.Match = share
		traffic := newTraffic(o)
		for range 3 {
			if have := len(traffic.batch(time.Hour).matches); have != want {
				t.Errorf("share %v: %d matches in a batch of %d", share, have, o.Batch)
			}
		}
	}
}

func TestClock(t *testing.T) {
	c := &clock{}
	var said []string
	say := func(what string) func() { return func() { said = append(said, c.now.String()+" "+what) } }
	for _, n := range []string{"one", "two", "three", "four"} {
		c.at(time.Second, say(n))
	}
	c.at(500*time.Millisecond, func() {
		say("early")()
		c.at(0, say("in the past"))
		c.start(func(task *task) {
			task.wait(time.Second)
			say("waited")()
		})
	})
	c.run()
	want := []string{"500ms early", "500ms in the past", "1s one", "1s two", "1s three", "1s four", "1.5s waited"}
	if !slices.Equal(said, want) {
		t.Errorf("%v, want %v", said, want)
	}
}

func TestMeter(t *testing.T) {
	c := &clock{}
	m := &meter{clock: c, from: time.Second, to: 11 * time.Second}
	c.at(500*time.Millisecond, func() { m.occupied(2); m.charge(addWindow, "a", 1000) })
	c.at(3*time.Second, func() { m.charge(addWindow, "a", 3); m.charge(addWindow, "b", 4); m.charge(readWindows, "b", 9) })
	c.at(3900*time.Millisecond, func() { m.charge(markAlerted, "a", 2) })
	c.at(4*time.Second, func() { m.charge(addWindow, "r#~", 4); m.afterwards(2) })
	c.at(6*time.Second, func() { m.occupied(-1) })
	c.at(20*time.Second, func() { m.occupied(-1); m.charge(addWindow, "a", 1000); m.afterwards(9) })
	c.run()
	want := units{13, 9}
	if m.Units != want || m.Shared != (units{4, 0}) || m.Peak != (units{9, 9}) || m.Hot != (units{5, 9}) {
		t.Errorf("units %v, shared %v, peak %v, hot %v", m.Units, m.Shared, m.Peak, m.Hot)
	}
	if m.Spent != 2 {
		t.Errorf("%v write units for spent windows, want 2", m.Spent)
	}
	if m.Counts[addWindow] != 3 || m.rate(addWindow) != 0.3 {
		t.Errorf("%d writes, %v a second", m.Counts[addWindow], m.rate(addWindow))
	}
	if m.Busy != 15*time.Second || m.InUse != 1 {
		t.Errorf("busy %v, at most %d: want 2 processes for 5 s and 1 for 5 s", m.Busy, m.InUse)
	}
}

func TestWave(t *testing.T) {
	var w wave
	begins := 0
	ask := func(k kind, times int) {
		for range times {
			if w.begins(k) {
				begins++
			}
		}
	}
	for _, step := range []struct {
		kind        kind
		times, want int
	}{
		{addWindow, 32, 1},
		{addWindow, 1, 1},
		{compactWindow, 2, 2},
		{readWindows, 70, 3},
		{readRegister, 2, 2},
		{readWindows, 2, 2},
		{addWindow, 2, 2},
	} {
		begins = 0
		if ask(step.kind, step.times); begins != step.want {
			t.Errorf("%d requests of kind %d: %d waves, want %d", step.times, step.kind, begins, step.want)
		}
	}
}

func TestOrganisation_Spends(t *testing.T) {
	o := organisation{Period: 5 * time.Minute, Quiet: 7 * time.Minute}
	for start, want := range map[int64]bool{2700: false, 3000: true, 3300: true, 3600: true, 3900: false} {
		if o.spends([]int64{300, 3000}, start) != want {
			t.Errorf("an alert for window 3000 spends window %d: %v, want %v", start, !want, want)
		}
	}
}

func TestFunction_Work(t *testing.T) {
	f := &function{organisation: organisation{Memory: 1769, PerRecord: time.Microsecond, PerInvocation: time.Millisecond}}
	if have := f.work(&batch{records: 1000}); have != 2*time.Millisecond {
		t.Errorf("a whole processor takes %v", have)
	}
	f.Memory = 177
	if have := f.work(&batch{records: 1000}); have < 19*time.Millisecond || have > 20*time.Millisecond {
		t.Errorf("a tenth of a processor takes %v", have)
	}
}

func TestCommand(t *testing.T) {
	quick := "-records 100 -match 0.02 -warm-up 21m -measure 1m "
	for args, want := range map[string]struct{ out, err string }{
		quick:                           {"| invocations/s | ", ""},
		quick + "-sweep rules=1,3":      {"| rules | invocations/s |", ""},
		quick + "-sweep threshold=1,10": {"\n| 10 | ", ""},
		"-sweep rules":                  {"", "want NAME=VALUE"},
		"-sweep nothing=1":              {"", "no such flag"},
		"-records 0 -skew 1":            {"", "-records: want more than 0\n-skew: want more than 1"},
		"-threshold 0":                  {"", "threshold"},
		"much":                          {"", "want flags alone"},
	} {
		var out strings.Builder
		err := command(strings.Fields(args), &out, io.Discard)
		if want.err != "" {
			if err == nil || !strings.Contains(err.Error(), want.err) {
				t.Errorf("%s: error %v, want one with %q", args, err, want.err)
			}
			continue
		}
		if err != nil || !strings.Contains(out.String(), want.out) {
			t.Errorf("%s: error %v, want %q in:\n%s", args, err, want.out, &out)
		}
	}
}

func TestNumber(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 0.0123: "0.0123", 5.678: "5.68", 99.94: "99.9", 1234567.8: "1,234,568"} {
		if have := number(x); have != want {
			t.Errorf("%v: %q, want %q", x, have, want)
		}
	}
}
