package where_test

import (
	"testing"

	"trailnotify/rules/where"
)

// FuzzRecord evaluates the conditions of the table on whatever records: none
// fails.
func FuzzRecord(f *testing.F) {
	f.Add([]byte(record))
	f.Add([]byte(`{"requestParameters":{"ipPermissions":{"items":[{"ipRanges":{"items":[{"cidrIp":"::/0"}]}}]}}}`))
	f.Add([]byte(`{"eventName":1e308,"nothing":[[]],"userIdentity":[],"requestParameters":{"tags":{"a":1},"count":"3"}}`))
	var all []*where.Condition
	for _, c := range cases {
		compiled, err := where.Compile(c.condition, lists)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, compiled)
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		decoded := where.Decode(record)
		for _, c := range all {
			if _, err := c.Match(decoded); err != nil {
				t.Errorf("%s: %v", c, err)
			}
		}
	})
}

// FuzzCompile takes whatever is written for a condition: what compiles is
// evaluated without a panic, and fails at most for a limit.
func FuzzCompile(f *testing.F) {
	for _, c := range cases {
		f.Add(c.condition)
	}
	decoded := where.Decode([]byte(record))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := where.Compile(text, lists)
		if err != nil {
			return
		}
		if _, err := c.Match(decoded); err != nil && !limited(err) {
			t.Errorf("%s: %v", text, err)
		}
	})
}

func limited(err error) bool {
	switch err.Error() {
	case "condition: looks at more elements than it may", "condition: memory budget exceeded":
		return true
	}
	return false
}
