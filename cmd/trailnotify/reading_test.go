package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"trailnotify/cloudtrail"
)

func recordAt(at string) cloudtrail.Record {
	return cloudtrail.Record{JSON: []byte(fmt.Sprintf(`{"eventTime":%q}`, at))}
}

// sizes are those of the batches that records are cut into.
func sizes(t *testing.T, records []cloudtrail.Record) []int {
	t.Helper()
	var all []int
	b := batcher{do: func(_ context.Context, b cloudtrail.Batch) error {
		all = append(all, len(b.Records))
		return nil
	}}
	for _, r := range records {
		if err := b.take(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBatcher(t *testing.T) {
	const start = "2026-03-02T09:57:00Z"
	var many []cloudtrail.Record
	for range 1201 {
		many = append(many, recordAt(start))
	}
	tests := map[string]struct {
		records []cloudtrail.Record
		want    []int
	}{
		"at most 500 records":      {many, []int{500, 500, 201}},
		"a minute of event time":   {[]cloudtrail.Record{recordAt(start), recordAt("2026-03-02T09:57:59Z"), recordAt("2026-03-02T09:58:00Z")}, []int{2, 1}},
		"backwards as well":        {[]cloudtrail.Record{recordAt(start), recordAt("2026-03-02T09:56:01Z"), recordAt("2026-03-02T09:56:59Z"), recordAt("2026-03-02T09:57:01Z")}, []int{3, 1}},
		"no time fits everywhere":  {[]cloudtrail.Record{recordAt(start), recordAt(""), recordAt(start)}, []int{3}},
		"no time at the beginning": {[]cloudtrail.Record{recordAt(""), recordAt(start), recordAt("2026-03-02T10:57:00Z")}, []int{2, 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := sizes(t, test.records); fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("batches of %v, want %v", got, test.want)
			}
		})
	}
}

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
	for text, want := range map[string]memoryFlag{"64KB": 64 << 10, "256MB": 256 << 20, "2G": 2 << 30, "1 GiB": 1 << 30, "100": 100, "1k": 1024} {
		var m memoryFlag
		if err := m.Set(text); err != nil || m != want {
			t.Errorf("%s: %d, %v", text, m, err)
		}
		var again memoryFlag
		if err := again.Set(m.String()); err != nil || again != m {
			t.Errorf("%s prints as %s, which is %d, %v", text, m.String(), again, err)
		}
	}
	for _, wrong := range []string{"", "MB", "-1KB", "0", "much", "9999999999GB", "1.5GB", "1KMB"} {
		if err := new(memoryFlag).Set(wrong); err == nil {
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
