package summary

import "strings"

// clients are the families of user agents, by what identifies them in the user
// agent in small letters; the first that is found counts. Tools that are known
// from attacks come first: most of them are built on an SDK whose name follows.
var clients = []struct{ sign, family string }{
	{"pacu", "pacu"},
	{"stratus-red-team", "stratus-red-team"},
	{"grimoire", "grimoire"},
	{"cloudfox", "cloudfox"},
	{"enumerate-iam", "enumerate-iam"},
	{"weirdaal", "weirdaal"},
	{"trufflehog", "trufflehog"},
	{"scoutsuite", "scoutsuite"},
	{"scout suite", "scoutsuite"},
	{"prowler", "prowler"},
	{"steampipe", "steampipe"},
	{"cloudmapper", "cloudmapper"},
	{"nuclei", "nuclei"},
	{"s3 browser", "s3-browser"},
	{"kali", "kali-linux"},
	{"parrot", "parrot-linux"},
	{"pentoo", "pentoo-linux"},

	{"terraform", "terraform"},
	{"opentofu", "opentofu"},
	{"pulumi", "pulumi"},
	{"aws-cdk", "aws-cdk"},
	{"ansible", "ansible"},
	{"eksctl", "eksctl"},
	{"cloudshell", "cloudshell"},
	{"aws-cli", "aws-cli"},
	{"powershell", "powershell"},
	{"boto3", "boto3"},
	{"botocore", "boto3"},
	{"ssm-agent", "ssm-agent"},
	{"session-manager", "session-manager"},

	{"s3console", "console"},
	{"console.", "console"},
	{" console,", "console"},
	{"consolefrontend", "console"},
	{"aws-console", "console"},
	{"signin.amazonaws.com", "console"},
	{"aws internal", "aws-service"},
	{".amazonaws.com", "aws-service"},
	{"aws-internal/", "aws-service"},

	{"aws-sdk-java", "aws-sdk-java"},
	{"aws-sdk-go", "aws-sdk-go"},
	{"aws-sdk-js", "aws-sdk-js"},
	{"aws-sdk-nodejs", "aws-sdk-js"},
	{"aws-sdk-ruby", "aws-sdk-ruby"},
	{"aws-sdk-php", "aws-sdk-php"},
	{"aws-sdk-dotnet", "aws-sdk-dotnet"},
	{"aws-sdk-net", "aws-sdk-dotnet"},
	{"aws-sdk-cpp", "aws-sdk-cpp"},
	{"aws-sdk-rust", "aws-sdk-rust"},
	{"aws-sdk-kotlin", "aws-sdk-kotlin"},
	{"aws-sdk-swift", "aws-sdk-swift"},

	{"rclone", "rclone"},
	{"s3cmd", "s3cmd"},
	{"minio", "minio"},
	{"cyberduck", "cyberduck"},
	{"winscp", "winscp"},
	{"python-requests", "python-requests"},
	{"go-http-client", "go-http-client"},
	{"curl/", "curl"},
	{"wget/", "wget"},
	{"postman", "postman"},
	{"mozilla/", "browser"},
}

// otherClient is the family of a user agent that is none of the known ones.
const otherClient = "other"

// client names the family of a user agent, "" when the record has none. The
// user agent is the claim of the caller.
func client(userAgent string) string {
	if userAgent == "" {
		return ""
	}
	userAgent = strings.ToLower(userAgent)
	for _, c := range clients {
		if strings.Contains(userAgent, c.sign) {
			return c.family
		}
	}
	return otherClient
}
