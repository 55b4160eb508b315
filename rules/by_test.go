package rules

import (
	"encoding/json"
	"strings"
	"testing"

	"trailnotify/internal/fault"
	"trailnotify/internal/schematest"
)

// What by may be, in YAML, and what it then means; "" is refused.
var spellings = map[string]string{
	"actor":                           "actor",
	"' actor '":                       "actor",
	"$.a":                             "$.a",
	"[$.a]":                           "$.a",
	"[[$.a]]":                         "$.a",
	"[[$.a, $.b]]":                    "[$.a, $.b]",
	"[[$.a], [$.b]]":                  "[$.a], [$.b]",
	"[[$.a], $.b]":                    "[$.a], [$.b]",
	"[$.a, call]":                     "$.a, call",
	"[call, $.a]":                     "call, $.a",
	"[$.a, [$.b, $.c]]":               "$.a, [$.b, $.c]",
	"[$.a, $.b, outcome]":             "$.a, $.b, outcome",
	"\n  - actor\n  - [$.a, \"$.b\"]": "actor, [$.a, $.b]",
	"[actor, call, outcome, account, region, address, network, $.a]": "actor, call, outcome, account, region, address, network, $.a",

	"[$.a, $.b]":            "",
	"[$.a, $.b, $.c]":       "",
	"\n  - $.a\n  - ' $.b'": "",
	"[]":                    "",
	"[[]]":                  "",
	"[actor, []]":           "",
	"Actor":                 "",
	"principal":             "",
	"[[actor, $.a]]":        "",
	"[[actor]]":             "",
	"[[[$.a]]]":             "",
	"{actor: true}":         "",
	"[{actor: true}]":       "",
	"1":                     "",
	"[1]":                   "",
	"null":                  "",
	"[null]":                "",
	"true":                  "",
	"''":                    "",
	"[actor, call, outcome, account, region, address, network, $.a, $.b]": "",
}

func TestParseBy(t *testing.T) {
	for src, want := range spellings {
		by, err := ParseBy(src)
		switch {
		case want == "" && err == nil:
			t.Errorf("by: %s is taken as %s", src, by)
		case want != "" && err != nil:
			t.Errorf("by: %s: %v", src, err)
		case by.String() != want:
			t.Errorf("by: %s means %s, want %s", src, by, want)
		}
		if want == "" {
			continue
		}
		again, err := ParseBy("[" + by.String() + "]")
		if err != nil || again.String() != want {
			t.Errorf("by: %s is written as %s, which means %v, %v", src, by, again, err)
		}
	}
	if _, err := ParseBy("[actor, actor]"); err == nil {
		t.Error("a part is taken twice")
	}
}

// An editor that knows the schema refuses what Load refuses, and takes what
// Load takes.
func TestSchema_By(t *testing.T) {
	s := schematest.Read(t, schemaFile)
	for src, want := range spellings {
		text := "name: A\npattern: '{ $.x = y }'\nthreshold: 1\nby: " + src + "\n"
		_, err := loadText(text)
		faults := s.Check("rule", asJSON(t, []byte(text)))
		if (want == "") != (err != nil) || (want == "") != (len(faults) > 0) {
			t.Errorf("by: %s: Load says %v, the schema %v", src, err, faults)
		}
	}
}

// Both spellings of what a flat list could mean can be copied.
func TestLoad_RefusesAFlatListWithBothSpellings(t *testing.T) {
	_, err := ParseBy(`[$.userIdentity.arn, "$.requestParameters.['user name']"]`)
	faults := fault.FaultsOf(err)
	if len(faults) != 1 || faults[0].Place != (fault.Place{Line: 1, Column: 5}) {
		t.Fatalf("found %v, want one fault at the list", err)
	}
	first, all, ok := strings.Cut(faults[0].Problem, " to group by the first one that a record has, or ")
	_, first, _ = strings.Cut(first, "write by: ")
	all, _, _ = strings.Cut(strings.TrimPrefix(all, "by: "), " to group by all")
	for src, want := range map[string]string{
		first: "[$.userIdentity.arn, $.requestParameters.['user name']]",
		all:   "[$.userIdentity.arn], [$.requestParameters.['user name']]",
	} {
		if by, err := ParseBy(src); !ok || err != nil || by.String() != want {
			t.Errorf("the spelling %s means %v, %v; want %s", src, by, err, want)
		}
	}
}

// A rule file in JSON has the same by.
func TestLoad_ByInJSON(t *testing.T) {
	text, err := json.Marshal(object{"name": "A", "pattern": "{ $.x = y }", "threshold": 1, "by": []any{[]string{"$.a", "$.b"}, "outcome"}})
	if err != nil {
		t.Fatal(err)
	}
	set, err := loadText(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Rules()[0].By.String(); got != "[$.a, $.b], outcome" {
		t.Errorf("by is %s", got)
	}
}
