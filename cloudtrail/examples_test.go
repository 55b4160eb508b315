package cloudtrail

import "strings"

// examples are records of different kinds, each on one line.
var examples = []string{
	`{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"alice"},"eventTime":"2024-05-01T12:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetBucketAcl","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1","userAgent":"[aws-cli/2.15 \"quoted\" \\ {[}\u00e9é]","requestParameters":{"list":[{"a":[1,2,{}]},[],-1.5e3]},"responseElements":null,"readOnly":true,"eventID":"11111111-1111-4111-8111-111111111111"}`,
	`{"eventID":"22222222-2222-4222-8222-222222222222","eventName":"ConsoleLogin","eventTime":"2024-05-01T12:00:01Z","additionalEventData":{"MFAUsed":"No"},"responseElements":{"ConsoleLogin":"Failure"}}`,
	`{"eventVersion":"1.09","eventType":"AwsCloudTrailInsight","eventID":"33333333-3333-4333-8333-333333333333","insightDetails":{"state":"Start"}}`,
	`{"eventId":"44444444-4444-4444-8444-444444444444","accountId":"111122223333","eventName":"AggregatedEvent"}`,
	`{"@timestamp":"2024-05-01T12:00:04.000Z","errorCode":"AccessDenied","message":"not a log event"}`,
}

func wrapAt76(b []byte) string {
	var s strings.Builder
	for ; len(b) > 76; b = b[76:] {
		s.Write(b[:76])
		s.WriteByte('\n')
	}
	return s.String() + string(b) + "\n"
}
