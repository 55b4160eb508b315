// Package trailnotify_test holds the conventions of the repository that a
// compiler does not: which package may import which, and that every package
// says what it is.
//
// The files are parsed here and now. A test that asked the go command instead
// would be answered from the test cache after the sources had changed.
package trailnotify_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "trailnotify"

// third names the foreign modules a package may use, by the prefix of their
// import paths.
var (
	gjson      = "github.com/tidwall/gjson"
	gunzip     = "github.com/klauspost/compress"
	yaml       = "github.com/goccy/go-yaml"
	nearest    = "github.com/agnivade/levenshtein"
	width      = "github.com/mattn/go-runewidth"
	events     = "github.com/aws/aws-lambda-go/events"
	invoked    = "github.com/aws/aws-lambda-go/lambdacontext"
	aws        = "github.com/aws/aws-sdk-go-v2"
	smithy     = "github.com/aws/smithy-go"
	columns    = "github.com/jedib0t/go-pretty"
	sarif      = "github.com/owenrumney/go-sarif"
	commands   = "github.com/spf13"
	bar        = "github.com/schollz/progressbar"
	term       = "golang.org/x/term"
	expression = "github.com/expr-lang/expr"
)

// line is where the packages of the command line are.
const line = "cmd/trailnotify/internal/"

// imports is the one way in which data flows: a package may import the
// packages of its row, the standard library, and nothing else. A package that
// has no row is a fault. A main package wires and may import anything, as may
// tests.
var imports = map[string][]string{
	"internal/fault":                      {nearest, width},
	"internal/schematest":                 {},
	"cloudtrail/internal/gzipped":         {gunzip},
	"cloudtrail/internal/rawjson":         {gjson},
	"cloudtrail":                          {"cloudtrail/internal/gzipped", "cloudtrail/internal/rawjson", gunzip},
	"cloudtrail/history":                  {"pattern", "cloudtrail", "cloudtrail/history/internal/buffer", "cloudtrail/history/internal/budget", "cloudtrail/history/internal/form", "cloudtrail/history/internal/inplace", "cloudtrail/history/internal/listing", "cloudtrail/history/internal/ordered", "cloudtrail/history/internal/outline", "cloudtrail/history/internal/sniff", "cloudtrail/internal/gzipped", "cloudtrail/internal/rawjson", gunzip},
	"cloudtrail/history/timeline":         {"cloudtrail"},
	"cloudtrail/history/internal/buffer":  {},
	"cloudtrail/history/internal/budget":  {},
	"cloudtrail/history/internal/form":    {"cloudtrail", "cloudtrail/history/internal/listing", "cloudtrail/internal/rawjson"},
	"cloudtrail/history/internal/inplace": {"cloudtrail/history/internal/outline", "cloudtrail/history/internal/sniff"},
	"cloudtrail/history/internal/listing": {"cloudtrail", "cloudtrail/history/internal/sniff"},
	"cloudtrail/history/internal/ordered": {},
	"cloudtrail/history/internal/outline": {"cloudtrail/history/internal/buffer", "cloudtrail/internal/rawjson"},
	"cloudtrail/history/internal/sniff":   {},
	"pattern":                             {"pattern/syntax", "pattern/internal/fields"},
	"pattern/syntax":                      {"internal/fault"},
	"pattern/internal/fields":             {},
	"pattern/internal/reference":          {"pattern/syntax", "pattern/internal/fields", gjson},
	"pattern/internal/patterntest":        {"pattern/syntax"},
	"pattern/explain":                     {"pattern/syntax", "pattern/internal/reference", "internal/fault", gjson},
	"pattern/lint":                        {"pattern/syntax", "pattern/internal/fields", "pattern/internal/reference", "pattern/lint/internal/calls", "internal/fault", gjson},
	"pattern/lint/internal/calls":         {"internal/fault"},
	"rules":                               {"internal/fault", "pattern", "pattern/syntax", "rules/group", "rules/internal/form", "rules/internal/yamlfile", "rules/title", "rules/where"},
	"rules/internal/form":                 {"rules/group"},
	"rules/title":                         {"internal/fault"},
	"rules/where":                         {"internal/fault", expression},
	"rules/internal/yamlfile":             {"internal/fault", yaml},
	"rules/group":                         {"cloudtrail", "pattern"},
	"rules/advice":                        {"internal/fault", "pattern", "pattern/lint", "pattern/syntax", "rules", "rules/group", "rules/where"},
	"window":                              {"window/set", "window/store", "window/internal/closing", "window/internal/facts", "window/internal/queue"},
	"window/set":                          {},
	"window/store":                        {"window/set"},
	"window/internal/closing":             {"window/set", "window/internal/facts", "window/internal/queue"},
	"window/internal/facts":               {"window/set"},
	"window/internal/queue":               {},
	"window/memory":                       {"window", "window/set"},
	"window/windowtest":                   {"window", "window/set"},
	"window/dynamodb":                     {"window", "window/set", aws, smithy},
	"window/dynamodb/dynamodbtest":        {aws},
	"alert":                               {"alert/alarm", "alert/facts", "alert/insights", "alert/line", "alert/neutral", "alert/plain", "alert/regions", "alert/summary", "alert/words", "rules", "rules/group", "rules/title", "window"},
	"alert/japanese":                      nil,
	"alert/line":                          {"alert/neutral", "alert/plain"},
	"alert/neutral":                       {"alert/plain"},
	"alert/plain":                         nil,
	"alert/regions":                       nil,
	"alert/words":                         {"alert/japanese", "alert/plain", "rules", "rules/group"},
	"alert/alarm":                         nil,
	"alert/facts":                         {"cloudtrail", "rules/title"},
	"alert/summary":                       {"alert/facts", "alert/plain", "cloudtrail", "pattern", "rules/group"},
	"alert/insights":                      {"internal/fault", "pattern", "pattern/syntax", "rules", "rules/group", "window"},
	"alert/sns":                           {"alert", aws, smithy},
	"detector":                            {"cloudtrail", "pattern", "rules", "rules/group", "window", "alert", "alert/summary"},
	"handler":                             {"cloudtrail", "detector", events, invoked},
	"mute":                                {"alert/plain", "internal/fault", "rules"},
	"simulate":                            {"simulate/schedule", "simulate/check", "simulate/world"},
	"simulate/world":                      {"simulate/schedule", "simulate/check", "handler", "cloudtrail", "detector", "alert", "alert/sns", "window", "window/set", aws},
	"simulate/check":                      {"simulate/schedule", "alert", "window", "window/set"},
	"simulate/schedule":                   {"rules", "window"},

	"cmd/internal/accounts": {yaml},
	line + "check":          {"cloudtrail", "cloudtrail/history", commands, line + "cli", line + "examine", line + "findings", line + "reading", "cmd/internal/settings"},
	line + "cli":            {"internal/fault", commands, line + "screen", "cmd/internal/settings"},
	line + "convert":        {"cloudtrail", commands, line + "cli", line + "matches", line + "reading", line + "ruleset", line + "screen"},
	line + "examine":        {"internal/fault", "pattern", "pattern/lint", "pattern/syntax", "rules", "rules/advice", line + "findings"},
	line + "explain":        {"cloudtrail", "cloudtrail/history", "internal/fault", "pattern", "pattern/explain", "rules", "rules/group", "rules/where", commands, line + "cli", line + "examine", line + "ruleset", line + "screen"},
	line + "findings":       {"pattern/lint", sarif, line + "screen"},
	line + "list":           {"rules", commands, line + "cli", line + "ruleset", line + "screen"},
	line + "match":          {"cloudtrail", "cloudtrail/history", "pattern", "rules", commands, line + "cli", line + "matches", line + "reading", line + "ruleset", line + "screen", line + "textlines"},
	line + "matches":        {"cloudtrail", "rules", "rules/group", line + "screen"},
	line + "mutes":          {"mute", aws, commands, line + "cli", line + "screen"},
	line + "messages":       {"alert", "alert/sns", aws, line + "screen"},
	line + "preview":        {"alert", "alert/sns", "cmd/internal/accounts", commands, line + "cli", line + "messages", line + "reading", line + "replaying", line + "ruleset", line + "screen", "cmd/internal/settings"},
	line + "reading":        {"cloudtrail", "cloudtrail/history", "cloudtrail/history/timeline", "pattern", "rules", bar, commands, line + "cli", line + "screen"},
	line + "replay":         {"alert", "cloudtrail", "cmd/internal/accounts", "rules", "window/memory", "handler", aws, commands, line + "cli", line + "reading", line + "replaying", line + "ruleset", line + "screen"},
	line + "replaying":      {"alert", "cloudtrail", "detector", "rules", "window", "window/memory", "cmd/internal/settings", line + "cli", line + "reading", line + "ruleset"},
	line + "ruleset":        {"rules", commands, line + "cli", "cmd/internal/settings"},
	line + "screen":         {columns, term},
	"cmd/internal/settings": {"alert", "alert/sns", "cmd/internal/accounts", "internal/fault", "rules"},
	line + "textlines":      {"cloudtrail", "cloudtrail/history", line + "cli"},
}

// otherModules are directories with a go.mod of their own.
var otherModules = []string{"bench", "e2e", "tools"}

func TestImports_FlowOneWay(t *testing.T) {
	seen := map[string]bool{}
	for file, f := range sources(t) {
		dir := path.Dir(file)
		seen[dir] = true
		if f.Name.Name == "main" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		allowed, ok := imports[dir]
		if !ok {
			t.Errorf("%s: package %s has no row in the import table", file, dir)
			continue
		}
		for _, imported := range f.Imports {
			p, _ := strconv.Unquote(imported.Path.Value)
			if !mayImport(allowed, p) {
				t.Errorf("%s: %s may not import %q", file, dir, p)
			}
		}
	}
	for dir := range imports {
		if !seen[dir] {
			t.Errorf("the import table names %s, which has no files", dir)
		}
	}
}

// The function starts faster without what only the command line needs: the
// names of all calls of AWS.
func TestLambda_IsFreeOfTheCommandLine(t *testing.T) {
	imported := map[string][]string{}
	for file, f := range sources(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, spec := range f.Imports {
			p, _ := strconv.Unquote(spec.Path.Value)
			if own, ok := strings.CutPrefix(p, module+"/"); ok {
				imported[path.Dir(file)] = append(imported[path.Dir(file)], own)
			}
		}
	}
	for from, reaches := range map[string]bool{"cmd/lambda": false, "cmd/trailnotify": true} {
		if got := reachable(imported, from)["pattern/lint/internal/calls"]; got != reaches {
			t.Errorf("%s reaches the names of calls: %v, want %v", from, got, reaches)
		}
	}
}

// reachable returns the packages that a package imports, directly or not.
func reachable(imported map[string][]string, from string) map[string]bool {
	seen := map[string]bool{}
	next := []string{from}
	for len(next) > 0 {
		dir := next[0]
		next = next[1:]
		if !seen[dir] {
			seen[dir] = true
			next = append(next, imported[dir]...)
		}
	}
	return seen
}

// mayImport reports whether one of the allowed rows covers the import path p.
func mayImport(allowed []string, p string) bool {
	own, isOurs := strings.CutPrefix(p, module+"/")
	if isOurs {
		return slices.Contains(allowed, own)
	}
	if first, _, _ := strings.Cut(p, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return slices.ContainsFunc(allowed, func(a string) bool { return p == a || strings.HasPrefix(p, a+"/") })
}

func TestPackages_SayWhatTheyAre(t *testing.T) {
	documented := map[string]bool{}
	for file, f := range sources(t) {
		if !strings.HasSuffix(file, "_test.go") {
			documented[path.Dir(file)] = documented[path.Dir(file)] || packageDoc(f)
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s: no package comment", dir)
		}
	}
}

// packageDoc reports whether a file carries a package comment worth the name:
// it begins as the go command expects it and is a sentence.
func packageDoc(f *ast.File) bool {
	doc := f.Doc.Text()
	begins := strings.HasPrefix(doc, "Package "+f.Name.Name+" ") || f.Name.Name == "main" && strings.HasPrefix(doc, "Command ")
	return begins && strings.Contains(doc, ".")
}

func TestPackages_HaveNoVagueNames(t *testing.T) {
	vague := []string{"pkg", "util", "utils", "common", "types", "models", "mocks", "helpers"}
	for file := range sources(t) {
		for _, part := range strings.Split(path.Dir(file), "/") {
			if slices.Contains(vague, part) {
				t.Errorf("%s: %q says nothing about what is in it", file, part)
			}
		}
	}
}

// sources parses the package clause, its comment and the imports of every Go
// file of this module, by slash-separated path from its root.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if skipDir(name) {
				return filepath.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" || !strings.Contains(filepath.ToSlash(name), "/") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no Go files found")
	}
	return files
}

// skipDir leaves out what is not part of this module.
func skipDir(name string) bool {
	base := filepath.Base(name)
	hidden := strings.HasPrefix(base, ".") && base != "."
	return hidden || base == "testdata" || base == "bin" || slices.Contains(otherModules, name)
}
