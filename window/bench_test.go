package window_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

// BenchmarkCount counts batches of 500 matches that stay below the threshold,
// in one group and in fifty.
func BenchmarkCount(b *testing.B) {
	for _, groups := range []int{1, 50} {
		b.Run(fmt.Sprint(groups, " groups"), func(b *testing.B) {
			r := &window.Rule{Name: "R", Threshold: 1000, Period: 5 * time.Minute, By: []string{"$.user"}, Ceiling: 1000}
			batch := matchesOf(r, "", 1, make([]int, 500)...)
			for i := range batch {
				batch[i].Group = window.Group{Kind: window.GroupValue, Value: fmt.Sprint(i % groups)}
			}
			counter := coldCounter(memory.NewTable())
			b.ReportAllocs()
			for b.Loop() {
				if _, err := counter.Count(context.Background(), batch, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*len(batch))/b.Elapsed().Seconds(), "matches/s")
		})
	}
}
