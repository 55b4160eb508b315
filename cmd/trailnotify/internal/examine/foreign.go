package examine

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"

	"trailnotify/rules"
)

// foreign says what a text is that is neither a pattern nor a rule file but is
// often given in their place, and what to give instead. It is "" for any other
// text.
func foreign(name string, text []byte) string {
	var keys map[string]json.RawMessage
	isJSON := json.Unmarshal(text, &keys) == nil
	has := func(key string) bool { return isJSON && keys[key] != nil }
	switch {
	case has("metricFilters"):
		return "this is the output of \"aws logs describe-metric-filters\", not a rule file; to check its patterns: " +
			"jq -r '.metricFilters[].filterPattern' FILE, and give each of them to check"
	case has("MetricAlarms"):
		return "this is the output of \"aws cloudwatch describe-alarms\", not a rule file; its alarms have thresholds, the patterns are those of their metric filters"
	case has("terraform_version"):
		return "this is a state or a plan of Terraform, not a rule file; give the value of each pattern"
	case has("AWSTemplateFormatVersion") || !isJSON && cloudFormation.Match(text):
		return "this is a CloudFormation template, not a rule file; give the value of each FilterPattern"
	case has("Records") || has("eventVersion"):
		return "this holds CloudTrail records, not rules; give it as --sample, or to match and explain"
	case isTerraform(name, text) || strings.HasSuffix(strings.ToLower(name), ".tf.json"):
		return "this is a Terraform file, not a pattern or a rule file; give the value of each pattern of its aws_cloudwatch_log_metric_filter"
	}
	return ""
}

var (
	// block begins a block of a Terraform file.
	block          = regexp.MustCompile(`(?m)^(resource|data|module|variable|provider|output)\s+"[^"\n]*"(\s+"[^"\n]*")?\s*\{|^(locals|terraform)\s*\{`)
	cloudFormation = regexp.MustCompile(`(?m)^AWSTemplateFormatVersion\s*:`)
)

func isTerraform(name string, text []byte) bool {
	return strings.EqualFold(filepath.Ext(name), ".tf") || !rules.IsRuleFile(name) && block.Match(text)
}

// ruleKeys are keys at the beginning of a line that make a text a rule file.
var ruleKeys = regexp.MustCompile(`(?m)^(name|pattern|extends|except|threshold|severity|match|no_match)\s*:`)

// ruleText reports whether text from standard input is a rule file, by the
// ending that such a file has: ".yaml", ".json", or "" for a pattern.
func ruleText(text []byte) string {
	switch {
	case json.Valid(text) && strings.HasPrefix(strings.TrimSpace(string(text)), "{"):
		return ".json"
	case len(ruleKeys.FindAllIndex(text, 2)) == 2:
		return ".yaml"
	default:
		return ""
	}
}
