package rules

import (
	"os"
	"regexp"
	"testing"
)

// manualRule is a rule file in the manual.
var manualRule = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// The rules of the manual prove themselves, and each needs its condition for
// that: at least one of its records would be judged wrongly without it.
func TestManual_RulesProveThemselves(t *testing.T) {
	text, err := os.ReadFile("../CONDITIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	found := manualRule.FindAllSubmatch(text, -1)
	if len(found) != 4 {
		t.Fatalf("%d rules", len(found))
	}
	for _, m := range found {
		set := loadAll(t, string(m[1]))
		r := set.Rules()[0]
		if err := r.Prove(); err != nil {
			t.Error(err)
		}
		without := r.clone()
		without.Condition = nil
		without.Except = append([]Exception(nil), r.Except...)
		for i := range without.Except {
			without.Except[i].Condition = nil
		}
		if without.Prove() == nil {
			t.Errorf("%s: its records prove it without its condition too", r.Name)
		}
	}
}
