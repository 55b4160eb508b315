package alert

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// large is an alert with more in it than any crossing has.
func large() Alert {
	a := New(rule, burst(), home)
	var names []string
	var counted []Counted
	for i := range 40 {
		names = append(names, fmt.Sprintf("name %d", i))
		counted = append(counted, Counted{Name: fmt.Sprintf("value %d", i), Count: 1})
	}
	a.Storm = &Storm{Groups: 40, AtLeast: true, Names: slices.Clone(names)}
	for _, list := range []*[]string{&a.Accounts, &a.Regions, &a.Actors, &a.AccessKeys, &a.Sources, &a.EventIDs} {
		*list = slices.Clone(names)
	}
	for _, list := range []*[]Counted{&a.MFA, &a.Via, &a.Clients, &a.APICalls, &a.Resources, &a.Errors, &a.Denials, &a.Outcomes} {
		*list = slices.Clone(counted)
	}
	for i := range 40 {
		a.Actions = append(a.Actions, Action{Call: fmt.Sprint("iam:Call", i), Outcome: "denied", Count: 1})
	}
	a.RunbookText = []string{"a", "b"}
	a.Group, a.Links.Query, a.Diverted = "group", "https://query.example", "arn:aws:sns:eu-west-1:111122223333:x"
	return a
}

// Step by step an alert loses what matters least, and never what says which
// alert it is.
func TestShorter_LeavesOutTheLeastImportantFirst(t *testing.T) {
	type left struct{ Names, Listed, Counted, Texts int }
	var steps []left
	a, before := large(), large().JSON()
	for {
		shorter, ok := a.Shorter()
		if !ok {
			break
		}
		encoded := shorter.JSON()
		if len(encoded) >= len(before) {
			t.Fatalf("%d bytes became %d", len(before), len(encoded))
		}
		a, before = shorter, encoded
		texts := strings.Join([]string{a.Group, a.Description, a.Links.Query}, "")
		steps = append(steps, left{len(a.Storm.Names), len(a.Actors), len(a.Errors), len(texts)})
		if len(steps) > 20 {
			t.Fatal("it never ends")
		}
	}
	texts := len("group" + "Unauthorized API calls" + "https://query.example")
	want := []left{{10, 40, 40, texts}, {10, 3, 3, texts}, {10, 1, 1, texts}, {10, 0, 0, texts}, {10, 0, 0, 0}}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	whole := large()
	whole.Storm, a.Storm = nil, nil
	if a.ID != whole.ID || a.Rule != whole.Rule || a.Severity != whole.Severity || a.Count != whole.Count || a.Window != whole.Window ||
		a.Links.Event != whole.Links.Event || a.Diverted != whole.Diverted || a.Runbook != whole.Runbook {
		t.Errorf("%s lost what says which alert it is", a.JSON())
	}
}

func TestShorter_LeavesTheAlertAsItWas(t *testing.T) {
	a := large()
	before := string(a.JSON())
	for shorter, ok := a.Shorter(); ok; shorter, ok = shorter.Shorter() {
		_ = append(shorter.Actors, "another")
	}
	if after := string(a.JSON()); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// Every list of an alert is one that Shorter knows.
func TestShorter_KnowsEveryList(t *testing.T) {
	a := large()
	for shorter, ok := a.Shorter(); ok; shorter, ok = shorter.Shorter() {
		a = shorter
	}
	var members map[string]any
	if err := json.Unmarshal(a.JSON(), &members); err != nil {
		t.Fatal(err)
	}
	for name, value := range members {
		if list, ok := value.([]any); ok && len(list) > 0 && name != "reference" && name != "severity_reasons" { // as few as the rule file has
			t.Errorf("%s still has %d entries", name, len(list))
		}
	}
}
