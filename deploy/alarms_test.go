package deploy_test

import (
	"regexp"
	"strings"
	"testing"
)

// Alarms and dashboards on metrics that the function does not write would stay
// silent for ever.
func TestMetrics_AreThoseThatTheFunctionWrites(t *testing.T) {
	written := map[string]bool{}
	for _, m := range regexp.MustCompile(`\{"([A-Za-z]+)", "(?:Count|Seconds|Milliseconds)"`).FindAllStringSubmatch(read(t, "../cmd/lambda/metrics.go"), -1) {
		written[m[1]] = true
	}
	if !written["Records"] {
		t.Fatalf("found the metrics %v", written)
	}
	for name := range usedMetrics(t) {
		if !written[name] {
			t.Errorf("there is an alarm or a widget on %s, which the function does not write", name)
		}
	}
}

// usedMetrics are the function's metrics in alarms and on dashboards.
func usedMetrics(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	terraform := regexp.MustCompile(`namespace\s+= "trailnotify",?\s+metric(?:_name)?\s+= "([A-Za-z]+)"`)
	dashboard := regexp.MustCompile(`\["trailnotify", "([A-Za-z]+)"`)
	sam := regexp.MustCompile(`Namespace: trailnotify\n\s+MetricName: ([A-Za-z]+)`)
	for _, file := range []string{"terraform/alarms.tf", "terraform/canary.tf", "terraform/closing.tf", "terraform/dashboard.tf", "sam/template.yaml"} {
		source, n := read(t, file), 0
		for _, form := range []*regexp.Regexp{terraform, dashboard, sam} {
			for _, m := range form.FindAllStringSubmatch(source, -1) {
				used[m[1]], n = true, n+1
			}
		}
		if n != strings.Count(source, `"trailnotify"`)-strings.Count(source, `{"trailnotify":`)+strings.Count(source, "Namespace: trailnotify") {
			t.Errorf("%s: not every metric was found", file)
		}
	}
	return used
}

// Whoever changes from one template to the other finds the same alarms.
func TestAlarms_AreTheSameInBothTemplates(t *testing.T) {
	sameNames(t, "alarms of the template", templateAlarms(t), moduleAlarms(t))
}

// moduleAlarms are the names of the module's alarms, without their prefix.
func moduleAlarms(t *testing.T) map[string]bool {
	t.Helper()
	alarms := map[string]bool{}
	mapped := regexp.MustCompile(`(?m)^\s+([A-Z][A-Za-z]+) = \{$`)
	named := regexp.MustCompile(`alarm_name\s+= "\$\{local\.detector\}-([A-Za-z]+)"`)
	for _, file := range []string{"terraform/alarms.tf", "terraform/canary.tf", "terraform/closing.tf", "terraform/discarded.tf"} {
		for _, m := range append(mapped.FindAllStringSubmatch(read(t, file), -1), named.FindAllStringSubmatch(read(t, file), -1)...) {
			alarms[m[1]] = true
		}
	}
	return alarms
}

func templateAlarms(t *testing.T) map[string]bool {
	t.Helper()
	alarms := map[string]bool{}
	for _, m := range regexp.MustCompile(`AlarmName: !Sub \$\{Name\}-Detector-([A-Za-z]+)`).FindAllStringSubmatch(read(t, "sam/template.yaml"), -1) {
		alarms[m[1]] = true
	}
	return alarms
}

// Whoever is woken by an alarm finds there what it means and what to do first.
func TestAlarms_AreExplained(t *testing.T) {
	explained := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Z][A-Za-z]+)` \\| .+ \\| .+ \\|$").FindAllStringSubmatch(read(t, "../SECURITY.md"), -1) {
		explained[m[1]] = true
	}
	sameNames(t, "SECURITY.md", explained, moduleAlarms(t))
}
