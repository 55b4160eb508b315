package budget

import (
	"strings"
	"testing"
)

func TestBudget_DecompressedFile(t *testing.T) {
	var b Budget
	b.Raw.Store(10)
	if err := b.Open(openedFree + 10*openedTimes); err != nil {
		t.Error(err)
	}
	if err := b.Open(1); err == nil || !strings.Contains(err.Error(), "decompresses to more than 1024 MiB") {
		t.Errorf("error %v", err)
	}
}

// Small things count more than their bytes, what was decompressed counts as far
// as it is believed, and once spent it stays spent.
func TestBudget_Nested(t *testing.T) {
	for opened, text := range map[int]int{0: 1000, 500: 1000, 5000: 5000, 1000 * openedTimes: 1000 * openedTimes, 1 << 30: 1000 * openedTimes} {
		var b Budget
		b.Raw.Store(1000)
		if err := b.Open(opened); err != nil {
			t.Fatal(err)
		}
		for range nestedFree / lookCost {
			if err := b.Look(0); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Nest(nestedTimes * text); err != nil {
			t.Errorf("%d bytes opened: %v", opened, err)
		}
		for range 2 {
			if err := b.Look(0); err == nil || !strings.Contains(err.Error(), "more than 64 MiB and 10 times its text") || b.Spent == nil {
				t.Errorf("%d bytes opened: error %v", opened, err)
			}
			b.Raw.Store(1 << 40)
		}
	}
}
