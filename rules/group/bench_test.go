package group

import (
	"testing"

	"trailnotify/cloudtrail"
)

// The record of a session of a role, as CloudTrail writes it.
const session = `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLEEXAMPLE12:1700000000","arn":"arn:aws:sts::111122223333:assumed-role/deploy/1700000000","accountId":"111122223333","accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLEEXAMPLE12","arn":"arn:aws:iam::111122223333:role/ci/deploy","accountId":"111122223333","userName":"deploy"},"attributes":{"creationDate":"2026-03-02T09:00:00Z","mfaAuthenticated":"false"}}},"eventTime":"2026-03-02T09:57:00Z","eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2.31.3 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.7","requestParameters":{"roleName":"worker","policyName":"queue","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"arn:aws:sqs:us-east-1:111122223333:work\"}]}"},"responseElements":null,"requestID":"9c1d1e6a-6f0e-4f0a-9a73-0a6c2a9a0c11","eventID":"0d1f3a52-8c2e-4a54-9d57-000000000001","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"iam.amazonaws.com"}}`

// What grouping costs for each match. Compare with "selectors", which is how
// the rules of default found the actor before they had a name for it.
func BenchmarkBy_Group(b *testing.B) {
	selectors := First(
		selector(b, "$.userIdentity.sessionContext.sessionIssuer.arn"), selector(b, "$.userIdentity.arn"),
		selector(b, "$.userIdentity.accountId"), selector(b, "$.userIdentity.invokedBy"))
	for _, c := range []struct {
		name  string
		by    By
		rules int // that the record matches
	}{
		{"selectors", By{selectors}, 1},
		{"actor", By{name(b, "actor")}, 1},
		{"actor,outcome", By{name(b, "actor"), name(b, "outcome")}, 1},
		{"actor,call,outcome", By{name(b, "actor"), name(b, "call"), name(b, "outcome")}, 1},
		{"actor,outcome of 4 rules", By{name(b, "actor"), name(b, "outcome")}, 4},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := Of(cloudtrail.Record{JSON: []byte(session)})
				for range c.rules {
					if _, ok := c.by.Group(r); !ok {
						b.Fatal("no group")
					}
				}
			}
		})
	}
}
