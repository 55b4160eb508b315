package trailnotify_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	goyaml "github.com/goccy/go-yaml"
)

// issueForm is what the host requires of a form for issues. The linter of the
// workflows does not look at forms, and a host that refuses one says nothing:
// the form is just not offered.
type issueForm struct {
	Name        string
	Description string
	Labels      []string
	Body        []struct {
		Type        string
		ID          string
		Attributes  map[string]any
		Validations map[string]bool
	}
}

func TestIssueForms_AreComplete(t *testing.T) {
	files, err := filepath.Glob(".github/ISSUE_TEMPLATE/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return filepath.Base(f) == "config.yml" })
	if len(files) == 0 {
		t.Fatal("no forms found")
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var form issueForm
		if err := goyaml.UnmarshalWithOptions(src, &form, goyaml.Strict()); err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if form.Name == "" || form.Description == "" || len(form.Body) == 0 {
			t.Errorf("%s: want a name, a description and a body", file)
		}
		checkForm(t, file, form)
	}
}

// checkForm reports the parts of a form that the host would refuse.
func checkForm(t *testing.T, file string, form issueForm) {
	t.Helper()
	asked := map[string]bool{}
	for _, part := range form.Body {
		switch part.Type {
		case "markdown":
			if part.Attributes["value"] == nil {
				t.Errorf("%s: markdown without a value", file)
			}
		case "textarea", "input":
			if part.ID == "" || asked[part.ID] || part.Attributes["label"] == nil {
				t.Errorf("%s: %s %q wants a label and an ID of its own", file, part.Type, part.ID)
			}
			asked[part.ID] = true
		default:
			t.Errorf("%s: type %q is none that these forms use", file, part.Type)
		}
	}
}
