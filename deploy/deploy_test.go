// Package deploy_test holds the Terraform module and the SAM template to the
// product, so that a setting, a default, an action or a pattern can't change in
// one place alone. The directory has no other Go code.
package deploy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"trailnotify/rules"
)

// The settings table of the README is what the function reads; a test of
// cmd/lambda holds it to the code.
func TestTerraform_SetsEverySettingAndNoOther(t *testing.T) {
	source := read(t, "terraform/environment.tf")
	set := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\s+([A-Z][A-Z_]+)\s+= `).FindAllStringSubmatch(source, -1) {
		set[m[1]] = true
	}
	set["CANARY_TOPIC_ARN"] = strings.Contains(source, "CANARY_TOPIC_ARN = ")
	for _, severity := range severities {
		set["SNS_TOPIC_ARN_"+severity] = strings.Contains(source, `"SNS_TOPIC_ARN_${upper(severity)}"`)
		set["ALERT_FORMAT_"+severity] = strings.Contains(source, `"ALERT_FORMAT_${upper(severity)}"`)
	}
	for _, suffix := range []string{"_ALERT_THRESHOLD", "_ENABLED", "_PERIOD", "_QUIET", "_CLOSING", "_MODE"} {
		set["<SETTING>"+suffix] = strings.Contains(source, `"${upper(rule)}`+suffix+`"`)
	}
	sameNames(t, "settings of the module", set, settings(t))
}

// Of the settings of single rules the template has the thresholds: the others
// would be 95 more parameters, and rule files in the package set them.
func TestTemplate_SetsEverySettingAndNoOther(t *testing.T) {
	set := map[string]bool{}
	for name := range template(t).Resources["Detector"].Properties.Environment.Variables {
		set[name] = true
	}
	want := settings(t)
	for _, suffix := range []string{"_ENABLED", "_PERIOD", "_QUIET", "_CLOSING", "_MODE", "_ALERT_THRESHOLD"} {
		delete(want, "<SETTING>"+suffix)
	}
	for _, r := range builtin(t, "default") {
		want[strings.ToUpper(r.Setting)+"_ALERT_THRESHOLD"] = true
	}
	sameNames(t, "settings of the template", set, want)
}

var severities = []string{"CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"}

// settings are the names in the README's table.
func settings(t *testing.T) map[string]bool {
	t.Helper()
	_, section, _ := strings.Cut(read(t, "../README.md"), "\n## Settings\n")
	section, _, _ = strings.Cut(section, "\n## ")
	all := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Z_<>]+)` \\|").FindAllStringSubmatch(section, -1) {
		all[m[1]] = true
	}
	if len(all) < 20 {
		t.Fatalf("the README's table has %d settings", len(all))
	}
	return all
}

func TestThresholds_AreThoseOfTheRuleFiles(t *testing.T) {
	variables := read(t, "terraform/variables.tf")
	environment := read(t, "terraform/environment.tf")
	readme := read(t, "terraform/README.md")
	parameters := template(t).Parameters
	inputs := regexp.MustCompile(`(?m)^variable "([a-z0-9_]+)_alert_threshold"`).FindAllStringSubmatch(variables, -1)
	set := builtin(t, "default")
	if len(inputs) != len(set) {
		t.Errorf("the module has %d thresholds, the rule set %d", len(inputs), len(set))
	}
	for _, r := range set {
		_, input, ok := strings.Cut(variables, `variable "`+r.Setting+`_alert_threshold" {`)
		if !ok {
			t.Errorf("the module has no %s_alert_threshold", r.Setting)
			continue
		}
		input, _, _ = strings.Cut(input, "\n}\n")
		said := " Default " + strconv.Itoa(r.Threshold)
		if !strings.Contains(input, r.Name+" ") || !strings.Contains(input, said) || !strings.Contains(input, "default     = null\n") {
			t.Errorf("%s_alert_threshold does not say%s, or does not leave the default to the rule: %s", r.Setting, said, input)
		}
		if !strings.Contains(environment, r.Setting+" ") {
			t.Errorf("%s_alert_threshold is not passed on", r.Setting)
		}
		if !strings.Contains(readme, "| "+r.Setting+"_alert_threshold |") {
			t.Errorf("terraform/README.md has no %s_alert_threshold", r.Setting)
		}
		parameter := parameters[camel(r.Setting)+"AlertThreshold"]
		if parameter.Default != "" || !strings.Contains(parameter.Description, r.Name+": ") || !strings.HasSuffix(parameter.Description, said+".") {
			t.Errorf("the parameter of %s is %+v, want one that says%s", r.Setting, parameter, said)
		}
	}
}

// What the table may cost at most is the same in both templates, and both its
// limits are set: a provider before 6.8 may fail otherwise.
func TestTable_IsBounded(t *testing.T) {
	variables, parameters := read(t, "terraform/variables.tf"), template(t).Parameters
	for input, parameter := range map[string]string{"max_write_units": "MaxWriteUnits", "max_read_units": "MaxReadUnits"} {
		found := regexp.MustCompile(`(?s)variable "` + input + `" \{.*?default     = ([0-9]+)\n`).FindStringSubmatch(variables)
		if otherwise := fmt.Sprint(parameters[parameter].Default); found == nil || found[1] != otherwise {
			t.Errorf("%s: the module's default is %q, the template's %q", input, found, otherwise)
		}
		if !strings.Contains(read(t, "terraform/table.tf"), "var."+input+"\n") {
			t.Errorf("the module does not set %s", input)
		}
		if !strings.Contains(read(t, "sam/template.yaml"), "RequestUnits: !Ref "+parameter) {
			t.Errorf("the template does not set %s", parameter)
		}
	}
}

// camel writes root_usage as RootUsage.
func camel(setting string) string {
	var name strings.Builder
	for part := range strings.SplitSeq(setting, "_") {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return name.String()
}

func TestCompliance_HasThePatternsOfTheRuleSet(t *testing.T) {
	var module map[string]struct{ Control, Pattern string }
	if err := json.Unmarshal([]byte(read(t, "terraform/compliance.json")), &module); err != nil {
		t.Fatal(err)
	}
	stack := compliance(t)
	n := 0
	for _, r := range builtin(t, "security-hub") {
		i := slices.IndexFunc(r.Reference, func(s string) bool { return strings.HasPrefix(s, "CloudWatch.") })
		if i < 0 {
			continue
		}
		n++
		if got := module[r.Name]; got.Control != r.Reference[i] || got.Pattern != r.Source {
			t.Errorf("compliance.json has %+v for %s, want %s and %s", got, r.Name, r.Reference[i], r.Source)
		}
		if got := stack[r.Name+"Filter"]; got != r.Source {
			t.Errorf("compliance.yaml has %s for %s, want %s", got, r.Name, r.Source)
		}
	}
	if n != 14 || len(module) != 14 || len(stack) != 14 {
		t.Errorf("the rule set has %d controls, compliance.json %d, compliance.yaml %d; want 14", n, len(module), len(stack))
	}
}

func TestReadme_HasEveryInputAndOutput(t *testing.T) {
	readme := read(t, "terraform/README.md")
	for file, form := range map[string]string{
		"terraform/variables.tf": `(?m)^variable "(\w+)" \{\n  description = "(.*)"$`,
		"terraform/outputs.tf":   `(?m)^output "(\w+)" \{\n  description = "(.*)"$`,
	} {
		source := read(t, file)
		found := regexp.MustCompile(form).FindAllStringSubmatch(source, -1)
		if n := len(regexp.MustCompile(`(?m)^(variable|output) `).FindAllString(source, -1)); n == 0 || n != len(found) {
			t.Errorf("%s: %d of %d have a description", file, len(found), n)
		}
		for _, m := range found {
			if !strings.Contains(readme, "\n| "+m[1]+" | "+m[2]+" |") {
				t.Errorf("terraform/README.md does not say of %s: %s", m[1], m[2])
			}
		}
	}
}

// samTemplate is what the tests look at of a template.
type samTemplate struct {
	Parameters map[string]struct {
		Default     any    `yaml:"Default"`
		Description string `yaml:"Description"`
	} `yaml:"Parameters"`
	Resources map[string]struct {
		Properties struct {
			FilterPattern any `yaml:"FilterPattern"`
			Environment   struct {
				Variables map[string]any `yaml:"Variables"`
			} `yaml:"Environment"`
		} `yaml:"Properties"`
	} `yaml:"Resources"`
}

func template(t *testing.T) samTemplate { return decode(t, "sam/template.yaml") }

// compliance are the patterns of the metric filters by logical name.
func compliance(t *testing.T) map[string]string {
	patterns := map[string]string{}
	for name, resource := range decode(t, "sam/compliance.yaml").Resources {
		if p, ok := resource.Properties.FilterPattern.(string); ok {
			patterns[name] = p
		}
	}
	return patterns
}

// decode reads a template; what stands behind a tag such as !Ref is left out.
func decode(t *testing.T, file string) samTemplate {
	t.Helper()
	tags := regexp.MustCompile(`!(And|Ref|Sub|GetAtt|If|Not|Equals|Condition|Select|Split|Join)\b`)
	var decoded samTemplate
	if err := yaml.Unmarshal(tags.ReplaceAll([]byte(read(t, file)), nil), &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

func builtin(t *testing.T, set string) []*rules.Rule {
	t.Helper()
	loaded, err := rules.Builtin(set)
	if err != nil {
		t.Fatal(err)
	}
	return loaded.Rules()
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func sameNames(t *testing.T, where string, got, want map[string]bool) {
	t.Helper()
	maps.DeleteFunc(got, func(_ string, ok bool) bool { return !ok })
	for name := range want {
		if !got[name] {
			t.Errorf("%s: %s is missing", where, name)
		}
	}
	for name := range got {
		if !want[name] {
			t.Errorf("%s: %s is too many", where, name)
		}
	}
}
