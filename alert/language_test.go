package alert

import (
	"testing"

	"trailnotify/alert/summary"
)

func TestJapanese_KnowsEveryReasonForADenial(t *testing.T) {
	reasons := summary.Denials()
	for _, reason := range reasons {
		if japanese.denials[reason] == "" {
			t.Errorf("%s", reason)
		}
	}
	if len(japanese.denials) != len(reasons) {
		t.Errorf("%d reasons, %d in Japanese", len(reasons), len(japanese.denials))
	}
}
