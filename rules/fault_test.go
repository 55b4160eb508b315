package rules

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"trailnotify/internal/fault"
	"trailnotify/pattern"
	"trailnotify/pattern/syntax"
)

var update = flag.Bool("update", false, "write what is found into the files of expected faults")

// Every file of testdata/faults has, beside it, the faults that it must give.
func TestLoad_ReportsEveryFaultAtItsPlace(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no files to load")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			set, err := loadText(string(text))
			if err == nil || set != nil {
				t.Fatalf("found no fault")
			}
			golden := strings.TrimSuffix(file, ".yaml") + ".txt"
			got := err.Error() + "\n"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// A pattern can be written in every way that YAML has for a text; the caret
// stands below the same character of it.
func TestLoad_PointsIntoAPatternHoweverItIsWritten(t *testing.T) {
	const (
		yamlRest = "\nname: A\nthreshold: 1\n"
		jsonRest = " \"x\", \"name\": \"A\", \"threshold\": 1\n}\n"
	)
	for _, c := range []struct{ name, text string }{
		{"single quotes", `pattern: '{ $.a = "it''s" && $.b <> 1 }'`},
		{"double quotes", `pattern: "{ $.a = \"\x41\tb\" && $.b <> 1 }"`},
		{"double quotes over lines", "pattern: \"{ $.a = 1 &&\n  $.c = 2 \\\n  && $.b <> 1 }\""},
		{"plain", `pattern: $.b <> 1`},
		{"folded", "pattern: >-\n  { $.a = 1 &&\n  $.b <> 1 }\n"},
		{"folded with a blank line", "pattern: >\n  { $.a = 1 &&\n\n  $.b <> 1 }\n"},
		{"literal", "pattern: |\n  { $.a = 1 &&\n    $.b <> 1 }\n"},
		{"wide characters before", `pattern: '{ $.a = "日本語" && $.b <> 1 }'`},
		{"long", `pattern: '{ ` + strings.Repeat(`$.a = 1 && `, 40) + `$.b <> 1 }'`},
		{"first on a folded line", "pattern: >-\n  { $.a = 1\n      @@ $.b }\n"},
		{"first on a quoted line", "pattern: '{ $.a = 1\n\n      @@ $.b }'\n"},
		{"after tabs in JSON", "{\n\t\"pattern\": \"{ $.a = 1 @@ $.b }\",\n\t\"description\":"},
		{"windows lines", "description: x\r\npattern: >-\r\n  { $.a = 1 &&\r\n  $.b <> 1 }\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, text := "rule.yaml", c.text+yamlRest
			if strings.HasPrefix(text, "{") {
				file, text = "rule.json", c.text+jsonRest
			}
			_, err := Load(fstest.MapFS{file: {Data: []byte(text)}}, "mine")
			var found *fault.Fault
			if !errors.As(err, &found) {
				t.Fatalf("found %v, expected a fault", err)
			}
			lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
			line := []rune(lines[found.Line-1])
			at := string(line[found.Column-1:])
			want, ok := faultyText(t, c.text)
			if !ok || !strings.HasPrefix(at, want) {
				t.Errorf("%d:%d: points to %q, expected %q\n%v", found.Line, found.Column, at, want, err)
			}
			checkCaret(t, err.Error(), want)
		})
	}
}

// faultyText is what the pattern package finds wrong with the last condition.
func faultyText(t *testing.T, text string) (string, bool) {
	t.Helper()
	src := `{ $.b <> 1 }`
	switch {
	case strings.Contains(text, "@@"):
		src = `{ $.a = 1 @@ $.b }`
	case !strings.Contains(text, "{"):
		src = `$.b <> 1`
	}
	_, err := pattern.Compile(src)
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		t.Fatalf("found %v, expected a syntax error", err)
	}
	return wrong.Found, wrong.Found != ""
}

// checkCaret looks at what a terminal shows above the first caret of a message.
func checkCaret(t *testing.T, message, want string) {
	t.Helper()
	lines := strings.Split(message, "\n")
	if len(lines) < 3 {
		t.Fatalf("no excerpt in %q", message)
	}
	column, excerpt := strings.IndexByte(lines[2], '^'), lines[1]
	for i := range excerpt {
		if fault.Width(excerpt[:i]) == column && strings.HasPrefix(excerpt[i:], want) {
			return
		}
	}
	t.Errorf("the caret is not below %q:\n%s", want, message)
}

// A file in Japanese gets its caret below the fault, too.
func TestLoad_PointsBehindJapaneseText(t *testing.T) {
	_, err := loadText("name: A\ndescription: ルートの使用\nthreshold: 1\npattern: '{ $.a = 1 }'\nexcept: [{name: 社内の監視ツール, pattern: x, reasn: x}]\n")
	if err == nil {
		t.Fatal("found no fault")
	}
	checkCaret(t, err.Error(), "reasn")
}

func TestLoad_PointsBehindAPatternThatEndsTooSoon(t *testing.T) {
	for _, text := range []string{
		"pattern: '{ $.a = 1'\nname: A\nthreshold: 1\n",
		"name: A\nthreshold: 1\npattern: >-\n  { $.a =\n  1\n",
	} {
		_, err := loadText(text)
		var found *fault.Fault
		if !errors.As(err, &found) {
			t.Fatalf("found %v, expected a fault", err)
		}
		line := strings.Split(text, "\n")[found.Line-1]
		if before := line[:found.Column-1]; !strings.HasSuffix(before, "1") {
			t.Errorf("%d:%d: points behind %q, expected the end of the pattern", found.Line, found.Column, before)
		}
	}
}

func TestLoad_ReportsTheFaultsOfAllFilesInOrder(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"d.json":     {Data: []byte("{\n\t\"perod\": \"5m\",\n\t\"name\": \"Fourth\",\n\t\"pattern\": \"{ $.a = 1 }\",\n\t\"threshold\": 1\n}\n")},
		"b.yaml":     {Data: []byte("name: Second\npattern: '{ $.a = 1 }'\n")},
		"a.yml":      {Data: []byte("name: First\nthreshold: none\npattern: '{ $.a = 1 }'\n")},
		"sub/c.json": {Data: []byte("{\n\t\"name\": \"Third\",\n\t\"pattern\": \"{ $.a = 1 }\",\n\t\"threshold\": 0\n}\n")},
	}, "mine")
	var faults fault.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("found %v, expected faults", err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, strings.SplitN(f.Error(), "\n", 2)[0])
	}
	want := []string{
		`mine/a.yml:2:12: threshold: found "none", expected a whole number from 1 to 5000`,
		`mine/b.yaml:1:1: threshold: missing: every rule has one`,
		`mine/d.json:2:2: "perod": unknown key; did you mean period?`,
		`mine/sub/c.json:4:15: threshold: found 0, expected a whole number from 1 to 5000`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestLoad_RefusesRulesThatShareANameOrASetting(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"a.yaml": {Data: []byte("name: RootUsage\npattern: '{ $.a = 1 }'\nthreshold: 1\n")},
		"b.yaml": {Data: []byte("threshold: 1\nname: RootUsage\nsetting: other\npattern: '{ $.a = 1 }'\n")},
		"c.yaml": {Data: []byte("name: Root\nsetting: root_usage\npattern: '{ $.a = 1 }'\nthreshold: 1\n")},
	}, "mine")
	want := "mine/b.yaml:2:1: name: found \"RootUsage\", which mine/a.yaml has as well: it must be unique\n" +
		"mine/c.yaml:2:1: setting: found \"root_usage\", which mine/a.yaml has as well: it must be unique"
	if err == nil || err.Error() != want {
		t.Errorf("found %v\nexpected %s", err, want)
	}
}

func TestLoad_RefusesWhatIsNoDirectoryOfRules(t *testing.T) {
	big := append([]byte("name: A\n"), make([]byte, MaxFileSize)...)
	file := func(text string) fstest.MapFS { return fstest.MapFS{"a.yaml": {Data: []byte(text)}} }
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"nothing there": {nil, "mine: found no rule file, expected .yaml, .yml or .json"},
		"other files alone": {
			fstest.MapFS{"README.md": {Data: []byte("name: A")}, ".hidden.yaml": {Data: []byte("name: A")}, ".git/a.yaml": {Data: []byte("name: A")}},
			"mine: found no rule file, expected .yaml, .yml or .json",
		},
		"too long":          {file(string(big)), "mine/a.yaml: found 262145 bytes, expected at most 262144"},
		"too many lines":    {file(strings.Repeat("\n", 10_000)), "mine/a.yaml: found 10001 lines, expected at most 10000"},
		"too many words":    {file("a: [" + strings.Repeat("b,", 32_768/2) + "b]"), "mine/a.yaml: found 32773 tokens, expected at most 32768"},
		"too deep":          {file(strings.Repeat("[", 65) + strings.Repeat("]", 65)), "mine/a.yaml:1:65: found more than 64 levels of nesting"},
		"too deep in lists": {file(strings.Repeat("- ", 65)), "mine/a.yaml:1:129: found more than 64 levels of nesting"},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := Load(c.files, "mine")
			if set != nil || err == nil {
				t.Fatal("found no fault")
			}
			if got, _, _ := strings.Cut(err.Error(), "\n"); got != c.want || strings.Count(err.Error(), "mine") != 1 {
				t.Errorf("found %v, expected %s", err, c.want)
			}
		})
	}
}

// loadText loads one rule file.
func loadText(text string) (*Set, error) {
	return Load(fstest.MapFS{"rule.yaml": {Data: []byte(text)}}, "mine")
}
