package settings

import (
	"testing"

	"trailnotify/alert/sns"
	"trailnotify/rules"
)

func TestApart_GoesByTheFormatOfTheSeverity(t *testing.T) {
	apart := Apart(Routes(map[string]sns.Format{"": sns.Chat, "high": sns.Alarm})...)
	for severity, want := range map[rules.Severity]bool{rules.High: true, rules.Critical: false, rules.Low: false} {
		if got := apart(&rules.Rule{Severity: severity}); got != want {
			t.Errorf("%v: found %v, want %v", severity, got, want)
		}
	}
	if Apart(Routes(nil)...)(&rules.Rule{}) {
		t.Error("without a format there is no alarm")
	}
}
