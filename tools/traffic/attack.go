package traffic

import "time"

const (
	kali       = "aws-cli/2.31.3 md/awscrt#0.27.6 ua/2.1 os/linux#6.12.38+kali-amd64 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off"
	intruderIP = "192.0.2.77"
)

// The intruder holds the key of a user that uploads build artefacts, and later a key of an older user with more rights.
var (
	stolen   = user("artifact-uploader", "AKIAIOSFODNN7EXAMPLE").at(intruderIP, kali)
	created  = user("deploy-legacy", "AKIAI44QH8DHBEXAMPLE").at(intruderIP, kali)
	atSignIn = visitor("deploy-legacy").at(intruderIP, firefox)
	guard    = role("", "trail-guard", "trail-guard", "", "").at(nat1, boto)
	oncall   = person("AdministratorAccess", "h.sato").browsing("198.51.100.31", chrome)
)

var attack = []chapter{
	{"an intruder with the stolen key of the IAM user `artifact-uploader` asks who they are and looks around", steps("16:41:07", 23*time.Second, stolen,
		read("sts", "GetCallerIdentity", ``),
		read("s3", "ListBuckets", `{"Host":"s3.us-east-1.amazonaws.com"}`).global(),
		read("iam", "GetUser", ``).global(),
		read("iam", "ListUsers", ``).global(),
		read("iam", "ListAttachedUserPolicies", `{"userName":"artifact-uploader"}`).global(),
		read("ec2", "DescribeRegions", `{"regionSet":{},"allRegions":true}`),
		read("ec2", "DescribeInstances", `{"instancesSet":{},"filterSet":{}}`),
		read("ec2", "DescribeSecurityGroups", `{"securityGroupSet":{},"securityGroupIdSet":{},"filterSet":{}}`),
		read("cloudtrail", "DescribeTrails", `{"trailNameList":[],"includeShadowTrails":true}`),
		read("s3", "GetBucketLocation", `{"bucketName":"example-trail-logs","location":"","Host":"example-trail-logs.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::example-trail-logs"),
	)},
	{"fourteen denials in three and a half minutes, seven on each side of 16:55", matching(unauthorized, "", steps("16:53:10", 16*time.Second, stolen, denials...))},
	{"three failed console sign-ins as `deploy-legacy`, exactly the threshold", matching(signInFailures, "", steps("17:11:20", 41*time.Second, atSignIn, failedSignIn, failedSignIn, failedSignIn))},
	{"a new access key for `deploy-legacy`", matching(otherRegions, globalServices, steps("17:21:32", 0, stolen,
		write("iam", "CreateAccessKey", `{"userName":"deploy-legacy"}`, `{"accessKey":{"userName":"deploy-legacy","accessKeyId":"AKIAI44QH8DHBEXAMPLE","status":"Active","createDate":"<date>"}}`).global(),
	))},
	{"`AdministratorAccess` attached to `deploy-legacy`", matching(iamChanges, "", steps("17:23:15", 0, stolen,
		write("iam", "AttachUserPolicy", `{"userName":"deploy-legacy","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}`, ``).global(),
	))},
	{"with the new key: SSH opened to the world in a security group", matching(groupChanges, "", steps("17:31:44", 0, created,
		write("ec2", "AuthorizeSecurityGroupIngress", `{"groupId":"<group>","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}`,
			`{"requestId":"<uuid>","_return":true,"securityGroupRuleSet":{"items":[{"groupOwnerId":"<account>","groupId":"<group>","securityGroupRuleId":"sgr-0<hex 16>","isEgress":false,"ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIpv4":"0.0.0.0/0"}]}}`),
	))},
	{"the trail is stopped; eight seconds later a guard function starts it again", matching(trailChanges, "", append(
		steps("17:38:02", 0, created, write("cloudtrail", "StopLogging", `{"name":"`+trailARN+`"}`, ``).on("AWS::CloudTrail::Trail", trailARN)),
		steps("17:38:10", 0, guard, write("cloudtrail", "StartLogging", `{"name":"`+trailARN+`"}`, ``).on("AWS::CloudTrail::Trail", trailARN))...,
	))},
	{"five resources created in eu-west-1, exactly the threshold", matching(otherRegions, "", steps("17:46:05", 29*time.Second, created, creations...))},
	{"sixteen large instances asked for in eu-west-1, beyond the quota", steps("17:49:12", 0, created,
		write("ec2", "RunInstances", `{"instancesSet":{"items":[{"imageId":"<image>","minCount":16,"maxCount":16,"keyName":"ops"}]},"instanceType":"p4d.24xlarge","monitoring":{"enabled":false},"clientToken":"<uuid>"}`, ``).in(otherRegion).
			failed("Client.VcpuLimitExceeded", "You have requested more vCPU capacity than your current vCPU limit of 0 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."),
	)},
	{"the engineer on call, woken by the alerts, deactivates both keys", steps("18:04:21", 38*time.Second, oncall,
		write("iam", "UpdateAccessKey", `{"userName":"deploy-legacy","accessKeyId":"AKIAI44QH8DHBEXAMPLE","status":"Inactive"}`, ``).global(),
		write("iam", "UpdateAccessKey", `{"userName":"artifact-uploader","accessKeyId":"AKIAIOSFODNN7EXAMPLE","status":"Inactive"}`, ``).global(),
	)},
}

// denials are what the first key may not do. Two are recorded in us-east-1: the count goes over regions.
var denials = []call{
	read("ec2", "DescribeSnapshots", `{"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"sharedUsersSet":{},"filterSet":{}}`).denied("", noPolicy),
	read("rds", "DescribeDBInstances", ``).denied("arn:aws:rds:<region>:<account>:db:*", noPolicy),
	read("secretsmanager", "ListSecrets", ``).denied("", noPolicy),
	read("ssm", "DescribeParameters", `{"maxResults":50}`).denied("arn:aws:ssm:<region>:<account>:*", noPolicy),
	read("iam", "ListRoles", ``).global().denied("arn:aws:iam::<account>:role/", noPolicy),
	read("lambda", "ListFunctions20150331", ``).denied("arn:aws:lambda:<region>:<account>:function:*", noPolicy),
	read("kms", "ListAliases", ``).denied("", noPolicy),
	read("organizations", "DescribeOrganization", ``).global().denied("*", controlPolicy),
	read("guardduty", "ListDetectors", ``).denied("arn:aws:guardduty:<region>:<account>:detector/*", controlPolicy),
	read("secretsmanager", "GetSecretValue", `{"secretId":"payments/gateway"}`).denied("payments/gateway", explicitDeny),
	read("dynamodb", "ListTables", ``).denied("arn:aws:dynamodb:<region>:<account>:table/*", noPolicy),
	write("ec2", "CreateSnapshot", `{"volumeId":"<volume>"}`, ``).denied("arn:aws:ec2:<region>:<account>:volume/<volume>", boundary),
	read("sts", "AssumeRole", ``).denied("arn:aws:iam::<account>:role/terraform-pipeline", noPolicy),
	read("eks", "ListClusters", ``).denied("arn:aws:eks:<region>:<account>:cluster/*", noPolicy),
}

var creations = []call{
	write("ec2", "CreateKeyPair", `{"keyName":"ops","keyType":"rsa","keyFormat":"pem"}`, `{"requestId":"<uuid>","keyName":"ops","keyPairId":"key-0<hex 16>","keyFingerprint":"HIDDEN_DUE_TO_SECURITY_REASONS","keyMaterial":"HIDDEN_DUE_TO_SECURITY_REASONS"}`).in(otherRegion),
	write("ec2", "CreateLaunchTemplate", `{"CreateLaunchTemplateRequest":{"LaunchTemplateName":"batch","LaunchTemplateData":{"InstanceType":"p4d.24xlarge","KeyName":"ops","UserData":"HIDDEN_DUE_TO_SECURITY_REASONS"}}}`, `{"CreateLaunchTemplateResponse":{"launchTemplate":{"launchTemplateId":"lt-0<hex 16>","launchTemplateName":"batch"},"requestId":"<uuid>"}}`).in(otherRegion),
	write("ecs", "CreateCluster", `{"clusterName":"batch"}`, `{"cluster":{"clusterArn":"arn:aws:ecs:<region>:<account>:cluster/batch","clusterName":"batch","status":"ACTIVE"}}`).in(otherRegion),
	write("sagemaker", "CreateNotebookInstance", `{"notebookInstanceName":"batch","instanceType":"ml.p3.16xlarge","roleArn":"arn:aws:iam::<account>:role/report-builder","directInternetAccess":"Enabled"}`, `{"notebookInstanceArn":"arn:aws:sagemaker:<region>:<account>:notebook-instance/batch"}`).in(otherRegion),
	write("lambda", "CreateFunction20150331", `{"functionName":"batch","runtime":"python3.13","role":"arn:aws:iam::<account>:role/report-builder","handler":"index.handler","code":{},"timeout":900,"memorySize":10240}`, `{"functionName":"batch","functionArn":"arn:aws:lambda:<region>:<account>:function:batch","runtime":"python3.13","state":"Pending"}`).in(otherRegion),
}

var failedSignIn = signIn("Failure", "No")

// signIn is what the sign-in page records.
func signIn(result, mfa string) call {
	c := call{
		source: "signin", name: "ConsoleLogin", region: globalRegion, kind: "AwsConsoleSignIn",
		response: parse(`{"ConsoleLogin":"` + result + `"}`),
		extra:    parse(`{"LoginTo":"https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&state=hashArgsFromTB_<region>_<hex 16>","MobileVersion":"No","MFAUsed":"` + mfa + `"}`),
	}
	if result == "Failure" {
		c.message = parse("Failed authentication")
	}
	return c
}
