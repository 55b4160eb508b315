package summary

import (
	"testing"

	"trailnotify/cloudtrail"
)

// BenchmarkOf is what every match costs.
func BenchmarkOf(b *testing.B) {
	r := cloudtrail.Record{JSON: []byte(`{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:i-1",` +
		`"arn":"arn:aws:sts::111122223333:assumed-role/web/i-1","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE",` +
		`"sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/web"},"attributes":{"mfaAuthenticated":"false"}}},` +
		`"eventTime":"2026-03-02T09:57:12Z","eventSource":"iam.amazonaws.com","eventName":"AttachRolePolicy","awsRegion":"us-east-1",` +
		`"sourceIPAddress":"198.51.100.7","userAgent":"aws-cli/2.15.0","requestParameters":{"roleName":"batch","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"},` +
		`"responseElements":null,"eventID":"0d1f3a52-8c2e-4a54-9d57-000000000001","eventType":"AwsApiCall","recipientAccountId":"111122223333"}`)}
	b.SetBytes(int64(len(r.JSON)))
	for b.Loop() {
		Of(r)
	}
}
