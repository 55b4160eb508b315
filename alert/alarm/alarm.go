// Package alarm has the form of the messages that CloudWatch alarms publish.
package alarm

import (
	"encoding/json"
	"regexp"
	"strconv"
)

// A Message has the keys of the message that a CloudWatch alarm publishes, so
// that what reads those keeps working. Alert is the one key more.
type Message struct {
	AlarmName                          string
	AlarmDescription                   string
	AWSAccountId                       string // the spelling is the key
	AlarmConfigurationUpdatedTimestamp string
	NewStateValue                      string
	NewStateReason                     string
	StateChangeTime                    string
	Region                             string
	AlarmArn                           string
	OldStateValue                      string
	OKActions                          []string
	AlarmActions                       []string
	InsufficientDataActions            []string
	Trigger                            Trigger
	Alert                              any `json:"trailnotify"`
}

// A Trigger is what set the alarm off.
type Trigger struct {
	MetricName                       string
	Namespace                        string
	StatisticType                    string
	Statistic                        string
	Unit                             *string
	Dimensions                       []Dimension
	Period                           int
	EvaluationPeriods                int
	DatapointsToAlarm                int
	ComparisonOperator               string
	Threshold                        json.RawMessage
	TreatMissingData                 string
	EvaluateLowSampleCountPercentile string
}

// A Dimension tells the alarms of one metric apart.
type Dimension struct {
	Value string `json:"value"`
	Name  string `json:"name"`
}

var topicParts = regexp.MustCompile(`^arn:(aws[a-z-]*):sns:([a-z0-9-]+):([0-9]{12}):`)

// Instant is how an alarm writes a time.
const Instant = "2006-01-02T15:04:05.000-0700"

// Topic returns the partition, region and account of a topic. A text that
// is not the ARN of a topic gives the partition aws and nothing else.
func Topic(topicARN string) (partition, region, account string) {
	if m := topicParts.FindStringSubmatch(topicARN); m != nil {
		return m[1], m[2], m[3]
	}
	return "aws", "", ""
}

// Decimal writes a whole number as CloudWatch does.
func Decimal(n int) string { return strconv.Itoa(n) + ".0" }
