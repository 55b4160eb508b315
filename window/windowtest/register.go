package windowtest

import (
	"slices"
	"testing"
	"time"

	"trailnotify/window"
)

func claim(t *testing.T, tab window.Table, token string, at time.Time, want bool) []int64 {
	t.Helper()
	r, ok, err := tab.Claim(t.Context(), key, window.Claim{
		Token: token, Now: at, Until: at.Add(35 * time.Second), Expires: at.Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	if ok != want {
		t.Fatalf("claim by %s: %v, want %v", token, ok, want)
	}
	return r.Alerted
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
		r, ok, err := tab.Claim(t.Context(), key, window.Claim{
			Token: token, Now: now, Until: now.Add(time.Second), Prune: windows, Expires: now.Add(time.Hour),
		})
		if err != nil || ok != want {
			t.Fatal(ok, err)
		}
		return r.Alerted
	}
	sorted(t, prune("a", true, 60, 240), []int64{120, 180})
	sorted(t, prune("b", false, 120), []int64{120, 180})
	published(t, tab, 120, 180)
}
