package alert_test

import (
	"fmt"
	"time"

	"trailnotify/alert"
	"trailnotify/alert/summary"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/window"
)

// From a record to what people read.
func ExampleAlert_Text() {
	record := cloudtrail.Record{JSON: []byte(`{
		"eventID": "0d1f3a52-8c2e-4a54-9d57-000000000001", "eventTime": "2026-03-02T09:57:12Z", "eventType": "AwsApiCall",
		"eventSource": "s3.amazonaws.com", "eventName": "DeleteBucketPolicy", "awsRegion": "eu-west-1",
		"sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.0", "recipientAccountId": "111122223333",
		"requestParameters": {"bucketName": "logs"},
		"userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve", "accessKeyId": "AKIAIOSFODNN7EXAMPLE"}}`)}
	rule := &rules.Rule{Name: "S3BucketPolicyChanges", Severity: rules.High, Threshold: 1, Period: 5 * time.Minute}
	at, _ := record.Time()
	a := alert.New(rule, window.Crossing{
		Rule:  &window.Rule{Name: rule.Name, Threshold: rule.Threshold, Period: rule.Period},
		Start: at.Truncate(rule.Period), End: at.Truncate(rule.Period).Add(rule.Period),
		Count: 1, First: at, Last: at, Summaries: [][]byte{summary.Of(record)},
	}, alert.Deployment{Accounts: map[string]string{"111122223333": "prod"}})
	fmt.Print(a.Text(alert.Reader{Zone: time.FixedZone("JST", 9*60*60)}))
	// Output:
	// [high] eve deleted the policy of bucket logs · prod (111122223333) · Ireland
	//
	// Who: user/eve
	// From: 198.51.100.7
	// What: deleted the policy of bucket logs
	// Outcome: succeeded
	// Where: prod (111122223333), Ireland (eu-west-1)
	// When: 2026-03-02 09:57:12 UTC (2026-03-02 18:57:12 JST)
	//
	// Rule: S3BucketPolicyChanges, 1 (threshold 1) in 5m
	// Calls: s3:DeleteBucketPolicy
	// Access key: AKIAIOSFODNN7EXAMPLE
	// How: API, aws-cli
	// Events: 0d1f3a52-8c2e-4a54-9d57-000000000001
	//
	// First event in CloudTrail
	// https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/0d1f3a52-8c2e-4a54-9d57-000000000001
}

// A test alert proves the way to a topic.
func ExampleTest() {
	now := func() time.Time { return time.Date(2026, 3, 2, 9, 57, 0, 0, time.UTC) }
	a := alert.Test(alert.TestSeverity, alert.Deployment{Now: now})
	fmt.Println(a.Title)
	fmt.Println(a.Chat(alert.Reader{Language: alert.Japanese}).Content.Title)
	// Output:
	// TEST: This is a test alert from trailnotify. Nothing has happened.
	// ⚪ テスト: trailnotify のテストアラートです。実際の出来事ではありません。
}
