package sniff

import (
	"strings"
	"testing"
)

func TestNotJSON(t *testing.T) {
	for head, want := range map[string]string{
		"\xfd7zXZ\x00":                  "xz",
		"PAR1":                          "Parquet",
		"Events:\n- CloudTrailEvent: x": "YAML",
		"rules:\n- a":                   "",
		"[{'eventName'":                 "Python literals",
		`[{"eventName"`:                 "",
		"":                              "",
	} {
		if got, ok := NotJSON([]byte(head)); got.Name != want || ok != (want != "") {
			t.Errorf("%q: %q, %v, want %q", head, got.Name, ok, want)
		}
	}
}

func TestCSV(t *testing.T) {
	for head, want := range map[string]struct {
		comma  rune
		header bool
	}{
		"a,b\n1,\"{\"\"x\"\"\"":                {',', true},
		"a;b\n1;\"{\"\"x\"\"\"":                {';', true},
		"a\tb\n1\t{\"x\":1}":                   {'\t', true},
		"1,\"{\"\"x\"\":1}\"\n":                {',', false},
		"eventname,x\ny,z\n":                   {',', true},
		"hello\n{\"x\":[1,{\"y\":2}]}":         {0, false},
		"{\"a\":1}\n{\"b\":\"{\\\"x\\\":1}\"}": {0, false},
		"one,two\n3,4\n":                       {0, false},
		"no line end":                          {0, false},
	} {
		if comma, header := CSV([]byte(head)); comma != want.comma || header != want.header {
			t.Errorf("%q: %q, %v, want %q, %v", head, comma, header, want.comma, want.header)
		}
	}
}

func TestBase64Start(t *testing.T) {
	for text, want := range map[string]bool{
		"H4sIAAAA": true, "eyJldmVudE5hbWUi": true, "W3siYSI6": true, "H4sI": true,
		"H4sI A": false, "eyJ{": false, "abcd": false, "": false, "H4s": false,
		"H4sI" + strings.Repeat("A", 60) + "{": true, // as far as is looked
	} {
		if got := Base64Start([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
