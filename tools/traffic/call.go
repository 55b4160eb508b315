package traffic

import (
	"fmt"
	"strings"
)

// call is an API call as CloudTrail records it, but for its caller and time.
type call struct {
	source, name string // eventSource before ".amazonaws.com", eventName
	region       string
	readOnly     bool
	kind         string // eventType
	code         string // errorCode, "" for success
	message      template
	params       template // requestParameters; empty is null
	response     template // responseElements; empty is null
	extra        template // additionalEventData; empty is left out
	resources    template // empty is left out
}

func read(source, name, params string) call {
	return call{source: source, name: name, region: HomeRegion, readOnly: true, kind: "AwsApiCall", params: parse(params), extra: extraOf(source)}
}

func write(source, name, params, response string) call {
	c := read(source, name, params)
	c.readOnly, c.response = false, parse(response)
	return c
}

// in returns the call recorded in another region.
func (c call) in(region string) call {
	c.region = region
	return c
}

// global returns the call recorded where global services record.
func (c call) global() call { return c.in(globalRegion) }

// on names the resource that the call is about.
func (c call) on(kind, arn string) call {
	c.resources = parse(`[{"accountId":"<account>","type":"` + kind + `","ARN":"` + arn + `"}]`)
	return c
}

// answering gives a read-only call an answer that is recorded, as STS and the sign-in page have it.
func (c call) answering(response string) call {
	c.response = parse(response)
	return c
}

// failed is the call refused for another reason than permissions.
func (c call) failed(code, message string) call {
	c.code, c.message, c.response = code, parse(message), nil
	return c
}

// AWS's wording of why a call is denied; %s is the action.
const (
	noPolicy      = "because no identity-based policy allows the %s action"
	controlPolicy = "with an explicit deny in a service control policy"
	explicitDeny  = "with an explicit deny in an identity-based policy"
	boundary      = "because no permissions boundary allows the %s action"
)

// denied is the call refused for want of permission. resource is an ARN or "", when the service's message names none.
func (c call) denied(resource, why string) call {
	action := actionOf(c)
	if why == noPolicy || why == boundary {
		why = fmt.Sprintf(why, action)
	}
	if resource != "" {
		resource = "on resource: " + resource + " "
	}
	message := "User: <arn> is not authorized to perform: " + action + " " + resource + why
	if c.source == "ec2" {
		message = "You are not authorized to perform this operation. " + message
	}
	return c.failed(denialCode(c.source), message)
}

// denialCode is the error code by which a service says no: it follows from the service's protocol.
func denialCode(source string) string {
	switch source {
	case "ec2":
		return "Client.UnauthorizedOperation"
	case "iam", "s3", "sts", "cloudfront", "route53", "rds", "monitoring", "autoscaling", "elasticloadbalancing", "cloudformation":
		return "AccessDenied"
	}
	return "AccessDeniedException"
}

// actionOf is the call's name in policies: Lambda's event names end in the date of an API version, CloudWatch has another prefix.
func actionOf(c call) string {
	name, _, _ := strings.Cut(c.name, "20150331")
	if c.source == "monitoring" {
		return "cloudwatch:" + name
	}
	return c.source + ":" + name
}

// extraOf is the additionalEventData that a service always sends.
func extraOf(source string) template {
	if source != "s3" {
		return nil
	}
	return parse(`{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","bytesTransferredOut":<n 4000>}`)
}

// eventVersion is the version of the record format that a service writes.
func eventVersion(source string) string {
	switch source {
	case "sts", "signin", "cloudfront", "ssm":
		return "1.08"
	case "config", "cloudtrail", "support":
		return "1.09"
	case "lambda", "dynamodb", "route53", "autoscaling":
		return "1.10"
	}
	return "1.11"
}

// apiVersion is recorded by some services only.
func apiVersion(source string) string {
	switch source {
	case "dynamodb":
		return "2012-08-10"
	case "ecs":
		return "2014-11-13"
	case "logs":
		return "2014-03-28"
	case "route53":
		return "2013-04-01"
	}
	return ""
}

// host is the name of the endpoint of a service in a region.
func host(source, region string) string {
	switch source {
	case "iam", "cloudfront", "route53":
		return source + ".amazonaws.com"
	case "signin":
		return "signin.aws.amazon.com"
	case "ecr":
		return "api.ecr." + region + ".amazonaws.com"
	}
	return source + "." + region + ".amazonaws.com"
}
