package alert

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"trailnotify/internal/schematest"
)

func readSchema(t testing.TB) *schematest.Schema {
	t.Helper()
	return schematest.Read(t, "alert.schema.json")
}

func TestSchema_DescribesEveryField(t *testing.T) {
	s := readSchema(t)
	fields := reflect.TypeFor[Alert]()
	seen := 0
	for i := range fields.NumField() {
		name, options, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
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
	s.Valid(t, right)
	for name, change := range map[string]func(map[string]any){
		"another version":   func(v map[string]any) { v["schema_version"] = 1.0 },
		"an unknown field":  func(v map[string]any) { v["x"] = 1.0 },
		"a missing field":   func(v map[string]any) { delete(v, "actors") },
		"null for a list":   func(v map[string]any) { v["actors"] = nil },
		"another kind":      func(v map[string]any) { v["kind"] = "alarm" },
		"another outcome":   func(v map[string]any) { v["actions"].([]any)[0].(map[string]any)["outcome"] = "maybe" },
		"more of an action": func(v map[string]any) { v["actions"].([]any)[0].(map[string]any)["x"] = "y" },
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
		if faults := s.Check("alert", v); len(faults) == 0 {
			t.Errorf("%s: no fault", name)
		}
	}
}
