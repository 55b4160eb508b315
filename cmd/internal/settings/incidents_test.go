package settings

import (
	"testing"

	"trailnotify/alert/sns"
)

func TestIncidents_GoByTheFormatsOfSeverities(t *testing.T) {
	incidents := Incidents(map[string]sns.Format{"": sns.Chat, "high": sns.Alarm})
	for severity, want := range map[string]bool{"critical": true, "high": true, "medium": false} {
		if got := incidents(severity); got != want {
			t.Errorf("%s: found %v, want %v", severity, got, want)
		}
	}
	if Incidents(nil)("critical") {
		t.Error("without a format there is no incident")
	}
}
