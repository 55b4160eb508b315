package outline

// keySet is a set of the keys of an object that decide, before its end was
// seen, whether an array in it holds records.
type keySet uint8

const (
	recordKey      keySet = 1 << iota // a key of records
	messageTypeKey                    // of subscription payloads
	controlMessage                    // messageType is CONTROL_MESSAGE
	arrayKey                          // a key whose array holds records, or what they are wrapped in
	wayKey                            // a key that others use as well, for arrays and for objects on the way to one
)

// keyOf returns the set of this one key, as it is written between its quotes.
//
// None of the keys of arrays is one that a record has.
func keyOf(name []byte) keySet {
	switch string(name) {
	case "eventVersion", "eventName", "eventSource", "userIdentity", "eventTime", "eventID":
		return recordKey
	case "messageType":
		return messageTypeKey
	case "Records", "records", // S3 delivery files; Lambda events
		"logEvents", "events", // subscription payloads; aws logs filter-log-events, get-log-events
		"Events", "Messages", // aws cloudtrail lookup-events; aws sqs receive-message
		"results", "QueryResultRows": // Logs Insights; CloudTrail Lake
		return arrayKey
	case "hits", "data", "result", "messages", "logs", "rows", "items", "entries", "value", "response", "output":
		return arrayKey | wayKey // exports and search results: {"hits":{"hits":[…]}}
	}
	return 0
}

// NamesArray reports whether an object whose first key this is may hold an
// array of records.
func NamesArray(key []byte) bool { return keyOf(key)&arrayKey != 0 }
