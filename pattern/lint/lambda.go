package lint

const lambdaSource = "lambda.amazonaws.com"

// lambdaCalls are calls of Lambda that CloudTrail records with the date of the
// API version at the end of their names. It does so for no other service that
// people write rules for.
var lambdaCalls = map[string]string{
	"AddLayerVersionPermission":   "AddLayerVersionPermission20181031",
	"AddPermission":               "AddPermission20150331v2",
	"CreateAlias":                 "CreateAlias20150331",
	"CreateEventSourceMapping":    "CreateEventSourceMapping20150331",
	"CreateFunction":              "CreateFunction20150331",
	"DeleteAlias":                 "DeleteAlias20150331",
	"DeleteEventSourceMapping":    "DeleteEventSourceMapping20150331",
	"DeleteFunction":              "DeleteFunction20150331",
	"DeleteFunctionConcurrency":   "DeleteFunctionConcurrency20171031",
	"GetFunction":                 "GetFunction20150331",
	"GetFunctionConfiguration":    "GetFunctionConfiguration20150331",
	"GetPolicy":                   "GetPolicy20150331",
	"ListEventSourceMappings":     "ListEventSourceMappings20150331",
	"ListFunctions":               "ListFunctions20150331",
	"ListVersionsByFunction":      "ListVersionsByFunction20150331",
	"PublishLayerVersion":         "PublishLayerVersion20181031",
	"PublishVersion":              "PublishVersion20150331",
	"PutFunctionConcurrency":      "PutFunctionConcurrency20171031",
	"RemovePermission":            "RemovePermission20150331v2",
	"UpdateAlias":                 "UpdateAlias20150331",
	"UpdateEventSourceMapping":    "UpdateEventSourceMapping20150331",
	"UpdateFunctionCode":          "UpdateFunctionCode20150331v2",
	"UpdateFunctionConfiguration": "UpdateFunctionConfiguration20150331v2",
}

// sharedCalls are those of them that are usually meant of another service, such
// as KMS, SQS or IAM, if the pattern does not name one.
var sharedCalls = map[string]bool{
	"AddPermission": true, "CreateAlias": true, "DeleteAlias": true, "GetPolicy": true, "RemovePermission": true, "UpdateAlias": true,
}
