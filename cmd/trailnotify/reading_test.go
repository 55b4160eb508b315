package main

import (
	"fmt"
	"testing"
	"time"

	"trailnotify/cloudtrail"
)

func recordAt(at string) cloudtrail.Record {
	return cloudtrail.Record{JSON: []byte(fmt.Sprintf(`{"eventTime":%q}`, at))}
}

// sizes are those of the batches that records are cut into.
func sizes(records []cloudtrail.Record) []int {
	var all []int
	var b batcher
	for _, r := range records {
		if b.full(r) {
			all = append(all, len(b.take().Records))
		}
		b.add(r)
	}
	return append(all, len(b.take().Records))
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
		"a minute of event time":   {[]cloudtrail.Record{recordAt(start), recordAt("2026-03-02T09:58:00Z"), recordAt("2026-03-02T09:58:01Z")}, []int{2, 1}},
		"backwards as well":        {[]cloudtrail.Record{recordAt(start), recordAt("2026-03-02T09:56:00Z"), recordAt("2026-03-02T09:57:00Z"), recordAt("2026-03-02T09:57:01Z")}, []int{3, 1}},
		"no time fits everywhere":  {[]cloudtrail.Record{recordAt(start), recordAt(""), recordAt(start)}, []int{3}},
		"no time at the beginning": {[]cloudtrail.Record{recordAt(""), recordAt(start), recordAt("2026-03-02T10:57:00Z")}, []int{2, 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := sizes(test.records); fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("batches of %v, want %v", got, test.want)
			}
		})
	}
}

func TestPeriod_Within(t *testing.T) {
	at := func(s string) moment {
		var m moment
		if err := m.Set(s); err != nil {
			t.Fatal(err)
		}
		return m
	}
	var none moment
	tests := []struct {
		since, until moment
		record       string
		want         bool
	}{
		{none, none, "", true},
		{at("2026-03-02"), none, "", false},
		{at("2026-03-02"), none, "2026-03-02T00:00:00Z", true},
		{at("2026-03-02"), none, "2026-03-01T23:59:59Z", false},
		{none, at("2026-03-02T09:00Z"), "2026-03-02T08:59:59Z", true},
		{none, at("2026-03-02T09:00Z"), "2026-03-02T09:00:00Z", false},
		{at("2026-03-02T18:00:00+09:00"), at("2026-03-03"), "2026-03-02T09:00:00Z", true},
	}
	for _, test := range tests {
		f := periodFlags{test.since, test.until}
		if got := f.within(recordAt(test.record)); got != test.want {
			t.Errorf("%q from %v until %v: %v", test.record, test.since, test.until, got)
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
