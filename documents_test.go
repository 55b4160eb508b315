package trailnotify_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// link is a link of Markdown to a file of the repository, or to a heading.
var link = regexp.MustCompile(`\]\(([^()#:]*)(?:#([^()]*))?\)`)

func TestDocuments_LinksLeadSomewhere(t *testing.T) {
	n := 0
	pages := files(t, ".md")
	for name, text := range pages {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			n++
			target := name
			if m[1] != "" {
				target = path.Join(path.Dir(name), m[1])
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", name, m[1])
			} else if m[2] != "" && !slices.Contains(anchors(pages[target]), m[2]) {
				t.Errorf("%s: %s has no heading for #%s", name, target, m[2])
			}
		}
	}
	if n == 0 {
		t.Error("no links found")
	}
}

// anchors are the names that a page's headings have in addresses.
func anchors(text string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		name := regexp.MustCompile(`[^\pL\pN _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

// Every page at the root is in the index, so that people find it.
func TestReadme_ListsEveryDocument(t *testing.T) {
	_, index, ok := strings.Cut(files(t, ".md")["README.md"], "\n## Documentation\n")
	if !ok {
		t.Fatal("the README has no index of the documents")
	}
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if page != "README.md" && !strings.Contains(index, "("+page+")") {
			t.Errorf("%s is not in the index of the README", page)
		}
	}
}

// made is a call of make in a document or a workflow.
var made = regexp.MustCompile("(?m)(?:`|run: |\\$ |^)make ([a-z][a-z0-9-]*)")

// A document or workflow that asks for a target that is gone fails when
// somebody needs it, which for a workflow is at night.
func TestMake_HasTheTargetsThatAreAskedFor(t *testing.T) {
	targets := map[string]bool{}
	for _, file := range []string{"Makefile", "deploy/deploy.mk"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^([a-z][a-z0-9-]*):`).FindAllStringSubmatch(string(text), -1) {
			targets[m[1]] = true
		}
	}
	for _, ending := range []string{".md", ".yml"} {
		n := 0
		for name, text := range files(t, ending) {
			for _, m := range made.FindAllStringSubmatch(text, -1) {
				n++
				if !targets[m[1]] {
					t.Errorf("%s: make %s: there is no such target", name, m[1])
				}
			}
		}
		if n == 0 {
			t.Errorf("no calls of make in files that end in %s", ending)
		}
	}
}

// files are the texts of all files with an ending, by name.
func files(t *testing.T, ending string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch base := filepath.Base(name); {
		case err != nil:
			return err
		case d.IsDir() && (base == "testdata" || strings.HasPrefix(base, ".") && base != "." && base != ".github"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(name) != ending:
			return nil
		}
		text, err := os.ReadFile(name)
		found[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
