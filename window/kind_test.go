package window_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/windowtest"
)

// kinds are matches of a kind at some seconds.
func kinds(r *window.Rule, group, text string, kind uint32, id int, seconds ...int) []window.Match {
	all := windowtest.Matches(r, group, id, seconds...)
	for i := range all {
		all[i].Summary = []byte(text)
		all[i].Kind = window.Kind{Call: kind << 16, Whole: kind}
	}
	return all
}

// numbersOf writes numbers for people.
func numbersOf(all []window.Number) string {
	var texts []string
	for _, n := range all {
		texts = append(texts, fmt.Sprint(string(n.Summary), " ", n.N, " ", n.AtLeast))
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

// TestCount_Kinds has 600 matches of one kind and one of another, in batches of
// seven: both are named, with their numbers.
func TestCount_Kinds(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 601, Period: 5 * time.Minute}
	said, counter := &recorder{}, coldCounter(memory.NewTable())
	all := append(kinds(r, "", "rare", 2, 1000, 200), kinds(r, "", "many", 1, 1, make([]int, 600)...)...)
	for batch := range slices.Chunk(all, 7) {
		if _, err := counter.Count(t.Context(), batch, said.publish); err != nil {
			t.Fatal(err)
		}
	}
	if len(said.alerts) != 1 {
		t.Fatalf("%d alerts", len(said.alerts))
	}
	n := said.alerts[0].Numbers
	const want = "many 600 false, rare 1 false"
	if numbersOf(n.Calls) != want || numbersOf(n.Kinds) != want || n.Rest != 0 {
		t.Errorf("calls %s, kinds %s, rest %d; want %s", numbersOf(n.Calls), numbersOf(n.Kinds), n.Rest, want)
	}
}

// TestCount_KindsOfFullWindow has a match of another kind in a window that is
// full and has refused it: the kind is told all the same.
func TestCount_KindsOfFullWindow(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1000, Period: 5 * time.Minute}
	said, counter := &recorder{}, coldCounter(memory.NewTable())
	down := func(context.Context, window.Crossing) error { return refusal{} }
	for _, batch := range [][]window.Match{
		kinds(r, "", "many", 1, 1, make([]int, 1000)...), kinds(r, "", "rare", 2, 1000, 200),
	} {
		if _, err := counter.Count(t.Context(), batch, down); err == nil {
			t.Fatal("no error")
		}
	}
	if _, err := counter.Count(t.Context(), kinds(r, "", "rare", 2, 1000, 200), said.publish); err != nil || len(said.alerts) != 1 {
		t.Fatalf("%d alerts, error %v", len(said.alerts), err)
	}
	if have, want := numbersOf(said.alerts[0].Numbers.Calls), "many 1000 true, rare 1 true"; have != want {
		t.Errorf("calls %s, want %s", have, want)
	}
}

// TestCount_KindsOfValues counts different values, which have no kinds.
func TestCount_KindsOfValues(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 2, Period: 5 * time.Minute, Distinct: "$.eventName"}
	said, counter := &recorder{}, coldCounter(memory.NewTable())
	batch := append(kinds(r, "", "many", 1, 1, 0, 1), kinds(r, "", "rare", 2, 1, 2)...)
	if _, err := counter.Count(t.Context(), batch, said.publish); err != nil || len(said.alerts) != 1 {
		t.Fatalf("%d alerts, error %v", len(said.alerts), err)
	}
	x := said.alerts[0]
	if len(x.Numbers.Calls) != 0 || x.Count != 2 || len(x.Summaries) != 3 {
		t.Errorf("count %d, %d summaries, numbers %+v", x.Count, len(x.Summaries), x.Numbers)
	}
}

// TestCount_SpanEndsInNextWindow has a second match half a minute after the
// first, in the next window: both are told, though the first would do.
func TestCount_SpanEndsInNextWindow(t *testing.T) {
	for _, n := range [][2]int{{1, 1}, {30, 1}, {1, 30}} { // details with the matches, and apart
		r := &window.Rule{Name: "R", Threshold: 1, Period: 5 * time.Minute, Quiet: 30 * time.Minute}
		said, counter := &recorder{}, coldCounter(memory.NewTable())
		batch := append(kinds(r, "", "put", 1, 1, slices.Repeat([]int{279}, n[0])...), kinds(r, "", "attach", 2, 100, slices.Repeat([]int{310}, n[1])...)...)
		if _, err := counter.Count(t.Context(), batch, said.publish); err != nil || len(said.alerts) != 1 {
			t.Fatalf("%d alerts, error %v", len(said.alerts), err)
		}
		x := said.alerts[0]
		if want := fmt.Sprintf("attach %d false, put %d false", n[1], n[0]); numbersOf(x.Numbers.Calls) != want {
			t.Errorf("calls %s, want %s", numbersOf(x.Numbers.Calls), want)
		}
		if x.Count != n[0]+n[1] || x.Told != n[0]+n[1] || !x.End.Equal(windowtest.Start.Add(5*time.Minute)) || !x.Until.Equal(windowtest.Start.Add(10*time.Minute)) {
			t.Errorf("count %d, told %d, covers until %v, tells until %v", x.Count, x.Told, x.End, x.Until)
		}
	}
}

// TestCount_StormTells has four groups more than are named: the storm's alert
// names them, with what they did, and none of those that were named.
func TestCount_StormTells(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1, Period: 5 * time.Minute, By: []string{"$.user"}, Storm: 2}
	said, counter := &recorder{}, coldCounter(memory.NewTable())
	long := "arn:aws:iam::111122223333:role/" + strings.Repeat("x", 700) + "\x1fdenied"
	for _, batch := range [][]window.Match{
		slices.Concat(kinds(r, "a", "s", 1, 1, 0), kinds(r, "b", "s", 1, 2, 0)),
		slices.Concat(kinds(r, "c", "of c", 1, 3, 0), kinds(r, "c", "rare", 2, 4, 0), kinds(r, "d", "of d", 1, 5, 0), kinds(r, long, "of a long one", 1, 6, 0),
			kinds(r, "e", "of e", 1, 7, 0)),
	} {
		if _, err := counter.Count(t.Context(), batch, said.publish); err != nil {
			t.Fatal(err)
		}
	}
	if len(said.alerts) != 3 {
		t.Fatalf("%d alerts", len(said.alerts))
	}
	x := said.alerts[2]
	if x.Storm == nil || x.Storm.Groups != 6 || len(x.Storm.Names) != 4 || x.Storm.Names[1] != "c" || x.Storm.Names[2] != "d" || x.Storm.Names[3] != "e" {
		t.Fatalf("%+v", x.Storm)
	}
	if name := x.Storm.Names[0]; len(name) > 512 || !strings.HasPrefix(name, "arn:aws:iam::111122223333:role/x") || !strings.HasSuffix(name, "…"+strings.Repeat("x", 247)+"\x1fdenied") {
		t.Errorf("name %q", name)
	}
	var told []string
	for _, s := range x.Summaries {
		told = append(told, string(s))
	}
	if slices.Sort(told); !slices.Equal(told, []string{"of a long one", "of c", "of d", "of e", "rare"}) {
		t.Errorf("told %q", told)
	}
}

// TestCount_StormOfFailures has failures fill their storm: successes are named
// all the same, and more of them make a storm of their own.
func TestCount_StormOfFailures(t *testing.T) {
	r := &window.Rule{Name: "R", Threshold: 1, Period: 5 * time.Minute, By: []string{"actor", "outcome"}, Storm: 2}
	said, counter := &recorder{}, coldCounter(memory.NewTable())
	batch := func(outcome string, id, n int) (all []window.Match) {
		for i := range n {
			m := kinds(r, fmt.Sprint(outcome, i), outcome, 1, id+i, 0)
			m[0].Group.Storm = outcome
			all = append(all, m...)
		}
		return all
	}
	for _, b := range [][]window.Match{batch("failed", 1, 5), batch("succeeded", 100, 1), batch("succeeded", 100, 4)} {
		if _, err := counter.Count(t.Context(), b, said.publish); err != nil {
			t.Fatal(err)
		}
	}
	var have []string
	for _, x := range said.alerts {
		if x.Storm != nil {
			have = append(have, fmt.Sprint("storm ", x.Group.Value, " ", x.Storm.Groups, " ", len(x.Storm.Names)))
		} else {
			have = append(have, "named "+x.Group.Storm)
		}
	}
	want := []string{"named failed", "named failed", "storm failed 5 3", "named succeeded", "named succeeded", "storm succeeded 4 2"}
	if !slices.Equal(have, want) {
		t.Errorf("alerts %q, want %q", have, want)
	}
}
