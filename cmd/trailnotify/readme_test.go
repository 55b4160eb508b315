package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/cli"
)

// elsewhere matches commands of the documents that can't run in a test: they
// need an AWS account or history of one's own, take long, or are what runs the
// tests.
var elsewhere = regexp.MustCompile(`\baws |AWSLogs/|history/|discarded|--invoke|^terraform |\bsam (build|deploy|delete)|^cd (deploy|dist)|` +
	`^make (test|e2e|bench|fuzz|simulate|mutants|nightly|package|release|deploy-check)|^go install |^git |\.history`)

// Every command in the documents runs, and ends as it should.
func TestDocuments_CommandsRun(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", bin+"/trailnotify", ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	ran := 0
	for _, document := range documents(t) {
		for _, command := range commands(read(t, document)) {
			if elsewhere.MatchString(command) {
				continue
			}
			ran++
			shell := exec.Command("bash", "-c", command)
			shell.Dir = root
			shell.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
			if out, err := shell.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", document, command, err, out)
			}
		}
	}
	if ran < 14 {
		t.Errorf("only %d commands found in the documents", ran)
	}
}

// documents are the pages at the root of the repository, and those on the way
// to a deployment.
func documents(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, form := range []string{"*.md", "deploy/*.md", "simulate/scale/*.md"} {
		found, err := filepath.Glob("../../" + form)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: found %d documents: %v", form, len(found), err)
		}
		for _, file := range found {
			all = append(all, strings.TrimPrefix(filepath.ToSlash(file), "../../"))
		}
	}
	return all
}

// commands are the lines after a prompt in blocks of ```console, with the lines
// that continue them.
func commands(text string) []string {
	var found []string
	for _, block := range strings.Split(text, "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			if command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ "); ok {
				found = append(found, command)
			} else if n := len(found); n > 0 {
				found[n-1] += "\n" + strings.TrimRight(line, "\n")
			}
		}
	}
	return found
}

// The table of the README is what the demonstration prints, as far as it goes.
func TestReadme_ShowsTheDemonstration(t *testing.T) {
	_, shown, ok := strings.Cut(read(t, "README.md"), "```\nTIME (UTC)")
	shown, _, closed := strings.Cut("TIME (UTC)"+shown, "```")
	if !ok || !closed {
		t.Fatal("the README has no table of the demonstration")
	}
	var out, notes bytes.Buffer
	code := run(context.Background(), []string{"replay", "--home-region", "ap-northeast-1", "../../testdata/sample"}, cli.Process{Stdout: &out, Stderr: &notes})
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, notes.String())
	}
	printed := strings.Split(out.String(), "\n")
	for i, line := range strings.Split(strings.TrimSpace(shown), "\n") {
		if begin, cut := strings.CutSuffix(line, "…"); !cut || !strings.HasPrefix(printed[i], begin) {
			t.Errorf("line %d is\n%s, and the README has\n%s", i+1, printed[i], line)
		}
	}
}

// The README has the settings that the command line shares with the function in
// a table of their own.
func TestReadme_SharedSettings(t *testing.T) {
	_, section, _ := strings.Cut(read(t, "README.md"), "\n## Settings\n")
	section, _, _ = strings.Cut(section, "\n## ")
	alone, both, ok := strings.Cut(section, "These mean the same to the command line")
	if !ok {
		t.Fatal("the README does not say which settings mean the same to the command line")
	}
	rows := settingRows(both)
	for _, s := range settings.Shared {
		otherwise := s.Otherwise
		if otherwise != "" && !strings.HasPrefix(otherwise, "`") {
			otherwise = "`" + otherwise + "`"
		}
		if want := [2]string{otherwise, s.Meaning}; rows[s.Name] != want {
			t.Errorf("%s: the README has %q, the code %q", s.Name, rows[s.Name], want)
		}
		delete(rows, s.Name)
	}
	for _, ofRules := range []string{"HOME_REGIONS", "<SETTING>_ALERT_THRESHOLD", "<SETTING>_ENABLED", "<SETTING>_PERIOD", "<SETTING>_QUIET", "<SETTING>_CLOSING", "<SETTING>_MODE"} {
		if _, ok := rows[ofRules]; !ok {
			t.Errorf("%s is not in the table", ofRules)
		}
		delete(rows, ofRules)
	}
	for name := range rows {
		t.Errorf("%s is in the table, and the command line does not read it", name)
	}
	for name := range settingRows(alone) {
		if slices.ContainsFunc(settings.Shared, func(s settings.Setting) bool { return s.Name == name }) {
			t.Errorf("%s is said to be the function's alone", name)
		}
	}
}

// settingRows are the default and the meaning of each setting of a table.
func settingRows(text string) map[string][2]string {
	rows := map[string][2]string{}
	for line := range strings.Lines(text) {
		if cells := strings.Split(line, "|"); len(cells) == 5 && strings.HasPrefix(cells[1], " `") {
			rows[strings.Trim(cells[1], " `")] = [2]string{strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])}
		}
	}
	return rows
}

func read(t *testing.T, document string) string {
	t.Helper()
	text, err := os.ReadFile("../../" + document)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
