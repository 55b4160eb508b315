package windowtest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// Sorted returns the contents with their sets in a fixed order, empty ones nil,
// so that two can be compared.
func Sorted(c set.Contents) set.Contents {
	return set.Contents{
		Elements: slices.SortedFunc(slices.Values(c.Elements), func(a, b set.Element) int {
			return cmp.Or(cmp.Compare(a.Time, b.Time), a.Identity.Compare(b.Identity), cmp.Compare(a.Kind, b.Kind))
		}),
		Summaries: slices.SortedFunc(slices.Values(c.Summaries), func(a, b set.Summary) int {
			return cmp.Or(
				a.Identity.Compare(b.Identity), cmp.Compare(a.Text, b.Text),
				cmp.Compare(a.Kind.Call, b.Kind.Call), cmp.Compare(a.Kind.Whole, b.Kind.Whole),
			)
		}),
		Excepted: slices.SortedFunc(slices.Values(c.Excepted), func(a, b set.Excepted) int {
			return cmp.Or(a.Identity.Compare(b.Identity), cmp.Compare(a.Name, b.Name))
		}),
	}
}

const key = "Rule#0123456789a#-"

// now is a whole number of hours.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func element(t uint32, id byte) set.Element {
	return set.Element{Time: t, Identity: set.Identity{id}}
}

func write(elements ...set.Element) window.Write {
	return window.Write{Contents: set.Contents{Elements: elements}, Expires: now.Add(time.Hour)}
}

// tableSuite is what a table does by itself.
func tableSuite(t *testing.T, newTable func(*testing.T) window.Table) {
	for _, c := range []struct {
		name string
		test func(*testing.T, window.Table)
	}{
		{"a write is a union", testUnion},
		{"a write is refused at any limit", testLimits},
		{"items are read in order and apart by key", testItems},
		{"items are read from any place on", testFrom},
		{"details lie apart", testDetailsApart},
		{"large windows are read page by page", testLargeWindows},
		{"the lease has one holder", testLease},
		{"a lease ends", testLeaseEnds},
		{"a mark gives the lease up", testMark},
		{"a mark is recorded without the lease too", testMarkWithoutLease},
		{"a release is the holder's alone", testRelease},
		{"a claim prunes", testPrune},
		{"a mark says what became of an alert", testFate},
		{"compacting removes what is named", testCompact},
		{"compacting creates no item", testCompactNothing},
		{"reminders are read in the order in which they are due", testReminders},
		{"a reminder is leased if it is there", testReminderLease},
		{"a reminder is dropped for its attempt, or at all", testDropReminder},
		{"a register says which alerts are open", testOpen},
		{"no request after the context is done", testDone},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, newTable(t)) })
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// add adds and wants the outcome.
func add(t *testing.T, tab window.Table, at set.Place, w window.Write, accepted bool) set.Contents {
	t.Helper()
	stored, ok, err := tab.Add(t.Context(), key, at, w)
	if err != nil {
		t.Fatal(err)
	}
	if ok != accepted {
		t.Fatalf("accepted: %v, want %v", ok, accepted)
	}
	return Sorted(stored)
}

func equal(t *testing.T, have, want set.Contents) {
	t.Helper()
	h, w := Sorted(have), Sorted(want)
	if !slices.Equal(h.Elements, w.Elements) || !slices.Equal(h.Summaries, w.Summaries) || !slices.Equal(h.Excepted, w.Excepted) {
		t.Fatalf("have %v\nwant %v", h, w)
	}
}

// items reads what one answer holds and wants it to be all.
func items(t *testing.T, tab window.Table, key string, r window.Read) []set.Item {
	t.Helper()
	all, next, err := tab.Items(t.Context(), key, r)
	if err != nil || next != (set.Place{}) {
		t.Fatalf("next: %v, error: %v", next, err)
	}
	return all
}

// stored is one item with its details.
func stored(t *testing.T, tab window.Table, key string, at set.Place) set.Contents {
	t.Helper()
	all := items(t, tab, key, window.Read{Range: set.Range{From: at, To: at}, Details: true})
	if len(all) != 1 || all[0].Place != at {
		t.Fatalf("items %v at %v", all, at)
	}
	return all[0].Contents
}

// The places of the tests: a part that writes share, and the next one.
var (
	part = set.Place{Start: 60, Part: 10_000_000_000_000_000}
	next = set.Place{Start: 60, Part: 20_000_000_000_000_000}
)

func testUnion(t *testing.T, tab window.Table) {
	w := write(element(61, 1), element(62, 2))
	w.Summaries = []set.Summary{{Identity: set.Identity{1}, Text: "one"}}
	w.Excepted = []set.Excepted{{Identity: set.Identity{9}, Name: "probe é"}}
	first := add(t, tab, part, w, true)
	equal(t, first, w.Contents)
	equal(t, add(t, tab, part, w, true), first)
	second := add(t, tab, part, write(element(62, 2), element(62, 3), element(63, 2)), true)
	equal(t, second, set.Contents{
		Elements:  []set.Element{element(61, 1), element(62, 2), element(62, 3), element(63, 2)},
		Summaries: w.Summaries, Excepted: w.Excepted,
	})
	equal(t, stored(t, tab, key, part), second)
	equal(t, add(t, tab, next, write(element(62, 3)), true), write(element(62, 3)).Contents)
}

func testLimits(t *testing.T, tab window.Table) {
	at := set.Whole(60)
	w := write(element(61, 1), element(62, 2))
	w.Summaries = []set.Summary{{Identity: set.Identity{1}, Text: "one"}}
	w.Excepted = []set.Excepted{{Identity: set.Identity{9}, Name: "probe"}}
	w.ElementLimit, w.SummaryLimit, w.ExceptedLimit = 2, 1, 1
	full := add(t, tab, at, w, true)
	equal(t, add(t, tab, at, w, false), full)

	w.ElementLimit = 3
	equal(t, add(t, tab, at, w, false), full)
	w.Summaries = nil
	equal(t, add(t, tab, at, w, false), full)
	w.Excepted = nil
	equal(t, add(t, tab, at, w, true), full)

	w.Elements = []set.Element{element(63, 3), element(64, 4)}
	if n := len(add(t, tab, at, w, true).Elements); n != 4 {
		t.Fatalf("%d elements, want 4: a write below the limit is added whole", n)
	}
	w.Elements = []set.Element{element(65, 5)}
	if n := len(add(t, tab, at, w, false).Elements); n != 4 {
		t.Fatalf("%d elements, want 4", n)
	}
}

// row fills three windows with parts, a register and the items of another key.
func row(t *testing.T, tab window.Table) []set.Place {
	t.Helper()
	var all []set.Place
	for _, start := range []int64{60, 180, 240} {
		for _, part := range []set.Part{0, 1, 10_000_000_000_000_000, 320_000_000_000_000_000, 9_123_456_789_012_345_678, set.LastPart} {
			all = append(all, set.Place{Start: start, Part: part})
		}
	}
	for i := range all {
		at := all[(7*i)%len(all)]
		add(t, tab, at, write(element(uint32(at.Start), byte(i))), true)
	}
	if _, _, err := tab.Add(t.Context(), key+"x", set.Whole(120), write(element(120, 1))); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := tab.Claim(t.Context(), key, window.Claim{Token: "a", Now: now, Until: now, Expires: now}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	return all
}

func testItems(t *testing.T, tab window.Table) {
	all := row(t, tab)
	for _, c := range []struct {
		from, to int64
		want     []set.Place
	}{{60, 240, all}, {60, 60, all[:6]}, {120, 180, all[6:12]}, {1, 59, nil}, {241, 1 << 32, nil}} {
		var have []set.Place
		for _, stale := range []bool{false, true} {
			have = nil
			for _, it := range items(t, tab, key, window.Read{Range: set.PartsOf(c.from, c.to), Stale: stale}) {
				have = append(have, it.Place)
				if len(it.Elements) != 1 || it.Elements[0].Time != uint32(it.Place.Start) {
					t.Errorf("%v holds %v", it.Place, it.Contents)
				}
			}
			if !slices.Equal(have, c.want) {
				t.Fatalf("from %d to %d: %v, want %v", c.from, c.to, have, c.want)
			}
		}
	}
	if have := items(t, tab, "Other#0123456789a#-", window.Read{Range: set.PartsOf(60, 240)}); len(have) != 0 {
		t.Fatalf("items of another key: %v", have)
	}
}

func testFrom(t *testing.T, tab window.Table) {
	all := row(t, tab)
	for i, at := range all {
		r := set.PartsOf(60, 241)
		r.From = at.Next()
		var have []set.Place
		for _, it := range items(t, tab, key, window.Read{Range: r}) {
			have = append(have, it.Place)
		}
		if !slices.Equal(have, all[i+1:]) {
			t.Fatalf("behind %v: %v, want %v", at, have, all[i+1:])
		}
	}
}

func testDetailsApart(t *testing.T, tab window.Table) {
	w := window.Write{Expires: now.Add(time.Hour)}
	w.Summaries = []set.Summary{{Identity: set.Identity{1}, Text: "one"}}
	w.Excepted = []set.Excepted{{Identity: set.Identity{9}, Name: "probe"}}
	elements := write(element(61, 1))
	both := window.Write{Contents: elements.Contents.Union(w.Contents), Expires: w.Expires}
	add(t, tab, set.Details(60), w, true)
	add(t, tab, set.Details(120), w, true)
	add(t, tab, part, both, true)
	all := items(t, tab, key, window.Read{Range: set.PartsOf(1, 240)})
	if len(all) != 1 {
		t.Fatalf("items %v", all)
	}
	equal(t, all[0].Contents, elements.Contents)
	all = items(t, tab, key, window.Read{Range: set.DetailsOf(60, 120), Details: true})
	if len(all) != 2 || all[0].Place != set.Details(120) || all[1].Place != set.Details(60) {
		t.Fatalf("details %v", all)
	}
	equal(t, all[0].Contents, w.Contents)
	equal(t, stored(t, tab, key, part), both.Contents)
}

// testLargeWindows reads more than DynamoDB answers at once, which is 1 MB.
func testLargeWindows(t *testing.T, tab window.Table) {
	const each, number = 15_000, 8
	for n := range int64(number) {
		w := window.Write{Expires: now.Add(time.Hour)}
		for i := range each {
			w.Elements = append(w.Elements, set.Element{Time: uint32(n), Identity: set.Identity{byte(i), byte(i >> 8)}})
		}
		if c := add(t, tab, set.Whole(60*(n+1)), w, true); len(c.Elements) != each {
			t.Fatalf("%d elements, want %d", len(c.Elements), each)
		}
	}
	seen, err := windows(t.Context(), tab, key, 60, 60*number)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range seen {
		n += len(c.Elements)
	}
	if n != number*each {
		t.Fatalf("%d elements, want %d", n, number*each)
	}
}

func testCompact(t *testing.T, tab window.Table) {
	w := write(element(61, 1), element(62, 1), element(63, 1))
	w.Summaries = []set.Summary{{Identity: set.Identity{1}, Text: "one"}, {Identity: set.Identity{2}, Text: "two"}}
	w.Excepted = []set.Excepted{{Identity: set.Identity{8}, Name: "a"}, {Identity: set.Identity{9}, Name: "a"}}
	for _, at := range []set.Place{part, next, set.Details(60)} {
		add(t, tab, at, w, true)
	}
	surplus := set.Contents{Elements: w.Elements[1:2], Summaries: w.Summaries[1:], Excepted: w.Excepted[1:]}
	for range 2 {
		for _, at := range []set.Place{part, set.Details(60)} {
			if err := tab.Compact(t.Context(), key, at, surplus); err != nil {
				t.Fatal(err)
			}
			equal(t, stored(t, tab, key, at), set.Contents{
				Elements:  []set.Element{element(61, 1), element(63, 1)},
				Summaries: w.Summaries[:1], Excepted: w.Excepted[:1],
			})
		}
	}
	equal(t, stored(t, tab, key, next), w.Contents)
}

func testCompactNothing(t *testing.T, tab window.Table) {
	surplus := set.Contents{Elements: []set.Element{element(61, 1)}}
	if err := tab.Compact(t.Context(), key, part, surplus); err != nil {
		t.Fatal(err)
	}
	if all := items(t, tab, key, window.Read{Range: set.PartsOf(60, 60)}); len(all) != 0 {
		t.Fatalf("items %v", all)
	}
}

func testDone(t *testing.T, tab window.Table) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, add := tab.Add(ctx, key, part, write(element(61, 1)))
	_, _, read := tab.Items(ctx, key, window.Read{Range: set.PartsOf(60, 60)})
	_, pub := tab.Published(ctx, key)
	_, _, claim := tab.Claim(ctx, key, window.Claim{Token: "a", Now: now, Until: now.Add(time.Second), Expires: now})
	_, mark := tab.Mark(ctx, key, window.Mark{Windows: []int64{60}, Expires: now})
	release := tab.Release(ctx, key, "a")
	compact := tab.Compact(ctx, key, part, set.Contents{Elements: []set.Element{element(61, 1)}})
	r := reminder(60, 60, "a")
	remind := tab.Remind(ctx, r, now)
	_, _, list := tab.Reminders(ctx, now, set.Reminder{})
	_, _, take := tab.TakeReminder(ctx, r, set.Lease{Token: "a", Now: now, Until: now})
	drop := tab.DropReminder(ctx, r, "")
	_, register := tab.Register(ctx, key)
	closeAlert := tab.CloseAlert(ctx, key, 60)
	for i, err := range []error{add, read, pub, claim, mark, release, compact, remind, list, take, drop, register, closeAlert} {
		if err == nil {
			t.Errorf("request %d succeeded", i+1)
		}
	}
	if all := items(t, tab, key, window.Read{Range: set.PartsOf(60, 60)}); len(all) != 0 {
		t.Errorf("items %v", all)
	}
	published(t, tab)
}
