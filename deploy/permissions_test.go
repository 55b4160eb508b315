package deploy_test

import (
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"trailnotify/alert/sns"
	"trailnotify/window/dynamodb"
)

// Other actions than these are Lambda's own, in the name of the function: its
// log, the retry queue, the stream, keys. The canary's call needs none.
func TestPermissions_AreTheCallsThatTheCodeMakes(t *testing.T) {
	want := map[string]bool{}
	calls(want, "dynamodb", reflect.TypeFor[dynamodb.API]())
	calls(want, "sns", reflect.TypeFor[sns.API]())
	for _, file := range []string{"terraform/permissions.tf", "sam/template.yaml"} {
		granted := map[string]bool{}
		for _, action := range allowed(t, file) {
			if strings.HasPrefix(action, "dynamodb:") || strings.HasPrefix(action, "sns:") {
				granted[action] = true
			}
		}
		sameNames(t, file, granted, want)
	}
}

// calls adds the actions of an interface to a service's client.
func calls(actions map[string]bool, service string, api reflect.Type) {
	for i := range api.NumMethod() {
		actions[service+":"+api.Method(i).Name] = true
	}
}

// allowed are the actions of all statements that allow something.
func allowed(t *testing.T, file string) []string {
	t.Helper()
	source := read(t, file)
	statements := regexp.MustCompile(`(?s)Effect\W+Allow\W+Action\W(.*?)(?:Resource|Principal)\b`).FindAllStringSubmatch(source, -1)
	if n := len(regexp.MustCompile(`Effect\W+Allow`).FindAllString(source, -1)); n == 0 || n != len(statements) {
		t.Fatalf("%s: read %d of %d statements", file, len(statements), n)
	}
	var actions []string
	for _, s := range statements {
		actions = append(actions, regexp.MustCompile(`[a-z0-9]+:[A-Z][A-Za-z]+`).FindAllString(s[1], -1)...)
	}
	return actions
}

// unnamed are the statements on actions of EC2 and X-Ray for which there is no
// resource to name.
var unnamed = regexp.MustCompile(`(?s)Sid(?:: |\s+= ")(?:Network|NetworkNotByTheProgram|Traces)\b.*?Resource[^\n]*`)

func TestPermissions_HaveNoWildcard(t *testing.T) {
	files, err := filepath.Glob("terraform/*.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	wildcard := regexp.MustCompile(`"?[a-z0-9]+:\*"|Resource\s*[=:]\s*\[?"?'?\*|Action\s*[=:]\s*\[?"?'?\*`)
	for _, file := range append(files, "sam/template.yaml", "sam/compliance.yaml") {
		if found := wildcard.FindString(unnamed.ReplaceAllString(read(t, file), "")); found != "" {
			t.Errorf("%s: %s", file, found)
		}
	}
}

// What is denied to others is every action that writes items, in both
// templates alike.
func TestTable_DeniesTheSameWritesInBothTemplates(t *testing.T) {
	form := regexp.MustCompile(`(?s)OthersDoNotWrite.*?Action(.*?)Resource`)
	denied := func(file string) map[string]bool {
		actions := map[string]bool{}
		m := form.FindStringSubmatch(read(t, file))
		if m == nil {
			t.Fatalf("%s denies nothing", file)
		}
		for _, action := range regexp.MustCompile(`dynamodb:[A-Za-z]+`).FindAllString(m[1], -1) {
			actions[action] = true
		}
		return actions
	}
	sameNames(t, "sam/template.yaml", denied("sam/template.yaml"), denied("terraform/table.tf"))
}
