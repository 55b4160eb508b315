package yamlfile

import (
	"strings"
	"testing"
)

// The place of a byte of a text is found in every way in which YAML can write
// the text.
func TestWithin(t *testing.T) {
	for name, source := range map[string]string{
		"plain":         "a: one two three\n",
		"plain, folded": "a: one\n  two\n  three\n",
		"single quotes": "a: 'one two three'\n",
		"double quotes": `a: "one\x20two\u0020thr\
  ee"` + "\n",
		"literal": "a: |\n  one\n  two\n  three\n",
		"folded":  "a: >-\n  one two\n  three\n",
	} {
		f := New("rule.yaml", []byte(source))
		for _, n := range f.Entries(f.Root("a rule"), "", []string{"a"}) {
			text, ok := f.Text("a", n)
			if !ok {
				t.Fatalf("%s: %v", name, f.Faults)
			}
			at := f.Within(n, text, strings.Index(text, "two"))
			line := strings.Split(source, "\n")[at.Line-1]
			if !strings.HasPrefix(line[at.Column-1:], "two") {
				t.Errorf("%s: found two at %v, %q", name, at, line[at.Column-1:])
			}
			end := f.Within(n, text, len(text))
			before := strings.Split(source, "\n")[end.Line-1][:end.Column-1]
			if !strings.HasSuffix(before, "ee") {
				t.Errorf("%s: found the end at %v, after %q", name, end, before)
			}
		}
	}
}
