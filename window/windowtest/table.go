package windowtest

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"trailnotify/window"
)

// Sorted returns the image with its sets in a fixed order, empty ones nil, so
// that two can be compared.
func Sorted(img window.Image) window.Image {
	img.Elements = slices.Clone(img.Elements)
	img.Summaries = slices.Clone(img.Summaries)
	img.Excepted = slices.Clone(img.Excepted)
	slices.SortFunc(img.Elements, func(a, b window.Element) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), bytes.Compare(a.Identity[:], b.Identity[:]))
	})
	slices.SortFunc(img.Summaries, func(a, b window.Summary) int {
		return cmp.Or(bytes.Compare(a.Identity[:], b.Identity[:]), cmp.Compare(a.Text, b.Text))
	})
	slices.SortFunc(img.Excepted, func(a, b window.Excepted) int {
		return cmp.Or(bytes.Compare(a.Identity[:], b.Identity[:]), cmp.Compare(a.Name, b.Name))
	})
	if len(img.Elements) == 0 {
		img.Elements = nil
	}
	if len(img.Summaries) == 0 {
		img.Summaries = nil
	}
	if len(img.Excepted) == 0 {
		img.Excepted = nil
	}
	return img
}

const key = "Rule#0123456789a#-"

// now is a whole number of hours.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func element(t uint32, id byte) window.Element {
	return window.Element{Time: t, Identity: window.Identity{id}}
}

func write(elements ...window.Element) window.Write {
	return window.Write{Elements: elements, Expires: now.Add(time.Hour)}
}

// tableSuite is what a table does by itself.
func tableSuite(t *testing.T, newTable func(*testing.T) window.Table) {
	for _, c := range []struct {
		name string
		test func(*testing.T, window.Table)
	}{
		{"a write is a union", testUnion},
		{"a write is refused at any limit", testLimits},
		{"windows are read in order and apart by key", testWindows},
		{"large windows are read whole", testLargeWindows},
		{"the lease has one holder", testLease},
		{"a lease ends", testLeaseEnds},
		{"a mark gives the lease up", testMark},
		{"a mark is recorded without the lease too", testMarkWithoutLease},
		{"a release is the holder's alone", testRelease},
		{"a claim prunes", testPrune},
		{"compacting removes what is named", testCompact},
		{"compacting creates no window", testCompactNothing},
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
func add(t *testing.T, tab window.Table, start int64, w window.Write, accepted bool) window.Image {
	t.Helper()
	img, ok, err := tab.Add(t.Context(), key, start, w)
	if err != nil {
		t.Fatal(err)
	}
	if ok != accepted {
		t.Fatalf("accepted: %v, want %v", ok, accepted)
	}
	return Sorted(img)
}

func equal(t *testing.T, have, want window.Image) {
	t.Helper()
	h, w := Sorted(have), Sorted(want)
	if h.Start != w.Start || !slices.Equal(h.Elements, w.Elements) ||
		!slices.Equal(h.Summaries, w.Summaries) || !slices.Equal(h.Excepted, w.Excepted) {
		t.Fatalf("have %v\nwant %v", h, w)
	}
}

func windows(t *testing.T, tab window.Table, key string, r window.Range) []window.Image {
	t.Helper()
	imgs, all, err := tab.Windows(t.Context(), key, r)
	if err != nil || !all {
		t.Fatalf("all: %v, error: %v", all, err)
	}
	return imgs
}

func testUnion(t *testing.T, tab window.Table) {
	w := write(element(61, 1), element(62, 2))
	w.Summaries = []window.Summary{{Identity: window.Identity{1}, Text: "one"}}
	w.Excepted = []window.Excepted{{Identity: window.Identity{9}, Name: "probe é"}}
	first := add(t, tab, 60, w, true)
	equal(t, first, window.Image{Start: 60, Elements: w.Elements, Summaries: w.Summaries, Excepted: w.Excepted})
	equal(t, add(t, tab, 60, w, true), first)
	second := add(t, tab, 60, write(element(62, 2), element(62, 3), element(63, 2)), true)
	equal(t, second, window.Image{
		Start:    60,
		Elements: []window.Element{element(61, 1), element(62, 2), element(62, 3), element(63, 2)}, Summaries: w.Summaries, Excepted: w.Excepted,
	})
	imgs := windows(t, tab, key, window.Range{From: 60, To: 60, Details: true})
	equal(t, imgs[0], second)
}

func testLimits(t *testing.T, tab window.Table) {
	w := write(element(61, 1), element(62, 2))
	w.Summaries = []window.Summary{{Identity: window.Identity{1}, Text: "one"}}
	w.Excepted = []window.Excepted{{Identity: window.Identity{9}, Name: "probe"}}
	w.ElementLimit, w.SummaryLimit, w.ExceptedLimit = 2, 1, 1
	full := add(t, tab, 60, w, true)
	equal(t, add(t, tab, 60, w, false), full)

	w.ElementLimit = 3
	equal(t, add(t, tab, 60, w, false), full)
	w.Summaries = nil
	equal(t, add(t, tab, 60, w, false), full)
	w.Excepted = nil
	equal(t, add(t, tab, 60, w, true), full)

	w.Elements = []window.Element{element(63, 3), element(64, 4)}
	if n := len(add(t, tab, 60, w, true).Elements); n != 4 {
		t.Fatalf("%d elements, want 4: a write below the limit is added whole", n)
	}
	w.Elements = []window.Element{element(65, 5)}
	if n := len(add(t, tab, 60, w, false).Elements); n != 4 {
		t.Fatalf("%d elements, want 4", n)
	}
}

func testWindows(t *testing.T, tab window.Table) {
	for _, start := range []int64{240, 60, 180, 300} {
		add(t, tab, start, write(element(uint32(start), 1)), true)
	}
	if _, _, err := tab.Add(t.Context(), key+"x", 120, write(element(120, 1))); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := tab.Claim(t.Context(), key, window.Claim{Token: "a", Now: now, Until: now, Expires: now}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	var starts []int64
	for _, img := range windows(t, tab, key, window.Range{From: 60, To: 240}) {
		starts = append(starts, img.Start)
		equal(t, img, window.Image{Start: img.Start, Elements: []window.Element{element(uint32(img.Start), 1)}})
	}
	if !slices.Equal(starts, []int64{60, 180, 240}) {
		t.Fatalf("windows %v", starts)
	}
	if imgs := windows(t, tab, "Other#0123456789a#-", window.Range{From: 60, To: 240}); len(imgs) != 0 {
		t.Fatalf("windows of another key: %v", imgs)
	}
}

// testLargeWindows reads more than DynamoDB answers at once, which is 1 MB.
func testLargeWindows(t *testing.T, tab window.Table) {
	const each, number = 15_000, 8
	for n := range int64(number) {
		w := window.Write{Expires: now.Add(time.Hour)}
		for i := range each {
			w.Elements = append(w.Elements, window.Element{Time: uint32(n), Identity: window.Identity{byte(i), byte(i >> 8)}})
		}
		if img := add(t, tab, 60*(n+1), w, true); len(img.Elements) != each {
			t.Fatalf("%d elements, want %d", len(img.Elements), each)
		}
	}
	r := window.Range{From: 60, To: 60 * number}
	n := 0
	for _, img := range windows(t, tab, key, r) {
		n += len(img.Elements)
	}
	if n != number*each {
		t.Fatalf("%d elements, want %d", n, number*each)
	}
	r.FirstPage = true
	imgs, all, err := tab.Windows(t.Context(), key, r)
	if err != nil || len(imgs) == 0 || all != (len(imgs) == number) {
		t.Fatalf("first page: %d windows, all: %v, error: %v", len(imgs), all, err)
	}
}

func claim(t *testing.T, tab window.Table, token string, at time.Time, want bool) []int64 {
	t.Helper()
	pub, ok, err := tab.Claim(t.Context(), key, window.Claim{
		Token: token, Now: at, Until: at.Add(35 * time.Second), Expires: at.Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	if ok != want {
		t.Fatalf("claim by %s: %v, want %v", token, ok, want)
	}
	return pub
}

func mark(t *testing.T, tab window.Table, token string, want bool, windows ...int64) {
	t.Helper()
	ok, err := tab.Mark(t.Context(), key, window.Mark{Windows: windows, Token: token, Expires: now.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if ok != want {
		t.Fatalf("mark by %q: %v, want %v", token, ok, want)
	}
}

func published(t *testing.T, tab window.Table, want ...int64) {
	t.Helper()
	have := must[[]int64](t)(tab.Published(t.Context(), key))
	sorted(t, have, want)
}

func sorted(t *testing.T, have, want []int64) {
	t.Helper()
	if have = slices.Sorted(slices.Values(have)); !slices.Equal(have, want) {
		t.Fatalf("published %v, want %v", have, want)
	}
}

func testLease(t *testing.T, tab window.Table) {
	claim(t, tab, "a", now, true)
	claim(t, tab, "a", now, true)
	claim(t, tab, "b", now.Add(time.Second), false)
	claim(t, tab, "a", now.Add(time.Second), true)
}

func testLeaseEnds(t *testing.T, tab window.Table) {
	claim(t, tab, "a", now, true)
	claim(t, tab, "b", now.Add(35*time.Second), false)
	claim(t, tab, "b", now.Add(35*time.Second+time.Millisecond), true)
	claim(t, tab, "a", now.Add(36*time.Second), false)
}

func testMark(t *testing.T, tab window.Table) {
	published(t, tab)
	claim(t, tab, "a", now, true)
	mark(t, tab, "a", true, 60, 120)
	published(t, tab, 60, 120)
	sorted(t, claim(t, tab, "b", now, true), []int64{60, 120})
	mark(t, tab, "b", true, 120, 300)
	published(t, tab, 60, 120, 300)
}

func testMarkWithoutLease(t *testing.T, tab window.Table) {
	mark(t, tab, "a", false, 60)
	published(t, tab)
	claim(t, tab, "b", now, true)
	mark(t, tab, "a", false, 60)
	published(t, tab)
	mark(t, tab, "", true, 60)
	published(t, tab, 60)
	sorted(t, claim(t, tab, "c", now, false), []int64{60})
	mark(t, tab, "b", true, 120)
	published(t, tab, 60, 120)
}

func testRelease(t *testing.T, tab window.Table) {
	release := func(token string) {
		t.Helper()
		if err := tab.Release(t.Context(), key, token); err != nil {
			t.Fatal(err)
		}
	}
	release("a")
	claim(t, tab, "a", now, true)
	release("b")
	claim(t, tab, "b", now, false)
	release("a")
	claim(t, tab, "b", now, true)
}

func testPrune(t *testing.T, tab window.Table) {
	mark(t, tab, "", true, 60, 120, 180)
	prune := func(token string, want bool, windows ...int64) []int64 {
		pub, ok, err := tab.Claim(t.Context(), key, window.Claim{
			Token: token, Now: now, Until: now.Add(time.Second), Prune: windows, Expires: now.Add(time.Hour),
		})
		if err != nil || ok != want {
			t.Fatal(ok, err)
		}
		return pub
	}
	sorted(t, prune("a", true, 60, 240), []int64{120, 180})
	sorted(t, prune("b", false, 120), []int64{120, 180})
	published(t, tab, 120, 180)
}

func testCompact(t *testing.T, tab window.Table) {
	w := write(element(61, 1), element(62, 1), element(63, 1))
	w.Summaries = []window.Summary{{Identity: window.Identity{1}, Text: "one"}, {Identity: window.Identity{2}, Text: "two"}}
	w.Excepted = []window.Excepted{{Identity: window.Identity{8}, Name: "a"}, {Identity: window.Identity{9}, Name: "a"}}
	add(t, tab, 60, w, true)
	s := window.Surplus{Elements: w.Elements[1:2], Summaries: w.Summaries[1:], Excepted: w.Excepted[1:]}
	for range 2 {
		if err := tab.Compact(t.Context(), key, 60, s); err != nil {
			t.Fatal(err)
		}
		imgs := windows(t, tab, key, window.Range{From: 60, To: 60, Details: true})
		equal(t, imgs[0], window.Image{
			Start: 60, Elements: []window.Element{element(61, 1), element(63, 1)},
			Summaries: w.Summaries[:1], Excepted: w.Excepted[:1],
		})
	}
}

func testCompactNothing(t *testing.T, tab window.Table) {
	s := window.Surplus{Elements: []window.Element{element(61, 1)}}
	if err := tab.Compact(t.Context(), key, 60, s); err != nil {
		t.Fatal(err)
	}
	if imgs := windows(t, tab, key, window.Range{From: 60, To: 60}); len(imgs) != 0 {
		t.Fatalf("windows %v", imgs)
	}
}

func testDone(t *testing.T, tab window.Table) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, add := tab.Add(ctx, key, 60, write(element(61, 1)))
	_, _, read := tab.Windows(ctx, key, window.Range{From: 60, To: 60})
	_, pub := tab.Published(ctx, key)
	_, _, claim := tab.Claim(ctx, key, window.Claim{Token: "a", Now: now, Until: now.Add(time.Second), Expires: now})
	_, mark := tab.Mark(ctx, key, window.Mark{Windows: []int64{60}, Expires: now})
	release := tab.Release(ctx, key, "a")
	compact := tab.Compact(ctx, key, 60, window.Surplus{Elements: []window.Element{element(61, 1)}})
	for i, err := range []error{add, read, pub, claim, mark, release, compact} {
		if err == nil {
			t.Errorf("request %d succeeded", i+1)
		}
	}
	if imgs := windows(t, tab, key, window.Range{From: 60, To: 60}); len(imgs) != 0 {
		t.Errorf("windows %v", imgs)
	}
	published(t, tab)
}
