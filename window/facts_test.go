package window

import (
	"fmt"
	"slices"
	"testing"
)

func TestFacts_Bounded(t *testing.T) {
	f := newFacts(100, 1024)
	for i := range 1000 {
		f.learn(fmt.Sprint(i), []int64{60, 120})
		f.learnWindow(fmt.Sprint(i), 60, windowFacts{full: true})
		f.published("0")
	}
	if f.size > 100 || len(f.keys) != f.order.Len() || len(f.keys) > 34 {
		t.Fatalf("size %d, %d keys, %d in order", f.size, len(f.keys), f.order.Len())
	}
	if !slices.Equal(f.published("0"), published{60, 120}) || !f.window("0", 60).full {
		t.Error("the key used most is forgotten")
	}
	if f.published("1") != nil || f.window("1", 60).full {
		t.Error("the key used least is remembered")
	}
}

func TestFacts_BoundedPerKey(t *testing.T) {
	const perKey = 7
	f := newFacts(1<<20, perKey)
	var all []int64
	for i := range int64(3 * perKey) {
		all = append(all, 60*(i+1))
		f.learnWindow("k", 60*(i+1), windowFacts{full: true})
	}
	if have := f.learn("k", all); len(have) != 3*perKey {
		t.Errorf("learned %d windows, got %d back", 3*perKey, len(have))
	}
	if have := f.published("k"); len(have) != perKey || have[0] != all[2*perKey] {
		t.Errorf("%d windows remembered, from %d", len(have), have[0])
	}
	if f.window("k", all[0]).full || !f.window("k", all[len(all)-1]).full {
		t.Error("want the newest windows remembered")
	}
}

func TestFacts_FullForEver(t *testing.T) {
	f := newFacts(100, 1024)
	f.learnWindow("k", 60, windowFacts{full: true})
	f.learnWindow("k", 60, windowFacts{barred: true})
	if w := f.window("k", 60); !w.full || !w.barred {
		t.Errorf("%+v", w)
	}
}

// subjectOf is a subject whose windows take so many identities.
func subjectOf(capacity int) *subject {
	return &subject{bounds: &bounds, capacity: capacity}
}

func TestFactsOf(t *testing.T) {
	var img Image
	for i := range 25 {
		img.Summaries = append(img.Summaries, Summary{Identity{byte(i)}, "s"})
	}
	for i := range 120 {
		img.Excepted = append(img.Excepted, Excepted{Identity{byte(i)}, "many"})
		if i < 99 {
			img.Excepted = append(img.Excepted, Excepted{Identity{byte(i)}, "few"})
		}
	}
	for i := range 6 {
		img.Elements = append(img.Elements, Element{uint32(i), Identity{byte(i / 2)}})
	}
	w := subjectOf(3).factsOf(img)
	if !w.full || subjectOf(4).factsOf(img).full {
		t.Error("a window is full at its capacity of identities")
	}
	if !w.barred || w.summaryBar != (Identity{19}) {
		t.Errorf("bar of summaries %v", w.summaryBar)
	}
	if len(w.exceptedBars) != 1 || w.exceptedBars["many"] != (Identity{99}) {
		t.Errorf("bars of excepted records %v", w.exceptedBars)
	}
	kept := w.wanted(Write{Summaries: img.Summaries, Excepted: []Excepted{
		{Identity{99}, "many"}, {Identity{100}, "many"}, {Identity{200}, "few"}, {Identity{200}, "new"},
	}})
	if len(kept.Summaries) != 20 || len(kept.Excepted) != 3 {
		t.Errorf("kept %d summaries and %v", len(kept.Summaries), kept.Excepted)
	}
}
