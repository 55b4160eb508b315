package where_test

import (
	"errors"
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

// FuzzCompile takes whatever is written for a condition: a fault lies in the
// text, and what compiles is evaluated without a panic, and fails at most for a
// limit. The fields that it names are in the text too.
func FuzzCompile(f *testing.F) {
	for _, c := range cases {
		f.Add(c.condition)
	}
	decoded := where.Decode([]byte(record))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := where.Compile(text, lists)
		if fault, ok := errors.AsType[*where.Fault](err); ok {
			if fault.Offset < 0 || fault.Offset > len(text) || fault.Message == "" {
				t.Errorf("%q: a fault at %d: %s", text, fault.Offset, fault.Message)
			}
			return
		}
		for _, f := range c.Fields() {
			if f.Offset < 0 || f.Offset+f.Length > len(text) {
				t.Errorf("%q: a field at %d: %s", text, f.Offset, f.Selector)
			}
		}
		c.Parts()
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
