package history

// keys is a set of the keys of an object that tell what it is.
type keys uint32

const (
	recordsKey keys = 1 << iota
	logEventsKey
	eventsKey
	lookupEventsKey
	queueMessagesKey
	messageTypeKey
	controlMessage // messageType is CONTROL_MESSAGE
	recordKey      // a key that only records have
	detailTypeKey
	detailKey
	cloudTrailEventKey
	messageKey
	timestampKey
	awslogsKey
	requestPayloadKey
	bodyKey
	kinesisKey
	digestKey
	otherEventKey // what only other Lambda events have
)

// containerKeys are those whose arrays hold records, or what records are wrapped in.
const containerKeys = recordsKey | logEventsKey | eventsKey | lookupEventsKey | queueMessagesKey

// keyOf returns the set of this one key, as it stands between its quotes, and the empty set for all that tell nothing.
func keyOf(name []byte) keys {
	switch string(name) {
	case "Records": // S3 delivery files; Lambda events of SQS and Kinesis
		return recordsKey
	case "logEvents": // subscription payloads
		return logEventsKey
	case "events": // aws logs filter-log-events, get-log-events
		return eventsKey
	case "Events": // aws cloudtrail lookup-events
		return lookupEventsKey
	case "Messages": // aws sqs receive-message
		return queueMessagesKey
	case "messageType":
		return messageTypeKey
	case "eventVersion", "eventName":
		return recordKey
	case "detail-type":
		return detailTypeKey
	case "detail":
		return detailKey
	case "CloudTrailEvent":
		return cloudTrailEventKey
	case "message":
		return messageKey
	case "timestamp":
		return timestampKey
	case "awslogs":
		return awslogsKey
	case "requestPayload":
		return requestPayloadKey
	case "body", "Body":
		return bodyKey
	case "kinesis":
		return kinesisKey
	case "s3", "Sns":
		return otherEventKey
	case "digestS3Object":
		return digestKey
	}
	return 0
}

func (k keys) has(all keys) bool { return k&all == all }
