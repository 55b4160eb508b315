package pattern

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
)

// vector is a file of testdata/vectors: one pattern, one message, one outcome.
// The files are JSON, so that other implementations can use them.
type vector struct {
	About         string `json:"about"`          // the rule that it shows
	Basis         string `json:"basis"`          // how the rule is known
	Pattern       string `json:"pattern"`        // the source
	Message       string `json:"message"`        // the message,
	MessageBase64 []byte `json:"message_base64"` // or its bytes, if they are no text
	Expect        string `json:"expect"`         // what has to come out
	Reason        string `json:"reason"`         // part of the error, of a reject
}

// readVector reads a file. A key or a word that is not known is an error: it
// would go unnoticed and test nothing.
func readVector(name string) (vector, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return vector{}, err
	}
	var v vector
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return vector{}, err
	}
	switch v.Basis {
	case "observed", "documented", "inferred", "open":
	default:
		return vector{}, errors.New("unknown basis " + v.Basis)
	}
	switch {
	case v.About == "":
		return vector{}, errors.New("it does not say what it is about")
	case v.Expect != "match" && v.Expect != "no-match" && v.Expect != "reject":
		return vector{}, errors.New("unknown outcome " + v.Expect)
	case v.Reason != "" && v.Expect != "reject":
		return vector{}, errors.New("a reason without a reject")
	}
	if v.MessageBase64 == nil {
		v.MessageBase64 = []byte(v.Message)
	}
	return v, nil
}

func TestVectors(t *testing.T) {
	names, err := filepath.Glob("testdata/vectors/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 300 {
		t.Fatalf("%d vectors, want at least 300", len(names))
	}
	outcomes := map[string]int{}
	for _, name := range names {
		v, err := readVector(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		outcomes[v.Expect]++
		checkVector(t, name, v)
	}
	if len(outcomes) != 3 {
		t.Errorf("an outcome is missing: %v", outcomes)
	}
}

func checkVector(t *testing.T, name string, v vector) {
	t.Helper()
	p, err := Compile(v.Pattern)
	if v.Expect == "reject" {
		var wrong *syntax.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %s: %v, want a fault of the pattern", name, v.Pattern, err)
		} else if wrong.Reason != v.Reason {
			t.Errorf("%s: the words of the service are %q, want %q:\n%v", name, wrong.Reason, v.Reason, err)
		}
		return
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	want := v.Expect == "match"
	if got := p.Match(v.MessageBase64); got != want {
		t.Errorf("%s: %s on %.200q: match %v: %s", name, v.Pattern, v.MessageBase64, got, v.About)
	}
	if got := reference.Match(p.parsed, v.MessageBase64); got != want {
		t.Errorf("%s: %s on %.200q: the reference says %v", name, v.Pattern, v.MessageBase64, got)
	}
}

func TestReadVector_Refuses(t *testing.T) {
	for about, text := range map[string]string{
		"an unknown key":            `{"about":"x","basis":"open","pattern":"","message":"","expect":"match","comment":""}`,
		"an unknown outcome":        `{"about":"x","basis":"open","pattern":"","message":"","expect":"maybe"}`,
		"an unknown basis":          `{"about":"x","basis":"guess","pattern":"","message":"","expect":"match"}`,
		"nothing said":              `{"basis":"open","pattern":"","message":"","expect":"match"}`,
		"a reason without a reject": `{"about":"x","basis":"open","pattern":"","message":"","expect":"match","reason":"r"}`,
		"no JSON":                   `{`,
	} {
		name := filepath.Join(t.TempDir(), "v.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readVector(name); err == nil {
			t.Errorf("%s is accepted", about)
		}
	}
}
