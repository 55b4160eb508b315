package window

import (
	"testing"
	"time"
)

func TestPatience(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	p := &patience{}
	want := func(s, n int, lost bool) {
		t.Helper()
		if have := p.lost(at(s), n, 2*time.Second); have != lost {
			t.Errorf("after %d s, of %d: lost %v, want %v", s, n, have, lost)
		}
	}
	want(100, 1, false)
	p.begins(at(100))
	p.begins(at(101))
	want(101, 1, false)
	want(102, 2, true) // under way
	want(102, 3, false)
	p.ends(at(102), nil)
	want(103, 1, false) // one succeeded
	want(104, 1, true)
	p.ends(at(104), errNotTried)
	want(104, 1, true)
	p.begins(at(105)) // begun before it was lost
	want(105, 2, true)
	p.ends(at(105), nil)
	want(200, 1, false) // nothing is under way
	p.begins(at(200))
	p.ends(at(201), &LeaseError{})
	want(300, 1, false) // waiting is not a failure
	p.begins(at(300))
	p.ends(at(300), errNotTried)
	want(301, 1, false)
	want(302, 1, true)
	want(302, 2, false)
}
