package rules

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"trailnotify/rules/internal/form"
)

// scanner is an exceptions file for a built-in rule.
const scanner = `extends: UnauthorizedAPICalls
except:
  - name: our scanner
    pattern: '{ $.userIdentity.sessionContext.sessionIssuer.arn = "arn:aws:iam::111122223333:role/scanner" }'
    reason: it asks for everything by design
match:
  - errorCode: AccessDenied
    userIdentity: {sessionContext: {sessionIssuer: {arn: "arn:aws:iam::111122223333:role/scanner2"}}}
no_match:
  - exception: our scanner
    record:
      errorCode: AccessDenied
      userIdentity: {sessionContext: {sessionIssuer: {arn: "arn:aws:iam::111122223333:role/scanner"}}}
`

// scanned is a record that it takes out.
const scanned = `{"errorCode":"AccessDenied","userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/scanner"}}}}`

// excepts is an exceptions file with one exception, for an event name.
func excepts(rule, name string) string {
	return fmt.Sprintf("extends: %s\nexcept:\n  - name: %s\n    pattern: '{ $.eventName = %q }'\n", rule, name, name)
}

// denied is a rule file with one exception.
const denied = "name: Denied\npattern: '{ $.errorCode = AccessDenied }'\nthreshold: 1\nexcept:\n  - {name: first, pattern: '{ $.eventName = first }'}\n"

// exceptions lists those of a rule in order.
func exceptions(t *testing.T, set *Set, name string) string {
	t.Helper()
	var list []string
	for _, e := range rule(t, set, name).Except {
		list = append(list, e.Name)
	}
	return strings.Join(list, " ")
}

func extended(t *testing.T, base, other *Set) *Set {
	t.Helper()
	set, err := base.Extend(other)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestExtend_AddsExceptionsToRulesOfTheSet(t *testing.T) {
	base, mine := builtinSet(t, "default"), own(t, map[string]string{"scanner.yaml": scanner})
	if diff := cmp.Diff([]string{"UnauthorizedAPICalls"}, mine.Missing()); diff != "" || len(mine.Rules()) > 0 {
		t.Errorf("%d rules, missing (-want +got):\n%s", len(mine.Rules()), diff)
	}
	set := extended(t, base, mine)
	tuned, err := set.Override([]string{"UNAUTHORIZED_API_CALL_ALERT_THRESHOLD=25"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Set{set, tuned} {
		if len(s.Missing()) > 0 || len(s.Rules()) != len(base.Rules()) {
			t.Errorf("missing %v, %d rules, expected none and %d", s.Missing(), len(s.Rules()), len(base.Rules()))
		}
		got := s.Match([]byte(scanned), nil)
		if len(got) != 1 || got[0].Rule.Name != "UnauthorizedAPICalls" || got[0].Exception != "our scanner" {
			t.Errorf("found %v, expected the exception", got)
		}
	}
	r, before := rule(t, set, "UnauthorizedAPICalls"), rule(t, base, "UnauthorizedAPICalls")
	if r.Except[len(r.Except)-1].Reason != "it asks for everything by design" || r.Threshold != before.Threshold || r.Pattern != before.Pattern {
		t.Errorf("found %+v", r)
	}
	if want := before.Origin["except"] + " and exceptions file own/scanner.yaml:1"; r.Origin["except"] != want {
		t.Errorf("except comes from %q, expected %q", r.Origin["except"], want)
	}
	if got := base.Match([]byte(scanned), nil); len(got) != 1 || got[0].Exception != "" || strings.Contains(before.Origin["except"], "own/") {
		t.Errorf("the set that was extended has changed: %v, except from %s", got, before.Origin["except"])
	}
}

func TestLoad_AddsExceptionsToRulesOfTheDirectory(t *testing.T) {
	set := own(t, map[string]string{
		"a.yaml":     excepts("Denied", "second"),
		"denied.yml": denied,
		"more/b.yml": excepts("Denied", "third"),
		"z.json":     `{"extends": "Plain", "except": [{"name": "only", "pattern": "{ $.a = 1 }"}]}`,
		"plain.yaml": "name: Plain\npattern: '{ $.a = * }'\nthreshold: 1\n",
	})
	if got := exceptions(t, set, "Denied"); got != "first second third" || len(set.Missing()) > 0 {
		t.Errorf("found %s, missing %v", got, set.Missing())
	}
	if got := rule(t, set, "Plain").Origin["except"]; got != "exceptions file own/z.json:1" {
		t.Errorf("except comes from %q", got)
	}
	got := set.Match([]byte(`{"errorCode":"AccessDenied","eventName":"third","a":2}`), nil)
	if len(got) != 2 || got[0].Exception != "third" || got[1].Exception != "" {
		t.Errorf("found %v, expected Denied with its third exception and Plain without", got)
	}
}

// The rule that is in the set in the end gets the exceptions, whichever of the
// sets brings it and whichever brings the exceptions.
func TestExtend_AddsExceptionsToTheRuleThatIsThereInTheEnd(t *testing.T) {
	rules, other := own(t, map[string]string{"denied.yaml": denied}), own(t, map[string]string{"denied.yaml": strings.Replace(denied, "first", "other", 2)})
	second, third := own(t, map[string]string{"a.yaml": excepts("Denied", "second")}), own(t, map[string]string{"a.yaml": excepts("Denied", "third")})
	both := own(t, map[string]string{"a.yaml": excepts("Denied", "second"), "denied.yaml": strings.Replace(denied, "first", "other", 2)})
	withSecond := extended(t, rules, second)
	for _, c := range []struct {
		name        string
		base, other *Set
		want        string
	}{
		{"exceptions next to a rule", rules, second, "first second"},
		{"a rule next to exceptions", second, rules, "first second"},
		{"exceptions next to exceptions", withSecond, third, "first second third"},
		{"the same once more, with others", withSecond, own(t, map[string]string{"b.yaml": excepts("Denied", "fourth")}), "first second fourth"},
		{"a replaced rule with its exceptions", rules, both, "other second"},
		{"a rule in place of one with exceptions", withSecond, other, "other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := exceptions(t, extended(t, c.base, c.other), "Denied"); got != c.want {
				t.Errorf("found %s, expected %s", got, c.want)
			}
		})
	}
	if got := exceptions(t, withSecond, "Denied") + ", " + exceptions(t, rules, "Denied"); got != "first second, first" {
		t.Errorf("the sets that were extended have changed: %s", got)
	}
}

func TestExtend_ReportsExceptionsThatCannotBeAdded(t *testing.T) {
	many := "extends: Denied\nexcept:\n"
	for i := range form.MaxList {
		many += fmt.Sprintf("  - {name: n%d, pattern: '{ $.a = %d }'}\n", i, i)
	}
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"misspelt rules", map[string]string{"a.yaml": excepts("UnauthorizedAPICall", "x"), "b.yaml": "# two\n" + excepts(`"Dennied"`, "x")}, `
own/a.yaml:1:10: extends: found "UnauthorizedAPICall", but no rule of security-hub and mine and own has this name; did you mean UnauthorizedAPICalls?
    extends: UnauthorizedAPICall
             ^^^^^^^^^^^^^^^^^^^
own/b.yaml:2:10: extends: found "Dennied", but no rule of security-hub and mine and own has this name; did you mean Denied?
    extends: "Dennied"
             ^^^^^^^`},
		{"a rule of the other built-in set", map[string]string{"a.yaml": excepts("UnauthorizedConsoleBrowsing", "x")}, `
own/a.yaml:1:10: extends: found "UnauthorizedConsoleBrowsing", but no rule of security-hub and mine and own has this name; the built-in set default has it: choose that with --rule-set or RULE_SET
    extends: UnauthorizedConsoleBrowsing
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^`},
		{"names that are taken", map[string]string{"a.yaml": excepts("Denied", "second"), "b.yaml": excepts("Denied", "second") + "  - {pattern: '{ $.a = 1 }', name: first}\n"}, `
own/b.yaml:3:11: except[0].name: found "second", which own/a.yaml has as well: names of exceptions of Denied must be unique
      - name: second
              ^^^^^^
own/b.yaml:5:36: except[1].name: found "first", which mine/denied.yaml has as well: names of exceptions of Denied must be unique
      - {pattern: '{ $.a = 1 }', name: first}
                                       ^^^^^`},
		{"too many", map[string]string{"a.yaml": many}, `
own/a.yaml:1:10: extends: found 33 exceptions of Denied with those of this file, expected at most 32
    extends: Denied
             ^^^^^^`},
		{"settings that are taken besides", map[string]string{"a.yaml": excepts("Nothing", "x"), "b.yaml": "name: Mine\nsetting: denied\npattern: '{ $.a = b }'\nthreshold: 1\n"}, `
own/a.yaml:1:10: extends: found "Nothing", but no rule of security-hub and mine and own has this name
    extends: Nothing
             ^^^^^^^
own/b.yaml:2:1: setting: found "denied", which mine/denied.yaml has as well: it must be unique`},
	} {
		t.Run(c.name, func(t *testing.T) {
			mine, err := Load(fstest.MapFS{"denied.yaml": {Data: []byte(denied)}}, "mine")
			if err != nil {
				t.Fatal(err)
			}
			set, err := extended(t, builtinSet(t, "security-hub"), mine).Extend(own(t, c.files))
			if set != nil || err == nil {
				t.Fatal("found no fault")
			}
			if diff := cmp.Diff(c.want, "\n"+err.Error()); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoad_ReportsExceptionsThatCannotBeAdded(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"a.yaml":      {Data: []byte(excepts("Denied", "first"))},
		"b.yaml":      {Data: []byte("name: Other\n")},
		"c.yaml":      {Data: []byte(excepts("Denied", "first") + "threshold: 1\n")}, // its names are not looked at
		"denied.yaml": {Data: []byte(denied)},
	}, "own")
	const want = `own/a.yaml:3:11: except[0].name: found "first", which own/denied.yaml has as well: names of exceptions of Denied must be unique
      - name: first
              ^^^^^
own/b.yaml:1:1: pattern: missing: every rule has one
    name: Other
    ^
own/b.yaml:1:1: threshold: missing: every rule has one
    name: Other
    ^
own/c.yaml:5:12: threshold: not allowed with extends, which only adds exceptions: expected except, match or no_match
    threshold: 1
               ^`
	if err == nil {
		t.Fatal("found no fault")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// Exceptions that wait for their rule must not look as if they were in force.
func TestOverride_RefusesExceptionsWithoutTheirRule(t *testing.T) {
	mine := own(t, map[string]string{
		"a.yaml": scanner, "b.yaml": excepts("Dennied", "x"), "c.yaml": excepts("RootUsages", "x"), "d.yaml": excepts("RootUsages", "y"), "denied.yaml": denied,
	})
	if diff := cmp.Diff([]string{"Dennied", "RootUsages", "UnauthorizedAPICalls"}, mine.Missing()); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	set, err := mine.Override([]string{"DENIED_ALERT_THRESHOLD=0"}, nil)
	if set != nil || err == nil {
		t.Fatal("found no fault")
	}
	const want = `DENIED_ALERT_THRESHOLD: found "0", expected a whole number from 1 to 5000
own/a.yaml:1:10: extends: found "UnauthorizedAPICalls", but no rule of own has this name; the built-in set default or security-hub has it: choose that with --rule-set or RULE_SET
    extends: UnauthorizedAPICalls
             ^^^^^^^^^^^^^^^^^^^^
own/b.yaml:1:10: extends: found "Dennied", but no rule of own has this name; did you mean Denied?
    extends: Dennied
             ^^^^^^^
own/c.yaml:1:10: extends: found "RootUsages", but no rule of own has this name; did you mean RootUsage?
    extends: RootUsages
             ^^^^^^^^^^
own/d.yaml:1:10: extends: found "RootUsages", but no rule of own has this name; did you mean RootUsage?
    extends: RootUsages
             ^^^^^^^^^^`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestProve_HoldsTheRuleAgainstTheRecordsOfAllItsFiles(t *testing.T) {
	set := extended(t, builtinSet(t, "default"), own(t, map[string]string{"scanner.yaml": scanner}))
	r := rule(t, set, "UnauthorizedAPICalls")
	if err := r.Prove(); err != nil {
		t.Error(err)
	}
	examples, err := r.Examples()
	if err != nil {
		t.Fatal(err)
	}
	before, err := rule(t, builtinSet(t, "default"), r.Name).Examples()
	if err != nil {
		t.Fatal(err)
	}
	want := []Example{
		{Record: []byte(strings.Replace(scanned, "scanner", "scanner2", 1)), Match: true, File: "own/scanner.yaml", Line: 7},
		{Record: []byte(scanned), Exception: "our scanner", File: "own/scanner.yaml", Line: 10},
	}
	if diff := cmp.Diff(append(before, want...), examples); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func TestProve_FindsRecordsThatAnAddedExceptionTakesOut(t *testing.T) {
	set := own(t, map[string]string{
		"denied.yaml": denied + "match:\n  - {errorCode: AccessDenied, eventName: ListUsers}\n  - {errorCode: AccessDenied}\n",
		"wide.yaml":   strings.Replace(excepts("Denied", "wide"), `"wide" }`, `"List*" }`, 1) + "no_match:\n  - {exception: wide, record: {errorCode: AccessDenied, eventName: GetUser}}\n",
	})
	err := rule(t, set, "Denied").Prove()
	const want = `own/denied.yaml:7:1: Denied: this record has to match, but the exception "wide" takes it out
own/wide.yaml:6:1: Denied: this record must not match and does`
	if err == nil {
		t.Fatal("every record behaves")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// Nobody has the file of a built-in rule, so its record is shown.
func TestProve_ShowsTheRecordOfABuiltinRule(t *testing.T) {
	wide := strings.Replace(excepts("UnauthorizedAPICalls", "wide"), `"wide" }`, `"*" }`, 1)
	set := extended(t, builtinSet(t, "default"), own(t, map[string]string{"wide.yaml": wide}))
	err := rule(t, set, "UnauthorizedAPICalls").Prove()
	if err == nil {
		t.Fatal("every record behaves")
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	const want = `UnauthorizedAPICalls: this record has to match, but the exception "wide" takes it out; the record is one of the built-in rule's: {"`
	if !strings.HasPrefix(first, want) || strings.Contains(err.Error(), "default/") {
		t.Errorf("got %v\nwant %s", err, want)
	}
}
