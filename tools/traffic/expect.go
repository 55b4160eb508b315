package traffic

import (
	"slices"
	"time"
)

// thresholds of the default set for the rules of the story.
var thresholds = map[string]int{
	unauthorized:   10,
	signInFailures: 3,
	iamChanges:     1,
	groupChanges:   1,
	trailChanges:   1,
	otherRegions:   5,
}

const period = 5 * time.Minute

// count is what the default rules count by itself: the matches of a rule by one caller. Failed sign-ins are counted together, whoever
// they are of.
type count struct {
	rule string
	by   *caller
}

func countOf(s step) count {
	if s.rule == signInFailures {
		return count{rule: s.rule}
	}
	return count{s.rule, s.who}
}

// Expected is what the default rules must find, with HomeRegion as the home region: exactly these alerts and no other.
type Expected struct {
	RuleSet     string                    `json:"rule_set"`
	HomeRegions []string                  `json:"home_regions"`
	Records     int                       `json:"records"` // different ones
	Alerts      []ExpectedAlert           `json:"alerts"`
	Matches     map[string]int            `json:"matches"`  // by rule, of different records that count
	Excepted    map[string]map[string]int `json:"excepted"` // by rule and exception
}

// ExpectedAlert is one alert. Its window runs from the start of the first to the end of the last window that it covers: two, when no
// single one holds the threshold.
type ExpectedAlert struct {
	Rule        string    `json:"rule"`
	Threshold   int       `json:"threshold"`
	WindowStart time.Time `json:"window_start"`
	WindowEnd   time.Time `json:"window_end"`
	Count       int       `json:"count"` // matches in the best span; an alert sent before the last of them says less, but not less than the threshold
	First       time.Time `json:"first"`
	Last        time.Time `json:"last"`
	Regions     []string  `json:"regions"`
}

// Expect tells from the story alone what the default rules must find in the traffic.
func (g *Generator) Expect() Expected {
	e := Expected{RuleSet: "default", HomeRegions: []string{HomeRegion}, Records: g.config.Records, Alerts: []ExpectedAlert{}, Matches: map[string]int{}, Excepted: map[string]map[string]int{}}
	if g.config.NoStory {
		return e
	}
	matches := map[count][]step{}
	for _, c := range story {
		for _, s := range c.steps {
			switch {
			case s.except != "":
				if e.Excepted[s.rule] == nil {
					e.Excepted[s.rule] = map[string]int{}
				}
				e.Excepted[s.rule][s.except] += g.config.Days
			case s.rule != "":
				e.Matches[s.rule] += g.config.Days
				matches[countOf(s)] = append(matches[countOf(s)], s)
			}
		}
	}
	for day := range g.config.Days {
		start := g.from.AddDate(0, 0, day)
		for counted, steps := range matches {
			e.Alerts = append(e.Alerts, alerts(counted.rule, steps, start)...)
		}
	}
	slices.SortFunc(e.Alerts, func(a, b ExpectedAlert) int { return a.First.Compare(b.First) })
	return e
}

// alerts finds the spans of one period that hold the threshold, at most one for each window in which they start.
func alerts(rule string, steps []step, day time.Time) []ExpectedAlert {
	slices.SortFunc(steps, func(a, b step) int { return int(a.at - b.at) })
	var found []ExpectedAlert
	covered := time.Duration(-1)
	for _, from := range steps {
		window := from.at.Truncate(period)
		if from.at < covered {
			continue
		}
		best := bestSpan(steps, window)
		if len(best) < thresholds[rule] {
			continue
		}
		covered = window + period
		if within(steps, window, covered) < thresholds[rule] {
			covered += period
		}
		a := ExpectedAlert{
			Rule: rule, Threshold: thresholds[rule], Count: len(best), WindowStart: day.Add(window), WindowEnd: day.Add(covered),
			First: day.Add(best[0].at), Last: day.Add(best[len(best)-1].at),
		}
		for _, s := range best {
			if !slices.Contains(a.Regions, s.call.region) {
				a.Regions = append(a.Regions, s.call.region)
			}
		}
		slices.Sort(a.Regions)
		found = append(found, a)
	}
	return found
}

// bestSpan is the longest run of steps within one period that starts in a window.
func bestSpan(steps []step, window time.Duration) []step {
	var best []step
	for i, from := range steps {
		if from.at.Truncate(period) != window {
			continue
		}
		if n := within(steps, from.at, from.at+period); n > len(best) {
			best = steps[i : i+n]
		}
	}
	return best
}

// within counts the steps from one time to before another.
func within(steps []step, from, to time.Duration) int {
	n := 0
	for _, s := range steps {
		if s.at >= from && s.at < to {
			n++
		}
	}
	return n
}
