//go:build !race

package rules

import (
	"strings"
	"testing"
)

// A record without a condition to evaluate is not decoded.
func TestSet_Match_DecodesOnlyForConditions(t *testing.T) {
	set := loadAll(t, anyKey, strings.Replace(ownKey, "CreateAccessKey", "DeleteAccessKey", 1))
	record, dst := []byte(key("alice", "bob", "192.0.2.7")), make([]Match, 0, 4)
	if n := testing.AllocsPerRun(100, func() { dst = set.Match(record, dst[:0]) }); n > 0 || found(dst) != "AnyKey" {
		t.Errorf("%v allocations, %s", n, found(dst))
	}
}
