package history

import (
	"fmt"
	"testing"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/inplace"
)

func TestFilter_Period(t *testing.T) {
	at := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		return must(time.Parse(time.RFC3339, s))
	}
	const day, next = "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"
	for _, test := range []struct {
		since, until, record string
		want, timed          verdict
	}{
		{"", "", "", wanted, untimed},
		{day, "", "", outside, untimed},
		{day, "", day, wanted, wanted},
		{day, "", "2026-03-01T23:59:59Z", outside, outside},
		{"", day, "2026-03-01T23:59:59Z", wanted, wanted},
		{"", day, day, outside, outside},
		{"2026-03-02T18:00:00+09:00", next, "2026-03-02T09:00:00Z", wanted, wanted},
		{day, next, next, outside, outside},
	} {
		r := cloudtrail.Record{JSON: fmt.Appendf(nil, `{"eventTime":%q}`, test.record)}
		f := filter{Filter: inplace.Filter{Since: at(test.since), Until: at(test.until)}}
		if got := f.wants(r); got != test.want {
			t.Errorf("%q from %q until %q: %d, want %d", test.record, test.since, test.until, got, test.want)
		}
		f.Timed = true
		if got := f.wants(r); got != test.timed {
			t.Errorf("%q from %q until %q, timed: %d, want %d", test.record, test.since, test.until, got, test.timed)
		}
	}
}
