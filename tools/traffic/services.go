package traffic

// The calls of services and workloads, under the same promise as those in ordinary.go.

var clusterCalls = []call{
	read("autoscaling", "DescribeAutoScalingGroups", `{"autoScalingGroupNames":["platform-nodes"],"maxRecords":100}`),
	read("autoscaling", "DescribeScalingActivities", `{"autoScalingGroupName":"platform-nodes"}`),
	read("ec2", "DescribeInstanceTypes", `{"DescribeInstanceTypesRequest":{"MaxResults":100}}`),
	read("ec2", "DescribeVolumes", `{"volumeSet":{"items":[{"volumeId":"<volume>"}]},"filterSet":{}}`),
	read("ec2", "DescribeInstances", `{"instancesSet":{"items":[{"instanceId":"<instance>"}]},"filterSet":{}}`),
	write("ec2", "AttachVolume", `{"volumeId":"<volume>","instanceId":"<instance>","device":"/dev/xvdaa","deleteOnTermination":false}`, `{"requestId":"<uuid>","volumeId":"<volume>","instanceId":"<instance>","device":"/dev/xvdaa","status":"attaching","attachTime":<millis>,"deleteOnTermination":false}`),
	write("ec2", "CreateVolume", `{"size":"20","zone":"<region>a","volumeType":"gp3","encrypted":true,"masterEncryptionKeyId":"<cmk>"}`, `{"requestId":"<uuid>","volumeId":"<volume>","size":"20","zone":"<region>a","status":"creating","createTime":<millis>,"volumeType":"gp3","encrypted":true}`),
	read("elasticloadbalancing", "DescribeTargetHealth", `{"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<service>/0123456789abcdef"}`),
	write("elasticloadbalancing", "RegisterTargets", `{"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<service>/0123456789abcdef","targets":[{"id":"10.0.<n 6>.<n 250>","port":8080}]}`, ``),
	write("elasticloadbalancing", "DeregisterTargets", `{"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<service>/0123456789abcdef","targets":[{"id":"10.0.<n 6>.<n 250>","port":8080}]}`, ``),
}

var serviceCalls = []call{
	read("kms", "Decrypt", `{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"SecretARN":"arn:aws:secretsmanager:<region>:<account>:secret:<secret>-AbCdEf"}}`).on("AWS::KMS::Key", "arn:aws:kms:<region>:<account>:key/<cmk>"),
	read("secretsmanager", "GetSecretValue", `{"secretId":"<secret>"}`),
	read("ssm", "GetParametersByPath", `{"path":"/shared","recursive":true,"withDecryption":true}`),
	read("ecr", "GetAuthorizationToken", ``),
	read("ecr", "BatchGetImage", `{"repositoryName":"<service>","imageIds":[{"imageTag":"v<n 400>"}],"registryId":"<account>"}`).on("AWS::ECR::Repository", "arn:aws:ecr:<region>:<account>:repository/<service>"),
	write("kms", "GenerateDataKey", `{"keyId":"arn:aws:kms:<region>:<account>:key/<cmk>","keySpec":"AES_256"}`, ``).on("AWS::KMS::Key", "arn:aws:kms:<region>:<account>:key/<cmk>"),
	write("logs", "CreateLogStream", `{"logGroupName":"/ecs/<service>","logStreamName":"app/<service>/<hex 32>"}`, ``),
}

var functionCalls = []call{
	write("logs", "CreateLogStream", `{"logGroupName":"/aws/lambda/<function>","logStreamName":"[$LATEST]<hex 32>"}`, ``),
	read("kms", "Decrypt", `{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"aws:lambda:FunctionArn":"arn:aws:lambda:<region>:<account>:function:<function>"}}`).on("AWS::KMS::Key", "arn:aws:kms:<region>:<account>:key/<cmk>"),
	read("dynamodb", "DescribeTable", `{"tableName":"<table>"}`).on("AWS::DynamoDB::Table", "arn:aws:dynamodb:<region>:<account>:table/<table>"),
	read("ssm", "GetParameter", `{"name":"<setting>","withDecryption":true}`),
	read("ssm", "GetParameters", `{"names":["<setting>"],"withDecryption":true}`).failed("ThrottlingException", "Rate exceeded"),
}

var instanceCalls = []call{
	write("ssm", "UpdateInstanceInformation", `{"instanceId":"<instance>","agentVersion":"3.3.3185.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"10.0.<n 6>.<n 250>","computerName":"ip-10-0-1-1.<region>.compute.internal","agentName":"amazon-ssm-agent"}`, ``),
	write("ssm", "PutInventory", `{"instanceId":"<instance>","items":"HIDDEN_DUE_TO_SECURITY_REASONS"}`, ``),
	read("ssm", "ListInstanceAssociations", `{"instanceId":"<instance>","maxResults":20}`),
}

var configCalls = []call{
	read("ec2", "DescribeInstances", `{"maxResults":1000,"instancesSet":{},"filterSet":{}}`),
	read("ec2", "DescribeNetworkInterfaces", `{"networkInterfaceIdSet":{"items":[{"networkInterfaceId":"<eni>"}]},"filterSet":{}}`),
	read("s3", "GetBucketAcl", `{"bucketName":"<bucket>","acl":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>"),
	read("s3", "GetBucketPolicy", `{"bucketName":"<bucket>","policy":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>").failed("NoSuchBucketPolicy", "The bucket policy does not exist"),
	read("iam", "GetRole", `{"roleName":"<role>"}`).global(),
	read("iam", "ListUsers", `{"maxItems":100}`).global(),
	read("lambda", "ListTags20170331", `{"resource":"arn:aws:lambda:<region>:<account>:function:<function>"}`),
	read("rds", "ListTagsForResource", `{"resourceName":"arn:aws:rds:<region>:<account>:db:<database>"}`),
	read("kms", "GetKeyRotationStatus", `{"keyId":"<cmk>"}`).on("AWS::KMS::Key", "arn:aws:kms:<region>:<account>:key/<cmk>"),
	read("kms", "GetKeyPolicy", `{"keyId":"<cmk>","policyName":"default"}`).on("AWS::KMS::Key", "arn:aws:kms:<region>:<account>:key/<cmk>"),
}

var scalingCalls = []call{
	write("ec2", "RunInstances", `{"instancesSet":{"items":[{"imageId":"<image>","minCount":1,"maxCount":1}]},"instanceType":"m7g.large","subnetId":"<subnet>","monitoring":{"enabled":false},"clientToken":"fleet-<uuid>"}`, `{"requestId":"<uuid>","reservationId":"r-0<hex 16>","ownerId":"<account>","groupSet":{},"instancesSet":{"items":[{"instanceId":"<instance>","imageId":"<image>","instanceState":{"code":0,"name":"pending"},"instanceType":"m7g.large","launchTime":<millis>,"subnetId":"<subnet>"}]}}`),
	write("ec2", "TerminateInstances", `{"instancesSet":{"items":[{"instanceId":"<instance>"}]}}`, `{"requestId":"<uuid>","instancesSet":{"items":[{"instanceId":"<instance>","currentState":{"code":32,"name":"shutting-down"},"previousState":{"code":16,"name":"running"}}]}}`),
	write("ec2", "CreateTags", `{"resourcesSet":{"items":[{"resourceId":"<instance>"}]},"tagSet":{"items":[{"key":"aws:autoscaling:groupName","value":"platform-nodes"}]}}`, `{"requestId":"<uuid>","_return":true}`),
	read("ec2", "DescribeInstanceStatus", `{"instancesSet":{"items":[{"instanceId":"<instance>"}]},"filterSet":{},"includeAllInstances":false}`),
	read("elasticloadbalancing", "DescribeTargetHealth", `{"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<service>/0123456789abcdef"}`),
}

var backupCalls = []call{
	write("ec2", "CreateSnapshot", `{"volumeId":"<volume>","description":"This snapshot is created by the AWS Backup service."}`, `{"requestId":"<uuid>","snapshotId":"snap-0<hex 16>","volumeId":"<volume>","status":"pending","startTime":<millis>,"progress":"","ownerId":"<account>","encrypted":true}`),
	write("rds", "CreateDBSnapshot", `{"dBSnapshotIdentifier":"awsbackup:job-<uuid>","dBInstanceIdentifier":"<database>"}`, `{"dBSnapshotIdentifier":"awsbackup:job-<uuid>","dBInstanceIdentifier":"<database>","engine":"postgres","status":"creating","percentProgress":0,"encrypted":true}`),
	read("ec2", "DescribeSnapshots", `{"snapshotSet":{"items":[{"snapshotId":"snap-0<hex 16>"}]},"ownersSet":{},"sharedUsersSet":{},"filterSet":{}}`),
	read("dynamodb", "DescribeTable", `{"tableName":"<table>"}`).on("AWS::DynamoDB::Table", "arn:aws:dynamodb:<region>:<account>:table/<table>"),
}

var assumeCalls = []call{
	read("sts", "AssumeRole", `{"roleArn":"arn:aws:iam::<account>:role/<role>","roleSessionName":"<session>","durationSeconds":3600}`).
		answering(`{"credentials":{"accessKeyId":"ASIA<id 9>EXAMPLE","sessionToken":"HIDDEN_DUE_TO_SECURITY_REASONS","expiration":"<expiry>"},"assumedRoleUser":{"assumedRoleId":"AROA<id 10>EXAMPLE:<session>","arn":"arn:aws:sts::<account>:assumed-role/<role>/<session>"}}`).
		on("AWS::IAM::Role", "arn:aws:iam::<account>:role/<role>"),
}

var trailCalls = []call{
	write("kms", "GenerateDataKey", `{"keyId":"arn:aws:kms:<region>:<account>:key/<cmk>","encryptionContext":{"aws:cloudtrail:arn":"`+trailARN+`","aws:s3:arn":"arn:aws:s3:::example-trail-logs/AWSLogs/<account>/CloudTrail"},"keySpec":"AES_256"}`, ``).on("AWS::KMS::Key", "arn:aws:kms:<region>:<account>:key/<cmk>"),
	read("s3", "GetBucketAcl", `{"bucketName":"example-trail-logs","acl":"","Host":"example-trail-logs.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::example-trail-logs"),
}

var deliveryCalls = []call{
	read("s3", "GetBucketLocation", `{"bucketName":"example-access-logs","location":"","Host":"example-access-logs.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::example-access-logs"),
	read("s3", "GetBucketAcl", `{"bucketName":"example-access-logs","acl":"","Host":"example-access-logs.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::example-access-logs"),
}

var adviceCalls = []call{
	read("support", "DescribeTrustedAdvisorChecks", `{"language":"en"}`).global(),
	read("autoscaling", "DescribeAccountLimits", ``),
}

var rotationCalls = []call{
	{source: "secretsmanager", name: "RotationSucceeded", region: HomeRegion, kind: "AwsServiceEvent", extra: parse(`{"SecretId":"arn:aws:secretsmanager:<region>:<account>:secret:<secret>-AbCdEf"}`)},
}
