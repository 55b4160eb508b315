package deploy_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The function takes batches of the log group and the owner that it was
// deployed with. A replay under other names is rejected and acknowledged, so
// that a command without them looks as if it had worked.
func TestDocuments_ReplayAsTheLogGroupOfTheFunction(t *testing.T) {
	n := 0
	for _, file := range documents(t) {
		for _, command := range regexp.MustCompile(`(?m)^\$ trailnotify replay .*--invoke.*$`).FindAllString(read(t, file), -1) {
			n++
			if !strings.Contains(command, " --log-group ") || !strings.Contains(command, " --log-owner ") {
				t.Errorf("%s: want --log-group and --log-owner: %s", file, command)
			}
		}
	}
	if n < 3 {
		t.Errorf("found %d commands", n)
	}
}

// documents are the pages of the repository and of this directory.
func documents(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, form := range []string{"../*.md", "*.md", "terraform/*.md"} {
		found, err := filepath.Glob(form)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: found %d files: %v", form, len(found), err)
		}
		files = append(files, found...)
	}
	return files
}

// The commands of an example's README give every input that it requires, and
// none that it has not.
func TestExamples_AreExplained(t *testing.T) {
	directories, err := filepath.Glob("terraform/examples/*")
	if err != nil || len(directories) == 0 {
		t.Fatalf("found %d examples: %v", len(directories), err)
	}
	for _, directory := range directories {
		given, required := map[string]bool{}, map[string]bool{}
		for _, m := range regexp.MustCompile(`-var (\w+)=`).FindAllStringSubmatch(read(t, directory+"/README.md"), -1) {
			given[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`(?m)^variable "(\w+)"`).FindAllStringSubmatch(read(t, directory+"/main.tf"), -1) {
			required[m[1]] = true
		}
		sameNames(t, directory+"/README.md", given, required)
	}
}
