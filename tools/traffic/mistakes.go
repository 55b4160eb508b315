package traffic

import (
	"slices"
	"time"
)

// elsewhere is the account whose console page is opened by mistake.
const elsewhere = "444455556666"

var (
	lost     = person("ReadOnlyAccess", "m.suzuki").browsing(office2, chrome)
	prober   = service("delivery.logs.amazonaws.com")
	importer = role("", "batch-import", "<session>", "", "").at(nat2, javaSDK)
	fumbler  = visitor("operations-oncall").at(office2, chrome)
)

// mistakes look like an attack; exceptions of the default set keep them quiet.
var mistakes = []chapter{
	{"Terraform creates a content delivery network and roles: global services, recorded in us-east-1", matching(otherRegions, globalServices, steps("03:24:06", 19*time.Second, pipeline,
		write("cloudfront", "CreateOriginAccessControl", `{"originAccessControlConfig":{"name":"web-assets","signingProtocol":"sigv4","signingBehavior":"always","originAccessControlOriginType":"s3"}}`, `{"originAccessControl":{"id":"E<id 13>"},"eTag":"E<id 13>"}`).global(),
		write("cloudfront", "CreateFunction", `{"name":"security-headers","functionConfig":{"comment":"","runtime":"cloudfront-js-2.0"}}`, `{"eTag":"E<id 13>"}`).global(),
		write("cloudfront", "CreateCachePolicy", `{"cachePolicyConfig":{"name":"web-assets","minTTL":1,"defaultTTL":86400}}`, `{"cachePolicy":{"id":"<uuid>"},"eTag":"E<id 13>"}`).global(),
		write("cloudfront", "CreateDistribution", `{"distributionConfig":{"callerReference":"terraform-<hex 24>","enabled":true,"httpVersion":"http2and3","priceClass":"PriceClass_200","comment":"HIDDEN_DUE_TO_SECURITY_REASONS","origins":{"quantity":1,"items":[{"id":"web-assets","domainName":"example-web-assets.s3.ap-northeast-1.amazonaws.com","connectionAttempts":3}]}}}`,
			`{"location":"https://cloudfront.amazonaws.com/2020-05-31/distribution/E<id 13>","distribution":{"id":"E<id 13>","status":"InProgress","domainName":"d<hex 13>.cloudfront.net"},"eTag":"E<id 13>"}`).global(),
		write("route53", "CreateHostedZone", `{"name":"assets.example.com","callerReference":"terraform-<hex 24>","hostedZoneConfig":{"comment":"Managed by Terraform","privateZone":false}}`, `{"hostedZone":{"id":"/hostedzone/Z<id 20>","name":"assets.example.com.","resourceRecordSetCount":2},"location":"https://route53.amazonaws.com/2013-04-01/hostedzone/Z<id 20>"}`).global(),
		write("iam", "CreateRole", `{"roleName":"assets-publisher","path":"/","maxSessionDuration":3600,"assumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}`, `{"role":{"path":"/","roleName":"assets-publisher","roleId":"AROA<id 10>EXAMPLE","arn":"arn:aws:iam::<account>:role/assets-publisher","createDate":"<date>"}}`).global(),
		write("iam", "CreateInstanceProfile", `{"instanceProfileName":"assets-publisher","path":"/"}`, `{"instanceProfile":{"instanceProfileName":"assets-publisher","arn":"arn:aws:iam::<account>:instance-profile/assets-publisher","createDate":"<date>"}}`).global(),
	))},
	{"a person signed in to this account opens a copied console link of account " + elsewhere + ": denials, read-only, from the console", matching(unauthorized, consoleBrowsing, steps("05:12:04", 2*time.Second, lost,
		slices.Concat(foreignPages, foreignPages, foreignPages)...))},
	{"every hour the log delivery service probes a bucket that it may not read", probes()},
}

// nearMisses stay below their thresholds.
var nearMisses = []chapter{
	{"two failed console sign-ins, one of them delivered twice", redelivered(matching(signInFailures, "", steps("00:31:18", 15*time.Second, fumbler, failedSignIn, failedSignIn)))},
	{"the third try succeeds, with a second factor", steps("00:31:58", 0, fumbler, signIn("Success", "Yes"))},
	{"a batch job without its new permission: nine denials in three minutes", matching(unauthorized, "", steps("08:40:30", 20*time.Second, importer, slices.Repeat([]call{
		write("sqs", "CreateQueue", `{"queueName":"imports-retry","attributes":{"VisibilityTimeout":"120"}}`, ``).denied("arn:aws:sqs:<region>:<account>:imports-retry", noPolicy),
	}, 9)...))},
}

// foreignPages are what the console asks for to show resources that belong to another account.
var foreignPages = []call{
	read("logs", "DescribeLogStreams", `{"logGroupName":"arn:aws:logs:<region>:`+elsewhere+`:log-group:/ecs/billing","limit":50}`).denied("arn:aws:logs:<region>:"+elsewhere+":log-group:/ecs/billing:log-stream:", noPolicy),
	read("logs", "ListTagsForResource", `{"resourceArn":"arn:aws:logs:<region>:`+elsewhere+`:log-group:/ecs/billing"}`).denied("arn:aws:logs:<region>:"+elsewhere+":log-group:/ecs/billing", noPolicy),
	read("lambda", "GetFunction20150331v2", `{"functionName":"arn:aws:lambda:<region>:`+elsewhere+`:function:billing-export"}`).denied("arn:aws:lambda:<region>:"+elsewhere+":function:billing-export", noPolicy),
	read("lambda", "GetPolicy20150331v2", `{"functionName":"arn:aws:lambda:<region>:`+elsewhere+`:function:billing-export"}`).denied("arn:aws:lambda:<region>:"+elsewhere+":function:billing-export", noPolicy),
	read("sqs", "GetQueueAttributes", `{"queueUrl":"https://sqs.<region>.amazonaws.com/`+elsewhere+`/billing","attributeNames":["All"]}`).denied("arn:aws:sqs:<region>:"+elsewhere+":billing", noPolicy),
	read("dynamodb", "DescribeTable", `{"tableName":"arn:aws:dynamodb:<region>:`+elsewhere+`:table/invoices"}`).denied("arn:aws:dynamodb:<region>:"+elsewhere+":table/invoices", noPolicy),
	read("s3", "GetBucketVersioning", `{"bucketName":"example-billing","versioning":"","Host":"example-billing.s3.<region>.amazonaws.com"}`).denied("arn:aws:s3:::example-billing", noPolicy),
	read("s3", "GetBucketPolicy", `{"bucketName":"example-billing","policy":"","Host":"example-billing.s3.<region>.amazonaws.com"}`).denied("arn:aws:s3:::example-billing", controlPolicy),
	read("ec2", "DescribeSnapshotAttribute", `{"snapshotId":"snap-0<hex 16>","attributeType":"CREATE_VOLUME_PERMISSION"}`).denied("arn:aws:ec2:<region>::snapshot/*", noPolicy),
	read("kms", "DescribeKey", `{"keyId":"arn:aws:kms:<region>:`+elsewhere+`:key/<cmk>"}`).denied("arn:aws:kms:<region>:"+elsewhere+":key/<cmk>", noPolicy),
	read("organizations", "ListAccounts", ``).global().denied("*", noPolicy),
	read("secretsmanager", "DescribeSecret", `{"secretId":"arn:aws:secretsmanager:<region>:`+elsewhere+`:secret:billing/database-AbCdEf"}`).denied("arn:aws:secretsmanager:<region>:"+elsewhere+":secret:billing/database-AbCdEf", noPolicy),
}

// probes are the denied calls of the log delivery service, one an hour.
func probes() []step {
	probe := read("s3", "GetBucketAcl", `{"bucketName":"example-web-assets","acl":"","Host":"example-web-assets.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::example-web-assets").failed("AccessDenied", "Access Denied")
	return matching(unauthorized, deliveryProbes, steps("00:07:43", time.Hour, prober, slices.Repeat([]call{probe}, 24)...))
}

// redelivered has the last step delivered twice.
func redelivered(all []step) []step {
	all[len(all)-1].copies = 1
	return all
}
