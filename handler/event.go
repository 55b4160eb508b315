package handler

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrUnknownEvent is the error for an event that no accepted source sends.
var ErrUnknownEvent = errors.New(`event of unknown shape: want a CloudWatch Logs subscription event, {"awslogs":{"data":"…"}}, ` +
	`or Records of aws:sqs or aws:kinesis that hold such events`)

const (
	sqsSource     = "aws:sqs"
	kinesisSource = "aws:kinesis"
)

// event is what the accepted kinds of events have in common: each has one of
// these members.
type event struct {
	AWSLogs *struct {
		Data blob `json:"data"`
	} `json:"awslogs"`
	Records []record `json:"Records"`
	Command command  `json:"trailnotify"`
	// Mute is the short form of the control of that name.
	Mute json.RawMessage `json:"mute"`
}

// record is an SQS message or a record of a Kinesis stream.
type record struct {
	EventSource string `json:"eventSource"`
	MessageID   string `json:"messageId"`
	Body        string `json:"body"`
	Kinesis     struct {
		SequenceNumber string  `json:"sequenceNumber"`
		Arrival        float64 `json:"approximateArrivalTimestamp"` // seconds since 1970
		Data           blob    `json:"data"`
	} `json:"kinesis"`

	cut [][]byte // of the event that the record is in
}

// arrived is when a record of a Kinesis stream reached it, to the millisecond.
// It is the same at every delivery. It is zero if the event does not say.
func (r record) arrived() time.Time {
	const most = 1e11 // in the year 5138
	if seconds := r.Kinesis.Arrival; seconds > 0 && seconds < most {
		return time.UnixMilli(int64(math.Round(seconds * 1000)))
	}
	return time.Time{}
}

// The usual subscription event holds nothing but data, which is base64 without
// escapes.
var (
	usualHead = []byte(`{"awslogs":{"data":"`)
	usualTail = []byte(`"}}`)
)

// usual finds the data of a subscription event as CloudWatch Logs sends it,
// without decoding the rest. ok is false for every other event.
func usual(text []byte) (data []byte, ok bool) {
	data, isUsual := bytes.CutPrefix(text, usualHead)
	data, ends := bytes.CutSuffix(data, usualTail)
	return data, isUsual && ends && bytes.IndexByte(data, '"') < 0 && bytes.IndexByte(data, '\\') < 0
}

// from reports whether all records come from one source.
func (e event) from(source string) bool {
	for _, r := range e.Records {
		if r.EventSource != source {
			return false
		}
	}
	return len(e.Records) > 0
}

func parse(text []byte) (event, error) {
	short, cut := cutData(text)
	e, err := decode(short, cut)
	for i := range e.Records {
		e.Records[i].cut = cut
	}
	return e, err
}

// decode reads an event whose base64 was cut out.
func decode(short []byte, cut [][]byte) (event, error) {
	var e event
	if err := json.Unmarshal(short, &e); err != nil {
		return event{}, fmt.Errorf("%w: %w", ErrUnknownEvent, err)
	}
	if e.AWSLogs != nil {
		e.AWSLogs.Data.restore(cut)
	}
	for i := range e.Records {
		e.Records[i].Kinesis.Data.restore(cut)
	}
	return e, nil
}

// failed is the envelope in which Lambda sends an event to the destination for
// failures.
type failed struct {
	RequestPayload json.RawMessage `json:"requestPayload"`
}

// maxEnvelopes is how many envelopes an event is looked for in. Each failed
// invocation adds one.
const maxEnvelopes = 4

// unwrapped finds the event in the body of an SQS message: by itself, or inside
// the envelopes for failures that it has been through.
func unwrapped(r record) (event, error) {
	body := []byte(r.Body)
	for range maxEnvelopes + 1 {
		var f failed
		if err := json.Unmarshal(body, &f); err != nil {
			return event{}, fmt.Errorf("%w: %w", ErrUnknownEvent, err)
		}
		if len(f.RequestPayload) == 0 || bytes.Equal(f.RequestPayload, []byte("null")) {
			return decode(body, r.cut)
		}
		body = f.RequestPayload
	}
	return event{}, fmt.Errorf("%w: more than %d envelopes", ErrUnknownEvent, maxEnvelopes)
}
