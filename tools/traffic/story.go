package traffic

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Rules of the default set that the story is about.
const (
	unauthorized   = "UnauthorizedAPICalls"
	signInFailures = "ConsoleSignInFailures"
	iamChanges     = "IAMPolicyChanges"
	groupChanges   = "SecurityGroupChanges"
	trailChanges   = "CloudTrailChanges"
	otherRegions   = "ResourceCreationInOtherRegion"
)

// Exceptions of the default set that keep mistakes and probes quiet.
const (
	consoleBrowsing = "console browsing"
	deliveryProbes  = "log delivery probes"
	globalServices  = "global services"
)

// chapter is a part of the story.
type chapter struct {
	title string
	steps []step
}

// step is one planted record.
type step struct {
	at     time.Duration // since midnight UTC
	who    *caller
	call   call
	rule   string // the rule of the default set that it matches, "" for none
	except string // the rule's exception that takes it out, "" when it counts
	copies int    // how often it is delivered again, whatever Config asks for
}

// story is what happens on each day, in the order of time.
var story = slices.Concat(mistakes, nearMisses, attack)

// clock parses a time of day.
func clock(text string) time.Duration {
	t, err := time.Parse(time.TimeOnly, text)
	if err != nil {
		panic("traffic: " + err.Error())
	}
	return t.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC))
}

// steps are calls of one caller, the first at a time of day, the others each a pause after the one before.
func steps(at string, pause time.Duration, who *caller, calls ...call) []step {
	all := make([]step, len(calls))
	for i, c := range calls {
		all[i] = step{at: clock(at) + time.Duration(i)*pause, who: who, call: c}
	}
	return all
}

// matching marks steps as matches of a rule, taken out by an exception or, with "", counted.
func matching(rule, except string, all []step) []step {
	for i := range all {
		all[i].rule, all[i].except = rule, except
	}
	return all
}

// Story describes what is planted each day, as the rows of a Markdown table: when (UTC), how many records, what, and what comes of it.
func Story() string {
	rows := slices.Clone(story)
	slices.SortStableFunc(rows, func(a, b chapter) int { return int(a.steps[0].at - b.steps[0].at) })
	var b strings.Builder
	b.WriteString("| UTC | records | what happens | under the `default` rules |\n|---|---|---|---|\n")
	for _, c := range rows {
		fmt.Fprintf(&b, "| %s | %d | %s | %s |\n", c.when(), len(c.steps), c.title, c.outcome())
	}
	return b.String()
}

// outcome says which rule the chapter's records match and what becomes of it.
func (c chapter) outcome() string {
	counts := map[string]int{}
	for _, s := range c.steps {
		if s.rule != "" {
			counts[s.rule+"\x00"+s.except]++
		}
	}
	if len(counts) == 0 {
		return "no match"
	}
	var parts []string
	for key, n := range counts {
		rule, except, _ := strings.Cut(key, "\x00")
		switch {
		case except != "":
			parts = append(parts, fmt.Sprintf("no alert: %s matches %d, excepted as “%s”", rule, n, except))
		case n < thresholds[rule]:
			parts = append(parts, fmt.Sprintf("no alert: %s matches %d, threshold %d", rule, n, thresholds[rule]))
		default:
			parts = append(parts, fmt.Sprintf("**alert**: %s matches %d, threshold %d", rule, n, thresholds[rule]))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}

// when is the time of the chapter's first record and, if there are more, of its last.
func (c chapter) when() string {
	of := func(s step) string { return time.Time{}.Add(s.at).Format(time.TimeOnly) }
	when := of(c.steps[0])
	if n := len(c.steps); n > 1 {
		when += " to " + of(c.steps[n-1])
	}
	return when
}
