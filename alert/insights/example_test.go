package insights_test

import (
	"fmt"
	"time"

	"trailnotify/alert/insights"
	"trailnotify/pattern"
	"trailnotify/rules"
)

// The matches of a rule within five minutes, as a query for Logs Insights.
func ExampleSearch_Query() {
	rule := &rules.Rule{
		Name:    "UnauthorizedAPICalls",
		Pattern: pattern.MustCompile(`{ $.errorCode = "AccessDenied*" && $.userIdentity.type != "AWSService" }`),
	}
	from := time.Date(2026, 3, 2, 9, 55, 0, 0, time.UTC)
	fmt.Println(insights.Search{Rule: rule, From: from, To: from.Add(5 * time.Minute)}.Query())
	// Output:
	// # rule UnauthorizedAPICalls
	// fields eventTime, eventName, errorCode, userIdentity.arn, sourceIPAddress, eventID
	// | filter eventTime >= "2026-03-02T09:55:00Z" and eventTime < "2026-03-02T10:00:00Z"
	// | filter errorCode like /^AccessDenied/ and ispresent(userIdentity.type) and userIdentity.type != "AWSService"
	// | sort eventTime
	// | limit 1000
}

func ExampleEventLink() {
	fmt.Println(insights.EventLink("eu-west-1", "0d1f3a52-8c2e-4a54-9d57-000000000001"))
	// Output: https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/0d1f3a52-8c2e-4a54-9d57-000000000001
}
