package facts

import (
	"fmt"
	"slices"
	"testing"

	"trailnotify/window/set"
)

func TestFacts_Bounded(t *testing.T) {
	f := New(100, 1024)
	for i := range 1000 {
		f.Alerted(fmt.Sprint(i), []int64{60, 120})
		f.Learn(fmt.Sprint(i), 60, full)
		f.Published("0")
	}
	if f.size > 100 || len(f.keys) != f.order.Len() || len(f.keys) > 34 {
		t.Fatalf("size %d, %d keys, %d in order", f.size, len(f.keys), f.order.Len())
	}
	if !slices.Equal(f.Published("0"), set.Published{60, 120}) || !f.Window("0", 60).Full {
		t.Error("the key used most is forgotten")
	}
	if f.Published("1") != nil || f.Window("1", 60).Full {
		t.Error("the key used least is remembered")
	}
}

func TestFacts_BoundedPerKey(t *testing.T) {
	const perKey = 7
	f := New(1<<20, perKey)
	var all []int64
	for i := range int64(3 * perKey) {
		all = append(all, 60*(i+1))
		f.Learn("k", 60*(i+1), full)
	}
	if have := f.Alerted("k", all); len(have) != 3*perKey {
		t.Errorf("learned %d windows, got %d back", 3*perKey, len(have))
	}
	if have := f.Published("k"); len(have) != perKey || have[0] != all[2*perKey] {
		t.Errorf("%d windows remembered, from %d", len(have), have[0])
	}
	if f.Window("k", all[0]).Full || !f.Window("k", all[len(all)-1]).Full {
		t.Error("want the newest windows remembered")
	}
}

func full(w *Window) { w.Full = true }

// TestFacts_NothingToKnow has windows of which nothing is worth knowing: they
// take no room.
func TestFacts_NothingToKnow(t *testing.T) {
	f := New(100, 1024)
	f.Learn("k", 60, func(*Window) {})
	if f.size != 0 || len(f.keys) != 0 {
		t.Errorf("size %d, %d keys", f.size, len(f.keys))
	}
	f.Learn("k", 60, func(w *Window) { w.Unread++ })
	f.Learn("k", 60, func(w *Window) { w.Unread++ })
	if n := f.Window("k", 60).Unread; n != 2 || f.size != 2 {
		t.Errorf("%d writes, size %d", n, f.size)
	}
	f.Learn("k", 60, func(w *Window) { w.Unread = 0 })
	if f.size != 1 {
		t.Errorf("size %d, want that of the key alone", f.size)
	}
	f.Learn("k", 60, full)
	f.Learn("k", 60, func(w *Window) { w.Unread++ })
	if w := f.Window("k", 60); !w.Full || w.Unread != 1 {
		t.Errorf("%+v", w)
	}
}
