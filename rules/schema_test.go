package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"trailnotify/internal/fault"
	"trailnotify/internal/schematest"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

type object = map[string]any

// schemaFile is where editors find the schema.
const schemaFile = "rule.schema.json"

// The file of the schema is what form.Schema returns; -update writes it anew.
func TestSchema_IsCurrent(t *testing.T) {
	if *update {
		if err := os.WriteFile(schemaFile, form.Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(text, form.Schema()) {
		t.Errorf("%s is not current (%v): run the tests of this package with -update", schemaFile, err)
	}
}

// The schema and the decoder know the same keys.
func TestSchema_KnowsEveryKey(t *testing.T) {
	s := schematest.Read(t, schemaFile)
	for _, kind := range []struct {
		name string
		keys []string
	}{
		{"rule", slices.Sorted(maps.Keys(keys))},
		{"exceptions", []string{"except", form.Extends, "match", "no_match"}},
	} {
		properties := s.Defs[kind.name].Properties
		if got := slices.Sorted(maps.Keys(properties)); !slices.Equal(got, kind.keys) {
			t.Errorf("%s: the schema knows %v, the decoder %v", kind.name, got, kind.keys)
		}
		for key, property := range properties {
			if property.Description == "" {
				t.Errorf("%s: %s has no description", kind.name, key)
			}
		}
	}
}

// Every file that the decoder takes is valid.
func TestSchema_TakesTheBuiltinRules(t *testing.T) {
	s := schematest.Read(t, schemaFile)
	files := 0
	err := fs.WalkDir(builtin, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := builtin.ReadFile(file)
		if err != nil {
			return err
		}
		files++
		for _, fault := range s.Check(path.Base(file), asJSON(t, text)) {
			t.Error(fault)
		}
		return nil
	})
	if err != nil || files < 30 {
		t.Errorf("%d files, error %v", files, err)
	}
}

// asJSON reads YAML into what encoding/json makes of the same.
func asJSON(t *testing.T, text []byte) (value any) {
	t.Helper()
	encoded, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(encoded, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// loose are the keys for which the decoder refuses more than the schema can:
// it reads patterns, selectors, lengths of time, and the lines and fields of
// texts.
var loose = []string{"pattern", "except.pattern", "where", "by", "distinct", "period", "quiet", "runbook", "title"}

// Whatever a key is set to, the schema and the decoder agree.
func TestSchema_AgreesWithTheDecoder(t *testing.T) {
	s := schematest.Read(t, schemaFile)
	record := object{"eventName": "A"}
	values := []any{
		"", " ", "x", "X", " X ", "a\nb", "a_b", "A-B", strings.Repeat("x", 100), strings.Repeat("x", 1000), "high", "HIGH", "off", "always", "live", "dry-run", "true", "10",
		0, 1, -1, 1.5, 1000, 1001, 5000, 5001, true, false, nil,
		object{},
		[]any{},
		record,
		[]any{""},
		[]any{"x"},
		[]any{1},
		[]any{nil},
		[]any{"x", "$.a"},
		[]any{record},
		[]any{"{}"},
		[]any{"{"},
		[]any{[]any{}},
		[]any{object{"record": record}},
		[]any{object{"record": record, "exception": "x"}},
		[]any{object{"record": 1}},
		[]any{object{"record": record, "x": 1}},
		[]any{object{"name": "x", "pattern": "{ $.a = b }"}},
		[]any{object{"name": "x"}},
		[]any{object{"name": "x", "pattern": "{ $.a = b }", "reason": "y"}},
		[]any{object{"name": "x", "pattern": "{ $.a = b }", "raeson": "y"}},
		[]any{object{"name": "x", "pattern": "{ $.a = b }", "where": "a == b"}},
		[]any{object{"name": "x", "pattern": "{ $.a = b }", "where": "a ="}},
		[]any{object{"name": "x", "pattern": "{ $.a = b }", "where": ""}},
		[]any{object{"name": "x", "where": "a == b"}},
		[]any{object{"name": 1, "pattern": "{ $.a = b }"}},
		[]any{object{"name": "x", "pattern": ""}},
		"$.a", "{ $.a = b }", "a == b", "5m", "1h30m", "90s", "-5m", "24h", "25h", "168h", "169h", "0", "https://example.com", "ftp://example.com",
		manyOf(32, "x"), manyOf(33, "x"), manyOf(32, "$.a"), manyOf(33, "$.a"),
	}
	accepted := map[string]int{}
	for _, base := range []object{
		{"name": "A", "pattern": "{ $.a = b }", "threshold": 1, "by": "$.a"},
		{"extends": "A", "except": []any{object{"name": "x", "pattern": "{ $.a = b }"}}},
	} {
		for _, key := range append(slices.Clone(fileKeys), "misspelt") {
			for _, value := range values {
				document := maps.Clone(base)
				document[key] = value
				if agree(t, s, key, document) {
					accepted[key]++
				}
			}
			document := maps.Clone(base)
			delete(document, key)
			agree(t, s, key, document)
		}
	}
	for _, key := range fileKeys {
		if accepted[key] == 0 {
			t.Errorf("%s: no value was taken, which proves little", key)
		}
	}
	if accepted["misspelt"] > 0 {
		t.Error("a misspelt key was taken")
	}
}

func manyOf(n int, value any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = value
	}
	return list
}

// agree holds the schema against the decoder and reports whether both take the
// document.
func agree(t *testing.T, s *schematest.Schema, key string, document object) bool {
	t.Helper()
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	f := yamlfile.New("rule.json", text)
	decode(f)
	faults := s.Check("rule", value)
	switch {
	case len(f.Faults) == 0 && len(faults) > 0:
		t.Errorf("%s: the decoder takes what the schema refuses: %v\n%s", key, faults, text)
	case len(f.Faults) > 0 && len(faults) == 0 && !slices.Contains(loose, key) && !aboutAnother(f.Faults):
		t.Errorf("%s: the schema takes what the decoder refuses: %v\n%s", key, f.Faults, text)
	}
	return len(f.Faults) == 0 && len(faults) == 0
}

// aboutAnother reports whether the first fault is about more than one key, or
// about a pattern, which a schema can't say.
func aboutAnother(faults fault.Faults) bool {
	text := fmt.Sprint(faults[0])
	for _, known := range []string{"found without by", "at least the threshold", ".pattern: ", ".where: "} {
		if strings.Contains(text, known) {
			return true
		}
	}
	return false
}
