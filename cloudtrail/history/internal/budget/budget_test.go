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
