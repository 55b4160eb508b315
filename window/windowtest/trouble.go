package windowtest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"trailnotify/window"
)

func testForeignLease(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute}}
	k := s.rule.Key(window.Group{})
	if _, ok, err := b.table.Claim(b.Context(), k, window.Claim{
		Token: "other", Now: b.clock(), Until: b.clock().Add(35 * time.Second), Expires: b.clock().Add(time.Hour),
	}); !ok || err != nil {
		b.Fatal(ok, err)
	}
	m := s.match(0)
	var lease *window.LeaseError
	if err := b.try(m); !errors.As(err, &lease) || lease.Key != k {
		b.Fatalf("error %v, want a LeaseError", err)
	}
	if waited := b.clock().Sub(now); waited != 2*time.Second {
		b.Fatalf("waited %v, want 2 s", waited)
	}
	b.advance(35 * time.Second)
	b.one(m)
}

// testLostLease publishes for so long that somebody else takes the lease: that
// the alert was sent is recorded all the same, and the other keeps the lease.
func testLostLease(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute}}
	k := s.rule.Key(window.Group{})
	claim := func(token string) bool {
		_, ok, err := b.table.Claim(b.Context(), k, window.Claim{
			Token: token, Now: b.clock(), Until: b.clock().Add(35 * time.Second), Expires: b.clock().Add(time.Hour),
		})
		if err != nil {
			b.Fatal(err)
		}
		return ok
	}
	b.during = func() {
		b.advance(40 * time.Second)
		if !claim("other") {
			b.Error("a lease that has ended is not free")
		}
	}
	m := s.match(0)
	b.one(m)
	if claim("third") {
		b.Error("the other has lost the lease")
	}
	b.restart()
	b.none(m)
}

func testRefused(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute}}
	m := s.match(0)
	b.refuse = errRefused
	if err := b.try(m); !errors.Is(err, errRefused) {
		b.Fatalf("error %v", err)
	}
	b.refuse = nil
	b.advance(minute)
	b.one(m)
	b.none(m)
}

func testUncountable(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1, Period: 5 * minute}}
	for _, at := range []time.Time{{}, time.Unix(-1, 0), time.Unix(299, 0), time.Unix(1<<32, 0), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)} {
		m := s.match(0)
		m.Time = at
		b.none(m)
	}
	for i, at := range []time.Time{time.Unix(300, 0), time.Unix(1<<32-1, 0)} {
		s := source{rule: &window.Rule{Name: fmt.Sprint("R", i), Threshold: 1, Period: 5 * minute}}
		m := s.match(0)
		m.Time = at
		b.one(m)
	}
}

// testRandom counts random batches of several rules, some twice, on two
// counters in turn.
func testRandom(b *bench) {
	rules := []*window.Rule{
		{Name: "plain", Threshold: 3, Period: 2 * minute, Quiet: 3 * minute},
		{Name: "grouped", Threshold: 2, Period: 2 * minute, By: []string{"$.user"}, Ceiling: 6, Storm: 2},
		{Name: "distinct", Threshold: 3, Period: 3 * minute, Distinct: "$.eventName"},
	}
	r := rand.New(rand.NewPCG(5, 7))
	other := newBench(b.T, b.table).counter
	for range 40 {
		var batch []window.Match
		for range 1 + r.IntN(6) {
			m := window.Match{
				Rule:     rules[r.IntN(len(rules))],
				Time:     now.Add(time.Duration(r.IntN(1200)) * time.Second),
				Identity: window.IdentityOf(fmt.Sprint(r.Uint64())),
				Summary:  []byte("s"),
			}
			if m.Rule.By != nil {
				m.Group = window.Group{Kind: window.GroupValue, Value: string(rune('a' + r.IntN(4)))}
			}
			if m.Rule.Distinct != "" {
				m.Identity = window.Identity{byte(r.IntN(5))}
			}
			batch = append(batch, m)
		}
		b.count(batch...)
		if r.IntN(3) == 0 {
			b.none(batch...)
		}
		b.counter, other = other, b.counter
	}
	if len(b.alerts) < 10 {
		b.Fatalf("only %d alerts: the test shows little", len(b.alerts))
	}
}
