package window

import (
	"context"
	"slices"
	"testing"
	"time"
)

// TestMemory_Free has windows of a minute at each of the first twenty minutes
// of a day, some of them alerted.
func TestMemory_Free(t *testing.T) {
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
			ctx, m := context.Background(), NewMemory()
			for _, i := range minutes(0, 19) {
				w := base + i*minute
				_, _, _ = m.Add(ctx, "k", w, Write{Elements: []Element{{uint32(w), Identity{1}}}, Summaries: []Summary{{Text: "s"}}})
			}
			var alerted published
			for _, i := range c.alerted {
				alerted = append(alerted, base+i*minute)
			}
			_, _ = m.Mark(ctx, "k", Mark{Windows: alerted})
			x := terms{1, minute, c.quiet * minute}
			size := m.free(base+(c.closed+c.laterClosed)*minute, func(string) terms { return x })
			imgs, _, _ := m.Windows(ctx, "k", Range{From: minute, To: base + 100*minute})
			var windows, left []int64
			for _, img := range imgs {
				windows = append(windows, (img.Start-base)/minute)
			}
			if !slices.Equal(windows, c.windows) || size != 3*len(windows) || m.currentSize() != size {
				t.Errorf("windows %v, size %d; want windows %v", windows, size, c.windows)
			}
			pub, _ := m.Published(ctx, "k")
			for _, w := range pub {
				left = append(left, (w-base)/minute)
			}
			if !slices.Equal(left, c.published) {
				t.Errorf("published %v, want %v", left, c.published)
			}
			if len(windows) == 0 && len(m.windows) > 0 || len(left) == 0 && len(m.registers) > 0 {
				t.Error("empty things are kept")
			}
		})
	}
}

// minutes are the numbers from a to b.
func minutes(a, b int64) []int64 {
	var all []int64
	for i := a; i <= b; i++ {
		all = append(all, i)
	}
	return all
}

func TestMemory_EndLeases(t *testing.T) {
	ctx, m, now := context.Background(), NewMemory(), time.Unix(1000, 0)
	claim := func(token string) bool {
		_, ok, _ := m.Claim(ctx, "k", Claim{Token: token, Now: now, Until: now.Add(time.Hour)})
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
