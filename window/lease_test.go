package window

import (
	"testing"
	"time"

	"trailnotify/window/set"
)

func TestPrunable(t *testing.T) {
	const day = 86400
	now := time.Unix(1000*day, 0)
	c := &call{Counter: NewCounter(nil, Options{Now: func() time.Time { return now }})}
	s := &subject{Terms: set.Terms{Period: 60, Reach: 120}}
	pub := set.Published{900 * day, 939 * day, 940 * day, 941 * day, 999 * day}
	var every set.Published
	for i := range int64(30_000 + 7) {
		every = append(every, 950*day+60*i)
	}
	for _, x := range []struct {
		name   string
		pub    set.Published
		lowest int64
		want   int
	}{
		{"none published", nil, 1000 * day, 0},
		{"older than 60 days", pub, 1000 * day, 2},
		{"a window of the future changes nothing", pub, 2000 * day, 2},
		{"none that an old window may need", pub, 985 * day, 1},
		{"none at all while history is counted", pub, 500 * day, 0},
		{"too many", every, 1000 * day, 7},
		{"too many, all but two of no use", every, 950*day + 5*60, 2},
		{"too many, all of use", every, 950*day + 3*60, 0},
		{"too many, and all of them later", every, 900 * day, 0},
	} {
		have := c.prunable(s, x.pub, x.lowest)
		if len(have) != x.want || len(have) > 0 && have[0] != x.pub[0] {
			t.Errorf("%s: %v, want the first %d", x.name, have, x.want)
		}
	}
}
