package alert

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"trailnotify/window"
)

// A consumer of alarms reads the message with the type that Lambda's own
// library has for it.
func TestAlarm_IsReadByConsumersOfAlarms(t *testing.T) {
	c := burst()
	c.Group = window.Group{Kind: window.GroupValue, Value: "203.0.113.9"}
	a := New(rule, c, Deployment{Name: "Trail-Notify"})
	encoded := a.Alarm("arn:aws:sns:ap-southeast-1:123456789012:alerts")
	var own map[string]json.RawMessage
	var got events.CloudWatchAlarmSNSPayload
	if err := errors.Join(json.Unmarshal(encoded, &own), json.Unmarshal(encoded, &got)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(a.JSON()), string(own["trailnotify"])); diff != "" {
		t.Errorf("the machine form (-want +got):\n%s", diff)
	}
	delete(own, "trailnotify")
	checkKeys(t, own, "AlarmName AlarmDescription AWSAccountId AlarmConfigurationUpdatedTimestamp NewStateValue NewStateReason StateChangeTime "+
		"Region AlarmArn OldStateValue OKActions AlarmActions InsufficientDataActions Trigger")
	var trigger map[string]json.RawMessage
	if err := json.Unmarshal(own["Trigger"], &trigger); err != nil {
		t.Fatal(err)
	}
	checkKeys(t, trigger, "MetricName Namespace StatisticType Statistic Unit Dimensions Period EvaluationPeriods DatapointsToAlarm "+
		"ComparisonOperator Threshold TreatMissingData EvaluateLowSampleCountPercentile")
	if !strings.HasPrefix(got.AlarmDescription, "ci +1 was not allowed to call iam:ListUsers ×3, +1 kind · account 111122223333 · N. Virginia +1\nWho: user/ci, role/web/i-1\nFrom: 198.51.100.7, 203.0.113.9\n") {
		t.Errorf("description %q", got.AlarmDescription)
	}
	want := events.CloudWatchAlarmSNSPayload{
		AlarmName: "Trail-Notify-UnauthorizedAPICalls/" + a.GroupID, AlarmDescription: got.AlarmDescription, AWSAccountID: "123456789012",
		NewStateValue:   "ALARM",
		NewStateReason:  "Threshold Crossed: 1 out of the last 1 datapoints [4.0 (02/03/26 09:55:00)] was greater than or equal to the threshold (3.0) (minimum 1 datapoint for OK -> ALARM transition).",
		StateChangeTime: "2026-03-02T09:58:00.000+0000",
		Region:          "Asia Pacific (Singapore)", AlarmARN: "arn:aws:cloudwatch:ap-southeast-1:123456789012:alarm:Trail-Notify-UnauthorizedAPICalls/" + a.GroupID,
		OldStateValue: "OK",
		Trigger: events.CloudWatchAlarmTrigger{
			Period: 300, EvaluationPeriods: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold", Threshold: 3,
			TreatMissingData: "notBreaching", MetricName: "UnauthorizedAPICalls", Namespace: "trailnotify", StatisticType: "Statistic", Statistic: "SUM",
			Dimensions: []events.CloudWatchDimension{{Name: "group", Value: "203.0.113.9"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("alarm (-want +got):\n%s", diff)
	}
	if !bytes.Contains(encoded, []byte(`"Threshold":3.0,`)) {
		t.Error("CloudWatch writes a threshold with its decimals")
	}
}

// checkKeys holds an object against the keys that CloudWatch writes.
func checkKeys(t *testing.T, object map[string]json.RawMessage, want string) {
	t.Helper()
	keys := strings.Fields(want)
	slices.Sort(keys)
	if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(object))); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// One group's OK must not close what another group's ALARM opened, and the
// alerts of two deployments must not meet in one incident.
func TestAlarm_NamesEachGroup(t *testing.T) {
	name := func(place string, g window.Group) string {
		c := burst()
		c.Group = g
		return New(rule, c, Deployment{Name: place}).alarmName()
	}
	seen := map[string]string{}
	for _, place := range []string{"", "a", "b"} {
		for _, g := range []window.Group{
			{},
			{Kind: window.GroupMissing},
			{Kind: window.GroupCeiling},
			{Kind: window.GroupStorm},
			{Kind: window.GroupValue, Value: "a"},
			{Kind: window.GroupValue, Value: "missing"},
			{Kind: window.GroupValue, Value: "a\u202e"},
			{Kind: window.GroupValue, Value: strings.Repeat("x", 600)},
			{Kind: window.GroupValue, Value: strings.Repeat("x", 601)},
		} {
			n, what := name(place, g), fmt.Sprintf("%q %v", place, g)
			if other, ok := seen[n]; ok {
				t.Errorf("%s and %s: both %s", what, other, n)
			}
			seen[n] = what
			if g.Kind == window.GroupNone && strings.Contains(n, "/") {
				t.Errorf("%s: a rule without groups has one alarm", n)
			}
		}
	}
}

func TestAlarm_OfAnotherPartition(t *testing.T) {
	for topic, want := range map[string][]string{
		"arn:aws-cn:sns:cn-north-1:123456789012:alerts":        {`"Region":"China (Beijing)"`, `"AlarmArn":"arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:UnauthorizedAPICalls"`},
		"arn:aws-us-gov:sns:us-gov-west-1:123456789012:alerts": {`"Region":"AWS GovCloud (US-West)"`, `"AlarmArn":"arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:UnauthorizedAPICalls"`},
	} {
		encoded := string(New(rule, burst(), Deployment{}).Alarm(topic))
		for _, text := range want {
			if !strings.Contains(encoded, text) {
				t.Errorf("no %s in %s", text, encoded)
			}
		}
	}
}
