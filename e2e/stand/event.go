package stand

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

// Batch is what CloudWatch Logs sends in one payload.
type Batch struct {
	MessageType         string     `json:"messageType"` // DATA_MESSAGE or CONTROL_MESSAGE
	Owner               string     `json:"owner"`
	LogGroup            string     `json:"logGroup"`
	LogStream           string     `json:"logStream"`
	SubscriptionFilters []string   `json:"subscriptionFilters"`
	LogEvents           []LogEvent `json:"logEvents"`
}

// LogEvent is one log event of a batch.
type LogEvent struct {
	ID        string `json:"id"`
	Timestamp int64  `json:"timestamp"` // milliseconds
	Message   string `json:"message"`   // for a trail's log group: the record
}

// NewBatch returns a batch with one log event for each record, of the log group of a trail.
func NewBatch(records ...string) Batch {
	b := Batch{
		MessageType:         "DATA_MESSAGE",
		Owner:               "111122223333",
		LogGroup:            "cloudtrail",
		LogStream:           "111122223333_CloudTrail_ap-northeast-1",
		SubscriptionFilters: []string{"trailnotify"},
	}
	for i, record := range records {
		b.LogEvents = append(b.LogEvents, LogEvent{ID: fmt.Sprintf("%056d", i), Timestamp: logged(record), Message: record})
	}
	return b
}

// arrived is when everything arrives: after all that the tests' records tell of. A record that is dated ahead of its
// log event, or of its arrival, would count at another time than its own.
var arrived = time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC)

// logged is the timestamp of the log event of a record: when it happened, or else when it arrived.
func logged(record string) int64 {
	var r struct {
		EventTime time.Time `json:"eventTime"`
	}
	if err := json.Unmarshal([]byte(record), &r); err != nil || r.EventTime.IsZero() {
		return arrived.UnixMilli()
	}
	return r.EventTime.UnixMilli()
}

// ControlMessage is the batch with which CloudWatch Logs tests whether it reaches the function.
func ControlMessage() Batch {
	return Batch{
		MessageType: "CONTROL_MESSAGE",
		Owner:       "CloudwatchLogs",
		LogEvents: []LogEvent{{
			Timestamp: 1764979200000, Message: "CWL CONTROL MESSAGE: Checking health of destination Firehose.",
		}},
	}
}

// Gzip returns the batch as CloudWatch Logs puts it into a Kinesis record.
func (b Batch) Gzip() []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	// Neither fails: a Batch is plain data, and the buffer takes everything.
	_ = json.NewEncoder(w).Encode(b)
	_ = w.Close()
	return out.Bytes()
}

// Subscription returns the event with which CloudWatch Logs invokes the function.
func (b Batch) Subscription() []byte { return Payload(base64.StdEncoding.EncodeToString(b.Gzip())) }

// Payload returns the event of a subscription with any text where the payload should be.
func Payload(data string) []byte {
	return encode(map[string]any{"awslogs": map[string]string{"data": data}})
}

// QueueEvent returns the event with which Lambda hands over messages of an SQS queue. Their IDs are their indices.
func QueueEvent(bodies ...[]byte) []byte {
	records := []any{}
	for i, body := range bodies {
		records = append(records, map[string]any{
			"messageId":      fmt.Sprint(i),
			"receiptHandle":  "handle",
			"body":           string(body),
			"attributes":     map[string]string{"ApproximateReceiveCount": "1", "SentTimestamp": "1764979200000"},
			"eventSource":    "aws:sqs",
			"eventSourceARN": "arn:aws:sqs:" + Region + ":111122223333:trailnotify-retry",
			"awsRegion":      Region,
		})
	}
	return encode(map[string]any{"Records": records})
}

// Failed returns the message that Lambda sends to the destination for failures when it has given up an event.
func Failed(event []byte) []byte {
	return encode(map[string]any{
		"version":   "1.0",
		"timestamp": "2026-11-17T17:00:00.000Z",
		"requestContext": map[string]any{
			"requestId":              "00000000-0000-4000-8000-000000000000",
			"functionArn":            "arn:aws:lambda:" + Region + ":111122223333:function:trailnotify:$LATEST",
			"condition":              "RetriesExhausted",
			"approximateInvokeCount": 3,
		},
		"requestPayload":  json.RawMessage(event),
		"responseContext": map[string]any{"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
		"responsePayload": map[string]any{"errorMessage": "counting", "errorType": "wrapError"},
	})
}

// StreamEvent returns the event with which Lambda hands over records of a Kinesis stream. Their sequence numbers are
// their indices.
func StreamEvent(data ...[]byte) []byte {
	records := []any{}
	for i, d := range data {
		records = append(records, streamRecord(i, d))
	}
	return encode(map[string]any{"Records": records})
}

func streamRecord(sequenceNumber int, data []byte) map[string]any {
	return map[string]any{
		"kinesis": map[string]any{
			"kinesisSchemaVersion":        "1.0",
			"partitionKey":                "cloudtrail",
			"sequenceNumber":              fmt.Sprint(sequenceNumber),
			"data":                        data, // in base64, by encoding/json
			"approximateArrivalTimestamp": arrived.Unix(),
		},
		"eventSource":    "aws:kinesis",
		"eventVersion":   "1.0",
		"eventID":        fmt.Sprintf("shardId-000000000000:%d", sequenceNumber),
		"eventName":      "aws:kinesis:record",
		"awsRegion":      Region,
		"eventSourceARN": "arn:aws:kinesis:" + Region + ":111122223333:stream/cloudtrail",
	}
}

// encode cannot fail: it is given maps of plain data and JSON that is valid.
func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// Failures returns the indices of what a response to a [QueueEvent] or a [StreamEvent] wants to be delivered again.
func Failures(response []byte) ([]int, error) {
	var r struct {
		BatchItemFailures []struct {
			ItemIdentifier int `json:",string"`
		}
	}
	if err := json.Unmarshal(response, &r); err != nil {
		return nil, fmt.Errorf("response %s: %w", response, err)
	}
	var failures []int
	for _, f := range r.BatchItemFailures {
		failures = append(failures, f.ItemIdentifier)
	}
	return failures, nil
}
