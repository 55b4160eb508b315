package peer

import (
	"fmt"
	"slices"

	"trailnotify/bench/ruleset"
	"trailnotify/pattern/explain"
)

// All returns the rules that each record matches.
func (m Match) All(records [][]byte) [][]int {
	found := make([][]int, len(records))
	for i, record := range records {
		found[i] = m(record, nil)
	}
	return found
}

// Compare holds what a peer found in records against what is right. The error
// names the first record and rule in which they differ.
func Compare(name string, set []ruleset.Rule, records [][]byte, got, want [][]int) error {
	if len(got) != len(want) {
		return fmt.Errorf("%s answered for %d of %d records", name, len(got), len(want))
	}
	for i := range want {
		if slices.Equal(got[i], want[i]) {
			continue
		}
		for n, r := range set {
			if its, ours := slices.Contains(got[i], n), slices.Contains(want[i], n); its != ours {
				return fmt.Errorf("%s says that rule %s matches: %t, it should be %t, record %d: %s", name, r.Name, its, ours, i+1, records[i])
			}
		}
		return fmt.Errorf("%s names rules %v, it should be %v, record %d: %s", name, got[i], want[i], i+1, records[i])
	}
	return nil
}

// Explained returns the rules that each record matches by the product's slow
// evaluator, which shares nothing with the fast one.
func Explained(set []ruleset.Rule, records [][]byte) [][]int {
	found := make([][]int, len(records))
	for i, record := range records {
		for n, r := range set {
			if explain.Message(r.Pattern.Syntax(), record).Holds {
				found[i] = append(found[i], n)
			}
		}
	}
	return found
}
