package queue

import (
	"testing"
	"time"
)

func TestPatience(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	p := &Patience{}
	want := func(s, n int, lost bool) {
		t.Helper()
		if have := p.Lost(at(s), "", n, 2*time.Second); have != lost {
			t.Errorf("after %d s, of %d: lost %v, want %v", s, n, have, lost)
		}
	}
	want(100, 1, false)
	p.Begins(at(100), "a")
	p.Begins(at(101), "b")
	want(101, 1, false)
	want(102, 2, true) // under way
	want(102, 3, false)
	p.Ends(at(102), "a", Succeeded)
	want(103, 1, false) // one succeeded
	want(104, 1, true)
	p.Ends(at(104), "b", Failed)
	want(104, 1, true)
	p.Begins(at(105), "c") // begun before it was lost
	want(105, 2, true)
	p.Ends(at(105), "c", Succeeded)
	want(200, 1, false) // nothing is under way
	p.Begins(at(200), "a")
	p.Ends(at(201), "a", Waited)
	want(300, 1, false) // waiting is not a failure
	p.Begins(at(300), "a")
	p.Ends(at(300), "a", Failed)
	want(301, 1, false)
	want(302, 1, true)
	want(302, 2, false)
	p.Begins(at(302), "a")
	p.Begins(at(302), "a")
	p.Ends(at(303), "a", Failed)
	want(303, 2, false) // all of it is of one key
	if !p.Lost(at(303), "a", 2, 2*time.Second) {
		t.Error("the patience with the key itself is not lost")
	}
	p.Begins(at(303), "b")
	want(303, 2, true)
}
