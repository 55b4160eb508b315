package where_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The tables of the manual are the cases, in the same order, on the same
// record.
func TestManual_HasTheCases(t *testing.T) {
	text, err := os.ReadFile("../../CONDITIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "```json\n"+record+"\n```\n") {
		t.Error("the manual has another record")
	}
	for heading, of := range map[string][]example{"What is missing": missing, "What has another type": odd} {
		_, section, ok := strings.Cut(string(text), "\n### "+heading+"\n")
		if !ok {
			t.Fatalf("no section %s", heading)
		}
		section, _, _ = strings.Cut(section, "\n#")
		var got, want []string
		for _, row := range regexp.MustCompile("(?m)^\\| `(.+)` \\| (true|false) \\|$").FindAllStringSubmatch(section, -1) {
			got = append(got, row[1]+" is "+row[2])
		}
		for _, c := range of {
			want = append(want, fmt.Sprintf("%s is %v", c.condition, c.want))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-cases +manual):\n%s", heading, diff)
		}
	}
}

// The manual names every function, and none that is not there.
func TestManual_HasTheFunctions(t *testing.T) {
	text, err := os.ReadFile("../../CONDITIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Functions\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var got []string
	for _, cell := range regexp.MustCompile(`(?m)^\| (.*?) \|`).FindAllStringSubmatch(section, -1) {
		for _, name := range regexp.MustCompile("`([a-zA-Z]+)\\(").FindAllStringSubmatch(cell[1], -1) {
			got = append(got, name[1])
		}
	}
	want := []string{"lower", "upper", "trim", "len", "number", "sum", "values", "json", "account", "cidr", "isPublic", "trusted"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("functions (-want +manual):\n%s", diff)
	}
}
