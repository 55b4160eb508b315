package ordered

import (
	"slices"
	"sync/atomic"
	"testing"
)

// All pieces are taken in their order, each with what its slot held, and no
// slot is used while it holds a piece.
func TestPieces(t *testing.T) {
	for helpers := range 5 {
		for _, n := range []int{0, 1, 2, 7, 1000} {
			slots := make([]atomic.Bool, Slots(helpers))
			var got []int
			Pieces(n, helpers, func(slot, i int) int {
				if !slots[slot].CompareAndSwap(false, true) {
					t.Errorf("piece %d: slot %d is in use", i, slot)
				}
				return i
			}, func(i int) bool {
				slots[i%len(slots)].Store(false)
				got = append(got, i)
				return true
			})
			if len(got) != n || !slices.IsSorted(got) {
				t.Errorf("%d helpers: took %d pieces of %d: %v", helpers, len(got), n, got)
			}
		}
	}
}

// Nobody goes on when no more is wanted.
func TestPieces_Stop(t *testing.T) {
	for helpers := range 4 {
		var running atomic.Int64
		n := 0
		Pieces(1000, helpers, func(_, i int) int {
			running.Add(1)
			defer running.Add(-1)
			return i
		}, func(i int) bool { n++; return i < 100 })
		if n != 101 || running.Load() != 0 {
			t.Errorf("%d helpers: took %d pieces, %d are being made", helpers, n, running.Load())
		}
	}
}
