package form

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/listing"
)

// The four tables are tried one after the other, each from top to bottom. What
// tells a wrapper comes before what tells a record, because some wrappers have
// keys of a record as well. An object that none of them knows is searched for
// records.

// events are Lambda events and what is in them.
var events = []Form{
	{is: keys("kinesis"), Yield: Base64, Path: at("kinesis", "data")},
	{is: keys("awslogs"), Yield: Base64, Path: at("awslogs", "data")},
	{is: every(keys("data"), either(keys("recordId"), keys("messageID"), keys("basicProperties"))), Yield: Base64, Path: at("data")},
	{is: keys("topic", "value"), Yield: Base64, Path: at("value")},
	{is: keys("requestPayload"), Yield: Content, Path: at("requestPayload")},
	{is: keys("Sns"), Yield: Content, Path: at("Sns", "Message")},
	{is: every(keys("Message"), either(keys("TopicArn"), keys("MessageId"))), Yield: Content, Path: at("Message")},
	{is: every(textAt("body"), either(keys("messageId"), keys("receiptHandle"), keys("requestContext"))), Yield: Content, Path: at("body")},
	{is: every(textAt("Body"), keys("MessageId")), Yield: Content, Path: at("Body")},
	{is: isControl, Yield: Nothing},
}

// wrappers hold whole records as they were logged, next to what others have
// made of them.
var wrappers = []Form{
	{is: textAt("CloudTrailEvent"), Yield: Content, Path: at("CloudTrailEvent")},
	{is: isEventBridge, Yield: Copy, Path: at("detail")},
	{is: every(isEventBridge, namesKind("detail-type")), Yield: Foreign, Name: "an EventBridge event of type", kind: "detail-type"},
	{is: isLogEvent, Yield: Content, Path: at("message"), time: timestamp},
	{is: keys("_raw"), Yield: Copy, Path: at("_raw")},
	{is: keys("@message"), Yield: Copy, Path: at("@message")},
	{is: keys("raw_data"), Yield: Copy, Path: at("raw_data")},
	{is: keys("eventJson"), Yield: Copy, Path: at("eventJson")},
	{is: keys("event"), Yield: Copy, Path: at("event")}, // Elastic's event.original, Splunk's event
	{is: keys("event.original"), Yield: Copy, Path: at("event.original")},
	{is: keys("message"), Yield: Copy, Path: at("message")},
	{is: keys("body"), Yield: Copy, Path: at("body")},
	{is: keys("_source"), Yield: Copy, Path: at("_source")},
	{is: keys("unmapped"), Yield: Copy, Path: at("unmapped")},
}

// records are calls, Insights events and aggregated events.
var records = []Form{
	{is: every(isCall, isFlattened), Yield: Foreign, Name: "CloudTrail in columns", Way: WayWhole, Lossy: true},
	{is: isCall, Yield: Record},
	{is: keys("insightDetails"), Yield: Record},
	{is: keys("eventCategory", "eventId", "accountId"), Yield: Record, time: windowStart},
}

// others are known not to be records.
var others = []Form{
	{is: either(keys("digestStartTime"), keys("digestS3Object")), Yield: Foreign, Name: listing.Digest},
	{is: keys("s3", "eventName"), Yield: Foreign, Name: "an S3 notification", Way: wayObjects},
	{is: keys("s3Bucket", "s3ObjectKey"), Yield: Foreign, Name: "a notification of CloudTrail's delivery", Way: wayObjects},
	{is: either(keys("configurationItems"), keys("configSnapshotId"), keys("configurationItem")), Yield: Foreign, Name: "an AWS Config snapshot"},
	{is: keys("schemaVersion", "service", "type"), Yield: Foreign, Name: "a GuardDuty finding"},
	{is: keys("SchemaVersion", "ProductArn"), Yield: Foreign, Name: "a Security Hub finding"},
	{is: keys("Dynamodb"), Yield: Foreign, Name: "a change of a DynamoDB table"},
	{is: every(keys("class_uid"), isOfCloudTrail), Yield: Container, Name: "OCSF without raw_data", Way: WayWhole, Lossy: true},
	{is: keys("class_uid"), Yield: Container, Name: "an OCSF event of another source"},
	{is: either(keys("event_name"), keys("eventname"), keys("EventName")), Yield: Container, Name: "CloudTrail in columns", Way: WayWhole, Lossy: true},
	{is: either(keys("Records"), keys("records")), Yield: Container, Name: "a file without records"},
}

const wayObjects = "copy the objects that it names (aws s3 cp) and read those"

// WayWhole says what to do about records of which somebody has made columns.
const WayWhole = "fields are lost; read the trail's own files, or export whole records"

func at(path ...string) []string { return path }

// What tells a form.

type test = func(o *Object) bool

func keys(names ...string) test { return func(o *Object) bool { return o.has(names...) } }

func either(tests ...test) test {
	return func(o *Object) bool {
		return slices.ContainsFunc(tests, func(t test) bool { return t(o) })
	}
}

func every(tests ...test) test {
	return func(o *Object) bool {
		return !slices.ContainsFunc(tests, func(t test) bool { return !t(o) })
	}
}

func textAt(key string) test { return func(o *Object) bool { return o.kindOf(key) == '"' } }

func namesKind(key string) test { return func(o *Object) bool { return o.text(key) != "" } }

func isControl(o *Object) bool { return o.text("messageType") == "CONTROL_MESSAGE" }

func isEventBridge(o *Object) bool {
	return o.has("detail") && (o.has("detail-type") || o.has("source"))
}

// isLogEvent reports whether the object is a log event of CloudWatch Logs.
func isLogEvent(o *Object) bool { return o.kindOf("message") == '"' && !timestamp(o).IsZero() }

// isCall reports whether the object is a record of a call, and not one in a
// Lambda event.
func isCall(o *Object) bool {
	return o.kindOf("eventName") == '"' && o.kindOf("eventSource") == '"' && !strings.HasPrefix(o.text("eventSource"), "aws:")
}

// isFlattened reports whether somebody has made columns of a record's members.
func isFlattened(o *Object) bool {
	if o.kindOf("userIdentity") == '{' {
		return false
	}
	return slices.ContainsFunc(o.Members, func(m Member) bool {
		return strings.HasPrefix(m.Key, "userIdentity") && (m.Key != "userIdentity" || m.Value[0] == '"')
	})
}

func isOfCloudTrail(o *Object) bool { return bytes.Contains(o.Get("metadata"), []byte("CloudTrail")) }

// When what is in an object was logged.

// timestamp reads milliseconds since 1970, and gives the zero time for
// everything else.
func timestamp(o *Object) time.Time {
	ms, err := strconv.ParseInt(string(o.Get("timestamp")), 10, 64)
	if err != nil || ms <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// windowStart is the time of an aggregated event.
func windowStart(o *Object) time.Time {
	record := cloudtrail.Record{JSON: o.Raw}
	start, err := time.Parse(time.RFC3339, record.Field("timeWindow", "windowStart"))
	if err != nil {
		return time.Time{}
	}
	return start
}
