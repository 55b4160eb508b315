package windowtest

import (
	"fmt"
	"time"

	"trailnotify/window"
	"trailnotify/window/set"
)

func testDistinct(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 3, Period: 5 * minute, Distinct: "$.eventName"}}
	b.none(s.value("a", 0), s.value("a", minute), s.value("a", 2*minute))
	b.none(s.value("a", 4*minute), s.value("b", 4*minute)) // the last time of a starts the span
	b.none(s.value("c", 9*minute))                         // one period after it
	b.none(s.value("b", 9*minute))
	c := b.one(s.value("c", 8*minute)) // the first time of c ends it
	b.covers(c, 0, 10*minute, 3)
}

func testBusyValue(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 3, Period: 24 * time.Hour, Distinct: "$.eventName"}}
	b.none(s.value("b", -8*time.Hour))
	var alerted int
	for i := range 10 {
		var matches []window.Match
		for j := range 300 {
			matches = append(matches, s.value("a", -time.Duration(i*300+j)*time.Second))
		}
		alerted += len(b.count(matches...))
	}
	if alerted != 0 {
		b.Fatalf("%d alerts for two values", alerted)
	}
	b.one(s.value("c", 0))
}

// testTwoTimes has records that come again with another time, as no honest ones
// do: they must not take the room of others.
func testTwoTimes(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 1000, Period: 5 * minute}}
	var matches []window.Match
	for range 600 {
		matches = append(matches, s.match(0))
	}
	b.none(matches...)
	for i := range matches {
		matches[i].Time = now.Add(minute)
	}
	b.none(matches...)
	var others []window.Match
	for range 400 {
		others = append(others, s.match(minute))
	}
	b.none(others[:399]...)
	b.one(others[399])
}

// testLeftSurplus finds details that refuse all writes, for what they hold
// could have been removed long ago, and a part that was never compacted.
func testLeftSurplus(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 3, Period: 24 * time.Hour, Distinct: "$.eventName"}}
	start := now.Truncate(24 * time.Hour)
	busy, details := window.Write{Expires: now.Add(time.Hour)}, window.Write{Expires: now.Add(time.Hour)}
	for i := range 2000 {
		m := s.value("busy", start.Sub(now)+time.Duration(i)*time.Second)
		m.Summary = fmt.Appendf(nil, "busy %d", i%60)
		busy.Elements = append(busy.Elements, set.Element{Time: uint32(m.Time.Unix()), Identity: m.Identity})
		b.matches = append(b.matches, m)
	}
	for i := range 60 {
		details.Summaries = append(details.Summaries, set.Summary{Identity: window.IdentityOf("busy"), Text: fmt.Sprint("busy ", i)})
	}
	for i := range 500 {
		m := s.excepted("probe", time.Duration(i)*time.Second)
		details.Excepted = append(details.Excepted, set.Excepted{Identity: m.Identity, Name: "probe"})
		b.matches = append(b.matches, m)
	}
	k := s.rule.Key(window.Group{})
	layout := set.Layout{Capacity: 1000, PartSize: 32, ByValue: true}
	at := set.Place{Start: start.Unix(), Part: layout.Divide(busy.Elements)[0].Part}
	for at, w := range map[set.Place]window.Write{at: busy, set.Details(start.Unix()): details} {
		if _, ok, err := b.table.Add(b.Context(), k, at, w); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
	batch := []window.Match{s.value("busy", 0)}
	for range 30 { // so many that they lie apart
		batch = append(batch, s.excepted("probe", 0))
	}
	b.none(batch...)
	if c := b.one(append(batch, s.value("a", 0), s.value("b", 0))...); c.Count != 3 || c.Excepted["probe"].N < 100 {
		b.Fatalf("%+v", c)
	}
	if n := len(stored(b.T, b.table, k, at).Elements); n > 2+32 {
		b.Fatalf("%d elements of a busy value: they must be compacted", n)
	}
}

func testFull(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute, Quiet: 5 * minute}}
	b.one(s.match(0), s.match(0))
	for range 3 {
		var matches []window.Match
		for range 400 {
			matches = append(matches, s.match(6*minute))
		}
		b.none(matches...)
		b.restart()
	}
	b.none(s.match(9 * minute))
	b.none(s.match(10 * minute))
	c := b.one(s.match(11 * minute))
	if c.SinceLast < 1002 || !c.SinceLastAtLeast {
		b.Fatalf("%d since the last alert, at least: %v", c.SinceLast, c.SinceLastAtLeast)
	}
}

func testLargeBatch(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 5000, Period: 24 * time.Hour}}
	var matches []window.Match
	for i := range 5200 {
		matches = append(matches, s.match(time.Duration(i)*time.Second))
	}
	b.none(matches[:4999]...)
	c := b.one(matches...)
	if c.Count < 5000 || !c.AtLeast {
		b.Fatalf("count %d, at least: %v", c.Count, c.AtLeast)
	}
	b.none(matches[4000:]...)
}

func testExcepted(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 2, Period: 5 * minute}}
	b.none(s.excepted("probe", 0), s.excepted("probe", 0))
	twice := s.excepted("probe", minute)
	b.none(s.match(0), twice, twice, s.excepted("deploy", minute))
	batch := []window.Match{s.match(minute), twice}
	for range 250 {
		batch = append(batch, s.excepted("noise", minute))
	}
	c := b.one(batch...)
	have := fmt.Sprint(c.Excepted["probe"].N, c.Excepted["deploy"].N, c.Excepted["noise"].N)
	if have != "1 1 100" || len(c.Excepted) != 3 || !c.Excepted["noise"].AtLeast {
		b.Fatalf("%+v", c.Excepted)
	}
}

func testSummaries(b *bench) {
	s := source{rule: &window.Rule{Name: "R", Threshold: 200, Period: 5 * minute}}
	short := s.match(0)
	short.Summary = nil
	b.none(short)
	var c window.Crossing
	for i := range 20 {
		var batch []window.Match
		for range 10 {
			batch = append(batch, s.match(minute))
		}
		if i < 19 {
			b.none(append(batch, batch...)...)
		} else {
			c = b.one(batch...)
		}
	}
	if len(c.Summaries) != 20 {
		b.Fatalf("%d summaries, want 20", len(c.Summaries))
	}
	if n := len(stored(b.T, b.table, s.rule.Key(window.Group{}), set.Details(now.Unix())).Summaries); n > 60 {
		b.Fatalf("%d summaries stored: they must be compacted", n)
	}
}
