package peer

import (
	"trailnotify/bench/ruleset"
	"trailnotify/pattern"
)

// Match appends the numbers of the rules that a record matches, in ascending
// order, and returns dst.
type Match func(record []byte, dst []int) []int

// An Engine makes a Match of a rule set.
type Engine struct {
	Name string
	New  func(set []ruleset.Rule) (Match, error)
}

// Own is the product's engine.
var Own = Engine{"trailnotify", func(set []ruleset.Rule) (Match, error) {
	return pattern.NewSet(ruleset.Patterns(set)...).Match, nil
}}

// Engines are the peers that are libraries.
var Engines = []Engine{
	{"gjson, each condition by itself", newPerCondition},
	{"gjson, GetMany of all fields", newGetMany},
	{"expr, on fields of gjson", newExpr},
	{"CEL, on fields of gjson", newCEL},
}
