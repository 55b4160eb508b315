package title

import (
	"slices"
	"strings"
	"testing"
)

func filled(t *testing.T, source string, values map[string]string) string {
	t.Helper()
	parsed, err := Parse(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	var b strings.Builder
	for _, p := range parsed.Fill(func(field string) string { return values[field] }) {
		b.WriteString(p.Text)
	}
	return b.String()
}

func TestTemplate_Fill(t *testing.T) {
	values := map[string]string{"actor": "alice", "role": "{policy} [x]"}
	for source, want := range map[string]string{
		"":                             "",
		"plain text":                   "plain text",
		"{actor} did it":               "alice did it",
		"{actor} took {role}":          "alice took {policy} [x]",
		"{policy} of {actor}":          "? of alice",
		"key[ {key}][ of {actor}] end": "key of alice end",
		"[{actor}{key}]":               "",
		"[always]":                     "always",
	} {
		if got := filled(t, source, values); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// What comes from a record can be told from the template's own words.
func TestTemplate_FillMarksFields(t *testing.T) {
	got := Template("by {actor}").Fill(func(string) string { return "by " })
	if want := []Piece{{Text: "by "}, {Text: "by ", Field: "actor"}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestParse_Faults(t *testing.T) {
	for source, want := range map[string]string{
		"{actor":    "a brace",
		"actor}":    "a brace",
		"{a{b}":     "a brace",
		"[a [b] c]": "a bracket inside",
		"a]":        "closes nothing",
		"[a":        "not closed",
		"{}":        "the field {}",
		"{Actor}":   "the field {Actor}",
	} {
		if _, err := Parse(source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", source, err, want)
		}
	}
}

func TestUnknownField_Nearest(t *testing.T) {
	if got := (&UnknownField{"acter"}).Nearest(); got != "actor" {
		t.Errorf("%q", got)
	}
}

func TestFields_AreOfOneKind(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range Fields() {
		if seen[name] || strings.ContainsAny(name, "{}[]=;% ") {
			t.Errorf("%q", name)
		}
		seen[name] = true
	}
}

// Whatever Parse accepts can be filled, and shows each value whole.
func FuzzParse(f *testing.F) {
	for _, source := range []string{"{actor} [to {role}]", "[", "{", "]{", "{actor}}"} {
		f.Add(source, "value")
	}
	f.Fuzz(func(t *testing.T, source, value string) {
		parsed, err := Parse(source)
		if err != nil {
			return
		}
		for _, p := range parsed.Fill(func(string) string { return value }) {
			if p.Field != "" && p.Text != value && p.Text != Unknown {
				t.Errorf("%q filled with %q: %q", source, value, p.Text)
			}
			if p.Field == "" && strings.ContainsAny(p.Text, "{}[]") {
				t.Errorf("%q: %q", source, p.Text)
			}
		}
	})
}
