// Package schematest checks JSON values against JSON schemas in tests. It knows
// the part of JSON Schema that the schemas of this repository use; reading one
// that uses more fails, so that nothing in a schema goes unchecked.
package schematest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// A Schema is a JSON schema, or a part of one.
type Schema struct {
	Schema, ID, Title, Description string
	Type                           string
	Const                          any
	Enum                           []any
	Ref                            string `json:"$ref"`
	If, Then, Else                 *Schema
	AnyOf                          []*Schema
	Required                       []string
	Properties                     map[string]*Schema
	Additional                     *Schema `json:"additionalProperties"`
	Items                          *Schema
	MinItems, MinLength            int
	MaxItems, MaxLength            *int
	Minimum, Maximum               *float64
	Pattern, Format                string
	Defs                           map[string]*Schema `json:"$defs"`

	nothing bool           // the schema false
	form    *regexp.Regexp // of Pattern
}

// UnmarshalJSON reads a schema, and refuses what this package does not know.
func (s *Schema) UnmarshalJSON(text []byte) error {
	if s.nothing = string(text) == "false"; s.nothing {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	type plain Schema
	if err := decoder.Decode((*plain)(s)); err != nil {
		return err
	}
	form, err := regexp.Compile(s.Pattern)
	s.form = form
	return err
}

// Read reads the schema in a file.
func Read(t testing.TB, file string) *Schema {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var s Schema
	if err := json.Unmarshal(bytes.Replace(text, []byte(`"$schema"`), []byte(`"schema"`), 1), &s); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return &s
}

// Check returns every fault of a value, as encoding/json decodes it. A member
// that the schema does not name is a fault. The name is that of the value in
// faults.
func (s *Schema) Check(name string, value any) []string { return s.check(s, name, value) }

// Valid fails the test if the JSON text is not what the schema says.
func (s *Schema) Valid(t testing.TB, text []byte) {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for _, fault := range s.Check("value", value) {
		t.Errorf("%s\nin %s", fault, text)
	}
}

func (s *Schema) check(root *Schema, at string, v any) (faults []string) {
	switch {
	case s.nothing:
		return []string{at + ": not allowed"}
	case s.Ref != "":
		return root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].check(root, at, v)
	case s.If != nil && len(s.If.check(root, at, v)) == 0:
		return s.Then.check(root, at, v)
	case s.If != nil:
		return s.Else.check(root, at, v)
	case len(s.AnyOf) > 0:
		return s.checkAny(root, at, v)
	case s.Const != nil && v != s.Const:
		return []string{fmt.Sprintf("%s: %v, want %v", at, v, s.Const)}
	case s.Enum != nil && !slices.Contains(s.Enum, v):
		return []string{fmt.Sprintf("%s: %v, want one of %v", at, v, s.Enum)}
	}
	return s.checkKind(root, at, v)
}

// checkAny returns the faults by the last of the alternatives, none if there is
// one that has none.
func (s *Schema) checkAny(root *Schema, at string, v any) (faults []string) {
	for _, one := range s.AnyOf {
		if faults = one.check(root, at, v); len(faults) == 0 {
			return nil
		}
	}
	return faults
}

func (s *Schema) checkKind(root *Schema, at string, v any) (faults []string) {
	kind := kindOf(v)
	if s.Type != "" && s.Type != kind && !(s.Type == "number" && kind == "integer") {
		return []string{fmt.Sprintf("%s: %s, want %s", at, kind, s.Type)}
	}
	switch v := v.(type) {
	case string:
		return s.checkText(at, v)
	case float64:
		if s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum {
			return []string{fmt.Sprintf("%s: %v is out of range", at, v)}
		}
	case []any:
		if len(v) < s.MinItems || s.MaxItems != nil && len(v) > *s.MaxItems {
			faults = append(faults, fmt.Sprintf("%s: %d items", at, len(v)))
		}
		for i, item := range v {
			if s.Items != nil {
				faults = append(faults, s.Items.check(root, fmt.Sprintf("%s[%d]", at, i), item)...)
			}
		}
	case map[string]any:
		return s.checkMembers(root, at, v)
	}
	return faults
}

func kindOf(v any) string {
	switch v := v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	default:
		return "null"
	}
}

func (s *Schema) checkText(at, v string) (faults []string) {
	n := utf8.RuneCountInString(v)
	if n < s.MinLength || s.MaxLength != nil && n > *s.MaxLength {
		faults = append(faults, fmt.Sprintf("%s: %d characters", at, n))
	}
	if s.form != nil && !s.form.MatchString(v) {
		faults = append(faults, fmt.Sprintf("%s: %q does not match %s", at, v, s.Pattern))
	}
	if _, err := time.Parse(time.RFC3339, v); s.Format == "date-time" && err != nil {
		faults = append(faults, fmt.Sprintf("%s: %v", at, err))
	}
	return faults
}

func (s *Schema) checkMembers(root *Schema, at string, members map[string]any) (faults []string) {
	for _, name := range s.Required {
		if _, ok := members[name]; !ok {
			faults = append(faults, at+": no "+name)
		}
	}
	for name, value := range members {
		switch member := cmp.Or(s.Properties[name], s.Additional); {
		case member != nil:
			faults = append(faults, member.check(root, at+"."+name, value)...)
		case s.Properties != nil: // else the schema says nothing about the object
			faults = append(faults, at+": the schema does not know "+name)
		}
	}
	return faults
}
