package alert

import (
	"slices"
	"testing"

	"trailnotify/alert/words"

	"trailnotify/alert/facts"
	"trailnotify/alert/japanese"
	"trailnotify/alert/regions"
	"trailnotify/alert/summary"
)

func TestJapanese_KnowsEveryTextOfTheProgram(t *testing.T) {
	texts := slices.Concat(summary.Denials(), summary.Failures(), facts.Words())
	for _, region := range regions.All() {
		texts = append(texts, regions.Place(region))
	}
	for set, list := range builtinRules(t) {
		for _, r := range list {
			texts = append(texts, r.Description)
			if len(r.RunbookText) < 3 {
				t.Errorf("%s: %s has a runbook of %d lines", set, r.Name, len(r.RunbookText))
				continue
			}
			texts = append(texts, r.RunbookText[:shownAdvice]...)
		}
	}
	for _, text := range texts {
		if japanese.Of(text) == "" && !isName(text) {
			t.Errorf("%s", text)
		}
	}
	for _, reason := range []string{words.BecauseGrave, words.BecauseMild, words.BecauseRoot, words.BecauseAttack} {
		if words.English.Because[reason] == "" || words.Japanese.Because[reason] == "" {
			t.Errorf("no words for %s", reason)
		}
	}
}

// isName reports whether a place has one name in all languages.
func isName(text string) bool {
	return text == "AWS GovCloud (US-East)" || text == "AWS GovCloud (US-West)"
}

func TestWords_HaveEveryLabel(t *testing.T) {
	for _, w := range []*words.Words{&words.English, &words.Japanese} {
		for i, label := range w.Labels {
			if label == "" {
				t.Errorf("label %d is missing", i)
			}
		}
	}
}
