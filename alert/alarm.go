package alert

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"trailnotify/alert/alarm"
	"trailnotify/alert/line"
	"trailnotify/alert/neutral"
	"trailnotify/alert/plain"
	"trailnotify/alert/regions"
	"trailnotify/alert/words"
)

// Alarm writes the alert with the keys of a CloudWatch alarm's message: an
// alarm in the account and region of the topic that has gone from OK to ALARM.
// It has the name of the deployment and the rule, and for a rule that counts
// groups the group's ID, so that each group has an alarm of its own. The
// description says in English what the chat message says.
func (a Alert) Alarm(topicARN string) []byte {
	partition, region, account := alarm.Topic(topicARN)
	return mustEncode(json.Marshal(alarm.Message{
		AlarmName:                          a.alarmName(),
		AlarmDescription:                   a.alarmDescription(),
		AWSAccountId:                       account,
		AlarmConfigurationUpdatedTimestamp: a.Published.Format(alarm.Instant),
		NewStateValue:                      a.alarmState(),
		NewStateReason:                     a.alarmReason(),
		StateChangeTime:                    a.Published.Format(alarm.Instant),
		Region:                             regions.Title(region),
		AlarmArn:                           fmt.Sprintf("arn:%s:cloudwatch:%s:%s:alarm:%s", partition, region, account, a.alarmName()),
		OldStateValue:                      a.alarmStateBefore(),
		OKActions:                          []string{topicARN},
		AlarmActions:                       []string{topicARN},
		InsufficientDataActions:            []string{},
		Trigger:                            a.trigger(),
		Alert:                              a,
	}))
}

// AlarmSubject is the subject of an alarm's message.
func (a Alert) AlarmSubject(topicARN string) string {
	_, region, _ := alarm.Topic(topicARN)
	return fmt.Sprintf("%s: %q in %s", a.alarmState(), a.alarmName(), regions.Title(region))
}

// The states of an alarm: an alert raises it, the end of its quiet time ends
// it.
const (
	stateAlarm = "ALARM"
	stateOK    = "OK"
)

func (a Alert) alarmState() string {
	if a.Closing != nil {
		return stateOK
	}
	return stateAlarm
}

func (a Alert) alarmStateBefore() string {
	if a.Closing != nil {
		return stateAlarm
	}
	return stateOK
}

// alarmName tells the alarms of deployments, rules and groups apart.
//
//	Trail-Notify-UnauthorizedAPICalls
//	Trail-Notify-UnauthorizedAPICalls/5f3a09c1
func (a Alert) alarmName() string {
	name := a.Rule
	if a.Deployment != "" {
		name = a.Deployment + "-" + name
	}
	if a.GroupID != "" {
		name += "/" + a.GroupID
	}
	return name
}

// The limits of CloudWatch.
const (
	maxAlarmDescription = 1024
	maxDimension        = 1024
)

// alarmDescription is the message in English, with signs of our own replaced
// too: programs post it to a chat unchanged.
func (a Alert) alarmDescription() string {
	w := &words.English
	write := func(facts []fact, d line.Depth) string {
		lines := []string{joinLine(a.heading(w), neutral.LeastClip), plainFacts(w, facts, d)}
		if d.Pieces > 1 { // else there is no room
			lines = append(lines, a.advice(w)...)
		}
		return neutral.Signs.Replace(strings.TrimSpace(strings.Join(lines, "\n")))
	}
	text, _ := condense(append(a.head(Reader{}), a.rest(Reader{})...), write, func(text string) bool { return len(text) <= maxAlarmDescription })
	return text
}

func (a Alert) alarmReason() string {
	if a.Closing != nil {
		return fmt.Sprintf("Quiet Time Ended: %s (ALARM -> OK transition).", a.closingNumber(&words.English))
	}
	return fmt.Sprintf("Threshold Crossed: 1 out of the last 1 datapoints [%s (%s)] was greater than or equal to the threshold (%s) "+
		"(minimum 1 datapoint for OK -> ALARM transition).",
		alarm.Decimal(a.Count), a.Window.Start.Format("02/01/06 15:04:05"), alarm.Decimal(a.Threshold))
}

func (a Alert) trigger() alarm.Trigger {
	t := alarm.Trigger{
		MetricName: a.Rule, Namespace: "trailnotify", StatisticType: "Statistic", Statistic: "SUM",
		Dimensions: []alarm.Dimension{}, EvaluationPeriods: 1, DatapointsToAlarm: 1,
		ComparisonOperator: "GreaterThanOrEqualToThreshold",
		Threshold:          json.RawMessage(alarm.Decimal(a.Threshold)), TreatMissingData: "notBreaching",
	}
	if period, err := time.ParseDuration(a.Period); err == nil {
		t.Period = int(period / time.Second)
	}
	if a.Group != "" {
		t.Dimensions = append(t.Dimensions, alarm.Dimension{Value: plain.Clip(neutral.Text(a.Group), maxDimension), Name: "group"})
	}
	return t
}
