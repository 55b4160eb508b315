package window_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

// free reports whether nobody holds the lease on a key.
func free(t *testing.T, table window.Table, key string) bool {
	t.Helper()
	_, ok, err := table.Claim(t.Context(), key, window.Claim{Token: "test", Now: time.Now(), Until: time.Now(), Expires: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

// maybeSent wraps a refusal and knows better.
type maybeSent struct{ error }

func (maybeSent) NotSent() bool   { return false }
func (m maybeSent) Unwrap() error { return m.error }

// TestCount_GivesLeaseUp looks at the leases that a call leaves behind when its
// alert was not accepted, or not certainly.
func TestCount_GivesLeaseUp(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   error // of the publisher
		gives bool
	}{
		{"refused", refusal{}, true},
		{"refused, wrapped", fmt.Errorf("topic: %w", refusal{}), true},
		{"refused twice", errors.Join(refusal{}, fmt.Errorf("base: %w", refusal{})), true},
		{"unknown", errFault, false},
		{"out of time", context.DeadlineExceeded, false},
		{"refused, then unknown", errors.Join(refusal{}, errFault), false},
		{"refused by the first, the whole is unknown", maybeSent{refusal{}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				table := memory.NewTable()
				batch := crowd("A", 1)
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				publish := func(context.Context, window.Crossing) error { return c.err }
				_, err := window.NewCounter(table, window.Options{}).Count(ctx, batch, publish)
				if !errors.Is(err, c.err) {
					t.Errorf("error %v", err)
				}
				if have := free(t, table, batch[0].Rule.Key(batch[0].Group)); have != c.gives {
					t.Errorf("the lease was given up: %v, want %v", have, c.gives)
				}
			})
		})
	}
}

// TestCount_GivesLeaseUpAfterErrors has requests fail between the claim and the
// publish, each time, of the group's or of the storm's lease.
func TestCount_GivesLeaseUpAfterErrors(t *testing.T) {
	group := &window.Rule{Name: "A", Threshold: 1, Period: time.Minute, By: []string{"$.user"}, Storm: 1}
	storm := group.Key(window.Group{Kind: window.GroupStorm})
	second := window.Group{Kind: window.GroupValue, Value: "second"}
	for _, c := range []struct {
		name, request, key string
	}{
		{"reading again", "Items again", group.Key(second)},
		{"the reply to the claim is lost", "Claim", group.Key(second)},
		{"entering the storm", "Add", storm},
		{"reading the storm's register", "Published", storm},
		{"the reply to the storm's claim is lost", "Claim", storm},
		{"reading the storm", "Items again", storm},
		{"refused", "publish", storm},
		{"recording that the storm is alerted", "Mark", group.Key(second)},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				broken, base := false, memory.NewTable()
				table := &faulty{base, func(ctx context.Context, request, key string) error {
					if !broken || request != c.request || key != c.key {
						return nil
					}
					if request == "Claim" { // carried out
						_, _, _ = base.Claim(ctx, key, window.Claim{Token: "1", Now: time.Now(), Until: time.Now().Add(time.Minute)})
					}
					return errFault
				}}
				publish := func(context.Context, window.Crossing) error {
					if broken && c.request == "publish" {
						return refusal{}
					}
					return nil
				}
				counter := window.NewCounter(table, window.Options{Token: func() string { return "1" }})
				count := func(value string, id int) error {
					_, err := counter.Count(t.Context(), matchesOf(group, value, id, 0), publish)
					return err
				}
				if err := count("first", 1); err != nil {
					t.Fatal(err)
				}
				broken = true
				if err := count("second", 2); err == nil {
					t.Fatal("no error")
				}
				if !free(t, base, group.Key(second)) {
					t.Error("the group's lease was not given up")
				}
				if !free(t, base, storm) {
					t.Error("the storm's lease was not given up")
				}
			})
		})
	}
}

// racing lets somebody else act just before a request.
func racing(request, key string, act func()) func(context.Context, string, string) error {
	acted := false
	return func(_ context.Context, r, k string) error {
		if r == request && k == key && !acted {
			acted = true
			act()
		}
		return nil
	}
}

// TestCount_GivesNeedlessLeaseUp has another invocation settle everything
// between what this one read and its claim.
func TestCount_GivesNeedlessLeaseUp(t *testing.T) {
	rule := &window.Rule{Name: "A", Threshold: 1, Period: time.Minute, By: []string{"$.user"}, Storm: 1}
	group := rule.Key(window.Group{Kind: window.GroupValue, Value: "second"})
	storm := rule.Key(window.Group{Kind: window.GroupStorm})
	for name, key := range map[string]string{"nothing is due": group, "the storm is alerted": storm} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base, said := memory.NewTable(), newSent()
				count := func(table window.Table, value string, id int) {
					t.Helper()
					if _, err := window.NewCounter(table, window.Options{}).Count(t.Context(), matchesOf(rule, value, id, 0), said.publish); err != nil {
						t.Fatal(err)
					}
				}
				count(base, "first", 1)
				other := func() {
					_, err := base.Mark(t.Context(), key, window.Mark{Windows: []int64{start.Unix()}})
					if err != nil {
						t.Error(err)
					}
				}
				count(&faulty{base, racing("Claim", key, other)}, "second", 2)
				if !free(t, base, group) || !free(t, base, storm) {
					t.Error("a lease was not given up")
				}
				if len(said.after["A"]) != 1 || len(said.after["A/storm"]) != 0 {
					t.Errorf("alerts %v, want the first group's alone", said.after)
				}
			})
		})
	}
}

// TestCount_ReleaseFails checks that nothing hangs on giving a lease up.
func TestCount_ReleaseFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base, batch := memory.NewTable(), crowd("A", 1)
		key := batch[0].Rule.Key(batch[0].Group)
		other := racing("Claim", key, func() {
			_, _ = base.Mark(t.Context(), key, window.Mark{Windows: []int64{start.Unix()}})
		})
		table := &faulty{base, func(ctx context.Context, request, key string) error {
			if request == "Release" {
				return errFault
			}
			return other(ctx, request, key)
		}}
		if _, err := window.NewCounter(table, window.Options{}).Count(t.Context(), batch, newSent().publish); err != nil {
			t.Errorf("error %v though nothing is due", err)
		}
	})
}

// TestCount_NoTimeToPublish has so little time left that an alert could not be
// recorded any more: it is not sent.
func TestCount_NoTimeToPublish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, said, batch := memory.NewTable(), newSent(), crowd("A", 1)
		ctx, cancel := context.WithTimeout(t.Context(), 900*time.Millisecond)
		defer cancel()
		_, err := window.NewCounter(table, window.Options{}).Count(ctx, batch, said.publish)
		if err == nil || !strings.Contains(err.Error(), "no time left") || len(said.after) > 0 {
			t.Errorf("error %v, alerts %v", err, said.after)
		}
		if !free(t, table, batch[0].Rule.Key(batch[0].Group)) {
			t.Error("the lease was not given up")
		}
	})
}
