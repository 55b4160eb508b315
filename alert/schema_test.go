package alert

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// A schema is the part of JSON Schema that alert.schema.json uses. Reading one
// that uses more fails, so that nothing in it goes unchecked.
type schema struct {
	Schema, Title, Description string
	Type                       string
	Const                      any
	Enum                       []any
	Ref                        string `json:"$ref"`
	Required                   []string
	Properties                 map[string]*schema
	Additional                 *schema `json:"additionalProperties"`
	Items                      *schema
	MaxItems, MaxLength        *int
	MinLength                  int
	Minimum                    *float64
	Pattern, Format            string
	Defs                       map[string]*schema `json:"$defs"`

	compiled *regexp.Regexp // of Pattern
}

func readSchema(t testing.TB) *schema {
	t.Helper()
	text, err := os.ReadFile("alert.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(strings.Replace(string(text), `"$schema"`, `"schema"`, 1)))
	decoder.DisallowUnknownFields()
	var s schema
	if err := decoder.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// check holds a decoded value against the schema and returns every fault.
func (s *schema) check(root *schema, at string, v any) (faults []string) {
	fail := func(format string, args ...any) { faults = append(faults, at+": "+fmt.Sprintf(format, args...)) }
	if s.Ref != "" {
		return root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].check(root, at, v)
	}
	if s.Const != nil && v != s.Const {
		fail("%v, want %v", v, s.Const)
	}
	if s.Enum != nil && !slices.Contains(s.Enum, v) {
		fail("%v, want one of %v", v, s.Enum)
	}
	switch v := v.(type) {
	case string:
		faults = append(faults, s.checkText(at, v)...)
	case float64:
		if s.Type != "" && (s.Type != "integer" || v != float64(int64(v))) || s.Minimum != nil && v < *s.Minimum {
			fail("%v, want %s", v, s.Type)
		}
	case bool:
		if s.Type != "boolean" {
			fail("a boolean, want %s", s.Type)
		}
	case []any:
		if s.Type != "array" || s.MaxItems != nil && len(v) > *s.MaxItems {
			fail("an array of %d, want %s", len(v), s.Type)
			return faults
		}
		for i, item := range v {
			faults = append(faults, s.Items.check(root, fmt.Sprintf("%s[%d]", at, i), item)...)
		}
	case map[string]any:
		faults = append(faults, s.checkObject(root, at, v)...)
	default:
		fail("%T, want %s", v, s.Type)
	}
	return faults
}

// form is the pattern, compiled once.
func (s *schema) form() *regexp.Regexp {
	if s.compiled == nil {
		s.compiled = regexp.MustCompile(s.Pattern)
	}
	return s.compiled
}

func (s *schema) checkText(at, v string) (faults []string) {
	fail := func(format string, args ...any) { faults = append(faults, at+": "+fmt.Sprintf(format, args...)) }
	if s.Type != "" && s.Type != "string" {
		fail("a string, want %s", s.Type)
	}
	n := utf8.RuneCountInString(v)
	if s.MaxLength != nil && n > *s.MaxLength || n < s.MinLength {
		fail("%d characters", n)
	}
	if s.Pattern != "" && !s.form().MatchString(v) {
		fail("%q does not match %s", v, s.Pattern)
	}
	if _, err := time.Parse(time.RFC3339, v); s.Format == "date-time" && err != nil {
		fail("%v", err)
	}
	return faults
}

// checkObject refuses what the schema does not describe: consumers have to
// expect later fields, but there are none in this version.
func (s *schema) checkObject(root *schema, at string, v map[string]any) (faults []string) {
	if s.Type != "object" {
		return []string{at + ": an object, want " + s.Type}
	}
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			faults = append(faults, at+": no "+name)
		}
	}
	for name, value := range v {
		member := s.Properties[name]
		if member == nil {
			member = s.Additional
		}
		if member == nil {
			faults = append(faults, at+": the schema does not know "+name)
			continue
		}
		faults = append(faults, member.check(root, at+"."+name, value)...)
	}
	return faults
}

// valid reports where an alert's JSON is not what the schema says.
func (s *schema) valid(t testing.TB, encoded []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(encoded, &v); err != nil {
		t.Fatalf("%v in %s", err, encoded)
	}
	for _, fault := range s.check(s, "alert", v) {
		t.Errorf("%s\nin %s", fault, encoded)
	}
}

func TestSchema_DescribesEveryField(t *testing.T) {
	s := readSchema(t)
	fields := reflect.TypeFor[Alert]()
	seen := 0
	for i := range fields.NumField() {
		name, options, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		if s.Properties[name] == nil || s.Properties[name].Description == "" {
			t.Errorf("%s is not described", name)
		}
		if required := slices.Contains(s.Required, name); required == strings.Contains(options, "omitempty") {
			t.Errorf("%s: required %t", name, required)
		}
		seen++
	}
	if seen != len(s.Properties) {
		t.Errorf("%d fields, %d described", seen, len(s.Properties))
	}
}

// The check itself has to see what is wrong.
func TestSchema_RefusesWhatIsWrong(t *testing.T) {
	s := readSchema(t)
	right := New(rule, burst(), Deployment{}).JSON()
	s.valid(t, right)
	for name, change := range map[string]func(map[string]any){
		"another version":   func(v map[string]any) { v["schema_version"] = 2.0 },
		"an unknown field":  func(v map[string]any) { v["x"] = 1.0 },
		"a missing field":   func(v map[string]any) { delete(v, "actors") },
		"null for a list":   func(v map[string]any) { v["actors"] = nil },
		"a wrong severity":  func(v map[string]any) { v["severity"] = "urgent" },
		"a number as text":  func(v map[string]any) { v["count"] = "4" },
		"half a match":      func(v map[string]any) { v["count"] = 4.5 },
		"a threshold of 0":  func(v map[string]any) { v["threshold"] = 0.0 },
		"a local time":      func(v map[string]any) { v["first"] = "2026-03-02T09:56:00+09:00" },
		"no time":           func(v map[string]any) { v["first"] = "2026-13-02T09:56:00Z" },
		"a long list":       func(v map[string]any) { v["event_ids"] = []any{"1", "2", "3", "4", "5", "6"} },
		"a number in it":    func(v map[string]any) { v["event_ids"] = []any{1.0} },
		"a long text in it": func(v map[string]any) { v["regions"] = []any{strings.Repeat("x", 25)} },
		"no ID":             func(v map[string]any) { v["alert_id"] = "" },
		"a nested fault":    func(v map[string]any) { v["window"] = map[string]any{"start": "2026-03-02T09:56:00Z"} },
		"a text for a list": func(v map[string]any) { v["errors"] = "x" },
		"a list for a text": func(v map[string]any) { v["rule"] = []any{} },
	} {
		var v map[string]any
		if err := json.Unmarshal(right, &v); err != nil {
			t.Fatal(err)
		}
		change(v)
		if faults := s.check(s, "alert", v); len(faults) == 0 {
			t.Errorf("%s: no fault", name)
		}
	}
}
