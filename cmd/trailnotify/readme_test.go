package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// elsewhere are commands of the documents that can't run in a test: they need an
// AWS account, history of one's own, or are what runs the tests.
var elsewhere = regexp.MustCompile(`(^|\| )aws |AWSLogs/|--invoke|^terraform |^sam |^make (test|e2e|bench|fuzz|simulate|mutants|package|release|deploy-check|footprint)|^go install |^git `)

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
	for _, document := range []string{"README.md", "PATTERNS.md", "CONTRIBUTING.md", "ARCHITECTURE.md"} {
		text, err := os.ReadFile(filepath.Join(root, document))
		if err != nil {
			t.Fatal(err)
		}
		for _, command := range commands(string(text)) {
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
	if ran < 5 {
		t.Errorf("only %d commands found in the documents", ran)
	}
}

// commands are the lines after a prompt in blocks of ```console.
func commands(text string) []string {
	var found []string
	for _, block := range strings.Split(text, "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			if command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ "); ok {
				found = append(found, command)
			}
		}
	}
	return found
}
