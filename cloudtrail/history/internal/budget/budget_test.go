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

// Small things count more than their bytes, and once spent it stays spent.
func TestBudget_Nested(t *testing.T) {
	var b Budget
	b.Raw.Store(10)
	for range nestedFree / lookCost {
		if err := b.Look(0); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Nest(10 * nestedTimes); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := b.Look(0); err == nil || !strings.Contains(err.Error(), "more than 64 MiB and 100 times the size") || b.Spent == nil {
			t.Errorf("error %v", err)
		}
		b.Raw.Store(1 << 40)
	}
}
