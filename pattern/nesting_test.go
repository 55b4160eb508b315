package pattern

import (
	"bytes"
	"strings"
	"testing"

	"trailnotify/pattern/explain"
)

// An evaluator that recurses along the message would take a stack frame a
// level.
func TestMatch_DeepNestingHidesNothing(t *testing.T) {
	const depth = 300_000
	hit, absent := MustCompile(`{ $.v = "hit" }`), MustCompile(`{ $.w NOT EXISTS }`)
	each := MustCompile(`{ $.a[*] IS NULL }`)
	for _, level := range [][2]string{{"[", "]"}, {`{"k":`, "}"}} {
		nested := strings.Repeat(level[0], depth) + "1" + strings.Repeat(level[1], depth)
		message := []byte(`{"a":` + nested + `,"v":"hit"}`)
		if !hit.Match(message) || !absent.Match(message) {
			t.Errorf("what follows %d levels of %s is not found", depth, level[0])
		}
		if each.Match(message) {
			t.Errorf("%s matches", each)
		}
		if x := explain.Message(hit.parsed, message); !x.Holds {
			t.Errorf("not explained: %.200s", x)
		}
		broken := bytes.TrimSuffix(message, []byte("}"))
		if hit.Match(broken) || explain.Message(hit.parsed, broken).Holds {
			t.Errorf("broken JSON of %d levels matches", depth)
		}
	}
}
