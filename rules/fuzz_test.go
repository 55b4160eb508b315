package rules

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"trailnotify/internal/fault"
)

// A file gives a set or faults, never both, and each fault has a place in it.
// What loads can be used, an exceptions file beside its rule.
func FuzzLoad(f *testing.F) {
	seeds, err := filepath.Glob("testdata/faults/*.yaml")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range seeds {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, false)
	}
	for _, name := range []string{"default/unauthorized_api_call.yaml", "default/resource_creation_in_other_region.yaml", "security-hub/root_usage.yaml"} {
		text, err := fs.ReadFile(builtin, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, false)
	}
	f.Add([]byte(scanner), false)
	f.Add([]byte("name: A\npattern: '{ $.a = 1 }'\nthreshold: 1\ndistinct: |"), false)
	f.Add([]byte(`{"extends": "A", "except": [{"name": "a", "pattern": "{ $.a = 1 }"}], "no_match": [{"exception": "a", "record": {"a": 1}}]}`), true)
	f.Add([]byte("{\n\t\"name\": \"A\",\n\t\"pattern\": \"{ $.a = 1 }\",\n\t\"threshold\": 1, \"by\": [\"$.a\"]\n}"), true)
	f.Fuzz(func(t *testing.T, text []byte, isJSON bool) {
		name := "rule.yaml"
		if isJSON {
			name = "rule.json"
		}
		set, err := Load(fstest.MapFS{name: {Data: text}}, "mine")
		if (set == nil) == (err == nil) {
			t.Fatalf("found set %v and error %v, expected one of them", set, err)
		}
		if err != nil {
			checkFaults(t, err, text)
			return
		}
		if missing := set.Missing(); len(missing) > 0 {
			set = besideItsRule(t, set, missing)
		}
		checkUsable(t, set)
	})
}

func checkFaults(t *testing.T, err error, text []byte) {
	var faults fault.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("found %T, expected faults", err)
	}
	lines := strings.Count(string(text), "\n") + 1
	for _, one := range faults {
		if one.Line < 0 || one.Line > lines || one.Line > 0 && one.Column < 1 {
			t.Errorf("%d:%d is not a place in %d lines", one.Line, one.Column, lines)
		}
		if one.Problem == "" || !utf8.ValidString(one.Error()) {
			t.Errorf("found the fault %q", one.Error())
		}
	}
}

// besideItsRule puts an exceptions file beside a rule of the name that it asks
// for.
func besideItsRule(t *testing.T, set *Set, missing []string) *Set {
	if len(missing) != 1 || len(set.Rules()) > 0 || len(set.Match([]byte(`{"a":1}`), nil)) > 0 {
		t.Fatalf("missing %v, %d rules, expected one and none", missing, len(set.Rules()))
	}
	rule := "name: " + missing[0] + "\nsetting: its_rule\npattern: '{ $.a = * }'\nthreshold: 1\n"
	base, err := Load(fstest.MapFS{"rule.yaml": {Data: []byte(rule)}}, "base")
	if err != nil {
		t.Fatalf("%s is not the name of a rule: %v", missing[0], err)
	}
	both, err := base.Extend(set)
	if err != nil {
		t.Fatalf("it can't be added to its rule: %v", err)
	}
	if len(both.Rules()[0].Except) == 0 {
		t.Error("it adds no exception")
	}
	return both
}

func checkUsable(t *testing.T, set *Set) {
	if len(set.Rules()) != 1 || len(set.Table()) != 1 {
		t.Fatalf("found %d rules, expected one", len(set.Rules()))
	}
	r := set.Rules()[0]
	if r.Name == "" || r.Setting == "" || r.Threshold < 1 || r.Threshold > r.maxThreshold() || r.Period < MinPeriod || r.Quiet < 0 {
		t.Errorf("found the rule %+v", r)
	}
	if r.Enabled != (r.wanted && r.Pattern != nil) || len(set.Notes()) > 1 {
		t.Errorf("enabled %v, pattern %v, notes %q", r.Enabled, r.Pattern, set.Notes())
	}
	examples, err := r.Examples()
	if err != nil {
		t.Errorf("its records can't be read again: %v", err)
	}
	for _, e := range examples {
		set.Match(e.Record, nil)
	}
	if _, err := set.Override([]string{"AWS_REGION=eu-west-1"}, nil); err != nil && hasPlaceholder(r.Source) == false {
		t.Errorf("it can't be overridden: %v", err)
	}
}
