package memory

import (
	"context"
	"slices"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

// TestTable_Free has windows of a minute at each of the first twenty minutes
// of a day, some of them alerted.
func TestTable_Free(t *testing.T) {
	const minute, base = 60, 86400 * 100
	for _, c := range []struct {
		name        string
		closed      int64 // minutes
		quiet       int64
		alerted     []int64
		windows     []int64
		published   []int64
		laterClosed int64 // minutes more, for what expires
	}{
		{name: "nothing is closed", closed: 1, windows: minutes(0, 19)},
		{name: "a window ends at the closing time: the next may need it", closed: 5, windows: minutes(4, 19)},
		{name: "a window ends before it", closed: 6, windows: minutes(5, 19)},
		{name: "everything", closed: 30},
		{
			name: "the last alert and its quiet windows", closed: 15, quiet: 2, alerted: []int64{3, 7},
			windows: append(minutes(7, 9), minutes(14, 19)...), published: []int64{7},
		},
		{
			name: "alerts of open windows, and one before", closed: 6, alerted: []int64{1, 3, 4, 5, 8},
			windows: minutes(4, 19), published: []int64{4, 5, 8},
		},
		{
			name: "quiet windows that a table has forgotten", closed: 30, quiet: 2, alerted: []int64{7},
			published: []int64{7}, laterClosed: 36 * 24 * 60,
		},
		{name: "an alert that a table has forgotten", closed: 30, quiet: 2, alerted: []int64{7}, laterClosed: 61 * 24 * 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, m := context.Background(), NewTable()
			for _, i := range minutes(0, 19) {
				w := base + i*minute
				_, _, _ = m.Add(ctx, "k", set.Place{Start: w, Part: 1}, window.Write{Contents: set.Contents{Elements: []set.Element{{Time: uint32(w), Identity: set.Identity{1}}}}})
				_, _, _ = m.Add(ctx, "k", set.Details(w), window.Write{Contents: set.Contents{Summaries: []set.Summary{{Text: "s"}}}})
			}
			var alerted set.Published
			for _, i := range c.alerted {
				alerted = append(alerted, base+i*minute)
			}
			_, _ = m.Mark(ctx, "k", window.Mark{Windows: alerted})
			x := set.Terms{Threshold: 1, Period: minute, Reach: c.quiet * minute}
			size := m.free(base+(c.closed+c.laterClosed)*minute, func(string) set.Terms { return x })
			windows := stored(m, set.PartsOf(minute, base+100*minute))
			details := stored(m, set.DetailsOf(minute, base+100*minute))
			slices.Reverse(details)
			var left []int64
			for i := range windows {
				windows[i] = (windows[i] - base) / minute
			}
			if !slices.Equal(windows, c.windows) || len(details) != len(windows) || size != 4*len(windows) || m.currentSize() != size {
				t.Errorf("windows %v, size %d; want windows %v", windows, size, c.windows)
			}
			pub, _ := m.Published(ctx, "k")
			for _, w := range pub {
				left = append(left, (w-base)/minute)
			}
			if !slices.Equal(left, c.published) {
				t.Errorf("published %v, want %v", left, c.published)
			}
			if len(windows) == 0 && len(m.rows) > 0 || len(left) == 0 && len(m.registers) > 0 {
				t.Error("empty things are kept")
			}
		})
	}
}

// stored are the windows of the items in a range.
func stored(m *Table, r set.Range) []int64 {
	items, _, _ := m.Items(context.Background(), "k", window.Read{Range: r})
	var all []int64
	for _, it := range items {
		all = append(all, it.Place.Window())
	}
	return all
}

// minutes are the numbers from a to b.
func minutes(a, b int64) []int64 {
	var all []int64
	for i := a; i <= b; i++ {
		all = append(all, i)
	}
	return all
}

func TestTable_EndLeases(t *testing.T) {
	ctx, m, now := context.Background(), NewTable(), time.Unix(1000, 0)
	claim := func(token string) bool {
		_, ok, _ := m.Claim(ctx, "k", window.Claim{Token: token, Now: now, Until: now.Add(time.Hour)})
		return ok
	}
	if !claim("a") || claim("b") {
		t.Fatal("the lease has one holder")
	}
	m.endLeases()
	if !claim("b") {
		t.Error("the lease has not ended")
	}
}
