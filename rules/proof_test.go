package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const strong = `name: RootUsage
pattern: '{ $.userIdentity.type = Root && $.userIdentity.invokedBy NOT EXISTS }'
threshold: 2
severity: high
match:
  - {userIdentity: {type: Root}, eventName: ConsoleLogin}
  - {userIdentity: {type: Root}, eventName: CreateUser}
no_match:
  - {userIdentity: {type: Root, invokedBy: x}}
`

func TestWeakerThan(t *testing.T) {
	for name, test := range map[string]struct {
		old, new string // what changes in the file
		want     []string
	}{
		"the same rule":     {"", "", nil},
		"a lower threshold": {"threshold: 2", "threshold: 1", nil},
		"a wider pattern":   {" && $.userIdentity.invokedBy NOT EXISTS", "", nil},
		"a longer period":   {"threshold: 2", "threshold: 2\nperiod: 1h", nil},
		"switched off":      {"threshold: 2", "threshold: 2\nenabled: false", []string{"it is switched off"}},
		"several ways": {
			"threshold: 2\nseverity: high", "threshold: 10\nseverity: low\nperiod: 1m\nquiet: 1h30m\nclosing: off",
			[]string{"its threshold is 10, not 2", "its severity is low, not high", "its period is 1m, not 5m", "its quiet time is 1h30m, not 0", "it sends no closing messages"},
		},
		"a short period at threshold 1": {"threshold: 2", "threshold: 1\nperiod: 1m", nil},
		"a narrower pattern": {
			"$.userIdentity.type = Root", "$.eventName = ConsoleLogin",
			[]string{`it does not count 1 of the 2 records that prove the other rule, such as {"userIdentity":{"type":"Root"},"eventName":"CreateUser"}`},
		},
		"an exception": {
			"severity: high", "except: [{name: x, pattern: '{ $.userIdentity.type = Root }'}]\nseverity: high",
			[]string{`it does not count 2 of the 2 records that prove the other rule, such as {"userIdentity":{"type":"Root"},"eventName":"ConsoleLogin"}`},
		},
		"home regions that are not known yet": {
			"$.userIdentity.type = Root", `$.userIdentity.type = Root && $.awsRegion != "${home_regions}"`,
			[]string{`it does not count 2 of the 2 records that prove the other rule, such as {"userIdentity":{"type":"Root"},"eventName":"ConsoleLogin"}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(strong, test.old, test.new, 1)
			if before, _, ok := strings.Cut(changed, "match:"); ok {
				changed = before // its own records are another matter
			}
			got, err := one(t, changed).WeakerThan(one(t, strong))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("ways (-want +got):\n%s", diff)
			}
		})
	}
}

// one is the rule of a file.
func one(t *testing.T, text string) *Rule {
	t.Helper()
	return own(t, map[string]string{"rule.yaml": text}).Rules()[0]
}

// No built-in rule is weaker than itself: their records are proof enough.
func TestWeakerThan_BuiltinRulesThemselves(t *testing.T) {
	for _, name := range Names() {
		set, err := Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range set.Rules() {
			if ways, err := r.WeakerThan(r); len(ways) > 0 || err != nil {
				t.Errorf("%s of %s: %q, %v", r.Name, name, ways, err)
			}
		}
	}
}

// A rule that takes the place of another one is a note that stays, whatever is
// done with the set afterwards.
func TestExtend_NotesRulesThatAreReplaced(t *testing.T) {
	base, err := Builtin("default")
	if err != nil {
		t.Fatal(err)
	}
	const want = "own/root.yaml replaces the rule RootUsage of default"
	set, err := base.Extend(own(t, map[string]string{
		"root.yaml":  strong,
		"other.yaml": "name: Other\npattern: '{ $.a = b }'\nthreshold: 1\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	more, err := set.Extend(own(t, map[string]string{"canary.yaml": "name: Canary\npattern: '{ $.a = c }'\nthreshold: 1\n"}))
	if err != nil {
		t.Fatal(err)
	}
	tuned, err := more.Override(nil, []string{"eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]*Set{"extended": set, "extended twice": more, "overridden": tuned} {
		count := 0
		for _, note := range set.Notes() {
			if note == want {
				count++
			}
		}
		if count != 1 {
			t.Errorf("%s: the note is there %d times in %q", name, count, set.Notes())
		}
	}
	if diff := cmp.Diff([]string{want}, tuned.Notes()); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
