package reading

import (
	"testing"
	"time"
)

func TestPeriod_Check(t *testing.T) {
	at := func(s string) (m moment) {
		if err := m.Set(s); err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, test := range []struct {
		period periodFlags
		sound  bool
	}{
		{periodFlags{}, true},
		{periodFlags{since: at("2026-03-02")}, true},
		{periodFlags{until: at("2026-03-02")}, true},
		{periodFlags{at("2026-03-02"), at("2026-03-03")}, true},
		{periodFlags{at("2026-03-02"), at("2026-03-02")}, false},
		{periodFlags{at("2026-03-03"), at("2026-03-02")}, false},
	} {
		if err := test.period.check(); (err == nil) != test.sound {
			t.Errorf("%v to %v: %v", test.period.since, test.period.until, err)
		}
	}
}

func TestMemoryFlag(t *testing.T) {
	for text, want := range map[string]memory{"64KB": 64 << 10, "256MB": 256 << 20, "2G": 2 << 30, "1 GiB": 1 << 30, "100": 100, "1k": 1024} {
		var m memory
		if err := m.Set(text); err != nil || m != want {
			t.Errorf("%s: %d, %v", text, m, err)
		}
		var again memory
		if err := again.Set(m.String()); err != nil || again != m {
			t.Errorf("%s prints as %s, which is %d, %v", text, m.String(), again, err)
		}
	}
	for _, wrong := range []string{"", "MB", "-1KB", "0", "much", "9999999999GB", "1.5GB", "1KMB"} {
		if err := new(memory).Set(wrong); err == nil {
			t.Errorf("%q is a size", wrong)
		}
	}
}

func TestMoment_Ago(t *testing.T) {
	var m moment
	if err := m.Set("36h"); err != nil {
		t.Fatal(err)
	}
	if ago := time.Since(m.Time); ago < 36*time.Hour || ago > 36*time.Hour+time.Minute {
		t.Errorf("36h is %v ago", ago)
	}
	for _, wrong := range []string{"", "yesterday", "-1h", "0s", "2026-13-01"} {
		if err := m.Set(wrong); err == nil {
			t.Errorf("%q is a time", wrong)
		}
	}
}
