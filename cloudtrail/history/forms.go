package history

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/listing"
)

// A form is one of the things that a JSON object may be.
type form struct {
	// is reports whether an object is of this form.
	is func(o *object) bool
	// read hands on the records, or says what the object is. It returns false,
	// and has changed nothing, where the object is not of this form after all.
	read func(s *stream, o *object) bool
}

// forms are tried from top to bottom. What tells a wrapper comes before what
// tells a record, because some wrappers have keys of a record as well; an object
// that none of them knows is searched for records.
var forms []form

// What the forms read may be of any form again, so the table refers to itself.
func init() { forms = table() }

func table() []form {
	return []form{
		// Lambda events and what is in them
		{keys("kinesis"), base64At("kinesis", "data")},
		{keys("awslogs"), base64At("awslogs", "data")},
		{every(keys("data"), either(keys("recordId"), keys("messageID"), keys("basicProperties"))), base64At("data")},
		{keys("topic", "value"), base64At("value")},
		{keys("requestPayload"), contentAt("requestPayload")},
		{keys("Sns"), contentAt("Sns", "Message")},
		{every(keys("Message"), either(keys("TopicArn"), keys("MessageId"))), contentAt("Message")},
		{every(textAt("body"), either(keys("messageId"), keys("receiptHandle"), keys("requestContext"))), contentAt("body")},
		{every(textAt("Body"), keys("MessageId")), contentAt("Body")},
		{isControl, nothing},

		// whole records as they were logged, beside what others have made of them
		{textAt("CloudTrailEvent"), contentAt("CloudTrailEvent")},
		{either(keys("detail-type", "detail"), keys("source", "detail")), (*stream).eventBridge},
		{every(textAt("message"), keys("timestamp")), (*stream).logEvent},
		{keys("_raw"), copyAt("_raw")},
		{keys("@message"), copyAt("@message")},
		{keys("raw_data"), copyAt("raw_data")},
		{keys("eventJson"), copyAt("eventJson")},
		{keys("event"), copyAt("event")}, // Elastic's event.original, Splunk's event
		{keys("event.original"), copyAt("event.original")},
		{keys("message"), copyAt("message")},
		{keys("body"), copyAt("body")},
		{keys("_source"), copyAt("_source")},
		{keys("unmapped"), copyAt("unmapped")},

		// records
		{every(textAt("eventName"), textAt("eventSource")), (*stream).call},
		{keys("insightDetails"), (*stream).plainRecord},
		{keys("eventCategory", "eventId", "accountId"), (*stream).aggregated},

		// what is known not to be one
		{either(keys("digestStartTime"), keys("digestS3Object")), isForeign(listing.Digest, "")},
		{keys("s3", "eventName"), isForeign("an S3 notification", wayObjects)},
		{keys("s3Bucket", "s3ObjectKey"), isForeign("a notification of CloudTrail's delivery", wayObjects)},
		{either(keys("configurationItems"), keys("configSnapshotId"), keys("configurationItem")), isForeign("an AWS Config snapshot", "")},
		{keys("schemaVersion", "service", "type"), isForeign("a GuardDuty finding", "")},
		{keys("SchemaVersion", "ProductArn"), isForeign("a Security Hub finding", "")},
		{keys("Dynamodb"), isForeign("a change of a DynamoDB table", "")},
		{keys("class_uid"), (*stream).ocsf},
		{either(keys("event_name"), keys("eventname"), keys("EventName")), (*stream).columns},
		{either(keys("Records"), keys("records")), (*stream).noRecords},
	}
}

const (
	wayObjects = "copy the objects that it names (aws s3 cp) and read those"
	wayWhole   = "fields are lost; read the trail's own files, or export whole records"
)

// What tells a form.

type test = func(o *object) bool

func keys(names ...string) test { return func(o *object) bool { return o.has(names...) } }

func either(tests ...test) test {
	return func(o *object) bool {
		for _, t := range tests {
			if t(o) {
				return true
			}
		}
		return false
	}
}

func every(tests ...test) test {
	return func(o *object) bool {
		for _, t := range tests {
			if !t(o) {
				return false
			}
		}
		return true
	}
}

func isControl(o *object) bool { return o.text("messageType") == "CONTROL_MESSAGE" }

func textAt(key string) test { return func(o *object) bool { return o.kindOf(key) == '"' } }

// What a form yields.

type reading = func(s *stream, o *object) bool

func nothing(*stream, *object) bool { return true }

func base64At(path ...string) reading {
	return func(s *stream, o *object) bool {
		s.encoded(o, path...)
		return true
	}
}

func contentAt(path ...string) reading {
	return func(s *stream, o *object) bool { return s.content(o, time.Time{}, path...) }
}

// copyAt looks for whole records in one member, before any other.
func copyAt(key string) reading {
	return func(s *stream, o *object) bool {
		if s.guessing(func() { s.guess(key, o.get(key), 1) }) {
			return true
		}
		o.tried = key
		return false
	}
}

func isForeign(name, way string) reading {
	return func(s *stream, _ *object) bool {
		s.out.notCloudTrail(Foreign{Form: name, Way: way})
		return true
	}
}

// eventBridge reads an EventBridge event.
func (s *stream) eventBridge(o *object) bool {
	if s.guessing(func() { s.guess("detail", o.get("detail"), 1) }) {
		return true
	}
	o.tried = "detail"
	kind := o.text("detail-type")
	if kind == "" {
		return false
	}
	s.out.notCloudTrail(Foreign{Form: "an EventBridge event of type " + strconv.Quote(cloudtrail.Excerpt([]byte(kind)))})
	return true
}

// logEvent reads a log event of CloudWatch Logs.
func (s *stream) logEvent(o *object) bool {
	logged := millis(o.get("timestamp"))
	if logged.IsZero() {
		return false
	}
	return s.content(o, logged, "message")
}

// call reads a record of a call.
func (s *stream) call(o *object) bool {
	if strings.HasPrefix(o.text("eventSource"), "aws:") {
		return false // a record of a Lambda event
	}
	if flattened(o) {
		s.out.notCloudTrail(Foreign{Form: "CloudTrail in columns", Way: wayWhole, Lossy: true})
		return true
	}
	return s.plainRecord(o)
}

// flattened reports whether somebody has made columns of a record's members.
func flattened(o *object) bool {
	if o.kindOf("userIdentity") == '{' {
		return false
	}
	return slices.ContainsFunc(o.members, func(m member) bool {
		return strings.HasPrefix(m.key, "userIdentity") && (m.key != "userIdentity" || m.value[0] == '"')
	})
}

func (s *stream) plainRecord(o *object) bool {
	s.out.record(cloudtrail.Record{JSON: o.raw, Logged: s.logged})
	return true
}

// aggregated reads an aggregated event, whose time is that of its window.
func (s *stream) aggregated(o *object) bool {
	r := cloudtrail.Record{JSON: o.raw, Logged: s.logged}
	if start, err := time.Parse(time.RFC3339, r.Field("timeWindow", "windowStart")); err == nil && r.Logged.IsZero() {
		r.Logged = start
	}
	s.out.record(r)
	return true
}

// ocsf says of an OCSF event that it has no whole record.
func (s *stream) ocsf(o *object) bool {
	if s.search(o, 0) {
		return true
	}
	f := Foreign{Form: "an OCSF event of another source"}
	if bytes.Contains(o.get("metadata"), []byte("CloudTrail")) {
		f = Foreign{Form: "OCSF without raw_data", Way: wayWhole, Lossy: true}
	}
	s.out.notCloudTrail(f)
	return true
}

// columns says of an event whose members were renamed that it is not a whole
// record, unless it holds one.
func (s *stream) columns(o *object) bool {
	if !s.search(o, 0) {
		s.out.notCloudTrail(Foreign{Form: "CloudTrail in columns", Way: wayWhole, Lossy: true})
	}
	return true
}

// noRecords says of what looks like a delivery file that nothing is in it.
func (s *stream) noRecords(o *object) bool {
	if !s.search(o, 0) {
		s.out.notCloudTrail(Foreign{Form: "a file without records"})
	}
	return true
}
