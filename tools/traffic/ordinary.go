package traffic

// The calls of the actors. None of them matches a rule of the default set: no change to IAM, networks, trails, keys or bucket policies, no
// denial, nothing created outside the home region.

var consoleCalls = []call{
	read("ec2", "DescribeInstances", `{"maxResults":50,"instancesSet":{},"filterSet":{"items":[{"name":"instance-state-name","valueSet":{"items":[{"value":"running"},{"value":"pending"}]}}]}}`),
	read("ec2", "DescribeInstanceStatus", `{"instancesSet":{"items":[{"instanceId":"<instance>"}]},"filterSet":{},"includeAllInstances":true}`),
	read("ec2", "DescribeSecurityGroups", `{"maxResults":1000,"securityGroupSet":{},"securityGroupIdSet":{},"filterSet":{}}`),
	read("ec2", "DescribeVolumes", `{"maxResults":50,"volumeSet":{},"filterSet":{}}`),
	read("ec2", "DescribeTags", `{"maxResults":200,"filterSet":{"items":[{"name":"resource-id","valueSet":{"items":[{"value":"<instance>"}]}}]}}`),
	read("ec2", "DescribeAccountAttributes", `{"accountAttributeNameSet":{"items":[{"attributeName":"supported-platforms"}]},"filterSet":{}}`),
	read("rds", "DescribeDBInstances", `{"maxRecords":100}`),
	read("rds", "DescribeEvents", `{"sourceType":"db-instance","sourceIdentifier":"<database>","duration":1440,"maxRecords":100}`),
	read("lambda", "ListFunctions20150331", `{"maxItems":50}`),
	read("lambda", "GetFunction20150331v2", `{"functionName":"arn:aws:lambda:<region>:<account>:function:<function>"}`),
	read("logs", "DescribeLogGroups", `{"limit":50}`),
	read("logs", "DescribeLogStreams", `{"logGroupName":"<loggroup>","orderBy":"LastEventTime","descending":true,"limit":50}`),
	read("logs", "StartQuery", `{"logGroupName":"<loggroup>","startTime":<millis>,"endTime":<millis>,"queryString":"HIDDEN_DUE_TO_SECURITY_REASONS"}`),
	read("monitoring", "DescribeAlarms", `{"maxRecords":100}`),
	read("monitoring", "GetMetricData", `{"startTime":"<time>","endTime":"<time>","metricDataQueries":"HIDDEN_DUE_TO_SECURITY_REASONS"}`),
	read("ecs", "ListClusters", `{"maxResults":100}`),
	read("ecs", "DescribeServices", `{"cluster":"platform","services":["<service>"],"include":["TAGS"]}`),
	read("eks", "DescribeCluster", `{"name":"platform"}`),
	read("dynamodb", "DescribeTable", `{"tableName":"<table>"}`).on("AWS::DynamoDB::Table", "arn:aws:dynamodb:<region>:<account>:table/<table>"),
	read("s3", "ListBuckets", `{"Host":"s3.us-east-1.amazonaws.com"}`).global(),
	read("s3", "GetBucketVersioning", `{"bucketName":"<bucket>","versioning":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>"),
	read("s3", "GetBucketLocation", `{"bucketName":"<bucket>","location":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>"),
	read("s3", "GetBucketTagging", `{"bucketName":"<bucket>","tagging":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>").failed("NoSuchTagSet", "The TagSet does not exist"),
	read("iam", "ListRoles", `{"maxItems":1000}`).global(),
	read("iam", "GetRole", `{"roleName":"<role>"}`).global(),
	read("cloudfront", "ListDistributions", ``).global(),
	read("health", "DescribeEventAggregates", `{"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"]}}`).global(),
	read("cloudtrail", "LookupEvents", `{"maxResults":50,"lookupAttributes":[{"attributeKey":"ReadOnly","attributeValue":"false"}]}`),
	read("secretsmanager", "ListSecrets", `{"maxResults":100}`),
	read("kms", "ListAliases", `{"limit":100}`),
}

var shellCalls = []call{
	read("sts", "GetCallerIdentity", ``),
	read("ec2", "DescribeInstances", `{"instancesSet":{},"filterSet":{"items":[{"name":"tag:Service","valueSet":{"items":[{"value":"<service>"}]}}]}}`),
	read("ssm", "GetParameter", `{"name":"<setting>","withDecryption":false}`),
	read("ssm", "GetParameter", `{"name":"/orders/no-longer-here","withDecryption":false}`).failed("ParameterNotFound", ""),
	write("ssm", "StartSession", `{"target":"<instance>"}`, `{"sessionId":"session-<hex 17>","streamUrl":"HIDDEN_DUE_TO_SECURITY_REASONS","tokenValue":"HIDDEN_DUE_TO_SECURITY_REASONS"}`),
	read("eks", "DescribeCluster", `{"name":"platform"}`),
	write("ecs", "UpdateService", `{"cluster":"platform","service":"<service>","forceNewDeployment":true}`, `{"service":{"serviceName":"<service>","status":"ACTIVE","desiredCount":3,"runningCount":3,"launchType":"FARGATE"}}`),
	read("logs", "FilterLogEvents", `{"logGroupName":"<loggroup>","startTime":<millis>,"interleaved":true}`),
}

var pipelineCalls = []call{
	read("sts", "GetCallerIdentity", ``),
	read("ec2", "DescribeVpcs", `{"vpcSet":{"items":[{"vpcId":"<vpc>"}]},"filterSet":{}}`),
	read("ec2", "DescribeVpcAttribute", `{"vpcId":"<vpc>","attribute":"enableDnsSupport"}`),
	read("ec2", "DescribeSubnets", `{"subnetSet":{"items":[{"subnetId":"<subnet>"}]},"filterSet":{}}`),
	read("ec2", "DescribeRouteTables", `{"routeTableIdSet":{},"filterSet":{"items":[{"name":"vpc-id","valueSet":{"items":[{"value":"<vpc>"}]}}]}}`),
	read("ec2", "DescribeSecurityGroups", `{"securityGroupSet":{},"securityGroupIdSet":{"items":[{"groupId":"<group>"}]},"filterSet":{}}`),
	read("ec2", "DescribeSecurityGroupRules", `{"DescribeSecurityGroupRulesRequest":{"Filter":{"tag":1,"Name":"group-id","Value":{"tag":1,"content":"<group>"}}}}`),
	read("ec2", "DescribeLaunchTemplates", `{"DescribeLaunchTemplatesRequest":{"LaunchTemplateId":{"tag":1,"content":"lt-0<hex 16>"}}}`),
	read("iam", "GetRole", `{"roleName":"<role>"}`).global(),
	read("iam", "ListRolePolicies", `{"roleName":"<role>"}`).global(),
	read("iam", "ListAttachedRolePolicies", `{"roleName":"<role>"}`).global(),
	read("iam", "GetPolicy", `{"policyArn":"arn:aws:iam::<account>:policy/<role>"}`).global(),
	read("route53", "GetHostedZone", `{"id":"Z0123456789ABCDEFGHIJ"}`).global(),
	read("route53", "ListResourceRecordSets", `{"hostedZoneId":"Z0123456789ABCDEFGHIJ","maxItems":300}`).global(),
	read("s3", "GetBucketPolicy", `{"bucketName":"<bucket>","policy":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>"),
	read("s3", "GetBucketLifecycle", `{"bucketName":"<bucket>","lifecycle":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>").failed("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
	read("s3", "GetBucketEncryption", `{"bucketName":"<bucket>","encryption":"","Host":"<bucket>.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::<bucket>"),
	read("kms", "DescribeKey", `{"keyId":"<cmk>"}`).on("AWS::KMS::Key", "arn:aws:kms:<region>:<account>:key/<cmk>"),
	read("lambda", "GetFunction20150331v2", `{"functionName":"<function>"}`),
	write("lambda", "UpdateFunctionCode20150331v2", `{"functionName":"<function>","dryRun":false,"publish":true}`, `{"functionName":"<function>","functionArn":"arn:aws:lambda:<region>:<account>:function:<function>","runtime":"python3.13","version":"<n 400>","state":"Active"}`),
	read("dynamodb", "DescribeTable", `{"tableName":"<table>"}`).on("AWS::DynamoDB::Table", "arn:aws:dynamodb:<region>:<account>:table/<table>"),
	read("rds", "DescribeDBInstances", `{"dBInstanceIdentifier":"<database>"}`),
	read("elasticloadbalancing", "DescribeLoadBalancers", `{"names":["<service>"]}`),
	write("ecs", "RegisterTaskDefinition", `{"family":"<service>","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],"cpu":"512","memory":"1024","taskRoleArn":"arn:aws:iam::<account>:role/<role>"}`, `{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:<region>:<account>:task-definition/<service>:<n 900>","family":"<service>","status":"ACTIVE"}}`),
	write("ecs", "UpdateService", `{"cluster":"platform","service":"<service>","taskDefinition":"<service>:<n 900>"}`, `{"service":{"serviceName":"<service>","status":"ACTIVE","desiredCount":3,"runningCount":3}}`),
	read("autoscaling", "DescribeAutoScalingGroups", `{"autoScalingGroupNames":["platform-nodes"]}`),
	read("logs", "DescribeLogGroups", `{"logGroupNamePrefix":"<loggroup>"}`),
}

var tokenCalls = []call{
	read("sts", "AssumeRoleWithWebIdentity", `{"roleArn":"arn:aws:iam::<account>:role/terraform-pipeline","roleSessionName":"github-actions","durationSeconds":3600}`).
		answering(`{"credentials":{"accessKeyId":"<key>","sessionToken":"HIDDEN_DUE_TO_SECURITY_REASONS","expiration":"<expiry>"},"subjectFromWebIdentityToken":"`+githubSubject+`","provider":"arn:aws:iam::<account>:oidc-provider/`+githubProvider+`","audience":"sts.amazonaws.com"}`).
		on("AWS::IAM::Role", "arn:aws:iam::<account>:role/terraform-pipeline"),
}

var reportCalls = []call{
	read("s3", "GetBucketLocation", `{"bucketName":"example-reports","location":"","Host":"example-reports.s3.<region>.amazonaws.com"}`).on("AWS::S3::Bucket", "arn:aws:s3:::example-reports"),
	read("athena", "GetQueryExecution", `{"queryExecutionId":"<uuid>"}`),
	write("athena", "StartQueryExecution", `{"queryString":"***OMITTED***","clientRequestToken":"<uuid>","queryExecutionContext":{"database":"reports"},"workGroup":"reports"}`, `{"queryExecutionId":"<uuid>"}`),
}

var vendorCalls = []call{
	read("sts", "AssumeRole", `{"roleArn":"arn:aws:iam::<account>:role/monitoring-vendor","roleSessionName":"collector","externalId":"c0ffee00-0000-4000-8000-000000000001","durationSeconds":3600}`).
		answering(`{"credentials":{"accessKeyId":"<key>","sessionToken":"HIDDEN_DUE_TO_SECURITY_REASONS","expiration":"<expiry>"},"assumedRoleUser":{"assumedRoleId":"AROA<id 10>EXAMPLE:collector","arn":"arn:aws:sts::<account>:assumed-role/monitoring-vendor/collector"}}`).
		on("AWS::IAM::Role", "arn:aws:iam::<account>:role/monitoring-vendor"),
}

var monitorCalls = []call{
	read("monitoring", "GetMetricData", `{"startTime":"<time>","endTime":"<time>","metricDataQueries":"HIDDEN_DUE_TO_SECURITY_REASONS"}`),
	read("monitoring", "ListMetrics", `{"namespace":"AWS/ApplicationELB","recentlyActive":"PT3H"}`),
	read("tagging", "GetResources", `{"resourcesPerPage":100,"resourceTypeFilters":["ec2:instance","rds:db"]}`),
	read("ec2", "DescribeRegions", `{"regionSet":{},"allRegions":false}`).failed("Client.RequestLimitExceeded", "Request limit exceeded."),
}
