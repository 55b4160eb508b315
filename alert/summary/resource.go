package summary

import (
	"cmp"
	"strings"

	"trailnotify/cloudtrail"
	"trailnotify/pattern"
)

// resourceParameters are the request parameters that an alert may show. They
// name what a call is about; none of them holds a secret, and no other request
// parameter leaves the record. A record shows the first of them that it has.
var resourceParameters = []string{
	"bucketName", "roleName", "userName", "groupName", "instanceProfileName", "policyName", "policyId",
	"functionName", "layerName", "keyId", "secretId", "dBInstanceIdentifier", "dBClusterIdentifier", "dBSnapshotIdentifier",
	"instanceId", "groupId", "networkAclId", "routeTableId", "internetGatewayId", "customerGatewayId", "natGatewayId",
	"vpnGatewayId", "vpcPeeringConnectionId", "vpcId", "subnetId", "volumeId", "snapshotId", "imageId",
	"networkInterfaceId", "detectorId", "trailName", "logGroupName", "configurationRecorderName", "deliveryChannelName",
	"topicArn", "queueUrl", "tableName", "clusterName", "repositoryName", "stackName", "hostedZoneId", "documentName",
	"roleArn", "resourceArn", "resourceId", "targetId", "accountId", "name", "arn",
}

// policyARN is shown with what a policy is attached to: which policy it is
// makes all the difference.
const policyARN = "policyArn"

var instanceField = selector("$.instancesSet.items[0].instanceId")

func selector(src string) pattern.Selector {
	s, err := pattern.ParseSelector(src)
	if err != nil {
		panic("alert: " + err.Error()) // the source is part of the program
	}
	return s
}

// resource says what a call is about: the ARN of the first resource that the
// record lists, else parameters of [resourceParameters] as name=value.
func resource(r cloudtrail.Members) string {
	listed := r.First("resources")
	if arn := cmp.Or(listed.Field("ARN"), listed.Field("ARNPrefix")); strings.HasPrefix(arn, "arn:") {
		return arn
	}
	if found := shownParameters(r.Object("requestParameters")); len(found) > 0 {
		return strings.Join(found, " ")
	}
	if v, _ := instanceField.Value(r.JSON("requestParameters")); strings.HasPrefix(v, "i-") {
		return "instanceId=" + v
	}
	return ""
}

// shownParameters are the first of [resourceParameters] that a request has, and
// the policy.
func shownParameters(request cloudtrail.Members) (found []string) {
	for _, name := range resourceParameters {
		if v := request.Field(name); v != "" {
			found = append(found, name+"="+v)
			break
		}
	}
	if v := request.Field(policyARN); v != "" {
		found = append(found, policyARN+"="+v)
	}
	return found
}
