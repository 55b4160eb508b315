package traffic

import (
	"strings"
)

// fields are what the rules look at, decoded with encoding/json and so apart from the code that writes records.
type fields struct {
	EventVersion, EventTime, EventSource, EventName, AWSRegion, SourceIPAddress, UserAgent string
	ErrorCode, ErrorMessage, EventID, EventType, RecipientAccountID, EventCategory         string
	SessionCredentialFromConsole                                                           string
	ReadOnly, ManagementEvent                                                              *bool
	UserIdentity                                                                           struct{ Type, InvokedBy, ARN string }
	ResponseElements                                                                       struct{ ConsoleLogin string }
	AdditionalEventData                                                                    struct{ MFAUsed string }
}

func oneOf(names string) func(string) bool {
	set := map[string]bool{}
	for _, n := range strings.Fields(names) {
		set[n] = true
	}
	return func(name string) bool { return set[name] }
}

var (
	iamNames     = oneOf("DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy")
	trailNames   = oneOf("CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging")
	bucketNames  = oneOf("PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication")
	configNames  = oneOf("StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder")
	groupNames   = oneOf("AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup")
	aclNames     = oneOf("CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation")
	gatewayNames = oneOf("CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway")
	routeNames   = oneOf("CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable")
	vpcNames     = oneOf("CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink")
)

// ruleConditions are the rules of the default set, written out by hand without their exceptions.
var ruleConditions = map[string]func(fields) bool{
	"RootUsage": func(f fields) bool {
		return f.UserIdentity.Type == "Root" && f.UserIdentity.InvokedBy == "" && f.EventType != "AwsServiceEvent"
	},
	unauthorized: func(f fields) bool {
		return strings.HasSuffix(f.ErrorCode, "UnauthorizedOperation") || strings.HasPrefix(f.ErrorCode, "AccessDenied")
	},
	"ConsoleSignInWithoutMFA": func(f fields) bool {
		return f.EventName == "ConsoleLogin" && f.AdditionalEventData.MFAUsed != "Yes" && f.UserIdentity.Type == "IAMUser" && f.ResponseElements.ConsoleLogin == "Success"
	},
	iamChanges:   func(f fields) bool { return iamNames(f.EventName) },
	trailChanges: func(f fields) bool { return trailNames(f.EventName) },
	signInFailures: func(f fields) bool {
		return f.EventName == "ConsoleLogin" && f.ErrorMessage == "Failed authentication"
	},
	"CMKDisabledOrDeleted":  func(f fields) bool { return f.EventName == "DisableKey" || f.EventName == "ScheduleKeyDeletion" },
	"S3BucketPolicyChanges": func(f fields) bool { return bucketNames(f.EventName) },
	"ConfigChanges":         func(f fields) bool { return configNames(f.EventName) },
	groupChanges:            func(f fields) bool { return groupNames(f.EventName) },
	"NetworkACLChanges":     func(f fields) bool { return aclNames(f.EventName) },
	"NetworkGatewayChanges": func(f fields) bool { return gatewayNames(f.EventName) },
	"RouteTableChanges":     func(f fields) bool { return routeNames(f.EventName) },
	"VPCChanges":            func(f fields) bool { return vpcNames(f.EventName) },
	"OrganizationsChanges": func(f fields) bool {
		return f.EventSource == "organizations.amazonaws.com" && !*f.ReadOnly
	},
	otherRegions: func(f fields) bool {
		return f.AWSRegion != HomeRegion && strings.HasPrefix(f.EventName, "Create")
	},
}

// exceptionConditions are the exceptions that the story relies on.
var exceptionConditions = map[string]func(fields) bool{
	consoleBrowsing: func(f fields) bool {
		return f.SessionCredentialFromConsole == "true" && *f.ReadOnly
	},
	deliveryProbes: func(f fields) bool { return f.SourceIPAddress == "delivery.logs.amazonaws.com" },
	globalServices: func(f fields) bool {
		return f.EventSource == "iam.amazonaws.com" || f.EventSource == "cloudfront.amazonaws.com" || f.EventSource == "route53.amazonaws.com"
	},
}

// exceptionsOf says which exceptions belong to which rule.
var exceptionsOf = map[string][]string{unauthorized: {consoleBrowsing, deliveryProbes}, otherRegions: {globalServices}}

// exceptedBy is the first exception of a rule that takes a record out, "" when it counts.
func exceptedBy(rule string, f fields) string {
	for _, name := range exceptionsOf[rule] {
		if exceptionConditions[name](f) {
			return name
		}
	}
	return ""
}
