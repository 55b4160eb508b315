package patterntest_test

import (
	"testing"

	"trailnotify/pattern/internal/patterntest"
	"trailnotify/pattern/syntax"
)

// What the generator does not write, no fuzz target compares.
func TestCondition_UsesEveryOperator(t *testing.T) {
	seen := map[syntax.Operator]bool{}
	for seed := range uint64(1000) {
		c := patterntest.New(patterntest.RandomBytes(seed, 64))
		p, err := syntax.Parse("{ " + c.Condition("$.a") + " }")
		if err == nil {
			seen[p.Expr.Condition.Operator] = true
		}
	}
	for op := syntax.Equal; op <= syntax.NotExists; op++ {
		if !seen[op] {
			t.Errorf("no condition has the operator %s", op)
		}
	}
}
