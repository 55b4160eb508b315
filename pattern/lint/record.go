package lint

import (
	"maps"
	"slices"

	"trailnotify/pattern/syntax"
)

// fieldInfo is what is known of a field of CloudTrail records.
type fieldInfo struct {
	kind   fieldKind
	always bool                 // in every record that people write rules for
	fields map[string]fieldInfo // of an object, or of the elements of an array
}

type fieldKind uint8

const (
	unknownField fieldKind = iota
	openField              // anything can be below it, and it can be anything
	stringField
	booleanField
	numberField
	objectField
	arrayField
)

// stringFields are fields that hold strings.
func stringFields(names ...string) map[string]fieldInfo {
	m := map[string]fieldInfo{}
	for _, name := range names {
		m[name] = fieldInfo{kind: stringField}
	}
	return m
}

// with adds fields to a copy of m.
func with(m map[string]fieldInfo, name string, f fieldInfo) map[string]fieldInfo {
	m = maps.Clone(m)
	m[name] = f
	return m
}

func object(fields map[string]fieldInfo) fieldInfo {
	return fieldInfo{kind: objectField, fields: fields}
}

func array(fields map[string]fieldInfo) fieldInfo {
	return fieldInfo{kind: arrayField, fields: fields}
}

// recordFields are the fields of CloudTrail records as of eventVersion 1.11:
// management, data, network activity and Insights events, addenda, and the
// forms in which CloudWatch Logs and aggregated events carry them.
var recordFields = newRecordFields()

func newRecordFields() fieldInfo {
	fields := stringFields("eventVersion", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent",
		"errorCode", "errorMessage", "requestID", "eventID", "eventId", "eventType", "apiVersion", "recipientAccountId", "accountId",
		"sharedEventID", "annotation", "vpcEndpointId", "vpcEndpointAccountId", "eventCategory", "sessionCredentialFromConsole",
		"@timestamp")
	for _, name := range []string{"eventVersion", "eventTime", "awsRegion", "eventType"} {
		fields[name] = fieldInfo{kind: stringField, always: true}
	}
	for _, name := range []string{"requestParameters", "responseElements", "additionalEventData", "serviceEventDetails", "edgeDeviceDetails", "eventContext"} {
		fields[name] = fieldInfo{kind: openField}
	}
	fields["readOnly"] = fieldInfo{kind: booleanField}
	fields["managementEvent"] = fieldInfo{kind: booleanField}
	fields["userIdentity"] = object(identityFields())
	fields["tlsDetails"] = object(stringFields("tlsVersion", "cipherSuite", "clientProvidedHostHeader", "keyExchange"))
	fields["resources"] = array(stringFields("ARN", "ARNPrefix", "accountId", "type"))
	fields["addendum"] = object(stringFields("reason", "updatedFields", "originalRequestID", "originalEventID"))
	fields["insightDetails"] = object(insightFields())
	return object(fields)
}

func identityFields() map[string]fieldInfo {
	fields := stringFields("type", "principalId", "arn", "accountId", "accessKeyId", "userName", "invokedBy", "identityProvider", "credentialId", "userId")
	fields["type"] = fieldInfo{kind: stringField, always: true}
	fields["sessionContext"] = object(sessionFields())
	fields["invokedByDelegate"] = fieldInfo{kind: openField}
	fields["onBehalfOf"] = object(stringFields("userId", "identityStoreArn"))
	fields["inScopeOf"] = object(stringFields("sourceArn", "sourceAccount", "issuerType", "credentialsIssuedTo"))
	return fields
}

func sessionFields() map[string]fieldInfo {
	fields := stringFields("sourceIdentity", "ec2RoleDelivery", "assumedRoot")
	fields["sessionIssuer"] = object(stringFields("type", "principalId", "arn", "accountId", "userName"))
	fields["attributes"] = object(stringFields("creationDate", "mfaAuthenticated", "sessionCredentialFromConsole"))
	fields["webIdFederationData"] = object(with(stringFields("federatedProvider"), "attributes", fieldInfo{kind: openField}))
	return fields
}

func insightFields() map[string]fieldInfo {
	fields := stringFields("state", "eventSource", "eventName", "insightType", "errorCode")
	fields["insightContext"] = fieldInfo{kind: openField}
	return fields
}

// knownField returns what is known of the field that a selector leads to: an
// unknownField if there is none, an openField below those that hold anything.
func knownField(s syntax.Selector) fieldInfo {
	f, _ := followKnown(s)
	return f
}

// followKnown walks the selector down the known fields and returns how many
// steps it could take.
func followKnown(s syntax.Selector) (f fieldInfo, taken int) {
	f = recordFields
	for i, st := range s.Steps {
		switch {
		case f.kind == openField:
			return f, len(s.Steps)
		case st.Kind == syntax.ToEach && f.kind == objectField:
			return fieldInfo{kind: openField}, len(s.Steps)
		case f.kind == arrayField && st.Kind != syntax.ToField:
			f = object(f.fields)
		case f.kind == objectField && st.Kind == syntax.ToField && f.fields[st.Key].kind != unknownField:
			f = f.fields[st.Key]
		default:
			return fieldInfo{}, i
		}
	}
	return f, len(s.Steps)
}

// findField returns the shortest path to a field with a name, nil if there is
// none.
func findField(name string) []syntax.Step {
	type place struct {
		path []syntax.Step
		info fieldInfo
	}
	queue := []place{{info: recordFields}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, key := range slices.Sorted(maps.Keys(at.info.fields)) {
			path := at.path
			if at.info.kind == arrayField {
				path = append(slices.Clone(path), syntax.Step{Kind: syntax.ToEach})
			}
			path = append(slices.Clone(path), syntax.Step{Kind: syntax.ToField, Key: key})
			if key == name {
				return path
			}
			queue = append(queue, place{path, at.info.fields[key]})
		}
	}
	return nil
}
