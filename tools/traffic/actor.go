package traffic

// actor is a source of ordinary traffic.
type actor struct {
	callers []*caller
	calls   []call
	share   float64      // of a day's records, against the other actors' shares
	curve   *[24]float64 // how busy in each hour of the day, UTC
	burst   int          // most calls in a row
	pause   int          // most seconds between the calls of a row
}

// Tokyo is nine hours ahead: its office hours are 0 to 9 UTC.
var (
	steady  = &[24]float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	office  = &[24]float64{.8, 1, 1, .5, .8, 1, 1, .9, .8, .6, .35, .2, .1, .05, 0, 0, 0, 0, 0, 0, 0, .02, .1, .4}
	daytime = &[24]float64{.9, 1, 1, 1, 1, 1, 1, 1, 1, .9, .9, 1, 1, .9, .7, .5, .35, .3, .3, .3, .35, .45, .6, .8}
	nightly = &[24]float64{.1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .2, 1, 1, .6, .2, .1, .1, .1, .1}
)

const (
	chrome    = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	firefox   = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
	cli       = "aws-cli/2.31.38 md/awscrt#0.28.4 ua/2.1 os/macos#25.1.0 md/arch#arm64 lang/python#3.13.9 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off"
	terraform = "APN/1.0 HashiCorp/1.0 Terraform/1.13.5 terraform-provider-aws/6.21.0 aws-sdk-go-v2/1.39.6 ua/2.1 os/linux lang/go#1.24.9 md/GOOS#linux md/GOARCH#amd64"
	javaSDK   = "aws-sdk-java/2.38.2 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.156 lang/java#21.0.9 md/OpenJDK_64-Bit_Server_VM#21.0.9 exec-env/AWS_ECS_FARGATE"
	goSDK     = "aws-sdk-go-v2/1.39.6 ua/2.1 os/linux lang/go#1.25.4 md/GOOS#linux md/GOARCH#arm64"
	boto      = "Boto3/1.40.72 md/Botocore#1.40.72 ua/2.1 os/linux#6.1.156 md/arch#x86_64 lang/python#3.13.9 md/pyimpl#CPython exec-env/AWS_Lambda_python3.13"
	ssmAgent  = "aws-sdk-go/1.55.8 (go1.24.9; linux; arm64) amazon-ssm-agent/3.3.3185.0"
	scaler    = "aws-sdk-go/1.55.8 (go1.24.9; linux; amd64) cluster-autoscaler/1.33.1"
	office1   = "203.0.113.10"
	office2   = "203.0.113.11"
	homeVPN   = "198.51.100.24"
	nat1      = "203.0.113.201"
	nat2      = "203.0.113.202"
	runner    = "198.51.100.140"
)

const (
	githubProvider = "token.actions.githubusercontent.com"
	githubSubject  = "repo:example-org/infrastructure:ref:refs/heads/main"
)

// pipeline is Terraform, run by the pipeline of the infrastructure repository.
var pipeline = role("", "terraform-pipeline", "github-actions", `,"webIdFederationData":{"federatedProvider":"arn:aws:iam::<account>:oidc-provider/`+githubProvider+`","attributes":{}}`, "").at(runner, terraform)

// actors are everybody but those of the story.
var actors = []actor{
	{share: 20, curve: office, burst: 9, pause: 4, calls: consoleCalls, callers: []*caller{
		person("AdministratorAccess", "h.sato").browsing(office1, chrome),
		person("PowerUserAccess", "y.tanaka").browsing(office1, firefox),
		person("ReadOnlyAccess", "m.suzuki").browsing(office2, chrome),
		person("ReadOnlyAccess", "k.ito").browsing(homeVPN, firefox),
		insider("operations-oncall").browsing(office2, chrome),
	}},
	{share: 5, curve: office, burst: 4, pause: 20, calls: shellCalls, callers: []*caller{
		person("AdministratorAccess", "h.sato").at(office1, cli),
		person("PowerUserAccess", "a.kimura").at(office2, cli),
	}},
	{share: 14, curve: office, burst: 25, pause: 2, calls: pipelineCalls, callers: []*caller{pipeline}},
	{share: 2, curve: office, burst: 1, calls: tokenCalls, callers: []*caller{tokenBearer(githubProvider, githubSubject).at(runner, goSDK)}},
	{share: 10, curve: daytime, burst: 6, pause: 2, calls: clusterCalls, callers: []*caller{
		pod("cluster-autoscaler").at(nat1, scaler), pod("ebs-csi-controller").at(nat2, goSDK), pod("aws-load-balancer-controller").at(nat1, goSDK),
	}},
	{share: 9, curve: daytime, burst: 4, pause: 8, calls: serviceCalls, callers: []*caller{
		role("", "orders-api", "<session>", "", "").at(nat1, javaSDK),
		role("", "payments-worker", "<session>", "", "").at(nat2, javaSDK),
	}},
	{share: 7, curve: daytime, burst: 3, pause: 3, calls: functionCalls, callers: []*caller{
		role("", "orders-webhook", "orders-webhook", "", "").at(nat1, boto),
		role("", "image-resizer", "image-resizer", "", "").at(nat2, boto),
	}},
	{share: 8, curve: steady, burst: 1, calls: instanceCalls, callers: []*caller{
		role("", "eks-node", "i-0c5d1b7e9f3a2468b", `,"ec2RoleDelivery":"2.0"`, "").at(nat1, ssmAgent),
		role("", "eks-node", "i-0a7f3e2d1c4b5a697", `,"ec2RoleDelivery":"2.0"`, "").at(nat2, ssmAgent),
		role("", "bastion", "i-04e6f8a1b3c5d7e92", `,"ec2RoleDelivery":"2.0"`, "").at(nat1, ssmAgent),
	}},
	{share: 8, curve: steady, burst: 8, pause: 2, calls: configCalls, callers: []*caller{linked("AWSServiceRoleForConfig", "configLambdaExecution", "config.amazonaws.com")}},
	{share: 4, curve: daytime, burst: 3, pause: 2, calls: scalingCalls, callers: []*caller{linked("AWSServiceRoleForAutoScaling", "AutoScaling", "autoscaling.amazonaws.com")}},
	{share: 3, curve: nightly, burst: 5, pause: 5, calls: backupCalls, callers: []*caller{role("service-role/", "AWSBackupDefaultServiceRole", "AWSBackup-<session>", "", `,"invokedBy":"backup.amazonaws.com"`).as("backup.amazonaws.com", "backup.amazonaws.com")}},
	{share: 5, curve: daytime, burst: 1, calls: assumeCalls, callers: []*caller{service("lambda.amazonaws.com"), service("ecs-tasks.amazonaws.com"), service("ec2.amazonaws.com"), service("config.amazonaws.com")}},
	{share: 2, curve: steady, burst: 1, calls: trailCalls, callers: []*caller{service("cloudtrail.amazonaws.com")}},
	{share: 2, curve: steady, burst: 1, calls: deliveryCalls, callers: []*caller{service("delivery.logs.amazonaws.com")}},
	{share: 1.2, curve: steady, burst: 2, pause: 2, calls: monitorCalls, callers: []*caller{role("", "monitoring-vendor", "collector", "", "").at("198.51.100.77", goSDK)}},
	{share: .6, curve: steady, burst: 1, calls: vendorCalls, callers: []*caller{outsider("999988887777", "collector").at("198.51.100.77", goSDK)}},
	{share: 1, curve: office, burst: 3, pause: 6, calls: reportCalls, callers: []*caller{federated("report-broker", "report-viewer").at(office2, boto)}},
	{share: .3, curve: steady, burst: 1, calls: adviceCalls, callers: []*caller{rootFor("support.amazonaws.com")}},
	{share: .3, curve: nightly, burst: 1, calls: rotationCalls, callers: []*caller{service("secretsmanager.amazonaws.com")}},
}
