package detector

import (
	"context"
	"fmt"
	"testing"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/window"
)

// nobody counts nothing.
type nobody struct{}

func (nobody) Count(context.Context, []window.Match, window.Publish) (window.Result, error) {
	return window.Result{}, nil
}

// BenchmarkDetectBatch_Match is what records that match cost, up to the
// counter.
func BenchmarkDetectBatch_Match(b *testing.B) {
	set, err := rules.Builtin("default")
	if err != nil {
		b.Fatal(err)
	}
	d := New(set, nobody{}, nil, alert.Deployment{})
	var records cloudtrail.Batch
	for i := range 100 {
		records.Records = append(records.Records, cloudtrail.Record{JSON: fmt.Appendf(nil, `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLEEXAMPLE12:1700000000","arn":"arn:aws:sts::111122223333:assumed-role/deploy/1700000000","accountId":"111122223333","accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLEEXAMPLE12","arn":"arn:aws:iam::111122223333:role/ci/deploy","accountId":"111122223333","userName":"deploy"},"attributes":{"creationDate":"2026-03-02T09:00:00Z","mfaAuthenticated":"false"}}},"eventTime":"2026-03-02T09:57:00Z","eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2.31.3","requestParameters":{"roleName":"worker","policyName":"queue"},"requestID":"9c1d1e6a-6f0e-4f0a-9a73-0a6c2a9a0c11","eventID":"0d1f3a52-8c2e-4a54-9d57-%012d","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}`, i)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if report, err := d.DetectBatch(b.Context(), records); err != nil || len(report.Rules) == 0 {
			b.Fatal(report, err)
		}
	}
}
