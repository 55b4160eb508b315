package summary_test

import (
	"fmt"

	"trailnotify/alert/summary"
	"trailnotify/cloudtrail"
)

// What an alert keeps of a record, and what becomes of many.
func ExampleOf() {
	kept := summary.Of(cloudtrail.Record{JSON: []byte(`{
		"eventName": "GetSecretValue", "eventSource": "secretsmanager.amazonaws.com", "userAgent": "Boto3/1.34",
		"requestParameters": {"secretId": "payments", "password": "never kept"},
		"userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve"}}`)})
	s := summary.Parse(kept)
	fmt.Println(s.Actor, s.API, s.Resource, s.Client)
	// Output: arn:aws:iam::111122223333:user/eve secretsmanager:GetSecretValue secretId=payments boto3
}
