package traffic

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const testdata = "../../testdata"

// found is what the conditions of rules_test.go see in records: times by rule, and excepted records by rule and exception.
type found struct {
	times    map[string][]time.Time
	excepted map[string]map[string]int
}

func search(t testing.TB, g *Generator) found {
	t.Helper()
	all := found{map[string][]time.Time{}, map[string]map[string]int{}}
	for r := range g.Records() {
		if r.Duplicate {
			continue
		}
		f := decode(t, r.JSON)
		for rule, matches := range ruleConditions {
			if !matches(f) {
				continue
			}
			if except := exceptedBy(rule, f); except != "" {
				if all.excepted[rule] == nil {
					all.excepted[rule] = map[string]int{}
				}
				all.excepted[rule][except]++
				continue
			}
			all.times[rule] = append(all.times[rule], r.Time)
		}
	}
	return all
}

// most is the largest number of times within any stretch of one period.
func most(times []time.Time) int {
	best := 0
	for i, from := range times {
		n := 0
		for _, at := range times[i:] {
			if at.Sub(from) < period {
				n++
			}
		}
		best = max(best, n)
	}
	return best
}

func TestStory_OrdinaryTrafficMatchesNoRule(t *testing.T) {
	all := search(t, generator(t, Config{Seed: 11, Days: 2, Records: 20000, NoStory: true}))
	for rule, times := range all.times {
		t.Errorf("%s matches %d ordinary records", rule, len(times))
	}
	for rule := range all.excepted {
		t.Errorf("%s excepts ordinary records", rule)
	}
}

func TestStory_MatchesWhatItStates(t *testing.T) {
	g := generator(t, SampleConfig)
	want, all := g.Expect(), search(t, g)
	for rule := range ruleConditions {
		if got := len(all.times[rule]); got != want.Matches[rule] {
			t.Errorf("%s matches %d records, the story states %d", rule, got, want.Matches[rule])
		}
		for _, except := range exceptionsOf[rule] {
			if got := all.excepted[rule][except]; got == 0 || got != want.Excepted[rule][except] {
				t.Errorf("%s excepts %d records as %s, the story states %d", rule, got, except, want.Excepted[rule][except])
			}
		}
	}
}

func TestStory_EachRuleCrossesOnce(t *testing.T) {
	g := generator(t, SampleConfig)
	all, expected := search(t, g), g.Expect()
	alerts := map[string][]ExpectedAlert{}
	for _, a := range expected.Alerts {
		alerts[a.Rule] = append(alerts[a.Rule], a)
	}
	for rule, times := range all.times {
		if most(times) < thresholds[rule] {
			t.Errorf("%s: at most %d matches in a period, so the story has no alert for it", rule, most(times))
		}
		want := 1
		if rule == trailChanges {
			want = 2 // of two actors, which are counted apart
		}
		if len(alerts[rule]) != want {
			t.Fatalf("%s: %d alerts expected, want %d: with more of them the quiet time would matter", rule, len(alerts[rule]), want)
		}
		a := alerts[rule][0]
		outside := slices.DeleteFunc(slices.Clone(times), func(at time.Time) bool { return !at.Before(a.WindowStart) && at.Before(a.WindowEnd) })
		if inside := len(times) - len(outside); inside < a.Threshold {
			t.Errorf("%s: %d matches from %s to %s, threshold %d", rule, inside, a.WindowStart, a.WindowEnd, a.Threshold)
		}
		if most(outside) >= a.Threshold {
			t.Errorf("%s: crosses outside of %s to %s too", rule, a.WindowStart, a.WindowEnd)
		}
		counted := 0
		for _, a := range alerts[rule] {
			counted += a.Count
		}
		if n := most(times); counted != n {
			t.Errorf("%s: counts of %d expected, the best span has %d", rule, counted, n)
		}
	}
	if len(alerts) != len(all.times) {
		t.Errorf("alerts for %d rules expected, %d rules match", len(alerts), len(all.times))
	}
}

func TestStory_DenialsStraddleABoundary(t *testing.T) {
	windows := map[time.Time]int{}
	for _, at := range search(t, generator(t, SampleConfig)).times[unauthorized] {
		windows[at.Truncate(period)]++
	}
	for start, n := range windows {
		if n >= thresholds[unauthorized] {
			t.Errorf("%d denials in the window from %s: aligned windows alone must see fewer than %d", n, start, thresholds[unauthorized])
		}
	}
}

func TestStory_NearMisses(t *testing.T) {
	var failures, deliveries int
	var denials []time.Time
	for r := range generator(t, SampleConfig).Records() {
		f := decode(t, r.JSON)
		if r.Time.Before(first.Add(time.Hour)) && ruleConditions[signInFailures](f) {
			deliveries++
			if !r.Duplicate {
				failures++
			}
		}
		if ruleConditions[unauthorized](f) && strings.Contains(f.UserIdentity.ARN, "/batch-import/") && !r.Duplicate {
			denials = append(denials, r.Time)
		}
	}
	if failures != thresholds[signInFailures]-1 || deliveries < thresholds[signInFailures] {
		t.Errorf("%d failed sign-ins delivered %d times: want one below the threshold of %d, and at least as many deliveries", failures, deliveries, thresholds[signInFailures])
	}
	if most(denials) != thresholds[unauthorized]-1 {
		t.Errorf("%d denials of the batch job in a period, want one below the threshold of %d", most(denials), thresholds[unauthorized])
	}
}

func TestStory_WithoutExceptionsTheMistakesRing(t *testing.T) {
	times := map[string][]time.Time{}
	for r := range generator(t, SampleConfig).Records() {
		f := decode(t, r.JSON)
		for rule, matches := range ruleConditions {
			if matches(f) && exceptedBy(rule, f) != "" && !r.Duplicate {
				times[rule] = append(times[rule], r.Time)
			}
		}
	}
	for _, rule := range []string{unauthorized, otherRegions} {
		if most(times[rule]) < thresholds[rule] {
			t.Errorf("%s: %d excepted records in a period would not reach the threshold of %d", rule, most(times[rule]), thresholds[rule])
		}
	}
	if n := most(times[unauthorized]); n >= 100 {
		t.Errorf("console browsing: %d denials in a period, want fewer than the 100 of its own rule", n)
	}
}

func TestStory_HappensOnEachDay(t *testing.T) {
	e := generator(t, Config{Seed: 1, Days: 3, Records: 5000}).Expect()
	if len(e.Alerts) != 3*7 || e.Matches[unauthorized] != 3*23 || e.Excepted[unauthorized][consoleBrowsing] != 3*36 {
		t.Errorf("three days: %d alerts, %d and %d denials", len(e.Alerts), e.Matches[unauthorized], e.Excepted[unauthorized][consoleBrowsing])
	}
	if day := e.Alerts[len(e.Alerts)-1].WindowStart.Day(); day != 19 {
		t.Errorf("last alert on day %d", day)
	}
	if e := generator(t, Config{Seed: 1, Days: 1, Records: 10, NoStory: true}).Expect(); len(e.Alerts) != 0 {
		t.Errorf("%d alerts without the story", len(e.Alerts))
	}
}

func TestStory_IsWhatTheReadmeSays(t *testing.T) {
	readme, err := os.ReadFile(testdata + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), Story()) {
		t.Errorf("testdata/README.md does not have this table:\n%s", Story())
	}
}

func TestExpected_IsJSON(t *testing.T) {
	text, err := generator(t, SampleConfig).Expect().JSON()
	if err != nil {
		t.Fatal(err)
	}
	var back Expected
	if err := json.Unmarshal(text, &back); err != nil || len(back.Alerts) != 7 {
		t.Errorf("read back %d alerts, error %v", len(back.Alerts), err)
	}
}
