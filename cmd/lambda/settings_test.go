package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert"
	"trailnotify/alert/sns"
)

// The table of the README and the settings in the code are one.
func TestVariables_AreTheTableOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string][2]string{} // default and meaning by name
	_, section, _ := strings.Cut(string(readme), "## Settings")
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.HasPrefix(cells[1], " `") {
			continue
		}
		documented[strings.Trim(cells[1], " `")] = [2]string{strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])}
	}
	for _, v := range variables {
		otherwise := v.otherwise
		switch {
		case v.required:
			otherwise = "required"
		case otherwise != "" && otherwise != "any" && !strings.HasPrefix(otherwise, "`"):
			otherwise = "`" + otherwise + "`"
		}
		if want := [2]string{otherwise, v.meaning}; documented[v.name] != want {
			t.Errorf("%s: the README has %q, the code %q", v.name, documented[v.name], want)
		}
		delete(documented, v.name)
	}
	for _, ofRules := range []string{"HOME_REGIONS", "<SETTING>_ALERT_THRESHOLD", "<SETTING>_ENABLED", "<SETTING>_PERIOD", "<SETTING>_QUIET", "<SETTING>_CLOSING", "<SETTING>_MODE"} {
		if _, ok := documented[ofRules]; !ok {
			t.Errorf("%s is not in the README", ofRules)
		}
		delete(documented, ofRules)
	}
	for name := range documented {
		t.Errorf("the README has %s, the code does not", name)
	}
}

func TestReadSettings_TakesWhatIsSet(t *testing.T) {
	s, err := readSettings([]string{
		"TABLE_NAME=counts", "SNS_TOPIC_ARN=" + topic, "SNS_TOPIC_ARN_HIGH=" + topic + "-high", "RULE_SET=security-hub",
		"LOG_GROUPS=trail, other/trail", "LOG_OWNERS=111122223333", "DEPLOYMENT_NAME=second", "LOG_LEVEL=debug", "METRICS=rules", "PATH=/bin",
		"ALERT_FORMAT=json", "ALERT_FORMAT_LOW=text", "ALERT_LANGUAGE=ja", "ALERT_TIME_ZONE=Asia/Tokyo",
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.table != "counts" || s.RuleSet != "security-hub" ||
		strings.Join(s.logGroups, "+") != "trail+other/trail" || s.logOwners[0] != "111122223333" || s.Deployment != "second" ||
		s.logLevel.String() != "DEBUG" || s.metrics != "rules" {
		t.Errorf("settings %+v", s)
	}
	want := []sns.Route{
		{Topic: topic, Format: sns.JSON},
		{Severity: "high", Topic: topic + "-high", Format: sns.JSON},
		{Severity: "low", Topic: topic, Format: sns.Text},
	}
	if diff := cmp.Diff(want, s.allRoutes()); diff != "" {
		t.Errorf("routes (-want +got):\n%s", diff)
	}
	if s.Reader.Language != alert.Japanese || s.Reader.Zone.String() != "Asia/Tokyo" {
		t.Errorf("reader %+v", s.Reader)
	}
}

func TestReadSettings_Faults(t *testing.T) {
	sound := []string{"TABLE_NAME=counts", "SNS_TOPIC_ARN=" + topic}
	for variable, want := range map[string]string{
		"TABLE_NAME=a b":                         "TABLE_NAME: want the name of a table",
		"SNS_TOPIC_ARN_LOW=hunter2":              "SNS_TOPIC_ARN_LOW: want arn:aws:sns",
		"LOG_GROUPS=a,b c":                       "LOG_GROUPS: want names of log groups with commas",
		"LOG_GROUPS=" + strings.Repeat("a", 513): "LOG_GROUPS: want names of log groups",
		"LOG_OWNERS=1234":                        "LOG_OWNERS: want account IDs of 12 digits",
		"DEPLOYMENT_NAME=a b":                    "DEPLOYMENT_NAME: want 1 to 64",
		"ALERT_FORMAT=slack":                     "ALERT_FORMAT: want one of",
		"ALERT_LANGUAGE=de":                      "ALERT_LANGUAGE: want en or ja",
		"ALERT_TIME_ZONE=Tokyo":                  "ALERT_TIME_ZONE: want the name of a time zone",
		"CANARY_TOPIC_ARN=x":                     "CANARY_TOPIC_ARN: want arn:aws:sns",
		"METRICS=all":                            "METRICS: want basic, rules or off",
		"LOG_LEVLE=debug":                        "LOG_LEVLE: no such setting; did you mean LOG_LEVEL?",
		"SNS_TOPIC_ARN_HIHG=" + topic:            "SNS_TOPIC_ARN_HIHG: no such setting; did you mean SNS_TOPIC_ARN_HIGH?",
	} {
		_, err := readSettings(append(sound, variable))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", variable, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the value is printed: %v", variable, err)
		}
	}
	if _, err := readSettings(sound); err != nil {
		t.Errorf("sound settings: %v", err)
	}
}
